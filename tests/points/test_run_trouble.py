"""Servers and lines in trouble: one message never holds up the others, and none is lost."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dms_mail_desktop.credentials import Password
from dms_mail_desktop.errors import (
    AfterActionFailed,
    ConnectionLost,
    MailDesktopError,
    MessageUnreadable,
    PasswordMissing,
    ServerRefused,
    TimedOut,
    UidsNotKept,
)
from dms_mail_desktop.models import Point
from dms_mail_desktop.points.access import Access
from dms_mail_desktop.points.facts import Entry, RunResult, State, Tally
from dms_mail_desktop.points.runs import Runs
from dms_mail_desktop.trust import client_context

from ..mail.imap_server import ImapServer
from ..mail.line_server import CUT, SILENT
from ..mail.mailboxes import LOGIN, QUICK, SECRET
from ..mail.pop3_server import Pop3Server
from .run_desk import letters

MESSAGES = tuple(letters(3))
"""With the UIDs 100, 101 and 102, or the numbers 1, 2 and 3."""


class Room:
    """A data folder, a target, and what was asked of a server."""

    def __init__(self, folder: Path) -> None:
        self.target = folder / "Dokumenty"
        self.target.mkdir()
        self.runs = Runs(folder / "data")

    def point(self, port: int, **fields: Any) -> Point:
        usual = {"id": "a" * 32, "host": "127.0.0.1", "port": port, "login": LOGIN, "encryption": "none"}
        return Point(**(usual | {"clear_text_confirmed": True, "target": str(self.target)} | fields))

    async def run(self, server: ImapServer | Pop3Server, **fields: Any) -> RunResult:
        async def credential() -> Password:
            return Password(LOGIN, SECRET)

        kind = "pop3" if isinstance(server, Pop3Server) else "imap"
        point = self.point(server.port, account_type=kind, **fields)
        return await self.runs.run(point, Access(credential, client_context(), limits=QUICK))

    async def entries(self) -> dict[str, Entry]:
        return {entry.place.uid: entry for entry in await self.runs.history("a" * 32)}

    def stored(self) -> int:
        assert [each.name for each in self.target.iterdir() if each.name.startswith(".")] == []
        return len(list(self.target.iterdir()))


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path)


def whole(line: bytes) -> bool:
    return b"BODY.PEEK[])" in line


def uids(line: bytes) -> set[int]:
    """The UIDs that a command is about."""
    chosen: set[int] = set()
    for part in line.split(b" ")[3].split(b","):
        first, _, last = part.partition(b":")
        chosen |= set(range(int(first), int(last or first) + 1))
    return chosen


def told(uid: int, octets: bytes) -> bytes:
    return b"* %d FETCH (UID %d RFC822.SIZE %d BODY[] {%d}\r\n%s)\r\n" % (
        uid - 99,
        uid,
        len(octets),
        len(octets),
        octets,
    )


def but(uid: int, instead: object, end: bytes = b"%t OK done\r\n") -> Callable[[bytes], object]:
    """The answers to FETCH of a server that does something else instead of giving one whole message."""

    def answer(line: bytes) -> object:
        if not whole(line) or uid not in uids(line):
            return None
        before = b"".join(told(each, MESSAGES[each - 100]) for each in sorted(uids(line)) if each < uid)
        after = b"".join(told(each, MESSAGES[each - 100]) for each in sorted(uids(line)) if each > uid)
        return (before, instead, after, end) if isinstance(instead, bytes) else (before, instead)

    return answer


BROKEN = b"* 2 FETCH (UID 101 BODY[] {5000}\r\nFrom: x"
"""The beginning of a message."""


@pytest.mark.parametrize(("end", "error"), [(CUT, ConnectionLost), (SILENT, TimedOut)], ids=["cut", "silent"])
async def test_a_line_that_fails_within_a_message_is_a_strike_for_that_message(
    room: Room, end: object, error: type[MailDesktopError]
) -> None:
    trouble = {"FETCH": lambda line: (*but(101, BROKEN)(line)[:2], end) if but(101, BROKEN)(line) else None}  # type: ignore[index]
    async with ImapServer(trouble, messages=MESSAGES) as server:
        first = await room.run(server)
        assert (type(first.error), first.tally) == (error, Tally(stored=1, failed=1))
        struck = (await room.entries())["101"]
        assert (struck.state, struck.attempts, type(struck.error)) == (State.FAILED, 1, error)
        # The others come before the one that failed.
        second = await room.run(server)
        assert second.tally == Tally(stored=1, failed=1)
        third = await room.run(server)
        assert (type(third.error), third.tally) == (error, Tally(set_aside=1))
        last = (await room.entries())["101"]
        assert (last.state, last.attempts, last.raw, last.letter.subject) == (State.SET_ASIDE, 3, None, "Faktura 2")
        assert (await room.run(server)).succeeded
    assert room.stored() == 2


async def test_a_message_that_failed_is_stored_as_soon_as_the_server_gives_it(room: Room) -> None:
    async with ImapServer({"FETCH": but(101, CUT)}, messages=MESSAGES) as server:
        await room.run(server)
    async with ImapServer(messages=MESSAGES) as server:
        assert (await room.run(server)).tally == Tally(stored=2)
        assert (await room.run(server)).tally == Tally()
    assert {entry.state for entry in (await room.entries()).values()} == {State.STORED}
    assert room.stored() == 3


async def test_a_line_that_fails_between_messages_is_nobodys_fault(room: Room) -> None:
    for moment in ("SEARCH", "EXAMINE", "LOGIN", "greeting"):
        async with ImapServer(
            {moment: CUT, "AUTHENTICATE": CUT if moment == "LOGIN" else b"+ \r\n"}, messages=MESSAGES
        ) as server:
            result = await room.run(server)
            assert isinstance(result.error, ConnectionLost | ServerRefused), moment
            assert result.tally == Tally()
    assert await room.entries() == {}


async def test_a_message_that_the_server_refuses_does_not_hold_up_the_others(room: Room) -> None:
    refusal = but(101, b"", b"%t NO [SERVERBUG] Cannot give message.\r\n")
    async with ImapServer({"FETCH": refusal}, messages=MESSAGES) as server:
        result = await room.run(server)
    assert (result.error, result.tally, result.succeeded) == (None, Tally(stored=2, failed=1), False)
    entry = (await room.entries())["101"]
    assert isinstance(entry.error, ServerRefused)
    assert (entry.state, entry.error.reply.text) == (State.FAILED, "NO [SERVERBUG] Cannot give message.")
    assert entry.letter.subject == "Faktura 2"


async def test_a_message_whose_header_the_server_refuses_does_not_hold_up_the_others(room: Room) -> None:
    def refuse(line: bytes) -> bytes | None:
        return b"%t NO Cannot give message.\r\n" if 101 in uids(line) else None

    async with ImapServer({"FETCH": refuse}, messages=MESSAGES) as server:
        for _ in range(2):
            await room.run(server, allowed_senders=("*@dostawca.pl",))
        assert (await room.run(server, allowed_senders=("*@dostawca.pl",))).tally == Tally(set_aside=1)
    assert room.stored() == 2


@pytest.mark.parametrize(
    "words", [b"[UNAVAILABLE] Try later.", b"Server Unavailable. 15", b"Request is throttled.", b"Cannot give message."]
)
async def test_a_server_that_refuses_everything_has_a_trouble_of_its_own(room: Room, words: bytes) -> None:
    """Else one bad quarter of an hour would set a whole mailbox aside."""
    async with ImapServer({"FETCH": b"%t NO " + words + b"\r\n"}, messages=MESSAGES) as server:
        result = await room.run(server)
        assert isinstance(result.error, ServerRefused)
        assert (result.tally, await room.entries()) == (Tally(), {})
    async with ImapServer(
        {"FETCH": lambda line: b"%t NO " + words + b"\r\n" if whole(line) else None}, messages=MESSAGES
    ) as server:
        assert isinstance((await room.run(server)).error, ServerRefused)
        assert await room.entries() == {}
    async with ImapServer(messages=MESSAGES) as server:
        assert (await room.run(server)).tally == Tally(stored=3)


async def test_a_server_that_gives_nothing_at_all_has_a_trouble_of_its_own(room: Room) -> None:
    async with ImapServer({"FETCH": b"%t OK done\r\n"}, messages=MESSAGES) as server:
        assert isinstance((await room.run(server)).error, MessageUnreadable)
    async with ImapServer(
        {"FETCH": lambda line: b"%t OK done\r\n" if whole(line) else None}, messages=MESSAGES
    ) as server:
        assert isinstance((await room.run(server)).error, MessageUnreadable)
    assert await room.entries() == {}


async def test_a_message_that_is_throttled_alone_is_no_strike_either(room: Room) -> None:
    refusal = but(101, b"", b"%t NO [UNAVAILABLE] Try later.\r\n")
    async with ImapServer({"FETCH": refusal}, messages=MESSAGES) as server:
        assert isinstance((await room.run(server)).error, ServerRefused)
    assert {entry.state for entry in (await room.entries()).values()} <= {State.STORED}
    async with ImapServer(messages=MESSAGES) as server:
        assert (await room.run(server)).error is None
    assert room.stored() == 3


async def test_a_message_that_the_server_lists_and_does_not_give_is_not_dropped(room: Room) -> None:
    async with ImapServer({"FETCH": but(101, b"")}, messages=MESSAGES) as server:
        assert (await room.run(server)).tally == Tally(stored=2, failed=1)
    assert isinstance((await room.entries())["101"].error, MessageUnreadable)
    async with ImapServer(messages=MESSAGES) as server:
        assert (await room.run(server)).tally == Tally(stored=1)


async def test_a_message_that_somebody_deletes_meanwhile_is_no_failure(room: Room) -> None:
    searches = 0

    def search(_: bytes) -> bytes:
        nonlocal searches
        searches += 1
        return (b"* SEARCH 100 101 102\r\n" if searches == 1 else b"* SEARCH 100 102\r\n") + b"%t OK done\r\n"

    async with ImapServer({"FETCH": but(101, b""), "SEARCH": search}, messages=MESSAGES) as server:
        result = await room.run(server)
    assert (result.succeeded, result.tally) == (True, Tally(stored=2))
    assert room.stored() == 2


async def test_a_message_below_those_that_were_stored_is_not_forgotten(room: Room) -> None:
    """It failed; what came after it was stored, and the next run lists only what is newer."""
    async with ImapServer({"FETCH": but(100, b"", b"%t NO no\r\n")}, messages=MESSAGES) as server:
        await room.run(server)
    async with ImapServer(messages=MESSAGES) as server:
        assert (await room.run(server)).tally == Tally(stored=1)
        assert "UID SEARCH UID 103:*" in server.commands
    assert room.stored() == 3


async def test_a_folder_without_lasting_uids_is_not_read(room: Room) -> None:
    opened = b"* 3 EXISTS\r\n%t OK done\r\n"
    async with ImapServer({"EXAMINE": opened}, messages=MESSAGES) as server:
        result = await room.run(server)
        assert isinstance(result.error, UidsNotKept)
        assert [command for command in server.commands if "FETCH" in command] == []


async def test_a_mailbox_that_may_only_be_read_is_told_once_everything_is_stored(room: Room) -> None:
    opened = b"* 3 EXISTS\r\n* OK [UIDVALIDITY 7] valid\r\n%t OK [READ-ONLY] done\r\n"
    refusal = b"%t NO Mailbox is read-only.\r\n"
    async with ImapServer({"SELECT": opened, "STORE": refusal}, messages=MESSAGES) as server:
        result = await room.run(server, after="mark_read")
    assert isinstance(result.error, AfterActionFailed)
    assert (result.error.count, result.error.detail, result.tally.stored) == (3, "NO Mailbox is read-only.", 3)


@pytest.mark.parametrize(
    ("words", "marked"), [(b"Cannot give message.", True), (b"[UNAVAILABLE] Try later.", False)], ids=["some", "all"]
)
async def test_what_is_to_be_done_with_stored_messages_does_not_wait_for_those_that_cannot_be_had(
    room: Room, words: bytes, *, marked: bool
) -> None:
    async with ImapServer({"STORE": b"%t NO Later.\r\n"}, messages=MESSAGES) as server:
        assert (await room.run(server, after="mark_read")).tally == Tally(stored=3)

    def refuse(line: bytes) -> bytes | None:
        return b"%t NO " + words + b"\r\n" if whole(line) else None

    async with ImapServer({"FETCH": refuse}, messages=(*MESSAGES, *letters(2, first=4))) as server:
        assert isinstance((await room.run(server, after="mark_read")).error, ServerRefused)
        assert any("STORE" in command for command in server.commands) is marked


async def test_only_messages_that_are_wanted_are_fetched(room: Room) -> None:
    async with ImapServer(messages=MESSAGES) as server:
        assert (await room.run(server, allowed_senders=("nikt@firma.pl",))).tally == Tally(skipped=3)
        assert [command for command in server.commands if "BODY.PEEK[])" in command] == []


async def test_a_credential_that_is_missing_is_the_result_and_no_server_is_asked(room: Room) -> None:
    async def credential() -> Password:
        raise PasswordMissing(LOGIN, "localhost")

    async with ImapServer(messages=MESSAGES) as server:
        result = await room.runs.run(room.point(server.port), Access(credential, client_context()))
        assert server.connections == 0
    assert isinstance(result.error, PasswordMissing)


async def test_over_pop3_a_message_that_is_refused_does_not_hold_up_the_others(room: Room) -> None:
    def refuse(words: list[bytes]) -> bytes | None:
        return b"-ERR corrupt\r\n" if words == [b"2"] else None

    async with Scripted({"RETR": refuse}, messages=MESSAGES) as server:
        assert (await room.run(server, after="delete")).tally == Tally(stored=2, failed=1)
        assert [line for line in server.lines if line.startswith("DELE")] == ["DELE 1", "DELE 3"]
    entry = (await room.entries())["id-2"]
    assert (entry.letter.subject, type(entry.error)) == ("Faktura 2", ServerRefused)


async def test_over_pop3_a_line_that_fails_within_a_message_deletes_nothing(room: Room) -> None:
    def cut(words: list[bytes]) -> object:
        return (b"+OK\r\nFrom: x\r\n", CUT) if words == [b"2"] else None

    async with Scripted({"RETR": cut}, messages=MESSAGES) as server:
        result = await room.run(server, after="delete")
        assert (type(result.error), result.tally) == (ConnectionLost, Tally(stored=1, failed=1))
        assert [line for line in server.lines if line.startswith(("DELE", "QUIT"))] == []
    async with Scripted(messages=MESSAGES) as server:
        assert (await room.run(server, after="delete")).tally == Tally(stored=2)
        assert [line for line in server.lines if line.startswith("DELE")] == ["DELE 1", "DELE 2", "DELE 3"]
    assert room.stored() == 3


async def test_over_pop3_a_farewell_that_fails_leaves_the_deletion_to_the_next_run(room: Room) -> None:
    async with Scripted({"QUIT": lambda _: b"-ERR some deleted messages not removed\r\n"}, messages=MESSAGES) as server:
        result = await room.run(server, after="delete")
        assert isinstance(result.error, AfterActionFailed)
        assert result.error.count == 3
    async with Scripted(messages=MESSAGES) as server:
        assert (await room.run(server, after="delete")).succeeded
        assert len([line for line in server.lines if line.startswith("DELE")]) == 3
    assert room.stored() == 3


async def test_over_pop3_names_are_needed(room: Room) -> None:
    async with Scripted({"UIDL": lambda _: b"-ERR unknown command\r\n"}, messages=MESSAGES) as server:
        assert isinstance((await room.run(server)).error, UidsNotKept)


async def test_over_pop3_a_server_that_shows_no_headers_is_read_whole(room: Room) -> None:
    async with Scripted({"TOP": lambda _: b"-ERR unknown command\r\n"}, messages=MESSAGES) as server:
        assert (await room.run(server, allowed_senders=("nikt@firma.pl",))).tally == Tally(skipped=3)
        assert (await room.run(server)).tally == Tally(stored=3)


class Scripted(Pop3Server):
    """A POP3 server whose answers may depend on the words of a command."""

    def __init__(self, script: dict[str, Callable[[list[bytes]], object]] | None = None, **more: Any) -> None:
        super().__init__(**more)
        self._script = script or {}

    def _usual(self, name: str, words: list[bytes], *, secure: bool) -> Any:
        usual = super()._usual(name, words, secure=secure)
        return (self._script[name](words) or usual) if name in self._script else usual
