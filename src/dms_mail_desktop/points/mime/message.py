"""What a message is made of, once it has been taken apart."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import BinaryIO

from dms_mail_desktop.points.mime.content import Content, Damage
from dms_mail_desktop.points.mime.key import content_key
from dms_mail_desktop.points.mime.octets import Octets


class Protection(StrEnum):
    """How a message is protected (RFC 8551, RFC 3156); nothing is verified or deciphered here."""

    NONE = "none"
    SIGNED = "signed"
    ENCRYPTED = "encrypted"


@dataclass(frozen=True, slots=True)
class Address:
    """One mailbox of an address field; `name` may be empty."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Header:
    """Who wrote what to whom and when; `sent_at` is in UTC, None when the message does not tell."""

    subject: str
    sender_name: str
    sender: str
    to: tuple[Address, ...]
    cc: tuple[Address, ...]
    reply_to: tuple[Address, ...]
    sent_at: datetime | None
    message_id: str


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: its size in bytes and its SHA-256 in hexadecimal."""

    size: int
    sha256: str


@dataclass(eq=False, slots=True)
class Attachment:
    """A file in a message; `name` as it was sent (maybe empty, maybe with path parts), `content_id` without brackets.

    It is decoded when it is written, and again each time it is written; it needs the octets that were read until then.
    """

    name: str
    media_type: str
    content: Content = field(repr=False)
    content_id: str = ""
    _written: Written | None = field(default=None, init=False, repr=False)
    _damage: frozenset[Damage] = field(default=frozenset(), init=False, repr=False)

    def write_to(self, file: BinaryIO) -> Written:
        """Decodes the attachment into `file`, piece by piece. Raises what `file.write` raises."""
        return self._decode(file.write)

    @property
    def most(self) -> int:
        """No less than `size`, and known without decoding."""
        return self.content.most

    @property
    def size(self) -> int:
        """Its decoded size in bytes; decodes it once if it was not written yet."""
        return self._known().size

    @property
    def damage(self) -> frozenset[Damage]:
        """What of its encoding was broken; decodes it once if it was not written yet."""
        self._known()
        return self._damage

    @property
    def damaged(self) -> bool:
        """Whether its encoding was broken, so that it may not be what was sent."""
        return bool(self.damage)

    def _known(self) -> Written:
        return self._written or self._decode(_nowhere)

    def _decode(self, write: Callable[[bytes], object]) -> Written:
        digest, size = sha256(), 0

        def take(piece: bytes) -> None:
            nonlocal size
            write(piece)
            digest.update(piece)
            size += len(piece)

        self._damage = self.content.decode(take)
        self._written = Written(size, digest.hexdigest())
        return self._written


def _nowhere(_piece: bytes) -> None:
    pass


@dataclass(frozen=True, slots=True)
class ParsedMessage:
    """A message taken apart; `inline` are the images that its HTML text shows."""

    header: Header
    body_text: str
    attachments: tuple[Attachment, ...]
    inline: tuple[Attachment, ...]
    protection: Protection
    structure_damage: Collection[Damage]
    octets: Octets = field(repr=False)

    @property
    def damaged(self) -> tuple[Damage, ...]:
        """What was broken and salvaged, in alphabetical order; decodes attachments that were not written yet."""
        found = set(self.structure_damage)
        found.update(*(file.damage for file in (*self.attachments, *self.inline)))
        return tuple(sorted(found))

    def content_key(self) -> str:
        """What the message is known by wherever it lies; see `key.content_key`."""
        return content_key(self.octets)
