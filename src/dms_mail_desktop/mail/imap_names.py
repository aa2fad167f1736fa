"""Folder names and strings as IMAP writes them: modified UTF-7 (RFC 3501 section 5.1.3) and quoting (section 9)."""

import base64
import binascii
import re

SHIFTED = re.compile(r"[^\x20-\x7e]+")
SHIFT = re.compile(r"&([A-Za-z0-9+,]*)-")
UNQUOTABLE = re.compile(r"[^\x01-\x09\x0b\x0c\x0e-\x7f]")
CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def encode_name(name: str) -> str:
    """A folder's name in modified UTF-7. Raises ValueError for what is no folder name."""
    if not name or CONTROL.search(name):
        raise ValueError(name)
    return SHIFTED.sub(_shifted, name.replace("&", "&-"))


def _shifted(match: re.Match[str]) -> str:
    encoded = base64.b64encode(match[0].encode("utf-16-be", "surrogatepass"))
    return f"&{encoded.decode('ascii').rstrip('=').replace('/', ',')}-"


def decode_name(octets: bytes) -> str:
    """A folder's name as people write it; what breaks the rules of modified UTF-7 is left as the server sent it."""
    return SHIFT.sub(_unshifted, octets.decode("utf-8", "backslashreplace"))


def _unshifted(match: re.Match[str]) -> str:
    if not match[1]:
        return "&"
    padding = "=" * (-len(match[1]) % 4)
    try:
        return base64.b64decode(match[1].replace(",", "/") + padding, validate=True).decode("utf-16-be")
    except (binascii.Error, UnicodeDecodeError):
        return match[0]


def quoted(text: str) -> str | None:
    """The text as a quoted string, or None when only a literal can carry it."""
    if UNQUOTABLE.search(text):
        return None
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def quoted_name(name: str) -> str:
    """A folder's name as an argument of a command. Raises ValueError for what is no folder name."""
    encoded = encode_name(name)
    return '"' + encoded.replace("\\", "\\\\").replace('"', '\\"') + '"'
