"""Content-Transfer-Encodings undone in pieces, broken ones as far as they go (RFC 2045 section 6).

Each decoder hands pieces to `take` and returns whether something was broken.
"""

import binascii
import re
from collections.abc import Callable

from pybase64 import b64decode

from dms_mail_desktop.points.mime.octets import Octets, release

Take = Callable[[bytes], object]
Decoder = Callable[[Octets, int, int, Take], bool]
PIECE = 512 * 1024
"""Encoded octets that are decoded at once."""
LETTERS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="
NO_LETTERS = bytes(set(range(256)) - set(LETTERS))
BLANK = b" \t\r\n"
PADDING_END = re.compile(rb"[=\s]*+")
MORE_BASE64 = re.compile(
    rb"(?:[A-Za-z0-9+/]{4}){64}"
    rb"|(?:[A-Za-z0-9+/]{4}){1,64}+(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?(?=[ \t]*+(?:[\r\n]|\Z))"
)
SOFT_BREAK = re.compile(rb"=[ \t]*+(?:\r\n|\n|\r|\Z)")
NO_ESCAPE = re.compile(rb"=(?![0-9A-Fa-f]{2})")
UU_BEGIN = re.compile(rb"\s*+(?:begin(?:-base64)? [0-7]{3,4} [^\r\n]*+(?:\r\n|\n|\r))?")
UU_LINE = re.compile(rb"([^\r\n]*+)(?:\r\n|\n|\r|\Z)")


def identity(octets: Octets, start: int, end: int, take: Take) -> bool:
    """7bit, 8bit and binary: as it is."""
    for at in range(start, end, PIECE):
        take(bytes(octets[at : min(at + PIECE, end)]))
        release(octets, at, min(at + PIECE, end))
    return False


def unknown(octets: Octets, start: int, end: int, take: Take) -> bool:
    """An encoding nobody knows: as it is, which is damage if there is anything."""
    identity(octets, start, end, take)
    return end > start


def base64(octets: Octets, start: int, end: int, take: Take) -> bool:
    """Goes on behind padding only if base64 follows: some mailers join pieces, and some servers add a text."""
    rest, damaged = b"", False
    while start < end:
        stop = min(start + PIECE, end)
        padding = octets.find(b"=", start, stop)
        if (padding < 0 or stop == end) and (flawless := _flawless(rest, octets[start:stop], whole=padding >= 0)):
            decoded, rest = flawless
            take(decoded)
            release(octets, start, stop)
            start = stop
            continue
        stop = padding if padding >= 0 else stop
        letters, broken = _base64_letters(bytes(octets[start:stop]))
        damaged |= broken
        letters = rest + letters
        release(octets, start, stop)
        start = stop
        if padding >= 0:
            start, more = _after_padding(octets, padding, end)
            damaged |= more or len(letters) % 4 < 2
            letters = _padded(letters)
        whole = len(letters) & ~3
        rest = letters[whole:]
        _take_base64(letters[:whole], take)
    _take_base64(_padded(rest), take)
    return damaged or bool(rest)


def _flawless(rest: bytes, piece: bytes | bytearray, *, whole: bool) -> tuple[bytes, bytes] | None:
    """The usual piece, of letters and line ends only, decoded, and its incomplete last group, if it may have one."""
    letters = rest + piece.translate(None, b"\r\n")
    end = len(letters) if whole else len(letters) & ~3
    last = letters[end:]
    try:
        return None if last.translate(None, LETTERS) else (b64decode(letters[:end], validate=True), last)
    except binascii.Error:
        return None


def _padded(letters: bytes) -> bytes:
    """The letters filled up to groups of four; a lone one stands for nothing."""
    lone = len(letters) % 4 == 1
    return letters[:-1] if lone else letters + b"=" * (-len(letters) % 4)


def _take_base64(letters: bytes, take: Take) -> None:
    if letters:
        take(b64decode(letters, validate=True))


def _after_padding(octets: Octets, padding: int, end: int) -> tuple[int, bool]:
    """Where decoding goes on, and whether anything stood there at all."""
    found = PADDING_END.match(octets, padding, end)
    start = found.end() if found else end
    if start == end:
        return end, False
    return (start if MORE_BASE64.match(octets, start, end) else end), True


def _base64_letters(piece: bytes) -> tuple[bytes, bool]:
    letters = piece.translate(None, NO_LETTERS)
    if len(letters) + piece.count(b"\n") + piece.count(b"\r") == len(piece):
        return letters, False
    kept = b"".join(line for line in piece.splitlines() if not _is_prose(line)).translate(None, NO_LETTERS)
    return kept, len(kept) < len(letters) or bool(piece.translate(None, LETTERS + BLANK))


def _is_prose(line: bytes) -> bool:
    """Whether a line is no base64 at all: words, most of them no groups of four letters."""
    words = line.split()
    return len(words) > 1 and any(len(word) % 4 for word in words[:-1])


def quoted_printable(octets: Octets, start: int, end: int, take: Take) -> bool:
    """Soft breaks are taken out first: with lone carriage returns the standard library would lose whole lines."""
    damaged = False
    while start < end:
        stop = min(start + PIECE, end)
        if stop < end:
            # Never between an equals sign and what belongs to it.
            stop = octets.rfind(b"\n", start, stop) + 1 or max(octets.rfind(b"=", stop - 3, stop), start + 1)
        piece = SOFT_BREAK.sub(b"", bytes(octets[start:stop]))
        damaged |= NO_ESCAPE.search(piece) is not None
        take(binascii.a2b_qp(piece))
        release(octets, start, stop)
        start = stop
    return damaged


def uuencode(octets: Octets, start: int, end: int, take: Take) -> bool:
    """From the line `begin`, if there is one, to the line `end` or the first line that is no data."""
    begin = UU_BEGIN.match(octets, start, end)
    at = begin.end() if begin else start
    pieces: list[bytes] = []
    ended = damaged = False
    while at < end and (found := UU_LINE.match(octets, at, end)):
        line, at = found[1], found.end()
        if line.strip() == b"end":
            ended = True
            break
        try:
            pieces.append(_uu_decoded(line))
        except binascii.Error:
            damaged = True
            break
        if len(pieces) * 45 > PIECE:
            take(b"".join(pieces))
            pieces.clear()
    if pieces:
        take(b"".join(pieces))
    return damaged or not ended


def _uu_decoded(line: bytes) -> bytes:
    if not line.strip() or line.strip() == b"`":
        return b""
    try:
        return binascii.a2b_uu(line)
    except binascii.Error:
        # Some encoders pad the line with what is no data.
        return binascii.a2b_uu(line[: (((line[0] - 32) & 63) * 4 + 5) // 3])
