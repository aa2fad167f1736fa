"""Tabs that begin on the column's left edge, over a line across the whole window."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QTabWidget, QWidget

from dms_mail_desktop.gui import look


class _Indent(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.margin = 0

    def sizeHint(self) -> QSize:
        return QSize(self.margin, 1)


class Tabs(QTabWidget):
    """The window's pages under a flat strip of captions."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setDocumentMode(True)
        self.tabBar().setDrawBase(False)
        self.tabBar().setExpanding(False)
        self._indent = _Indent()
        self.setCornerWidget(self._indent, Qt.Corner.TopLeftCorner)
        self._indent.show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._indent.margin = look.column_margins(self.width())[0]
        super().resizeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        line = self.tabBar().geometry().bottom()
        painter.fillRect(0, line, self.width(), 1, QColor(look.current().roles.card_stroke))
        painter.end()
