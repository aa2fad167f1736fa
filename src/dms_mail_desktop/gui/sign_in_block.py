"""The row Autoryzacja: the buttons in one column, the state of the sign-in to their right."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from dms_mail_desktop.gui import look
from dms_mail_desktop.gui.buttons import BESIDE_A_STATE, Button, StartStopButton
from dms_mail_desktop.gui.sign_in_help import SignInHelp
from dms_mail_desktop.gui.state_line import StateLine
from dms_mail_desktop.gui.states import StateIcon


class SignInSurface(QWidget):
    """Where a sign-in is started and stopped, and its state is shown."""

    authorise_requested = Signal()
    stop_requested = Signal()
    copy_requested = Signal()
    help: SignInHelp

    def show_state(self, state: StateIcon, text: str, detail: str = "") -> None:
        """Shows the state of the sign-in in words."""
        raise NotImplementedError

    def set_waiting(self, waiting: bool) -> None:
        """Shows whether the browser has the word."""
        raise NotImplementedError


class SignInBlock(SignInSurface):
    """Starts a sign-in, stops it, hands out its address; it only shows what it is told."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.authorise_button = StartStopButton(self)
        self.authorise_button.set_icon_name("key")
        self.copy_button = Button(self)
        self.copy_button.set_icon_name("copy")
        self.copy_button.hide()
        self._state = StateLine(self)
        buttons = QWidget(self)
        column = QVBoxLayout(buttons)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.scaled(8))
        column.addWidget(self.authorise_button)
        column.addWidget(self.copy_button)
        self.help = SignInHelp(self)
        self._parts = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._parts.setContentsMargins(0, 0, 0, 0)
        self._parts.setSpacing(look.scaled(14))
        self._parts.addWidget(buttons, 0, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self._parts.addWidget(self._state, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(self._parts)
        whole.addWidget(self.help)
        self.setFocusProxy(self.authorise_button)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.authorise_button.start_requested.connect(self.authorise_requested)
        self.authorise_button.stop_requested.connect(self.stop_requested)
        self.copy_button.clicked.connect(self.copy_requested)
        self._set_captions()

    def show_state(self, state: StateIcon, text: str, detail: str = "") -> None:
        """Shows the state of the sign-in in words."""
        self._state.show_state(state, text, detail)
        self._arrange()

    def set_waiting(self, waiting: bool) -> None:
        """Shows Przerwij and Kopiuj adres while the browser has the word."""
        self.authorise_button.set_running(waiting)
        if not waiting and self.copy_button.hasFocus():
            self.authorise_button.setFocus()
        self.copy_button.setVisible(waiting)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._set_captions()

    def _arrange(self) -> None:
        """A state whose longest word does not fit beside the buttons stands below them."""
        taken = self.authorise_button.minimumWidth()
        fits = taken + self._parts.spacing() + self._state.width_of_words() <= self.width()
        direction = QBoxLayout.Direction.LeftToRight if fits else QBoxLayout.Direction.TopToBottom
        if direction != self._parts.direction():
            self._parts.setDirection(direction)
            self.updateGeometry()

    def _set_captions(self) -> None:
        self.authorise_button.set_caption(self.tr("A&utoryzacja"))
        self.copy_button.setText(self.tr("&Kopiuj adres"))
        # As wide as the widest of them from the start: nothing moves when one takes another's place.
        width = max(look.scaled(BESIDE_A_STATE), self.authorise_button.widest(), self.copy_button.sizeHint().width())
        for button in (self.authorise_button, self.copy_button):
            button.setMinimumWidth(width)
        self._arrange()
