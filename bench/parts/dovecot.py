"""Dovecot with mailboxes kept in files with an index, filled before a measurement.

Not Maildir: there the server itself reads a directory of 100,000 names whenever the mailbox is opened anew.
"""

import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.parts.lab_mail import NO_PROVIDER
from tests.lab.authority import Authority
from tests.lab.dovecot import MAIL_USER, MailPorts, prepare_mailboxes, running_dovecot


@dataclass(frozen=True)
class Dovecot:
    """A running server; passwords are those of the lab's users."""

    folder: Path
    port: int
    ca_file: Path

    def fill(self, login: str, messages: Iterable[bytes]) -> None:
        """Lets Dovecot take messages, without the line ends of the network, out of one file into the inbox."""
        source = self.folder / "source"
        source.mkdir()
        mbox = source / "inbox"
        count = 0
        with mbox.open("wb") as out:
            for count, message in enumerate(messages, 1):  # noqa: B007 - how many there were
                out.write(b"From bench Thu Jan  1 00:00:00 2026\n" + message + b"\n")
        for path in (source, mbox):
            shutil.chown(path, MAIL_USER, MAIL_USER)
        before = self.count(login)
        self._doveadm("import", "-u", login, f"mbox:{source}:INBOX={mbox}", "", "ALL")
        assert self.count(login) == before + count
        shutil.rmtree(source)

    def count(self, login: str) -> int:
        """How many messages are in the inbox."""
        status = self._doveadm("mailbox", "status", "-u", login, "messages", "INBOX")
        return int(status.split()[1].removeprefix("messages="))

    def _doveadm(self, *words: str) -> str:
        command = ["doveadm", "-c", str(self.folder / "dovecot" / "dovecot.conf"), *words]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout


@contextmanager
def dovecot() -> Iterator[Dovecot]:
    """The server with empty mailboxes; needs root, because Dovecot changes users."""
    folder = Path(tempfile.mkdtemp(prefix="dms-bench-"))
    folder.chmod(0o755)
    try:
        authority = Authority(folder, "bench-authority")
        boxes, ports = prepare_mailboxes(folder), MailPorts.pick()
        certificate = authority.issue("localhost")
        with running_dovecot(folder, boxes, ports, NO_PROVIDER, certificate, location="mdbox:~/mdbox"):
            yield Dovecot(folder, ports.imaps, authority.ca_file)
    finally:
        shutil.rmtree(folder)
