"""Plain text as a person reads it."""

import re
from itertools import groupby

CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
LINE_END = re.compile(r"\r\n|\r|\x0c|\u2028")
QUOTES = re.compile(r">*")
SIGNATURE = "-- "


def plain_text(text: str) -> str:
    """The text with "\\n" at its line ends and without control characters."""
    return CONTROL.sub("", LINE_END.sub("\n", text))


def unflowed(text: str, *, delete_space: bool) -> str:
    """The text of format=flowed with its paragraphs in one line each (RFC 3676); `delete_space` is its DelSp."""
    lines: list[str] = []
    for depth, group in groupby(map(_quoted, text.split("\n")), key=lambda line: line[0]):
        paragraph = ""
        for _, line in group:
            flows = line.endswith(" ") and line != SIGNATURE
            paragraph += line[:-1] if flows and delete_space else line
            if not flows:
                lines.append(_marked(depth, paragraph))
                paragraph = ""
        if paragraph:
            lines.append(_marked(depth, paragraph))
    return "\n".join(lines)


def _quoted(line: str) -> tuple[int, str]:
    """How deeply a line is quoted, and the line without quote marks and stuffing."""
    found = QUOTES.match(line)
    depth = found.end() if found else 0
    rest = line[depth:]
    return depth, rest.removeprefix(" ")


def _marked(depth: int, paragraph: str) -> str:
    return f"{'>' * depth} {paragraph}" if depth else paragraph
