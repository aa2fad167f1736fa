"""A state beside a button: icon, one sentence, and a second line with reason, validity or time left."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from dms_mail_desktop.gui import look
from dms_mail_desktop.gui.address_label import AddressLabel
from dms_mail_desktop.gui.states import IconLabel, StateIcon

ICON = 18
INDENT = ICON + 8
"""Where the words begin."""
ABOVE = 6
"""The first line then stands beside a button's caption."""


class StateLine(QWidget):
    """Shows one state in words; empty until it is told one.

    It places its parts itself: a stretch in a layout would make every card around it grow with the window.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = IconLabel(self)
        self._text = AddressLabel("state", self)
        self._detail = AddressLabel("help", self)
        for part in (self._icon, self._text, self._detail):
            part.hide()
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_state(self, state: StateIcon, text: str, detail: str = "") -> None:
        """Shows a state; an empty text shows nothing at all."""
        self._icon.show_state(state, ICON)
        self._icon.setVisible(bool(text))
        self._text.setText(text)
        self._text.setVisible(bool(text))
        self._detail.setText(detail)
        self._detail.setVisible(bool(detail))
        self._place()
        self.updateGeometry()

    def width_of_words(self) -> int:
        """The width in which no word is broken."""
        return self._indent() + max(self._text.longest_word(), self._detail.longest_word())

    def heightForWidth(self, width: int) -> int:
        room = width - self._indent()
        if not self._text.text():
            return 0
        height = look.scaled(ABOVE) + self._text.heightForWidth(room)
        return height + self._detail.heightForWidth(room) + look.scaled(1) if self._detail.text() else height

    def sizeHint(self) -> QSize:
        width = self._indent() + max(self._text.sizeHint().width(), self._detail.sizeHint().width())
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        width = self._indent() + self._text.minimumSizeHint().width()
        return QSize(width, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _indent(self) -> int:
        return look.scaled(INDENT)

    def _place(self) -> None:
        left, room = self._indent(), self.width() - self._indent()
        above, first = look.scaled(ABOVE), self._text.heightForWidth(room)
        self._icon.move(0, above)
        self._text.setGeometry(left, above, room, first)
        self._detail.setGeometry(left, above + first + look.scaled(1), room, self._detail.heightForWidth(room))
