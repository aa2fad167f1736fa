"""The line for words to search for, with a button inside that clears it."""

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QLineEdit, QToolButton, QWidget


class SearchLine(QLineEdit):
    """Qt's own button to clear a line has no name; here it has one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setClearButtonEnabled(True)
        self._name_button()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._name_button()

    def _name_button(self) -> None:
        for button in self.findChildren(QToolButton):
            button.setAccessibleName(self.tr("Wyczyść"))
            button.setToolTip(self.tr("Wyczyść"))
