"""Letters as companies send them, and the postman who drops them into Dovecot's mailboxes."""

import os
import pwd
import shutil
from base64 import b64encode, encodebytes
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from itertools import count
from pathlib import Path
from random import Random
from urllib.parse import quote

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
    """One letter; the same number gives the same letter. `files` are attached, each of about `size` bytes.

    Written line by line: the standard library takes milliseconds for each, and the lab sends thousands.
    """
    chance = Random(number)  # noqa: S311 - no secret
    message_id, subject = f"<{number}@dostawca.example>", f"Faktura {number}/2026 – „Żuraw”"
    attached = [chance.randbytes(size + chance.randrange(size)) for _ in range(files)]
    boundary = f"--granica{chance.getrandbits(80):020x}"
    header = [
        f"From: {_word('Łukasz Żak')} <faktury{number % 7}@dostawca.example>",
        f"To: {SENDER}",
        f"Subject: {_word(subject)}",
        f"Date: Mon, 6 Jul 2026 {number // 3600 % 24:02}:{number // 60 % 60:02}:{number % 60:02} +0200",
        f"Message-ID: {message_id}",
        "MIME-Version: 1.0",
    ]
    text = f"Dzień dobry,\nw załączeniu dokument nr {number}.\n.\nPozdrawiam\n".splitlines()
    lines = ["Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: 8bit", "", *text]
    if files:
        parts = [lines, *map(_part, FILES, attached)]
        lines = [f'Content-Type: multipart/mixed; boundary="{boundary[2:]}"', ""]
        for part in parts:
            lines += [boundary, *part]
        lines += [f"{boundary}--"]
    octets = "\r\n".join([*header, *lines, ""]).encode()
    return Sent(octets, message_id, subject, tuple(sha256(content).hexdigest() for content in attached))


def _word(text: str) -> str:
    """RFC 2047 section 2."""
    return f"=?utf-8?b?{b64encode(text.encode()).decode()}?="


def _part(name: str, content: bytes) -> list[str]:
    return [
        "Content-Type: application/octet-stream",
        f"Content-Disposition: attachment; filename*=utf-8''{quote(name, safe='')}",
        "Content-Transfer-Encoding: base64",
        "",
        *encodebytes(content).decode().splitlines(),
    ]


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
        os.chown(path, *_owner())


@cache
def _owner() -> tuple[int, int]:
    owner = pwd.getpwnam(MAIL_USER)
    return owner.pw_uid, owner.pw_gid
