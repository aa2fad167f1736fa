"""What to know about a failure: cause, steps, command, the server's own words, and what can be done at once."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from dms_mail_desktop.gui import look
from dms_mail_desktop.gui.buttons import Button
from dms_mail_desktop.gui.card import paint_surface
from dms_mail_desktop.gui.copy_line import CopyLine
from dms_mail_desktop.gui.labels import label

if TYPE_CHECKING:
    from dms_mail_desktop.wording import Explanation, Wording

BELOW = 8
"""Left free under the block, before the next row."""


class FailureBlock(QFrame):
    """Shows one explanation; parts without text take no room, and a button that is not offered does not show."""

    request_wanted = Signal()
    """The text for the administrator of Microsoft 365 is to be copied."""
    consent_wanted = Signal()
    sign_in_wanted = Signal()
    """Where one signs in is to be shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._by_system = False
        self._cause_caption, self._cause = label("caption"), label("state", wrap=True, selectable=True)
        self._steps_caption, self._steps = label("caption"), label("state", wrap=True, selectable=True)
        self._command = CopyLine()
        self._words_caption, self._words = label("caption"), label("code", wrap=True, selectable=True)
        self._link = QLabel()
        self._link.setWordWrap(True)
        self._link.setOpenExternalLinks(True)
        self._link.setTextInteractionFlags(Qt.TextInteractionFlag.TextBrowserInteraction)
        self._buttons: tuple[Button, Button, Button] | None = None
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(*(look.scaled(side) for side in (16, 12, 16, 12 + BELOW)))
        column.setSpacing(look.scaled(4))
        for part in (self._cause_caption, self._cause, self._steps_caption, self._steps, self._command, self._link):
            column.addWidget(part)
        column.addWidget(self._words_caption)
        column.addWidget(self._words)
        for caption in (self._steps_caption, self._words_caption):
            caption.setContentsMargins(0, look.scaled(8), 0, 0)
        self._set_captions()

    def explain(self, told: "Explanation", wording: "Wording") -> None:
        """Shows what went wrong and, one below the other, what to do about it."""
        self._by_system = told.by_system
        self._cause.setText(told.cause)
        self._steps.setText(wording.what_to_do(told))
        self._command.show_text(told.command)
        self._words.setText(told.server_words)
        colour, link = look.current().roles.link, told.link
        self._link.setText(f'<a href="{link}" style="color: {colour}">{link}</a>' if link else "")
        for text, parts in (
            (told.cause, (self._cause_caption, self._cause)),
            (self._steps.text(), (self._steps_caption, self._steps)),
            (told.command, (self._command,)),
            (link, (self._link,)),
            (told.server_words, (self._words_caption, self._words)),
        ):
            for part in parts:
                part.setVisible(bool(text))
        self._set_captions()
        self.offer()

    def offer(self, *, request: bool = False, consent: bool = False, sign_in: bool = False) -> None:
        """Shows the buttons that help with this failure."""
        if not (request or consent or sign_in or self._buttons):
            return
        for button, offered in zip(self._made_buttons(), (sign_in, consent, request), strict=True):
            button.setVisible(offered)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        roles = look.current().roles
        paint_surface(self, roles.error_back, roles.error_stroke, 6, below=look.scaled(BELOW))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._set_captions()

    def _made_buttons(self) -> tuple[Button, Button, Button]:
        """Przejdź do logowania, Zgoda administratora and Kopiuj, made when they are first wanted."""
        if self._buttons is None:
            sign_in, consent, request = self._buttons = (Button(), Button(), Button())
            sign_in.set_icon_name("key")
            sign_in.clicked.connect(self.sign_in_wanted)
            consent.set_icon_name("key")
            consent.clicked.connect(self.consent_wanted)
            request.set_icon_name("copy")
            request.clicked.connect(self.request_wanted)
            self._column.addSpacing(look.scaled(4))
            for button in self._buttons:
                self._column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
            self._set_captions()
        return self._buttons

    def _set_captions(self) -> None:
        self._cause_caption.setText(self.tr("Przyczyna"))
        self._steps_caption.setText(self.tr("Co zrobić"))
        words = self.tr("Odpowiedź systemu") if self._by_system else self.tr("Odpowiedź serwera")
        self._words_caption.setText(words)
        if self._buttons is not None:
            sign_in, consent, request = self._buttons
            sign_in.setText(self.tr("Przejdź do &logowania"))
            consent.setText(self.tr("Zgoda &administratora…"))
            request.setText(self.tr("Kopiuj dla administratora &Microsoft 365"))
