"""Base64 that is longer than what is decoded at once: groups and line ends fall where they like."""

import base64
import random

import pytest

from dms_mail_desktop.points.mime import transfer

CONTENT = random.Random(1).randbytes(transfer.PIECE + 12_345)  # noqa: S311 - repeatable on purpose
LETTERS = base64.b64encode(CONTENT)


def lines(width: int, end: bytes) -> bytes:
    return b"".join(LETTERS[at : at + width] + end for at in range(0, len(LETTERS), width))


def decoded(octets: bytes) -> tuple[bytes, bool]:
    pieces: list[bytes] = []
    damaged = transfer.base64(bytearray(octets), 0, len(octets), pieces.append)
    return b"".join(pieces), damaged


@pytest.mark.parametrize("octets", [lines(76, b"\r\n"), lines(75, b"\n"), lines(73, b"\r\n").rstrip(), LETTERS])
def test_it_is_whole_wherever_the_pieces_end(octets: bytes) -> None:
    assert decoded(octets) == (CONTENT, False)


@pytest.mark.parametrize("at", [100, len(LETTERS) - 100])
def test_a_foreign_character_is_damage_in_every_piece(at: int) -> None:
    octets = LETTERS[:at] + b"\x80" + LETTERS[at:]
    assert decoded(octets) == (CONTENT, True)


def test_nothing_behind_the_padding_is_lost_if_it_is_base64_again() -> None:
    content, damaged = decoded(base64.encodebytes(b"one") * 2 + lines(76, b"\r\n"))
    assert (content, damaged) == (b"oneone" + CONTENT, False)
