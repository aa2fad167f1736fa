"""Messages over POP3: cut and dotted in every way, and large ones into a file as they arrive."""

import asyncio
import io
import random
import tracemalloc
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from dms_mail_desktop.errors import ConnectionLost, ServerRefused, Stage, TimedOut
from dms_mail_desktop.mail.pop3_lines import AnswerReader

from .authority import Authority
from .line_server import CUT, SILENT
from .mailboxes import PATIENT, QUICK
from .pop3_server import Pop3Server
from .test_imap_messages import Refusing
from .test_pop3 import LETTERS, entered, no_thread_stays, server, session_with

__all__ = ["no_thread_stays", "server"]

ANSWERS = [
    (b"..one\r\n...\r\n.two\r\nx\r\n.\r\n", b".one\r\n..\r\ntwo\r\nx\r\n"),
    (b".\r\n", b""),
    (b".\n", b""),
    (b"..\r\n.\r\n", b".\r\n"),
    (b"a\nb.\n\n..\n.\n", b"a\nb.\n\n.\n"),
    (b".\rx\r\n.\r\n", b"\rx\r\n"),
    (b"\r\n\r\n.\r\n", b"\r\n\r\n"),
]


def read(answer: bytes, *cuts: int) -> bytes:
    reader, octets = AnswerReader(), b""
    for start, end in pairwise([0, *sorted(cuts), len(answer)]):
        assert not reader.ended
        if start < end:
            octets += reader.feed(answer[start:end])
    assert reader.ended
    return octets


@pytest.mark.parametrize(("answer", "octets"), ANSWERS)
def test_dots_are_taken_out_and_the_end_is_found_however_the_network_cuts(answer: bytes, octets: bytes) -> None:
    assert read(answer) == octets
    for cut in range(len(answer)):
        assert read(answer, cut) == octets
    assert read(answer, *range(len(answer))) == octets


def test_random_lines_pass_unchanged() -> None:
    rng = random.Random(1)  # noqa: S311 - repeatable on purpose
    for _ in range(500):
        lines = [bytes(rng.choice(b".\r\na") for _ in range(rng.randrange(6))) + b"\r\n" for _ in range(5)]
        message = b"".join(lines)
        answer = (b"\n" + message).replace(b"\n.", b"\n..")[1:] + b".\r\n"
        assert read(answer, *(rng.randrange(len(answer)) for _ in range(4))) == message


async def test_a_message_is_written_to_a_file_intact(server: Pop3Server, authority: Authority) -> None:
    async with session_with(server, authority) as session:
        await entered(session)
        for number, expected in enumerate(LETTERS, 1):
            file = io.BytesIO()
            await session.download(number, len(expected), file)
            assert file.getvalue() == expected
        assert await session.message(2, 0) == LETTERS[1]


async def test_a_large_message_passes_without_being_in_memory(authority: Authority, tmp_path: Path) -> None:
    piece, count = b".0123456789abcd\r\n" * 60_000, 40
    sent = (b"+OK\r\n", *([b"." + piece.replace(b"\n.", b"\n..")] * count), b".\r\n")
    target = tmp_path / "message"
    async with (
        Pop3Server({"RETR": sent}, tls=authority.server_context(), messages=LETTERS) as server,
        session_with(server, authority) as session,
    ):
        await entered(session)
        tracemalloc.start()
        try:
            with target.open("wb") as file:
                await session.download(1, len(piece) * count, file)
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
    assert target.read_bytes() == piece * count
    assert peak < 8_000_000


async def test_a_message_that_is_gone_is_refused(authority: Authority) -> None:
    async with (
        Pop3Server({"RETR": b"-ERR no such message\r\n"}, tls=authority.server_context(), messages=LETTERS) as server,
        session_with(server, authority) as session,
    ):
        await entered(session)
        with pytest.raises(ServerRefused, match="no such message"):
            await session.download(1, 0, io.BytesIO())
        assert len(await session.sizes()) == 2


async def test_sizes_are_read_whatever_the_server_adds_to_them(authority: Authority) -> None:
    answer = b"+OK\r\n1 120 (3 parts)\r\n2 9999999999999999999\r\n\xc2\xb2 5\r\n3\r\n4 7\r\n.\r\n"
    async with (
        Pop3Server({"LIST": answer}, tls=authority.server_context(), messages=LETTERS) as server,
        session_with(server, authority) as session,
    ):
        await entered(session)
        assert await session.sizes() == {1: 120, 4: 7}


async def test_a_server_without_uidl_refuses_it(authority: Authority) -> None:
    async with (
        Pop3Server({"UIDL": b"-ERR unknown command\r\n"}, tls=authority.server_context()) as server,
        session_with(server, authority) as session,
    ):
        await entered(session)
        with pytest.raises(ServerRefused, match="unknown command"):
            await session.uidls()


async def test_a_full_disk_is_reported_as_such_and_ends_the_connection(
    server: Pop3Server, authority: Authority
) -> None:
    async with session_with(server, authority) as session:
        await entered(session)
        with pytest.raises(OSError, match="No space left"):
            await session.download(2, 100_000, Refusing(20_000))
        assert session.closed
        async with asyncio.timeout(3):
            await server.everyone_left()


@pytest.mark.parametrize(("ending", "error"), [(CUT, ConnectionLost), (SILENT, TimedOut)])
async def test_a_download_that_breaks_off_is_reported(
    authority: Authority, ending: object, error: type[Exception]
) -> None:
    answer = (b"+OK\r\nSubject: przerw", ending)
    async with (
        Pop3Server({"RETR": answer}, tls=authority.server_context(), messages=LETTERS) as server,
        session_with(server, authority, QUICK) as session,
    ):
        await entered(session)
        async with asyncio.timeout(3):
            with pytest.raises(error) as raised:
                await session.download(1, 50_000_000, io.BytesIO())
            await server.everyone_left()
    assert raised.value.stage is Stage.MESSAGES  # type: ignore[attr-defined]


async def test_a_cancelled_download_writes_no_more(authority: Authority) -> None:
    written: list[Any] = []

    class Watched(io.BytesIO):
        def write(self, octets: Any) -> int:
            written.append(octets)
            return len(octets)

    answer = (b"+OK\r\nSubject: przerw", SILENT)
    async with (
        Pop3Server({"RETR": answer}, tls=authority.server_context(), messages=LETTERS) as server,
        session_with(server, authority, PATIENT) as session,
    ):
        await entered(session)
        work = asyncio.create_task(session.download(1, 500, Watched()))
        async with asyncio.timeout(3):
            while not written:  # noqa: ASYNC110 - nothing tells when
                await asyncio.sleep(0.01)
            work.cancel()
            with pytest.raises(asyncio.CancelledError):
                await work
            assert session.closed
            await server.everyone_left()
