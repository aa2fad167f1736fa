"""Encoded content where it lies in a message, decoded in pieces."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from mmap import ACCESS_READ, mmap
from tempfile import TemporaryFile

from dms_mail_desktop.points.mime import transfer
from dms_mail_desktop.points.mime.octets import Octets


class Damage(StrEnum):
    """What of a message was broken, and was salvaged as far as it goes."""

    BASE64 = "base64"
    """Missing padding, letters that are none of base64, or something behind the end."""
    BOUNDARY = "boundary"
    """The boundary of the parts was missing or another one than the message says."""
    CHARSET = "charset"
    """A text holds octets that are no letters in its charset."""
    CONTENT_TYPE = "content_type"
    """A part says more than once what it is."""
    ENCODING = "encoding"
    """An unknown Content-Transfer-Encoding; the content is as it was sent."""
    EPILOGUE = "epilogue"
    """Something was written behind the last part."""
    FRAGMENT = "fragment"
    """A piece of a larger message (message/partial)."""
    HEADER = "header"
    """A header has lines that are no fields, or no blank line after it."""
    LONG_TEXT = "long_text"
    """The text is too long to be read as a whole; all of it is an attachment."""
    NESTING = "nesting"
    """Parts are nested too deeply; the innermost are one attachment as they were sent."""
    OUTLOOK_ITEM = "outlook_item"
    """An item of Outlook lies in a winmail.dat; it is an attachment in Outlook's own form."""
    PARTS = "parts"
    """There are too many parts; the rest of them are one attachment as they were sent."""
    QUOTED_PRINTABLE = "quoted_printable"
    """An equals sign that stands for nothing."""
    TNEF = "tnef"
    """A winmail.dat that cannot be unpacked, or not wholly; it is an attachment itself."""
    UNENDED = "unended"
    """The end of the last part is missing: the message was probably cut off."""
    UUENCODE = "uuencode"
    """Lines that are no uuencoded data, or no end."""


IN_MEMORY = 4 * 1024 * 1024
"""Encoded octets that are decoded as a whole in memory."""
DECODERS: dict[str, tuple[transfer.Decoder, Damage]] = {
    "base64": (transfer.base64, Damage.BASE64),
    "quoted-printable": (transfer.quoted_printable, Damage.QUOTED_PRINTABLE),
    "uuencode": (transfer.uuencode, Damage.UUENCODE),
    "": (transfer.identity, Damage.ENCODING),
    "unknown": (transfer.unknown, Damage.ENCODING),
}
NAMES = {
    "7bit": "", "8bit": "", "binary": "", "7-bit": "", "8-bit": "", "none": "", "base-64": "base64",
    "x-uuencode": "uuencode", "x-uue": "uuencode", "uue": "uuencode",
}  # fmt: skip


def known_encoding(field: str) -> str:
    """The name in DECODERS that a Content-Transfer-Encoding stands for."""
    name = field.replace('"', "").partition(";")[0].partition("(")[0].strip().lower()
    name = NAMES.get(name, name)
    return name if name in DECODERS else "unknown"


@dataclass(frozen=True, slots=True)
class Content:
    """The encoded octets of `source` from `start` to `end`; `encoding` is a name in DECODERS."""

    source: Octets
    start: int
    end: int
    encoding: str = ""

    @property
    def most(self) -> int:
        """No less than its decoded size in bytes."""
        # The letter that begins a uuencoded line stands for 45 octets where blanks at its end were lost.
        return (self.end - self.start) * (45 if self.encoding == "uuencode" else 1)

    def decode(self, take: Callable[[bytes], object]) -> frozenset[Damage]:
        """Hands the decoded content to `take`, piece by piece, and says what was broken."""
        decoder, damage = DECODERS[self.encoding]
        return frozenset({damage} if decoder(self.source, self.start, self.end, take) else ())

    def whole(self) -> tuple[bytes, frozenset[Damage]]:
        """All of it at once; for what is known to be short."""
        pieces: list[bytes] = []
        damage = self.decode(pieces.append)
        return b"".join(pieces), damage

    def decoded(self) -> tuple["Content", frozenset[Damage]]:
        """The same decoded, in memory of its own or, if it is long, in a temporary file."""
        if not self.encoding:
            return self, frozenset()
        if self.end - self.start > IN_MEMORY:
            with suppress(OSError):  # no room for a temporary file
                return self._in_a_file()
        octets, damage = self.whole()
        return Content(octets, 0, len(octets)), damage

    def _in_a_file(self) -> tuple["Content", frozenset[Damage]]:
        with TemporaryFile() as file:
            damage = self.decode(file.write)
            file.flush()
            size = file.tell()
            source = mmap(file.fileno(), 0, access=ACCESS_READ) if size else b""
        return Content(source, 0, size), damage

    def head(self, size: int) -> bytes:
        """About the first `size` octets of it."""
        return Content(self.source, self.start, min(self.end, self.start + size * 2), self.encoding).whole()[0]
