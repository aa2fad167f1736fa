"""The header of a message or a part, read where it lies (RFC 5322 section 2.2)."""

import re
from dataclasses import dataclass

from dms_mail_desktop.points.mime.octets import LINE_END, Octets

LONGEST = 64 * 1024
"""Octets of a field's value that are read."""
MOST = 2000
"""Fields that are kept."""
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
FIELD = re.compile(
    rb"([!-9;-~]+)[ \t]*+:[ \t]*+([^\r\n]*+(?:" + LINE_END + rb"[ \t][^\r\n]*+)*+)(?:" + LINE_END + rb"|\Z)"
)
ENVELOPE = re.compile(rb">?From [^\r\n]*+" + LINE_END)
EMPTY_LINE = re.compile(LINE_END)
STRAY = re.compile(
    rb"(?:[^\r\n]++" + LINE_END + rb"){1,3}?(?=(?:bcc|cc|content-[a-z-]+|date|from|message-id|mime-version|received"
    rb"|references|reply-to|return-path|sender|subject|to|x-[a-z-]+)[ \t]*:)",
    re.IGNORECASE,
)
"""A few lines that are no fields, before one that surely is: a long field was folded without blanks."""
FOLD = re.compile(rb"[\r\n]+")


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields in their order, names in lower case, values unfolded; `body` is where the header has ended.

    `damaged` if it has lines that are no fields or ends without a blank line.
    """

    items: tuple[tuple[bytes, bytes], ...]
    body: int
    damaged: bool = False

    def all(self, name: bytes) -> list[bytes]:
        """The values of all fields of that name (in lower case)."""
        return [value for found, value in self.items if found == name]

    def first(self, name: bytes) -> bytes:
        """The value of the first field of that name, b"" if there is none."""
        return next(iter(self.all(name)), b"")


def read_fields(octets: Octets, start: int, end: int) -> Fields:
    """Reads the header that begins at `start`; what is no header at all is a body with nothing before it."""
    items: list[tuple[bytes, bytes]] = []
    damaged = False
    at = start + 3 if octets[start : min(start + 3, end)] == BYTE_ORDER_MARK else start
    if envelope := ENVELOPE.match(octets, at, end):
        at = envelope.end()
    while at < end:
        if field := FIELD.match(octets, at, end):
            if len(items) < MOST:
                first, last = field.span(2)
                value = bytes(octets[first : min(last, first + LONGEST)])
                items.append((field[1].lower(), FOLD.sub(b"", value) if b"\n" in value or b"\r" in value else value))
            at = field.end()
        elif empty := EMPTY_LINE.match(octets, at, end):
            return Fields(tuple(items), empty.end(), damaged)
        elif stray := STRAY.match(octets, at, end):
            damaged, at = True, stray.end()
        else:
            return Fields(tuple(items), at, damaged=True)
    return Fields(tuple(items), end, damaged)
