"""What to know about a failed step: cause, remedy, command, the server's own words."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from dms_mail_desktop.gui import look
from dms_mail_desktop.gui.card import paint_surface
from dms_mail_desktop.gui.copy_line import CopyLine
from dms_mail_desktop.gui.labels import label

BELOW = 8
"""Left free under the block, before the next row."""


class FailureBlock(QFrame):
    """Shows one explanation; parts without text take no room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
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
        self._words_caption.setText(self.tr("Odpowiedź serwera"))
