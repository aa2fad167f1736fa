"""A line of advice on the page: icon, sentence, and at most one button that does what it says."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from dms_mail_desktop.gui import look
from dms_mail_desktop.gui.buttons import Button
from dms_mail_desktop.gui.labels import label
from dms_mail_desktop.gui.states import IconLabel, StateIcon


class AdviceNote(QWidget):
    """Stands under a field; empty until it is told something. The button is below the words, whatever their length."""

    def __init__(self) -> None:
        super().__init__()
        self._act: Callable[[], object] = lambda: None
        self._icon = IconLabel()
        self.label = label("advice", wrap=True)
        self.button = Button()
        self.button.clicked.connect(self._run)
        words = QVBoxLayout()
        words.setSpacing(look.scaled(6))
        words.addWidget(self.label)
        words.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, look.scaled(2), 0, look.scaled(6))
        row.setSpacing(look.scaled(6))
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)

    def show_advice(self, sentence: str, action: str = "", act: Callable[[], object] = lambda: None) -> None:
        """Writes the warning and the button that runs `act`; without `action` there is no button."""
        self._act = act
        self._icon.show_state(StateIcon.WARNING, 16)
        self.label.setText(sentence)
        # Never without a name, not even while it is hidden.
        self.button.setText((action or sentence).replace("&", "&&"))
        self.button.setAccessibleDescription(sentence)
        self.button.setVisible(bool(action))

    def _run(self) -> None:
        self._act()
