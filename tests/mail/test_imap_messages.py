"""Whole messages out of an open folder: many with one command, and large ones into a file as they arrive."""

import asyncio
import gc
import io
import tracemalloc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from dms_mail_desktop.errors import ConnectionLost, ServerRefused, Stage, TimedOut
from dms_mail_desktop.mail.imap_folder import ImapFolder
from dms_mail_desktop.mail.limits import TimeLimits

from .authority import Authority
from .imap_server import ImapServer, letter
from .line_server import CUT, SILENT
from .mailboxes import PATIENT, QUICK
from .test_imap_folder import folder_of

BODY = '* 1 FETCH (\r\nA1 OK fałsz\r\n)))((( "\r\n* BYE\r\n' * 2000
LETTERS = tuple(letter(f"Faktura {number}", body=BODY * (number % 2)) for number in range(1, 8))
WHOLE = b"* %d FETCH (UID %d FLAGS () RFC822.SIZE %d BODY[] {%d}\r\n%s)\r\n"


class Refusing(io.BytesIO):
    """A file on a disk that is full after so many octets."""

    def __init__(self, room: int) -> None:
        super().__init__()
        self.room = room

    def write(self, octets: Any) -> int:
        self.room -= len(octets)
        if self.room < 0:
            raise OSError(28, "No space left on device")
        return super().write(octets)


@asynccontextmanager
async def letters(
    authority: Authority, answers: dict[str, object] | None = None, limits: TimeLimits = PATIENT, **server: Any
) -> AsyncIterator[tuple[ImapFolder, ImapServer]]:
    async with folder_of(authority, answers, limits, **{"messages": LETTERS} | server) as pair:
        yield pair


async def test_many_messages_come_with_one_command_intact_and_unmarked(authority: Authority) -> None:
    async with letters(authority) as (folder, server):
        found = [message async for message in folder.messages([104, 7, 101, 100, 102])]
    assert [(each.uid, each.content) for each in found] == [(uid, LETTERS[uid - 100]) for uid in (100, 101, 102, 104)]
    assert [each.size for each in found] == [len(each.content) for each in found]
    assert found[0].arrived_at == datetime(2026, 11, 22, 9, 0, 5, tzinfo=UTC)
    fetches = [command for command in server.commands if "FETCH" in command]
    assert fetches == ["UID FETCH 7,100:102,104 (UID FLAGS RFC822.SIZE INTERNALDATE BODY.PEEK[])"]


async def test_a_message_that_was_not_asked_for_or_comes_twice_is_left_out(authority: Authority) -> None:
    twice = WHOLE % (1, 100, 3, 3, b"one") * 2
    answer = WHOLE % (9, 999, 1, 1, b"x") + twice + b"* 2 FETCH (FLAGS (\\Seen) UID 101)\r\n%t OK\r\n"
    async with letters(authority, {"FETCH": answer}) as (folder, _):
        assert [each.content async for each in folder.messages([100, 101])] == [b"one"]


@pytest.mark.parametrize(
    ("ending", "error"),
    [(CUT, ConnectionLost), (SILENT, TimedOut), (b"%t NO [SERVERBUG] Internal error\r\n", ServerRefused)],
)
async def test_what_came_whole_before_an_error_is_not_lost(
    authority: Authority, ending: object, error: type[Exception]
) -> None:
    begun = b"" if isinstance(ending, bytes) else b"* 2 FETCH (UID 101 BODY[] {500}\r\nSubject: prze"
    answer = (WHOLE % (1, 100, 3, 3, b"one") + begun, ending)
    async with letters(authority, {"FETCH": answer}, QUICK) as (folder, _):
        messages = folder.messages([100, 101])
        assert (await anext(messages)).content == b"one"
        with pytest.raises(error) as raised:
            await anext(messages)
    assert raised.value.stage is Stage.MESSAGES  # type: ignore[attr-defined]


async def test_silence_from_the_beginning_ends_the_connection(authority: Authority) -> None:
    async with letters(authority, {"FETCH": SILENT}, QUICK) as (folder, server), asyncio.timeout(3):
        with pytest.raises(TimedOut) as error:
            await anext(folder.messages([100], 50_000_000))
        await server.everyone_left()
    assert (error.value.stage, error.value.seconds) == (Stage.MESSAGES, 0.4)


async def test_a_slow_message_that_moves_is_waited_for(authority: Authority) -> None:
    answer = (b"* 1 FETCH (UID 100 BODY[] {400}\r\n", *((b"x" * 100, 0.2) * 4), b")\r\n%t OK\r\n")
    async with letters(authority, {"FETCH": answer}, QUICK) as (folder, _):
        assert [each.content async for each in folder.messages([100], 100_000)] == [b"x" * 400]


