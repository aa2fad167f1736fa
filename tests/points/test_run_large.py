"""Messages that are too large for memory pass through files, octet by octet the same."""

import tracemalloc
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from dms_mail_desktop.points.blocks import BLOCK_COUNT, BLOCK_SIZE, grouped
from dms_mail_desktop.points.facts import State, Tally
from dms_mail_desktop.points.mailbox import UNREAD, Candidate
from dms_mail_desktop.points.spooling import kept_copy

from .run_desk import Desk, letter, letters


def large(subject: str, size: int) -> bytes:
    line = b"nothing but text, line after line\r\n"
    head = f"From: a@b.pl\r\nSubject: {subject}\r\nMessage-ID: <{subject}@b.pl>\r\n\r\n".encode()
    return head + line * (size // len(line))


@pytest.mark.parametrize("kind", ["imap", "pop3"])
async def test_a_large_message_is_stored_as_it_is_among_small_ones(desk: Desk, kind: str) -> None:
    octets = large("Wielka", BLOCK_SIZE + 1_000_000)
    desk.deliver(*letters(2), octets, *letters(2, first=3))
    assert (await desk.run(desk.point(account_type=kind))).tally == Tally(stored=5)
    [document] = [each for each in desk.documents() if each["message"]["subject"] == "Wielka"]
    assert (document["message"]["size"], document["message"]["sha256"]) == (len(octets), sha256(octets).hexdigest())
    [entry] = [each for each in await desk.entries(None, State.STORED) if each.letter.subject == "Wielka"]
    assert (entry.letter.arrived_at is None) == (kind == "pop3")


def test_a_large_kept_copy_is_not_in_use_once_it_is_read(tmp_path: Path) -> None:
    """Windows would let nobody remove it."""
    copy, octets = tmp_path / "kept.eml", large("Wielka", BLOCK_SIZE + 1_000_000)
    copy.write_bytes(octets)
    read = kept_copy(copy)
    copy.write_bytes(b"something else".ljust(len(octets)))
    assert read is not None
    assert bytes(read) == octets


def candidates(*sizes: int) -> list[Candidate]:
    return [Candidate(str(uid), replace(UNREAD, size=size)) for uid, size in enumerate(sizes)]


@pytest.mark.parametrize(
    ("sizes", "groups"),
    [
        ((), []),
        ((1,) * (BLOCK_COUNT + 1), [BLOCK_COUNT, 1]),
        ((BLOCK_SIZE // 2,) * 5, [2, 2, 1]),
        ((1, BLOCK_SIZE + 1, 1, 1), [1, 1, 2]),
        ((BLOCK_SIZE, 1), [1, 1]),
        ((0, 0, BLOCK_SIZE), [3]),
    ],
)
def test_messages_are_fetched_in_groups_that_fit_into_memory(sizes: tuple[int, ...], groups: list[int]) -> None:
    found = list(grouped(candidates(*sizes)))
    assert [len(group) for group in found] == groups
    assert [each.uid for group in found for each in group] == [str(uid) for uid in range(len(sizes))]


async def test_a_long_run_needs_no_more_memory_than_one_of_two_blocks(desk: Desk) -> None:
    async def peak(first: int, count: int) -> int:
        text = b"nothing but text, line after line\r\n" * 100_000
        desk.deliver(*(letter(f"Pismo {number}") + text for number in range(first, first + count)))
        tracemalloc.start()
        try:
            assert (await desk.run()).tally == Tally(stored=count)
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    await peak(0, 1)  # what is loaded once
    short = await peak(1, 4)
    assert await peak(5, 12) < 1.2 * short
