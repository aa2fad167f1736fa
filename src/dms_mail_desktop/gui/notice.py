"""A notice on the page: tinted, one strong line, one sentence, at most one button."""

from PySide6.QtCore import Property, QEvent, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from dms_mail_desktop.gui import look
from dms_mail_desktop.gui.buttons import Button
from dms_mail_desktop.gui.card import CARD_RADIUS, paint_surface
from dms_mail_desktop.gui.labels import label
from dms_mail_desktop.gui.progress_line import ProgressLine
from dms_mail_desktop.gui.states import IconLabel, StateIcon, role_of


class Notice(QFrame):
    """Says something that matters now; a form may give its texts as properties headline, sentence and action."""

    action_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = StateIcon.INFO
        self._concerns = ""
        self._icon = IconLabel()
        self._headline = label("strong", wrap=True)
        self._sentence = label("state", wrap=True)
        self.action_button = Button()
        self.action_button.hide()
        self.action_button.clicked.connect(self.action_requested)
        self._progress: ProgressLine | None = None
        self._words = words = QVBoxLayout()
        words.setSpacing(look.scaled(2))
        words.addWidget(self._headline)
        words.addWidget(self._sentence)
        row = QHBoxLayout(self)
        row.setContentsMargins(*(look.scaled(side) for side in (16, 12, 12, 12)))
        row.setSpacing(look.scaled(12))
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        row.addWidget(self.action_button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.set_state(self._state)
        self._name_button()

    def show_notice(self, state: StateIcon, headline: str, sentence: str, action: str = "", concerns: str = "") -> None:
        """Shows a notice; without `action` it has no button.

        `concerns` is what the button is about, for those who hear its name without the headline.
        """
        self.set_state(state)
        self.set_headline(headline)
        self.set_sentence(sentence)
        self._concerns = concerns
        self.set_action(action)
        if self._progress is not None:
            self._progress.hide()
        self.show()

    def show_progress(self, done: int, total: int | None) -> None:
        """Shows under the words that `done` of `total` are done, until the next notice."""
        if self._progress is None:
            self._progress = ProgressLine()
            # In a layout of its own, which takes no room while the line is hidden.
            apart = QVBoxLayout()
            apart.setContentsMargins(0, look.scaled(6), 0, look.scaled(2))
            apart.addWidget(self._progress)
            self._words.addLayout(apart)
        self._progress.setAccessibleName(self._headline.text())
        self._progress.show_progress(done, total)

    def set_state(self, state: StateIcon) -> None:
        """Chooses icon and tint."""
        self._state = state
        self._icon.show_state(state, 20)
        self.update()

    def set_headline(self, text: str) -> None:
        """Writes the strong line."""
        self._headline.setText(text)
        self._name_button()

    def set_sentence(self, text: str) -> None:
        """Writes the sentence under it."""
        self._sentence.setText(text)

    def set_action(self, text: str) -> None:
        """Writes the button's caption; none hides the button."""
        self.action_button.setText(text)
        self.action_button.setVisible(bool(text))
        self._name_button()

    headline = Property(str, lambda self: self._headline.text(), set_headline)
    sentence = Property(str, lambda self: self._sentence.text(), set_sentence)
    action = Property(str, lambda self: self.action_button.text(), set_action)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.update()
        elif event.type() == QEvent.Type.LanguageChange:
            self._name_button()

    def _name_button(self) -> None:
        """Never without a name, not even while it is hidden."""
        caption = self.action_button.text().replace("&", "")
        if caption:
            name = f"{caption}: {self._concerns}" if self._concerns else caption
        else:
            name = self._headline.text() or self.tr("Komunikat")
        self.action_button.setAccessibleName(name)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        roles = look.current().roles
        tint = role_of(self._state)
        back = getattr(roles, f"{tint}_back", roles.card)
        stroke = getattr(roles, f"{tint}_stroke", roles.card_stroke)
        paint_surface(self, back, stroke, CARD_RADIUS)
