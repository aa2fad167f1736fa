"""Dovecot with an empty mailbox and one of 100,000 messages."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from bench.parts.dovecot import Dovecot, dovecot
from tests.lab.provider import ANNA, BOB

MESSAGES = 100_000
LARGE, EMPTY = ANNA, BOB


@contextmanager
def mailboxes() -> Iterator[Dovecot]:
    """Both, filled."""
    with dovecot() as server:
        server.fill(LARGE, map(letter, range(MESSAGES)))
        yield server


def letter(number: int) -> bytes:
    """One message without an attachment."""
    when = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=3 * number)
    return (
        f"From: {BOB}\nTo: {LARGE}\nDate: {when:%a, %d %b %Y %H:%M:%S +0000}\n"
        f"Message-ID: <{number}@firma.example>\n"
        "Subject: =?utf-8?q?Faktura_=C5=BC=C3=B3=C5=82ta_"
        f"{number}?=\nContent-Type: text/plain; charset=utf-8\n\nDokument nr {number}.\n"
    ).encode("ascii")
