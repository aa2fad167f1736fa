"""The files in a winmail.dat (application/ms-tnef), after [MS-OXTNEF].

Written here because there is no kept library: tnefparse, the only one for Python, was last released in 2021, never
ends on 29 hostile octets, takes all memory on 37, and cuts the zeros off the end of files.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import IntEnum

from dms_mail_desktop.mail.charsets import text_of
from dms_mail_desktop.points.mime.boundaries import Span
from dms_mail_desktop.points.mime.octets import Octets

SIGNATURE = 0x223E9F78
MOST = 10_000
"""Attributes of a stream, properties of a list and values of a property that are read; no program writes so many."""
LEVELS = (1, 2)
"""Of the message, of its attachments."""
MAY_BE_NAMED = 0x8000
MULTIPLE = 0x1000
STRING, UNICODE, OBJECT, BINARY = 0x1E, 0x1F, 0x0D, 0x102
WIDTHS = {1: 4, 2: 2, 3: 4, 4: 4, 5: 8, 6: 8, 7: 8, 0x0A: 4, 0x0B: 2, 0x14: 8, 0x40: 8, 0x48: 16}
"""Octets of the values of each type of fixed width."""
EMBEDDED_MESSAGE = 5
SHOWN_IN_HTML = 4
INTERFACE_ID = 16
"""Octets before the content of an object."""


class Attribute(IntEnum):
    """The attributes that matter here (section 2.1.3)."""

    BODY = 0x800C
    ATTACHMENT_DATA = 0x800F
    ATTACHMENT_TITLE = 0x8010
    ATTACHMENT_BEGINS = 0x9002
    MESSAGE_PROPERTIES = 0x9003
    ATTACHMENT_PROPERTIES = 0x9005
    CODE_PAGE = 0x9007


class Property(IntEnum):
    """The properties that matter here ([MS-OXPROPS])."""

    BODY = 0x1000
    RTF = 0x1009
    HTML = 0x1013
    DISPLAY_NAME = 0x3001
    DATA = 0x3701
    SHORT_NAME = 0x3704
    METHOD = 0x3705
    LONG_NAME = 0x3707
    MEDIA_TYPE = 0x370E
    CONTENT_ID = 0x3712
    FLAGS = 0x3714
    INTERNET_CODE_PAGE = 0x3FDE


@dataclass(frozen=True, slots=True)
class Value:
    """The first value of a property: its type and where it lies."""

    kind: int
    span: Span


@dataclass(slots=True)
class TnefFile:
    """A file; `data` is where its content lies, None if it has none."""

    title: bytes = b""
    data: Span | None = None
    properties: dict[int, Value] = field(default_factory=dict)


@dataclass(slots=True)
class Tnef:
    """What a winmail.dat holds; `whole` is whether all of it could be read."""

    octets: Octets
    files: list[TnefFile] = field(default_factory=list)
    properties: dict[int, Value] = field(default_factory=dict)
    plain: Span | None = None
    code_page: str = ""
    whole: bool = True

    def text(self, value: Value | None) -> str:
        """The text of a string, "" for None."""
        if value is None:
            return ""
        octets = bytes(self.octets[slice(*value.span)])
        charset = "utf-16-le" if value.kind == UNICODE else self.code_page
        return text_of(octets, charset).rstrip("\0")

    def number(self, value: Value | None) -> int:
        """A whole number, 0 for None."""
        return int.from_bytes(self.octets[slice(*value.span)], "little") if value else 0


def read_tnef(octets: Octets, start: int, end: int) -> Tnef | None:
    """Reads the TNEF stream between `start` and `end`, as far as it goes; None if it is none."""
    if end - start < 6 or struct.unpack_from("<I", octets, start)[0] != SIGNATURE:
        return None
    tnef = Tnef(octets)
    try:
        for name, first, last in _attributes(octets, start + 6, end):
            _take(tnef, name, first, last)
    except (struct.error, ValueError):
        tnef.whole = False
    return tnef


def _attributes(octets: Octets, at: int, end: int) -> Iterator[tuple[int, int, int]]:
    for _ in range(MOST):
        if at >= end:
            return
        level, name, _type, length = struct.unpack_from("<BHHI", octets, at)
        at += 9
        if level not in LEVELS:
            raise ValueError(level)
        if at + length > end:
            # What a cut off file still holds is worth keeping.
            yield name, at, end
            raise ValueError(length)
        yield name, at, at + length
        at += length + 2
    raise ValueError(MOST)


def _take(tnef: Tnef, name: int, start: int, end: int) -> None:
    if name == Attribute.CODE_PAGE:
        tnef.code_page = f"cp{int.from_bytes(tnef.octets[start : min(start + 4, end)], 'little')}"
    elif name == Attribute.BODY:
        tnef.plain = (start, end)
    elif name == Attribute.MESSAGE_PROPERTIES:
        _read_properties(tnef.octets, start, end, tnef.properties)
    elif name == Attribute.ATTACHMENT_BEGINS:
        tnef.files.append(TnefFile())
    elif tnef.files and name in (
        Attribute.ATTACHMENT_TITLE,
        Attribute.ATTACHMENT_DATA,
        Attribute.ATTACHMENT_PROPERTIES,
    ):
        _take_of_file(tnef, tnef.files[-1], name, start, end)


def _take_of_file(tnef: Tnef, file: TnefFile, name: int, start: int, end: int) -> None:
    if name == Attribute.ATTACHMENT_TITLE:
        file.title = bytes(tnef.octets[start:end]).rstrip(b"\0")
    elif name == Attribute.ATTACHMENT_DATA:
        file.data = (start, end)
    else:
        try:
            _read_properties(tnef.octets, start, end, file.properties)
        finally:
            if data := file.properties.get(Property.DATA):
                first, last = data.span
                file.data = (min(first + INTERFACE_ID, last), last) if data.kind == OBJECT else data.span


def _read_properties(octets: Octets, start: int, end: int, into: dict[int, Value]) -> None:
    """Raises ValueError or struct.error where a property goes beyond `end`; those before it are in `into`."""
    at = start + 4
    for _ in range(_count(octets, start)):
        kind, name = struct.unpack_from("<HH", octets, at)
        at = _past_name(octets, at + 4, name)
        first, at = _value(octets, at, end, kind)
        if first:
            into[name] = Value(kind & ~MULTIPLE, first)


def _past_name(octets: Octets, at: int, name: int) -> int:
    if name < MAY_BE_NAMED:
        return at
    (spelt,) = struct.unpack_from("<I", octets, at + 16)
    (length,) = struct.unpack_from("<I", octets, at + 20) if spelt else (0,)
    return at + 24 + _padded(length)


def _value(octets: Octets, at: int, end: int, kind: int) -> tuple[Span | None, int]:
    """Where the first value lies, and where the property ends."""
    base, first = kind & ~MULTIPLE, None
    if base in WIDTHS:
        count = 1
        if kind & MULTIPLE:
            count = _count(octets, at)
            at += 4
        first = (at, at + WIDTHS[base])
        at += _padded(WIDTHS[base] * count)
    elif base in (STRING, UNICODE, OBJECT, BINARY):
        count = _count(octets, at)
        at += 4
        for _ in range(count):
            (length,) = struct.unpack_from("<I", octets, at)
            first = first or (at + 4, min(at + 4 + length, end))
            at += 4 + _padded(length)
    else:
        raise ValueError(kind)
    if at > end + 3:
        raise ValueError(at)
    return first, at


def _count(octets: Octets, at: int) -> int:
    (count,) = struct.unpack_from("<I", octets, at)
    if count > MOST:
        raise ValueError(count)
    return int(count)


def _padded(length: int) -> int:
    return (length + 3) & ~3
