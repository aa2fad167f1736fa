"""A multipart body divided at its boundaries (RFC 2046 section 5.1.1)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dms_mail_desktop.points.mime.octets import LINE_END, Octets, find

Span = tuple[int, int]
DELIMITER_END = re.compile(rb"(--)?[ \t]*+(?:" + LINE_END + rb"|\Z)")
LIKELY = re.compile(
    rb"--(?<![^\r\n]--)([^\r\n]{1,200}?)[ \t]*" + LINE_END + rb"(?=content-[a-z-]{1,40}[ \t]*:)", re.IGNORECASE
)
"""A line that looks like a delimiter and has a field of a part after it."""
HEADERLESS = re.compile(rb"\s*+content-(?:type|disposition|transfer-encoding)[ \t]*:", re.IGNORECASE)
BLANK = re.compile(rb"\s*+")


@dataclass(frozen=True, slots=True)
class Division:
    """The parts of a multipart body, each without the line end before its delimiter.

    `rest` is where the parts lie that were not counted any more; `ended` whether the last delimiter was there;
    `followed` whether something stands behind it; `salvaged` whether the boundary had to be guessed.
    """

    parts: tuple[Span, ...]
    rest: Span | None = None
    ended: bool = True
    followed: bool = False
    salvaged: bool = False


def divide(octets: Octets, start: int, end: int, boundary: bytes, most: int) -> Division:
    """Divides what lies between `start` and `end` into at most `most` parts; none if there are no delimiters."""
    if boundary and (found := _divided(octets, start, end, boundary, most)):
        return found
    likely = LIKELY.search(octets, start, end)
    if likely and (found := _divided(octets, start, end, likely[1], most)):
        return Division(found.parts, found.rest, found.ended, found.followed, salvaged=True)
    if HEADERLESS.match(octets, start, end):
        return Division(((_past_blank(octets, start, end), end),), ended=False, salvaged=True)
    return Division((), ended=False, salvaged=_past_blank(octets, start, end) < end)


def _divided(octets: Octets, start: int, end: int, boundary: bytes, most: int) -> Division | None:
    parts: list[Span] = []
    opened: int | None = None
    closed: int | None = None
    salvaged = False
    for before, after, closing in _delimiters(octets, start, end, boundary):
        if opened is not None:
            if len(parts) == most:
                return Division(tuple(parts), rest=(opened, end), salvaged=salvaged)
            parts.append((opened, max(opened, before)))
        elif closed is None and HEADERLESS.match(octets, start, before):
            parts.append((_past_blank(octets, start, before), before))
            salvaged = True
        # A part may follow a closing delimiter where an inner multipart has the boundary of the outer one.
        salvaged |= closed is not None and not closing
        opened, closed = (None, after) if closing else (after, None)
    if opened is not None:
        if len(parts) == most:
            return Division(tuple(parts), rest=(opened, end), salvaged=salvaged)
        return Division((*parts, (opened, end)), ended=False, salvaged=salvaged)
    if closed is None:
        return None
    return Division(tuple(parts), followed=_past_blank(octets, closed, end) < end, salvaged=salvaged)


def _delimiters(octets: Octets, start: int, end: int, boundary: bytes) -> Iterator[tuple[int, int, bool]]:
    """Of each delimiter line: where the part before it ends, where the line ends, and whether it is the closing one."""
    mark = b"--" + boundary
    at = find(octets, mark, start, end)
    while at >= 0:
        after = at + len(mark)
        line_end = DELIMITER_END.match(octets, after, end) if at == start or octets[at - 1] in b"\r\n" else None
        if line_end:
            yield at - _line_end_before(octets, start, at), line_end.end(), line_end[1] is not None
            after = line_end.end()
        at = find(octets, mark, after, end)


def _line_end_before(octets: Octets, start: int, at: int) -> int:
    """How many octets the line end before `at` has."""
    two = octets[max(start, at - 2) : at]
    return 2 if two == b"\r\n" else min(len(two), 1)


def _past_blank(octets: Octets, start: int, end: int) -> int:
    found = BLANK.match(octets, start, end)
    return found.end() if found else start
