"""How the active points stand, above the form of the first screen: a quiet line, or a notice if one does not work."""

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from dms_mail_desktop.gui import look
from dms_mail_desktop.gui.labels import label
from dms_mail_desktop.gui.notice import Notice
from dms_mail_desktop.gui.points_summary import LOUD, SummaryWords
from dms_mail_desktop.gui.states import IconLabel, StateIcon

ICON = 16


class PointsBanner(QWidget):
    """Takes no room until it is told something."""

    point_wanted = Signal()
    """The point that the notice speaks of is to be shown."""
    look_changed = Signal()

    def __init__(self, before: QWidget) -> None:
        """`before` is what the keyboard comes from."""
        super().__init__()
        self.before = before
        self._notice: Notice | None = None
        self._line = QWidget()
        self._icon, self._text = IconLabel(), label("help", wrap=True)
        row = QHBoxLayout(self._line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.scaled(8))
        row.addWidget(self._icon)
        row.addWidget(self._text, 1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self._line)
        self.hide()

    def show_words(self, state: StateIcon, words: SummaryWords) -> None:
        """Shows the state in one line, or as a notice."""
        loud = state in LOUD
        self._line.setVisible(not loud)
        if loud:
            self._loud_notice().show_notice(state, *words)
        elif self._notice is not None:
            self._notice.hide()
        self._icon.show_state(state, ICON)
        self._text.setText(" · ".join(filter(None, (words.headline, words.sentence))))
        self.show()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.look_changed.emit()

    def _loud_notice(self) -> Notice:
        if self._notice is None:
            self._notice = Notice()
            self._notice.action_requested.connect(self.point_wanted)
            self._column.addWidget(self._notice)
            QWidget.setTabOrder(self.before, self._notice.action_button)
        return self._notice
