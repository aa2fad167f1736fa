"""The sign-in of a selected account: its button stands elsewhere, its state is a notice."""

from PySide6.QtCore import QCoreApplication, QEvent, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from dms_mail_desktop.gui.buttons import StartStopButton
from dms_mail_desktop.gui.notice import Notice
from dms_mail_desktop.gui.sign_in_block import SignInSurface
from dms_mail_desktop.gui.sign_in_help import SignInHelp
from dms_mail_desktop.gui.states import StateIcon


class SignInNotice(SignInSurface):
    """Shows what it is told; while the browser has the word, its own button copies the address."""

    waiting_changed = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._start_button: StartStopButton
        self._waiting = False
        self._subject = ""
        self.notice = Notice(self)
        self.notice.action_requested.connect(self.copy_requested)
        self.help = SignInHelp(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.notice)
        column.addWidget(self.help)

    def use_button(self, button: StartStopButton) -> None:
        """Takes the button that starts and stops a sign-in."""
        self._start_button = button
        button.start_requested.connect(self.authorise_requested)
        button.stop_requested.connect(self.stop_requested)

    def set_subject(self, login: str) -> None:
        """Names the account before every state that does not name it itself."""
        self._subject = login

    def show_state(self, state: StateIcon, text: str, detail: str = "") -> None:
        """Shows a state in words."""
        headline = text if not self._subject or self._subject in text else f"{self._subject}: {text}"
        self.notice.show_notice(state, headline, detail, self._caption())

    def show_alone(self, state: StateIcon, text: str, detail: str = "") -> None:
        """Shows a state that no sign-in explains."""
        self.help.say("")
        self.show_state(state, text, detail)

    def set_waiting(self, waiting: bool) -> None:
        """Shows Przerwij and Kopiuj adres while the browser has the word."""
        self._waiting = waiting
        self._start_button.set_running(waiting)
        self.notice.set_action(self._caption())
        self.waiting_changed.emit(waiting)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.notice.set_action(self._caption())

    def _caption(self) -> str:
        return QCoreApplication.translate("SignInBlock", "&Kopiuj adres") if self._waiting else ""
