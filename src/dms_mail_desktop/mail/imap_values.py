"""What stands in an IMAP response: atoms, strings and lists (RFC 3501 section 4), read without recursion."""

import re
from dataclasses import dataclass
from typing import TypeAlias

from dms_mail_desktop.mail.imap_reader import Parts

Value: TypeAlias = "bytes | bytearray | list[Value] | None"
"""An atom or a string, NIL, or a list; a literal stays the bytearray that it arrived in."""

TOKEN = re.compile(
    rb"""
    \ +
    | (?P<open>\() | (?P<close>\))
    | "(?P<quoted>(?:[^"\\]|\\.)*)"
    | (?P<atom>(?:BODY|BINARY)(?:\.SIZE)?\[[^\]]*\](?:<\d+>)? | [^\s()"]+)
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
NUMBER = re.compile(rb"\d{1,20}")
ESCAPED = re.compile(rb"\\(.)", re.DOTALL)


class UnreadableError(ValueError):
    """A response does not follow the grammar."""


@dataclass(frozen=True, slots=True)
class Untagged:
    """An untagged response: its kind in upper case, the number before the kind (RFC 3501 section 7), and its parts."""

    kind: str
    number: int | None
    parts: Parts

    @classmethod
    def of(cls, parts: Parts) -> "Untagged":
        """From a response that begins with an asterisk."""
        words = parts[0].split(maxsplit=2)
        first, second = (*words[1:], b"", b"")[:2]
        if NUMBER.fullmatch(first):
            kind, _, rest = second.partition(b" ")
            return cls(kind.decode("ascii", "replace").upper(), int(first), (rest, *parts[1:]))
        return cls(first.decode("ascii", "replace").upper(), None, (second, *parts[1:]))

    def values(self) -> list[Value]:
        """What follows the kind. Raises UnreadableError."""
        return read_values(self.parts)


def read_values(parts: Parts) -> list[Value]:
    """The values in the parts of a response. Raises UnreadableError."""
    top: list[Value] = []
    stack = [top]
    for part in parts:
        if isinstance(part, bytearray):
            stack[-1].append(part)
            continue
        position = 0
        while position < len(part):
            token = TOKEN.match(part, position)
            if token is None:
                raise UnreadableError
            position = token.end()
            _take(token, stack)
    if len(stack) != 1:
        raise UnreadableError
    return top


def _take(token: re.Match[bytes], stack: list[list[Value]]) -> None:
    if token["open"]:
        inner: list[Value] = []
        stack[-1].append(inner)
        stack.append(inner)
    elif token["close"]:
        stack.pop()
        if not stack:
            raise UnreadableError
    elif token["quoted"] is not None:
        stack[-1].append(ESCAPED.sub(rb"\1", token["quoted"]))
    elif token["atom"]:
        atom = token["atom"]
        stack[-1].append(None if atom.upper() == b"NIL" else atom)
