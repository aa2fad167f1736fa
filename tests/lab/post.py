"""Letters as companies send them, and the postman who drops them into Dovecot's mailboxes."""

import base64
import os
import pwd
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from hashlib import sha256
from itertools import count
from pathlib import Path
from random import Random

from .dovecot import MAIL_USER
from .provider import SENDER

FILES = ("faktura żółta.pdf", "zestawienie.xlsx", "Umowa nr 7/2026.docx")


@dataclass(frozen=True)
class Sent:
    """A letter as it was sent; `octets` with the line ends of the network, `files` the digests of what is attached."""

    octets: bytes
    message_id: str
    subject: str
    files: tuple[str, ...]

    @property
    def digest(self) -> str:
        """Of the whole letter."""
        return sha256(self.octets).hexdigest()


def written(number: int, *, files: int, size: int = 3000) -> Sent:
    """One letter; the same number gives the same letter. `files` are attached, each of about `size` bytes."""
    chance = Random(number)  # noqa: S311 - no secret
    message = EmailMessage()
    message["From"] = Address("Łukasz Żak", addr_spec=f"faktury{number % 7}@dostawca.example")
    message["To"] = SENDER
    message["Subject"] = f"Faktura {number}/2026 – „Żuraw”"
    message["Date"] = f"Mon, 6 Jul 2026 {number // 3600 % 24:02}:{number // 60 % 60:02}:{number % 60:02} +0200"
    message["Message-ID"] = f"<{number}@dostawca.example>"
    message.set_content(f"Dzień dobry,\nw załączeniu dokument nr {number}.\n.\nPozdrawiam\n")
    attached = [chance.randbytes(size + chance.randrange(size)) for _ in range(files)]
    for content, name in zip(attached, FILES, strict=False):
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    if files:
        message.set_boundary(base64.b32encode(chance.randbytes(15)).decode())
    octets = message.as_bytes().replace(b"\n", b"\r\n")
    digests = tuple(sha256(content).hexdigest() for content in attached)
    return Sent(octets, message["Message-ID"], message["Subject"], digests)


@dataclass(frozen=True)
class Postman:
    """Delivers as a mail server does: into Maildir, without asking Dovecot."""

    mail: Path
    numbers: Iterator[int]

    @classmethod
    def of(cls, lab_folder: Path) -> "Postman":
        return cls(lab_folder / "mail", count(1))

    def deliver(self, login: str, *letters: Sent, folder: str = "") -> None:
        """Drops letters into INBOX, or into an ASCII-named folder; whoever looks sees each whole or not at all."""
        box = self._box(login, folder)
        for letter in letters:
            name = f"{next(self.numbers)}.lab"
            (box / "tmp" / name).write_bytes(letter.octets.replace(b"\r\n", b"\n"))
            self._hand_over(box / "tmp" / name)
            (box / "tmp" / name).rename(box / "new" / name)

    def forget_uids(self, login: str) -> None:
        """Lets INBOX lose its index, as a restored backup does: its messages get new UIDs under a new UIDVALIDITY."""
        for path in self._box(login, "").glob("dovecot[-.]*"):
            if path.name.startswith(("dovecot-uidlist", "dovecot.index")):
                path.unlink()

    def empty(self, login: str) -> None:
        """Removes the whole mailbox; Dovecot makes a new one at the next sign-in."""
        shutil.rmtree(self.mail / login, ignore_errors=True)

    def _box(self, login: str, folder: str) -> Path:
        box = self.mail / login / "Maildir"
        missing = [box.parent, box]
        if folder:
            box /= f".{folder}"
            missing.append(box)
        for each in (*missing, *(box / name for name in ("tmp", "new", "cur"))):
            if not each.exists():
                each.mkdir(mode=0o700)
                self._hand_over(each)
        return box

    @staticmethod
    def _hand_over(path: Path) -> None:
        owner = pwd.getpwnam(MAIL_USER)
        os.chown(path, owner.pw_uid, owner.pw_gid)
