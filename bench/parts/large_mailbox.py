"""Dovecot with an empty mailbox and one of 100,000 messages, kept in files with an index.

Not Maildir: there the server itself reads a directory of 100,000 names whenever the mailbox is opened anew.
"""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.parts.lab_mail import NO_PROVIDER
from tests.lab.authority import Authority
from tests.lab.dovecot import MAIL_USER, MailPorts, prepare_mailboxes, running_dovecot
from tests.lab.provider import ANNA, BOB

MESSAGES = 100_000
LARGE, EMPTY = ANNA, BOB


@dataclass(frozen=True)
class Mailboxes:
    """Where the two mailboxes are; passwords are those of the lab's users."""

    port: int
    ca_file: Path


@contextmanager
def mailboxes() -> Iterator[Mailboxes]:
    """Both, filled; needs root, because Dovecot changes users."""
    folder = Path(tempfile.mkdtemp(prefix="dms-bench-"))
    folder.chmod(0o755)
    try:
        authority = Authority(folder, "bench-authority")
        boxes, ports = prepare_mailboxes(folder), MailPorts.pick()
        certificate = authority.issue("localhost")
        with running_dovecot(folder, boxes, ports, NO_PROVIDER, certificate, location="mdbox:~/mdbox"):
            fill(folder)
            yield Mailboxes(ports.imaps, authority.ca_file)
    finally:
        shutil.rmtree(folder)


def fill(folder: Path) -> None:
    """Lets Dovecot take the messages out of one file."""
    source = folder / "source"
    source.mkdir()
    mbox = source / "inbox"
    with mbox.open("w", encoding="ascii") as out:
        for number in range(MESSAGES):
            out.write(letter(number))
    for path in (source, mbox):
        shutil.chown(path, MAIL_USER, MAIL_USER)
    doveadm = ["doveadm", "-c", str(folder / "dovecot" / "dovecot.conf")]
    subprocess.run([*doveadm, "import", "-u", LARGE, f"mbox:{source}:INBOX={mbox}", "", "ALL"], check=True)
    done = subprocess.run(
        [*doveadm, "mailbox", "status", "-u", LARGE, "messages", "INBOX"], check=True, capture_output=True, text=True
    )
    assert done.stdout.split() == ["INBOX", f"messages={MESSAGES}"], done.stdout
    shutil.rmtree(source)


def letter(number: int) -> str:
    """One message as an mbox holds it."""
    when = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=3 * number)
    return (
        f"From {BOB} {when:%a %b %d %H:%M:%S %Y}\n"
        f"From: {BOB}\nTo: {LARGE}\nDate: {when:%a, %d %b %Y %H:%M:%S +0000}\n"
        f"Message-ID: <{number}@firma.example>\n"
        "Subject: =?utf-8?q?Faktura_=C5=BC=C3=B3=C5=82ta_"
        f"{number}?=\nContent-Type: text/plain; charset=utf-8\n\nDokument nr {number}.\n\n"
    )
