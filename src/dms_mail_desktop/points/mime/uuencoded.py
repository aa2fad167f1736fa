"""Files that old programs write into a plain text as uuencoded lines."""

import re
from dataclasses import dataclass

from dms_mail_desktop.points.mime.boundaries import Span
from dms_mail_desktop.points.mime.content import Content
from dms_mail_desktop.points.mime.octets import LINE_END, Octets

BEGIN = re.compile(
    rb"begin(?<![^\r\n]begin) [0-7]{3,4} ([^\r\n]{1,255})" + LINE_END + rb"([ -`])([^\r\n]*+)" + LINE_END
)
END = re.compile(rb"end(?<![^\r\n]end)[ \t]*+(?:" + LINE_END + rb"|\Z)")
DATA = re.compile(LINE_END + rb"(?:[ -`]{1,90}[ \t]*+(?:" + LINE_END + rb"|\Z))*+")


@dataclass(frozen=True, slots=True)
class UuFile:
    """A file in a text: the octets of its name and its content."""

    name: bytes
    content: Content


def uuencoded(octets: Octets, start: int, end: int) -> tuple[list[UuFile], list[Span]]:
    """The files in a plain text, and what is left of the text."""
    files: list[UuFile] = []
    texts: list[Span] = []
    at = start
    while begin := _begin(octets, at, end):
        data = begin.end(1)
        after = _after(octets, data, end)
        texts.append((at, begin.start()))
        files.append(UuFile(begin[1].strip(), Content(octets, begin.start(), after, "uuencode")))
        at = after
    return files, [*texts, (at, end)]


def _begin(octets: Octets, at: int, end: int) -> re.Match[bytes] | None:
    """A line `begin` with a line of data after it that is as long as it says."""
    while found := BEGIN.search(octets, at, end):
        length = (found[2][0] - 32) & 63
        if len(found[3].rstrip()) <= (length + 2) // 3 * 4 + 2 and len(found[3]) >= length * 4 // 3 - 4:
            return found
        at = found.end(1)
    return None


def _after(octets: Octets, data: int, end: int) -> int:
    """Where the file ends: behind its line `end`, or where lines are no data any more."""
    lines = DATA.match(octets, data, end)
    stop = lines.end() if lines else data
    found = END.match(octets, stop, end)
    return found.end() if found else stop
