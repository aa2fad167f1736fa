"""Whether the keyring holds a password for what stands on a form; its text is never read into the form."""

from PySide6.QtCore import QObject, Signal

from dms_mail_desktop.errors import MailDesktopError
from dms_mail_desktop.gui.background import Background, Job
from dms_mail_desktop.services import Services
from dms_mail_desktop.wording import Wording


class StoredPassword(QObject):
    """Answers for one owner; the last question counts."""

    changed = Signal()

    def __init__(self, owner: str, services: Services, background: Background, parent: QObject) -> None:
        super().__init__(parent)
        self._owner, self._services, self._background = owner, services, background
        self._job: Job | None = None
        self._stored = False

    def ask(self, host: str, login: str) -> None:
        """Asks the keyring for the password of this login at this host."""
        if self._job is not None:
            self._job.cancel()
        self._job = self._background.start(
            self,
            lambda: self._services.passwords.read(self._owner, host, login),
            done=lambda found: self._note(found is not None),
            failed=self._unreadable,
        )

    def help(self, wording: Wording, typed: str) -> str:
        """The line below the field: where the password is, or will be."""
        if typed:
            return wording.say("gui.help.password_new")
        return wording.say("gui.help.password_stored") if self._stored else ""

    def _note(self, stored: bool) -> None:
        self._stored = stored
        self.changed.emit()

    def _unreadable(self, error: Exception) -> None:
        if not isinstance(error, MailDesktopError):
            raise error
        # The test and the save say what is wrong with the keyring; a form that only shows does not complain.
        self._note(False)
