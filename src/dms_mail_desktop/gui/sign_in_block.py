"""The row Autoryzacja: the buttons in one column, the state of the sign-in to their right."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from dms_mail_desktop.gui import look
from dms_mail_desktop.gui.buttons import Button, StartStopButton
from dms_mail_desktop.gui.state_line import StateLine
from dms_mail_desktop.gui.states import StateIcon


class SignInBlock(QWidget):
    """Starts a sign-in, stops it, hands out its address; it only shows what it is told."""

    authorise_requested = Signal()
    stop_requested = Signal()
    copy_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.authorise_button = StartStopButton(self)
        self.authorise_button.set_icon_name("key")
        self.copy_button = Button(self)
        self.copy_button.set_icon_name("copy")
        self.copy_button.hide()
        self._state = StateLine(self)
        buttons = QVBoxLayout()
        buttons.setSpacing(look.scaled(8))
        buttons.addWidget(self.authorise_button)
        buttons.addWidget(self.copy_button)
        buttons.addStretch()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.scaled(14))
        row.addLayout(buttons)
        row.addWidget(self._state, 1)
        self.setFocusProxy(self.authorise_button)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.authorise_button.start_requested.connect(self.authorise_requested)
        self.authorise_button.stop_requested.connect(self.stop_requested)
        self.copy_button.clicked.connect(self.copy_requested)
        self._set_captions()

    def show_state(self, state: StateIcon, text: str, detail: str = "") -> None:
        """Shows the state of the sign-in in words."""
        self._state.show_state(state, text, detail)

    def set_waiting(self, waiting: bool) -> None:
        """Shows Przerwij and Kopiuj adres while the browser has the word."""
        self.authorise_button.set_running(waiting)
        if not waiting and self.copy_button.hasFocus():
            self.authorise_button.setFocus()
        self.copy_button.setVisible(waiting)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._set_captions()

    def _set_captions(self) -> None:
        self.authorise_button.set_caption(self.tr("A&utoryzacja"))
        self.copy_button.setText(self.tr("&Kopiuj adres"))
