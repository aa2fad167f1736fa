"""What to know about a failed step: cause, remedy, command, the server's own words."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Property, QEvent, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from dms_mail_desktop.gui import look
from dms_mail_desktop.gui.card import paint_surface
from dms_mail_desktop.gui.copy_line import CopyLine
from dms_mail_desktop.gui.labels import label

if TYPE_CHECKING:
    from dms_mail_desktop.wording.explanations import Explanation

BELOW = 8
"""Left free under the block, before the next row."""


class FailureBlock(QFrame):
    """Shows one explanation; parts without text take no room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._by_system = False
        self._cause_caption, self._cause = label("caption"), label("state", wrap=True, selectable=True)
        self._remedy_caption, self._remedy = label("caption"), label("state", wrap=True, selectable=True)
        self._command = CopyLine()
        self._words_caption, self._words = label("caption"), label("code", wrap=True, selectable=True)
        self._link = QLabel()
        self._link.setOpenExternalLinks(True)
        self._link.setTextInteractionFlags(Qt.TextInteractionFlag.TextBrowserInteraction)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(look.scaled(side) for side in (16, 12, 16, 12 + BELOW)))
        column.setSpacing(look.scaled(4))
        for part in (self._cause_caption, self._cause, self._remedy_caption, self._remedy, self._command, self._link):
            column.addWidget(part)
        column.addWidget(self._words_caption)
        column.addWidget(self._words)
        for caption in (self._remedy_caption, self._words_caption):
            caption.setContentsMargins(0, look.scaled(8), 0, 0)
        self._set_captions()

    def explain(self, told: "Explanation") -> None:
        """Shows what went wrong."""
        self.show_failure(told.cause, told.remedy, told.command, told.server_words, told.link)

    def set_by_system(self, by_system: bool) -> None:
        """Says whose words are shown: the operating system's instead of a server's."""
        self._by_system = by_system
        self._set_captions()

    bySystem = Property(bool, lambda self: self._by_system, set_by_system)  # noqa: N815 - a Qt property

    def show_failure(self, cause: str, remedy: str, command: str, server_words: str, link: str) -> None:
        """Shows an explanation; `link` is an https address of the provider's own page, or empty."""
        self._cause.setText(cause)
        self._remedy.setText(remedy)
        self._command.show_text(command)
        self._words.setText(server_words)
        self._link.setText(f'<a href="{link}" style="color: {look.current().roles.link}">{link}</a>' if link else "")
        for text, parts in (
            (cause, (self._cause_caption, self._cause)),
            (remedy, (self._remedy_caption, self._remedy)),
            (command, (self._command,)),
            (link, (self._link,)),
            (server_words, (self._words_caption, self._words)),
        ):
            for part in parts:
                part.setVisible(bool(text))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        roles = look.current().roles
        paint_surface(self, roles.error_back, roles.error_stroke, 6, below=look.scaled(BELOW))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._set_captions()

    def _set_captions(self) -> None:
        self._cause_caption.setText(self.tr("Przyczyna"))
        self._remedy_caption.setText(self.tr("Co zrobić"))
        words = self.tr("Odpowiedź systemu") if self._by_system else self.tr("Odpowiedź serwera")
        self._words_caption.setText(words)
