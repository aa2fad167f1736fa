"""The saved settings while a window edits a copy of them."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtCore import QObject, Signal

from dms_mail_desktop.errors import SettingsError
from dms_mail_desktop.gui.background import Background, Job
from dms_mail_desktop.models import MailServer, Point, Settings
from dms_mail_desktop.services import Services


@dataclass(frozen=True, slots=True)
class TypedPassword:
    """A password that is to be kept with the settings: whose it is, for which account."""

    owner: str
    account: MailServer | Point
    text: str = field(repr=False)


class Document(QObject):
    """What the settings file holds, and the one way to change it."""

    changed = Signal()

    def __init__(self, services: Services, background: Background) -> None:
        super().__init__()
        self._services, self._background = services, background
        self._job: Job | None = None
        self.settings = Settings()
        self.read_only: SettingsError | None = None
        self._stamp = ""
        self.load()

    @property
    def saving(self) -> bool:
        """Whether a save is under way."""
        return self._job is not None and self._job.running

    def load(self) -> None:
        """Reads the file anew; what is on disk counts."""
        loaded = self._services.store.load()
        self.settings, self.read_only, self._stamp = loaded.settings, loaded.read_only, loaded.stamp
        self.changed.emit()

    def save(
        self,
        settings: Settings,
        *,
        password: TypedPassword | None = None,
        done: Callable[[], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Keeps a typed password first, then the settings: a failure in between leaves the file as it was.

        Where the file could not be read nothing is kept, and the reason is the same as at the start.
        """
        if self.read_only is not None:
            failed(self.read_only)
            return

        async def work() -> str:
            if password is not None:
                account = password.account
                await self._services.passwords.write(password.owner, account.host, account.login, password.text)
            return await asyncio.to_thread(self._services.store.save, settings, self._stamp)

        def saved(stamp: str) -> None:
            self.settings, self._stamp = settings, stamp
            self.changed.emit()
            done()

        self._job = self._background.start(self, work, done=saved, failed=failed)
