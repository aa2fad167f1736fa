"""A program of its own that saves settings: it dies at a step, or two of it run at once.

`settings_writer.py die PATH STEP` saves once and is killed at that step, half-way through what it writes.
`settings_writer.py save PATH NAME COUNT` saves COUNT times, each time what it has just loaded with its own mark.
"""

import os
import signal
import sys
import time
from pathlib import Path

from dms_mail_desktop.disk import Disk
from dms_mail_desktop.errors import SettingsChanged
from dms_mail_desktop.models import MailServer, Settings
from dms_mail_desktop.store import SettingsStore


class DyingDisk(Disk):
    """Kills its own program at a step; a write is half done by then."""

    def __init__(self, step: int) -> None:
        self._left = step

    def write(self, path: Path, content: bytes) -> None:
        self._step()
        path.write_bytes(content[: len(content) // 2])
        self._step()
        super().write(path, content)
        self._step()

    def replace(self, source: Path, target: Path) -> None:
        self._step()
        super().replace(source, target)
        self._step()

    def sync_folder(self, folder: Path) -> None:
        super().sync_folder(folder)
        self._step()

    def _step(self) -> None:
        self._left -= 1
        if not self._left:
            os.kill(os.getpid(), signal.SIGKILL)


def settings(name: str) -> Settings:
    return Settings(mail_server=MailServer(account_name=name))


def save(path: Path, name: str, count: int) -> tuple[int, int]:
    """How often the save was done and how often the other program had been faster."""
    store = SettingsStore(path)
    saved = refused = 0
    path.with_name(f"ready-{name}").touch()
    while len(list(path.parent.glob("ready-*"))) < 2:
        time.sleep(0.001)
    while saved < count:
        loaded = store.load()
        assert loaded.read_only is None, loaded.read_only
        time.sleep(0.002)  # leaves the other program the time to be faster
        try:
            store.save(settings(f"{loaded.settings.mail_server.account_name}{name}"), loaded.stamp)
            saved += 1
        except SettingsChanged:
            refused += 1
    return saved, refused


if __name__ == "__main__":
    action, file, *rest = sys.argv[1:]
    if action == "die":
        dying = SettingsStore(Path(file), disk=DyingDisk(int(rest[0])))
        dying.save(settings("new"), dying.load().stamp)
    else:
        sys.stdout.write("{} {}".format(*save(Path(file), rest[0], int(rest[1]))))
