"""The row Wykryj ustawienia under an address: its button, what was found, and the button that takes it over.

What was found stands below the button: it is longer than a state.
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from dms_mail_desktop.gui import look
from dms_mail_desktop.gui.buttons import Button, StartStopButton
from dms_mail_desktop.gui.state_line import INDENT, StateLine
from dms_mail_desktop.gui.states import StateIcon

WIDTH = 168
"""Least width of the button, px at 10 pt: that of the others in the dialog of a point."""


class DetectionBlock(QWidget):
    """Only shows what it is told."""

    apply_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.detect_button = StartStopButton(self)
        self.detect_button.set_icon_name("search")
        self.apply_button = Button(self)
        self.apply_button.clicked.connect(self.apply_requested)
        self._state = StateLine(self)
        parts = QVBoxLayout(self)
        parts.setContentsMargins(0, look.scaled(4), 0, look.scaled(4))
        parts.setSpacing(look.scaled(6))
        parts.addWidget(self.detect_button, 0, Qt.AlignmentFlag.AlignLeft)
        parts.addWidget(self._state)
        indented = QHBoxLayout()
        indented.setSpacing(0)
        indented.addSpacing(look.scaled(INDENT))
        indented.addWidget(self.apply_button, 0, Qt.AlignmentFlag.AlignLeft)
        parts.addLayout(indented)
        self.show_state(StateIcon.NONE, "")

    def set_captions(self, detect: str, apply: str) -> None:
        """Names the buttons; the first is as wide as either of its captions needs, so that nothing moves."""
        self.detect_button.set_caption(detect)
        self.apply_button.setText(apply)
        self.detect_button.setMinimumWidth(max(look.scaled(WIDTH), self.detect_button.widest()))

    def show_state(self, state: StateIcon, text: str, detail: str = "", action: str = "") -> None:
        """Shows a state; with `action` there is a button for it."""
        self._state.show_state(state, text, detail)
        self._state.setVisible(bool(text))
        if not action and self.apply_button.hasFocus():
            self.detect_button.setFocus()
        if action:
            self.apply_button.setText(action.replace("&", "&&"))
        self.apply_button.setVisible(bool(action))
