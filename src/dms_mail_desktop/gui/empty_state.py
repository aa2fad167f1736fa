"""What stands in a table's place while it has no rows: what it is for, and what to do."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from dms_mail_desktop.gui import look
from dms_mail_desktop.gui.buttons import Button
from dms_mail_desktop.gui.card import Card
from dms_mail_desktop.gui.labels import label
from dms_mail_desktop.gui.states import IconLabel

ICON = 40


class EmptyState(Card):
    """An icon, one semibold line, one or two lines below it, at most one button."""

    action_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon, self._heading, self._text = IconLabel(), label("heading", wrap=True), label("quiet", wrap=True)
        self.action_button = Button()
        self.action_button.setAccessibleName(self.tr("Komunikat"))
        self.action_button.clicked.connect(self.action_requested)
        column = QVBoxLayout(self)
        column.setContentsMargins(*map(look.scaled, (80, 24, 80, 24)))
        column.setSpacing(look.scaled(12))
        column.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignHCenter)
        for text in (self._heading, self._text):
            text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(text)
        column.addWidget(self.action_button, 0, Qt.AlignmentFlag.AlignHCenter)
        self.hide()

    def show_state(self, icon: str, heading: str, text: str, action: str = "") -> None:
        """Shows these words; without `action` there is no button."""
        self._icon.show_icon(icon, "secondary", ICON)
        self._heading.setText(heading)
        self._text.setText(text)
        self.action_button.setText(action)
        self.action_button.setAccessibleName(action.replace("&", "") or heading)
        self.action_button.setVisible(bool(action))
        self.show()
