"""IMAP's notation: modified UTF-7, quoted strings, parenthesised lists, sets of numbers (RFC 3501 sections 5.1, 9)."""

import re
from base64 import b64decode, b64encode
from collections.abc import Iterator

Node = str | list["Node"]
"""An atom, a string, or a parenthesised list of them."""

TOKEN = re.compile(
    r'\s*(?:(?P<open>\()|(?P<close>\))|"(?P<string>(?:[^"\\]|\\.)*)"'
    r"|(?P<atom>BODY(?:\.PEEK)?\[[^\]]*\](?:<[\d.]+>)?|[^\s()\"]+))",
    re.DOTALL | re.IGNORECASE,
)
ENCODED = re.compile(r"&([^-]*)-")
UNENCODED = re.compile(r"[^\x20-\x7e]+|&")


class Refusal(Exception):
    """The tagged answer of a command that failed: NO or BAD and a text."""


def encode_name(name: str) -> str:
    """A folder's name in modified UTF-7."""

    def shift(found: re.Match[str]) -> str:
        text = found.group()
        if text == "&":
            return "&-"
        return "&" + b64encode(text.encode("utf-16-be")).decode().rstrip("=").replace("/", ",") + "-"

    return UNENCODED.sub(shift, name)


def decode_name(text: str) -> str:
    """A folder's name from modified UTF-7. Raises Refusal."""

    def unshift(found: re.Match[str]) -> str:
        coded = found.group(1).replace(",", "/")
        return b64decode(coded + "=" * (-len(coded) % 4)).decode("utf-16-be") if coded else "&"

    try:
        return ENCODED.sub(unshift, text)
    except ValueError as error:
        raise Refusal("BAD Folder name is not modified UTF-7.") from error


def quote(text: str) -> str:
    """A quoted string; also what a literal becomes before a command is parsed."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def parse(text: str) -> list[Node]:
    """The arguments of a command. Raises Refusal."""
    stack: list[list[Node]] = [[]]
    position, text = 0, text.rstrip()
    while position < len(text):
        found = TOKEN.match(text, position)
        if found is None:
            raise Refusal("BAD Command syntax error.")
        position = found.end()
        if found["open"]:
            stack.append([])
        elif found["close"]:
            if len(stack) == 1:
                raise Refusal("BAD Unbalanced parentheses.")
            inner = stack.pop()
            stack[-1].append(inner)
        elif found["string"] is not None:
            stack[-1].append(re.sub(r"\\(.)", r"\1", found["string"], flags=re.DOTALL))
        else:
            stack[-1].append(found["atom"] or "")
    if len(stack) != 1:
        raise Refusal("BAD Unbalanced parentheses.")
    return stack[0]


def word(arguments: Iterator[Node]) -> str:
    """The next argument, which must be an atom or a string. Raises Refusal."""
    value = next(arguments, None)
    if not isinstance(value, str):
        raise Refusal("BAD Argument missing or of the wrong kind.")
    return value


def words(node: Node | None) -> list[str]:
    """A list of atoms, or one atom without parentheses."""
    return [item for item in node if isinstance(item, str)] if isinstance(node, list) else [node] if node else []


def in_set(text: str, number: int, highest: int) -> bool:
    """Whether a number is in a sequence set such as `1,3:5,7:*`. Raises Refusal."""
    if not re.fullmatch(r"(\d+|\*)(:(\d+|\*))?(,(\d+|\*)(:(\d+|\*))?)*", text):
        raise Refusal("BAD Invalid message set.")
    for item in text.split(","):
        ends = sorted(highest if end == "*" else int(end) for end in item.split(":"))
        if ends[0] <= number <= ends[-1]:
            return True
    return False