async def test_sizes_are_told_without_the_messages(authority: Authority) -> None:
    async with letters(authority) as (folder, server):
        sizes = await folder.sizes([102, 7, 100])
    assert list(sizes.items()) == [(100, len(LETTERS[0])), (102, len(LETTERS[2]))]
    assert "BODY" not in "".join(server.commands[-2:])


async def test_sizes_of_very_many_are_asked_for_in_blocks(authority: Authority) -> None:
    async with letters(authority) as (folder, server):
        await folder.sizes(range(1, 5003))
    assert [command.split(" ")[2] for command in server.commands if "FETCH" in command] == ["1:5000", "5001:5002"]


async def test_a_message_is_written_to_a_file_intact(authority: Authority) -> None:
    async with letters(authority) as (folder, server):
        for uid, expected in ((102, LETTERS[2]), (103, LETTERS[3])):
            file = io.BytesIO()
            assert await folder.download(uid, len(expected), file)
            assert file.getvalue() == expected
        assert not await folder.download(7, 0, file)
        assert [each.content async for each in folder.messages([102])] == [LETTERS[2]]
    assert "UID FETCH 102 (UID BODY.PEEK[])" in server.commands


@pytest.mark.parametrize(
    ("response", "written"),
    [
        (b'* 1 FETCH (UID 100 BODY[] "Subject: \\"x\\"")', b'Subject: "x"'),
        (b'* 1 FETCH (BODY[] ~{3}\r\none FLAGS ("a") UID 100)', b"one"),
        (b"* 1 FETCH (X {2}\r\nab body[] {3}\r\none UID 100)", b"one"),
        (b"* 1 FETCH (UID 100 BODY[] {0}\r\n)", b""),
        (b"* 1 FETCH (UID 100 BODY[] NIL)", None),
        (b"* 1 FETCH (UID 101 BODY[] {1}\r\nx)", None),
    ],
)
async def test_answers_out_of_the_ordinary_are_understood(
    authority: Authority, response: bytes, written: bytes | None
) -> None:
    file = io.BytesIO()
    async with letters(authority, {"FETCH": response + b"\r\n%t OK\r\n"}) as (folder, _):
        assert await folder.download(100, 0, file) == (written is not None)
    assert written is None or file.getvalue() == written


async def test_a_large_message_passes_without_being_in_memory(authority: Authority, tmp_path: Path) -> None:
    size, piece = 40_000_000, b"0123456789abcdef" * 62_500
    answer = (b"* 1 FETCH (UID 100 BODY[] {%d}\r\n" % size, *([piece] * (size // len(piece))), b")\r\n%t OK\r\n")
    target = tmp_path / "message"
    async with letters(authority, {"FETCH": answer}) as (folder, _):
        gc.collect()
        tracemalloc.start()
        try:
            with target.open("wb") as file:
                assert await folder.download(100, size, file)
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
    assert target.stat().st_size == size
    assert target.read_bytes() == piece * (size // len(piece))
    # The server of the test is in the same process and has a piece or two under way.
    assert peak < 8_000_000


async def test_a_full_disk_is_reported_as_such_and_ends_the_connection(authority: Authority) -> None:
    async with letters(authority) as (folder, server):
        with pytest.raises(OSError, match="No space left"):
            await folder.download(102, 100_000, Refusing(20_000))
        async with asyncio.timeout(3):
            await server.everyone_left()
        with pytest.raises(ConnectionLost):
            await folder.search()


@pytest.mark.parametrize(("ending", "error"), [(CUT, ConnectionLost), (SILENT, TimedOut)])
async def test_a_download_that_breaks_off_is_reported(
    authority: Authority, ending: object, error: type[Exception]
) -> None:
    file = io.BytesIO()
    answer = (b"* 1 FETCH (UID 100 BODY[] {500}\r\nSubject: przerw", ending)
    async with letters(authority, {"FETCH": answer}, QUICK) as (folder, server), asyncio.timeout(3):
        with pytest.raises(error):
            await folder.download(100, 50_000_000, file)
        await server.everyone_left()
    assert file.getvalue() == b"Subject: przerw"


async def test_a_cancelled_download_writes_no_more(authority: Authority) -> None:
    file = io.BytesIO()
    answer = (b"* 1 FETCH (UID 100 BODY[] {500}\r\nSubject: przerw", SILENT)
    async with letters(authority, {"FETCH": answer}) as (folder, server), asyncio.timeout(3):
        work = asyncio.create_task(folder.download(100, 500, file))
        while not file.getvalue():  # noqa: ASYNC110 - nothing tells when
            await asyncio.sleep(0.01)
        work.cancel()
        with pytest.raises(asyncio.CancelledError):
            await work
        file.close()
        await server.everyone_left()
