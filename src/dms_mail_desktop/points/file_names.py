"""Names of files that every system of an office can keep: made of what senders call their attachments.

pathvalidate was considered: it leaves bidirectional overrides, "..", CONIN$ and "CON .txt", and counts bytes only.
Rules: learn.microsoft.com/windows/win32/fileio/naming-a-file.
"""

import mimetypes
import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path

PATH_LIMIT = 259
"""UTF-16 units of a whole path that programs without long paths can open."""
NAME_BYTES = 240
"""Bytes in UTF-8 that file systems of servers keep, with room for a number."""
SHORTEST = 40
"""Units left to a name whatever the folder; where even that is too much, the system says so."""
NAMELESS = "attachment"

_FORBIDDEN = re.compile(r'[<>:"/\\|?*]')
_RESERVED = re.compile(r"(CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|CLOCK\$|(COM|LPT)[0-9¹²³])\s*(\..*)?", re.IGNORECASE)
# Windows may have given such a name to a file with a longer one, and would open that.
_SHORT_FORM = re.compile(r"^(.{1,6})~(\d+(\..{0,3})?)$")
_UNSEEN = {"Cc": " ", "Zl": " ", "Zp": " ", "Zs": " ", "Cf": "", "Cs": "\ufffd", "Cn": "\ufffd"}
"""What stands for characters that show nothing, change the direction of writing, or are none; by category."""
# The system's own table differs from computer to computer.
_TYPES = mimetypes.MimeTypes()


class FileNames:
    """The names in one folder: each safe, fitting and, whatever case and composition of its letters, used once."""

    def __init__(self, folder: Path, reserved: Iterable[str] = ()) -> None:
        self._limit = max(SHORTEST, PATH_LIMIT - _units(str(folder)) - 1)
        self._used = {_alike(name): 2 for name in reserved}

    def next(self, name: str, media_type: str = "") -> str:
        """A name for a file that was sent under `name`, which may be empty."""
        stem, extension = _parts(name, media_type)
        chosen = _joined(stem, "", extension, self._limit)
        first = _alike(chosen)
        while _alike(chosen) in self._used:
            number = self._used[first]
            self._used[first] = number + 1
            chosen = _joined(stem, f" ({number})", extension, self._limit)
        self._used[_alike(chosen)] = 2
        return chosen


def _parts(name: str, media_type: str) -> tuple[str, str]:
    """Stem and extension without what no file name may hold."""
    shown = "".join(_UNSEEN.get(unicodedata.category(each), each) for each in unicodedata.normalize("NFC", name))
    plain = re.sub(r"\s+", " ", _FORBIDDEN.sub("_", shown)).rstrip(". ")
    stem, dot, extension = plain.rpartition(".")
    if not dot or not 0 < len(extension) <= 16 or " " in extension:
        stem, extension = plain, ""
    stem = stem.strip(". ")
    if not plain:
        extension = (_TYPES.guess_extension(media_type) or "").removeprefix(".")
    return stem or NAMELESS, f".{extension}" if extension else ""


def _joined(stem: str, number: str, extension: str, limit: int) -> str:
    """The name with its stem cut so that the whole fits."""
    ending = number + extension
    stem = stem[:limit]
    while stem and (_units(stem + ending) >= limit or len((stem + ending).encode()) > NAME_BYTES):
        stem = stem[:-1]
    name = _SHORT_FORM.sub(r"\1-\2", stem.rstrip(". ") + ending)
    return f"_{name}" if _RESERVED.fullmatch(name) else name


def _alike(name: str) -> str:
    """What is the same for names that some file system cannot tell apart."""
    return unicodedata.normalize("NFD", unicodedata.normalize("NFC", name).upper().casefold())


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
