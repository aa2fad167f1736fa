"""Octets of a message turned into text, whatever charset they claim."""

import codecs
import re
from functools import lru_cache

COMMON = "cp1250"
"""Old Polish programs write this code page without saying so."""
NAMES = {
    "8859-1": "iso-8859-1", "8859-2": "iso-8859-2", "ansi": COMMON, "default": COMMON, "cp-850": "cp850",
    "iso-8859-8-i": "iso-8859-8", "iso-8859-8-e": "iso-8859-8", "utf-8mb4": "utf-8", "unicode-1-1-utf-7": "utf-7",
    "windows-874": "cp874", "x-gbk": "gbk", "x-mac-ce": "mac-latin2", "x-mac-roman": "mac-roman", "x-sjis": "cp932",
}  # fmt: skip
WIDER = {
    "ascii": "utf-8", "euc_kr": "cp949", "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932",
    "tis-620": "cp874",
}  # fmt: skip
"""What holds every letter of a charset and more, and is often meant by its name (WHATWG Encoding section 4.2)."""
PRINTING = {"iso8859-1": "cp1252", "iso8859-2": COMMON, "iso8859-9": "cp1254", "iso8859-15": "cp1252"}
"""The code pages that put letters where these charsets have the control characters C1."""
NOT_FOR_MAIL = {"idna", "mbcs", "oem", "punycode", "raw-unicode-escape", "undefined", "unicode-escape"}
CONTROLS_C1 = re.compile(rb"[\x80-\x9f]")
SURROGATES = re.compile(r"[\ud800-\udfff]")
FOREIGN = re.compile(r"[^\x00-\x7f\ufffd]")


def text_of(octets: bytes, charset: str = "") -> str:
    """The text in a charset; an unknown or wrong one is guessed. Holds no surrogates; U+FFFD for what is unreadable."""
    codec = _codec(charset, octets)
    try:
        text = octets.decode(codec)
    except UnicodeDecodeError as error:
        cut_off = charset and error.end == len(octets)
        text = octets.decode(codec, "replace") if cut_off else _guessed(octets, codec)
    return SURROGATES.sub("\ufffd", text)


def _codec(charset: str, octets: bytes) -> str:
    codec = _named(charset[:100])
    if codec in PRINTING and CONTROLS_C1.search(octets):
        return PRINTING[codec]
    return codec


@lru_cache(maxsize=256)
def _named(charset: str) -> str:
    """Python's name of a charset, the wider one if there are two; "utf-8" for what is none."""
    name = charset.strip(" \t\"'").lower().partition("*")[0].replace("_", "-").replace(" ", "-")
    try:
        b" ".decode(NAMES.get(name, name), "replace")  # refuses codecs that are not of text
        codec = codecs.lookup(NAMES.get(name, name)).name
    except (LookupError, ValueError):
        return "utf-8"
    return "utf-8" if codec in NOT_FOR_MAIL else WIDER.get(codec, codec)


def _guessed(octets: bytes, codec: str) -> str:
    """A text that is hurt here and there keeps its charset; one that was never in it is what Polish programs write."""
    for candidate in (codec, "utf-8"):
        text = octets.decode(candidate, "replace")
        if text.count("\ufffd") <= len(FOREIGN.findall(text)):
            return text
    return octets.decode(COMMON, "replace")
