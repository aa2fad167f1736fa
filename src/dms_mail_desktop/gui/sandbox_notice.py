"""What the first screen says while the program runs on the sandbox."""

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from dms_mail_desktop.gui.language import Language
from dms_mail_desktop.gui.notice import Notice
from dms_mail_desktop.gui.states import StateIcon


class SandboxNotice(Notice):
    """A notice with the way to the messages that the sandbox received; it speaks once it has its place."""

    def __init__(self, language: Language, inbox: str) -> None:
        super().__init__()
        self._language = language
        self.action_requested.connect(lambda: QDesktopServices.openUrl(QUrl(inbox)))
        language.changed.connect(self.say)

    def say(self) -> None:
        """Says it in the language in force."""
        texts = (self._language.wording.say(f"gui.sandbox.{key}") for key in ("headline", "sentence", "outbox"))
        self.show_notice(StateIcon.INFO, *texts)
