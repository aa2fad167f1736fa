"""Tabs that begin on the column's left edge, over a line across the whole window."""

from collections.abc import Collection

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPaintEvent, QResizeEvent
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


def tab_of(tabs: QTabWidget, field: QWidget) -> int:
    """The index of the tab that the field stands on, or -1."""
    pages = [(index, tabs.widget(index)) for index in range(tabs.count())]
    return next((index for index, page in pages if page is not None and page.isAncestorOf(field)), -1)


def mark_tabs(tabs: QTabWidget, faulty: Collection[str], mark: QIcon, spoken: str) -> None:
    """Marks the tabs that hold one of these fields; `spoken` says it to those who do not see the mark."""
    for index in range(tabs.count()):
        page = tabs.widget(index)
        marked = page is not None and any(page.findChild(QWidget, name) is not None for name in faulty)
        if marked == tabs.tabIcon(index).isNull():
            tabs.setTabIcon(index, mark if marked else QIcon())
            tabs.tabBar().setAccessibleTabName(index, f"{tabs.tabText(index)}, {spoken}" if marked else "")
