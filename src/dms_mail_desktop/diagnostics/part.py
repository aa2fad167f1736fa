"""One file of the package."""

import re
from dataclasses import dataclass
from pathlib import Path

HOMES = re.compile(r"(?i)(\b[A-Z]:(?:\\{1,2}|/)Users(?:\\{1,2}|/)|(?<![\w.])/home/)[^\\/\"<>|\n]+")
USER_INFO = re.compile(r"(?<=://)[^/@\s\"]+@")
"""What a proxy's address may hold before its host: a login and a password."""
BREAKS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029\ufdd0\ufdd1]")
UNSHOWABLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Part:
    """A file's name and its text, which a window shows sign by sign as it is written."""

    name: str
    text: str

    @classmethod
    def of(cls, name: str, text: str) -> "Part":
        """Without users' names in paths, logins in URLs, and signs that a text field would change."""
        return cls(name, _showable(USER_INFO.sub("…@", without_users(text))).rstrip("\n") + "\n")

    @property
    def octets(self) -> bytes:
        """What is written."""
        return self.text.encode("utf-8")


def without_users(text: str) -> str:
    """Paths below the home folder begin with `~`, and other users' folders lose their names."""
    home = Path.home()
    if home != Path(home.anchor):
        for written in dict.fromkeys((str(home), str(home).replace("\\", "\\\\"), home.as_posix())):
            text = re.sub(re.escape(written) + r"(?![\w.-])", "~", text)
    return HOMES.sub(r"\1…", text)


def _showable(text: str) -> str:
    return UNSHOWABLE.sub("\ufffd", BREAKS.sub("\n", text)).replace("\u00a0", " ")
