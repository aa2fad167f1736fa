"""A state beside a button: icon, one sentence, and a second line with reason, validity or time left."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from dms_mail_desktop.gui import look
from dms_mail_desktop.gui.labels import AddressLabel
from dms_mail_desktop.gui.states import IconLabel, StateIcon


class StateLine(QWidget):
    """Shows one state in words; empty until it is told one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = IconLabel()
        self._text = AddressLabel("state")
        self._detail = AddressLabel("help")
        words = QVBoxLayout()
        words.setSpacing(look.scaled(1))
        words.addWidget(self._text)
        words.addWidget(self._detail)
        words.addStretch()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, look.scaled(6), 0, 0)
        row.setSpacing(look.scaled(8))
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        self._detail.hide()
        self._icon.hide()

    def width_of_words(self) -> int:
        """The width in which no word is broken."""
        row = self.layout()
        assert row is not None  # noqa: S101 - set when it was made
        words = max(self._text.longest_word(), self._detail.longest_word())
        return look.scaled(18) + row.spacing() + words

    def show_state(self, state: StateIcon, text: str, detail: str = "") -> None:
        """Shows a state; an empty text shows nothing at all."""
        self._icon.show_state(state, 18)
        self._icon.setVisible(bool(text))
        self._text.setText(text)
        self._detail.setText(detail)
        self._detail.setVisible(bool(detail))
