"""The field for what a browser shows instead of coming back: a code, a whole error page, or its address."""

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from dms_mail_desktop.gui import look
from dms_mail_desktop.gui.labels import label


class ErrorCodeField(QWidget):
    """Label, field, and below them what to enter."""

    entered = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label, self._help = label("state"), label("help", wrap=True)
        self.line = QLineEdit()
        self.line.setObjectName("error_code")
        self.line.textChanged.connect(self.entered)
        self._label.setBuddy(self.line)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.scaled(4))
        for part in (self._label, self.line, self._help):
            column.addWidget(part)
        self.setFocusProxy(self.line)
        self._set_captions()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._set_captions()

    def _set_captions(self) -> None:
        self._label.setText(self.tr("Kod &błędu z przeglądarki"))
        self._help.setText(
            self.tr("Gdy przeglądarka stoi na stronie z błędem: wpisz kod albo wklej tekst strony lub jej adres.")
        )
