"""Tabs that begin on the column's left edge, over a line across the whole window."""

from PySide6 import QtCore
from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QStyleOptionTabWidgetFrame, QTabWidget, QWidget

from dms_mail_desktop.gui import look
from dms_mail_desktop.gui.line import Line


class Tabs(QTabWidget):
    """The window's pages under a flat strip of captions."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._line = Line(self)
        self.setDocumentMode(True)
        self.tabBar().setDrawBase(False)
        self.tabBar().setExpanding(False)

    def come_after(self, widget: QWidget) -> None:
        """Lets Tab go from the widget to the captions, which have the keyboard first, and on to what is made later."""
        # The tabs would take the focus for their bar where they stand in the order themselves.
        self.setFocusProxy(None)  # type: ignore[arg-type]  # PySide does not say that None is allowed
        self.setFocusPolicy(QtCore.Qt.FocusPolicy.NoFocus)
        QWidget.setTabOrder(widget, self.tabBar())
        self.tabBar().setFocus()

    def initStyleOption(self, option: QStyleOptionTabWidgetFrame) -> None:
        super().initStyleOption(option)
        # As if a widget as wide as the margin stood in the corner.
        option.leftCornerWidgetSize = QSize(look.column_margins(self.width())[0], 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_line()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._place_line()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self._place_line()

    def _place_line(self) -> None:
        self._line.setGeometry(0, self.tabBar().geometry().bottom(), self.width(), 1)
        self._line.lower()
