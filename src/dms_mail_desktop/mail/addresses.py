"""Mailboxes in an address field, read whatever state it is in (RFC 5322 section 3.4)."""

import re

WORDS = r'[^,;:"<>()\\]|"(?:[^"\\]|\\.)*+(?:"|\Z)|\((?:[^()\\]|\\.)*+\)|\\.'
PIECE = re.compile(rf"(?:{WORDS})*+<[^<>]*+>|(?:{WORDS}|[<>()\\])++|:", re.DOTALL)
ENCODED_COMMA = re.compile(r"^\s*=\?[^?]*\?q\?=2C\?=", re.IGNORECASE)
"""What Python before 3.12.4 makes of the comma between two mailboxes."""
ANGLE = re.compile(r"<([^<>]*+)(?:>|\Z)")
COMMENT = re.compile(r'("(?:[^"\\]|\\.)*+")|\(((?:[^()\\]|\\.)*+)\)', re.DOTALL)
ESCAPED = re.compile(r"\\(.)", re.DOTALL)
SPACE = re.compile(r"\s+")


def mailboxes(field: str) -> list[tuple[str, str]]:
    """Name and address of each mailbox; the names are as they were sent, without quotes. Empty groups hold none."""
    found: list[tuple[str, str]] = []
    before: list[str] = []
    for piece in PIECE.findall(field):
        if piece == ":":  # what stood before was the name of a group
            before.clear()
        elif "@" in piece:
            # A comma in a name that was not quoted has divided it.
            found.append(_mailbox(",".join((*before, piece))))
            before.clear()
        elif COMMENT.sub(r"\1", piece).strip():
            before.append(piece)
    return found


def _mailbox(piece: str) -> tuple[str, str]:
    angles = ANGLE.findall(piece)
    address = next((angle for angle in angles if "@" in angle), "")
    comments = [comment for _, comment in COMMENT.findall(piece) if comment]
    rest = COMMENT.sub(r"\1", piece)
    if address:
        rest = ANGLE.sub("", rest)
    else:
        address = next(word for word in (*rest.split(), rest, piece) if "@" in word)
        rest = rest.replace(address, "")
    name = _unquoted(ENCODED_COMMA.sub("", rest).strip()) or " ".join(comments)
    return name.strip(), SPACE.sub("", address)


def _unquoted(name: str) -> str:
    if name.startswith('"'):
        name = name[1:].removesuffix('"')
    return ESCAPED.sub(r"\1", name)
