"""Takes out of what a server says whatever could be a secret, and whatever repeats one that it was told."""

import base64
import binascii
import html
import quopri
import re
from collections.abc import Iterator
from urllib.parse import unquote

MARK = "…"
RUN = re.compile(r"[A-Za-z0-9+/_~-]{20,}={0,2}")
TOKEN = re.compile(r"eyJ[\w+/=-]*(?:\.[\w+/=-]*)*|\bBearer\b[\s=:]*\S+", re.IGNORECASE)
ADDRESS = re.compile(r"[^\s<>()\[\],;:\"'=]+@[^\s<>()\[\],;:\"']+")
WORDS = re.compile(r"([\s,;:<>()\[\]\"'{}]+)")
ONE_CASE = re.compile(r"[A-Z_/-]+|[a-z_/-]+")
KNOWN_WORDS = frozenset({"SmtpClientAuthentication", "SmtpClientAuthenticationDisabled"})
"""Long words of servers that look like base64 and say what is wrong."""
QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
SHORTEST_PART = 3
LONG_SECRET = 100
"""Characters; a token is so long that parts of it are words by chance."""
SPREAD = 6
"""Characters of a secret that are looked for across the spaces of a text."""


def masked(text: str) -> str:
    """The text without what looks like a token, a key, or an address."""
    return RUN.sub(_masked_run, ADDRESS.sub(MARK, TOKEN.sub(MARK, text)))


def without_tokens(text: str) -> str:
    """The text without what looks like a token or a key; addresses stay."""
    return RUN.sub(_masked_run, TOKEN.sub(MARK, text))


def readable(octets: bytes) -> str:
    """Octets as a line of text."""
    return UNPRINTABLE.sub("\ufffd", octets.decode("utf-8", "replace").rstrip("\r\n"))


def _masked_run(found: re.Match[str]) -> str:
    run = found[0]
    return run if ONE_CASE.fullmatch(run) or run in KNOWN_WORDS else MARK


class Mask:
    """Remembers what must not be repeated, for as long as the conversation lasts."""

    def __init__(self) -> None:
        self._secrets: set[str] = set()

    def hide(self, octets: bytes) -> None:
        """What the client said in secret: no later line may hold it, nor what it stands for."""
        text = octets.decode("utf-8", "replace").strip()
        for reading in (text, _decoded(text)):
            for part in re.split(r"[\x00\x01\r\n]", reading):
                words = part.split()
                quoted = [re.sub(r"\\(.)", r"\1", each) for each in QUOTED.findall(part)]
                named = [word.partition("=")[2] for word in words]
                self._secrets |= {each.strip(' "').casefold() for each in (part, *words, *quoted, *named)} - {""}

    def shown(self, text: str) -> str:
        """The text as it may be kept."""
        for secret in sorted(self._secrets, key=len, reverse=True):
            if len(secret) >= SHORTEST_PART:
                text = re.sub(re.escape(secret), MARK, text, flags=re.IGNORECASE)
        text = "".join(MARK if self._tells(word) else word for word in WORDS.split(text))
        together = _letters(text)
        if any(len(_letters(secret)) >= SPREAD and _letters(secret) in together for secret in self._secrets):
            return MARK
        return masked(text)

    def _tells(self, word: str) -> bool:
        return any(_alike(reading, secret) for reading in _readings(word) for secret in self._secrets)


def _alike(reading: str, secret: str) -> bool:
    """Whether a word holds a secret or is a telling part of it."""
    if len(secret) < SHORTEST_PART:
        return reading == secret
    shortest = 6 if len(secret) > LONG_SECRET else 4
    return secret in reading or (len(reading) >= shortest and reading in secret)


def _readings(word: str) -> Iterator[str]:
    yield word.casefold()
    for reading in (_decoded(word), _from_hex(word), unquote(word), html.unescape(word), _from_quoted(word)):
        if reading and reading != word:
            yield reading.casefold()


def _decoded(text: str) -> str:
    try:
        padded = text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4)
        return base64.b64decode(padded.replace("-", "+").replace("_", "/"), validate=True).decode("utf-8", "replace")
    except (ValueError, binascii.Error):
        return ""


def _from_hex(word: str) -> str:
    try:
        return bytes.fromhex(word).decode("utf-8", "replace")
    except ValueError:
        return ""


def _from_quoted(word: str) -> str:
    return quopri.decodestring(word.encode("utf-8", "replace")).decode("utf-8", "replace") if "=" in word else ""


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()
