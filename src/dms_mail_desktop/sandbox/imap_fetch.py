"""IMAP's FETCH: the asked-for parts of one message (RFC 3501 section 7.4.2)."""

import re
from collections.abc import Iterable

from dms_mail_desktop.sandbox.imap_syntax import Refusal
from dms_mail_desktop.sandbox.mailboxes import Letter

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
"""English in every locale, as the protocol wants them."""
FAST = ("FLAGS", "INTERNALDATE", "RFC822.SIZE")
SECTION = re.compile(
    r"BODY(?P<peek>\.PEEK)?\[(?P<section>[^\]]*)\](?:<(?P<start>\d+)\.(?P<count>\d+)>)?", re.IGNORECASE
)
FIELDS = re.compile(r"HEADER\.FIELDS(?P<but>\.NOT)? \(?(?P<names>[^)]*)\)?", re.IGNORECASE)
OLD_NAMES = {"RFC822": "BODY[]", "RFC822.HEADER": "BODY.PEEK[HEADER]", "RFC822.TEXT": "BODY[TEXT]"}


def marks_seen(items: Iterable[str]) -> bool:
    """Whether fetching the items counts as reading the message."""
    return any(re.match(r"BODY\[|RFC822$|RFC822\.TEXT$", item, re.IGNORECASE) for item in items)


def fetched(letter: Letter, number: int, items: list[str], *, uid: bool) -> bytes:
    """The untagged FETCH response. Raises Refusal for an item that the sandbox does not know."""
    wanted = [item.upper() if "[" not in item else item for item in items]
    if wanted == ["FAST"]:
        wanted = list(FAST)
    if uid and "UID" not in wanted:
        wanted.insert(0, "UID")
    return b"* %d FETCH (" % number + b" ".join(_item(letter, item) for item in wanted) + b")\r\n"


def flags_text(letter: Letter) -> str:
    """The flags as a parenthesised list."""
    return f"({' '.join(sorted(letter.flags))})"


def _item(letter: Letter, item: str) -> bytes:
    when = letter.arrived
    simple = {
        "UID": str(letter.uid),
        "FLAGS": flags_text(letter),
        "RFC822.SIZE": str(len(letter.content)),
        "INTERNALDATE": f'"{when.day:2d}-{MONTHS[when.month - 1]}-{when:%Y %H:%M:%S %z}"',
    }
    if item in simple:
        return f"{item} {simple[item]}".encode()
    found = SECTION.fullmatch(OLD_NAMES.get(item, item))
    if found is None:
        raise Refusal(f"BAD {item} is not known here.")
    data = _section(letter.content, found["section"])
    name = item if item in OLD_NAMES else f"BODY[{found['section']}]"
    if found["start"] is not None:
        start = int(found["start"])
        data, name = data[start : start + int(found["count"])], f"{name}<{start}>"
    return b"%s {%d}\r\n%s" % (name.encode(), len(data), data)


def _section(content: bytes, section: str) -> bytes:
    head, separator, text = content.partition(b"\r\n\r\n")
    header = head + separator
    match section.upper():
        case "":
            return content
        case "HEADER":
            return header
        case "TEXT":
            return text
    found = FIELDS.fullmatch(section)
    if found is None:
        raise Refusal(f"BAD Section {section} is not known here.")
    names = found["names"].replace('"', "").lower().split()
    fields = re.findall(rb"[^\r\n]+(?:\r\n[ \t][^\r\n]*)*\r\n", header)
    chosen = [f for f in fields if (f.partition(b":")[0].decode("latin-1").lower() in names) != bool(found["but"])]
    return b"".join(chosen) + b"\r\n"
