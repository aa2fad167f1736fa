"""Messages of an open folder: found, read, marked, moved, deleted, whatever the server does meanwhile."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from typing import Any

import pytest

from dms_mail_desktop.errors import ServerRefused
from dms_mail_desktop.mail.headers import read_header
from dms_mail_desktop.mail.imap import ImapSession
from dms_mail_desktop.mail.imap_folder import ImapFolder, uid_set
from dms_mail_desktop.mail.limits import TimeLimits

from .authority import Authority
from .imap_server import ImapServer, letter
from .mailboxes import PASSWORD, PATIENT, point

LETTERS = tuple(letter(f"Faktura {number}") for number in range(1, 8))


@asynccontextmanager
async def folder_of(
    authority: Authority,
    answers: dict[str, object] | None = None,
    limits: TimeLimits = PATIENT,
    **server: Any,
) -> AsyncIterator[tuple[ImapFolder, ImapServer]]:
    async with ImapServer(answers, tls=authority.server_context(), **{"messages": LETTERS} | server) as running:
        session = ImapSession(point(running.port), authority.client_context(), limits)
        try:
            await session.resolve()
            await session.connect()
            await session.secure()
            await session.greet()
            await session.authenticate(PASSWORD)
            yield await session.open_folder("INBOX", read_only=False), running
            await session.close()
        finally:
            session.abort()
            await asyncio.sleep(0)


async def test_the_newest_messages_are_shown_without_marking_them(authority: Authority) -> None:
    async with folder_of(authority) as (folder, server):
        newest = await folder.newest(5)
    assert [read_header(message.content).subject for message in newest] == [f"Faktura {n}" for n in (7, 6, 5, 4, 3)]
    assert [message.uid for message in newest] == [106, 105, 104, 103, 102]
    assert newest[0].arrived_at == datetime(2026, 11, 22, 9, 0, 5, tzinfo=UTC)
    assert newest[0].size == len(LETTERS[6])
    assert not newest[0].seen
    items = "(UID FLAGS RFC822.SIZE INTERNALDATE BODY.PEEK[HEADER.FIELDS (SUBJECT FROM DATE MESSAGE-ID)])"
    assert f"FETCH 3:7 {items}" in server.commands


async def test_an_empty_folder_has_no_newest_message_and_is_not_asked(authority: Authority) -> None:
    async with folder_of(authority, messages=()) as (folder, server):
        assert await folder.newest(5) == []
    assert not [command for command in server.commands if "FETCH" in command]


async def test_a_search_names_no_charset_and_takes_nothing_older_than_asked(authority: Authority) -> None:
    answers = {"SEARCH": b"* SEARCH 106 103\r\n* SEARCH 103 99\r\n%t OK\r\n"}
    async with folder_of(authority, answers) as (folder, server):
        assert await folder.search(first_uid=100, since=date(2026, 1, 5), unseen=True) == [103, 106]
        assert await folder.search(first_uid=107) == []
    assert "UID SEARCH UID 100:* SINCE 5-Jan-2026 UNSEEN" in server.commands
    assert "CHARSET" not in "".join(server.lines)


async def test_headers_come_in_blocks_in_rising_order_without_those_that_are_gone(authority: Authority) -> None:
    letters = tuple(letter(f"Faktura {number}") for number in range(450))
    async with folder_of(authority, messages=letters) as (folder, server):
        found = [message.uid async for message in folder.headers([99, *range(549, 99, -1), 700])]
    assert found == list(range(100, 550))
    sets = [command.split(" ")[2] for command in server.commands if command.startswith("UID FETCH")]
    assert sets == ["99:298", "299:498", "499:549,700"]


async def test_five_thousand_lines_at_once_are_read(authority: Authority) -> None:
    lines = b"".join(b"* %d FETCH (FLAGS (\\Seen) UID %d)\r\n" % (n, n) for n in range(1, 5001))
    found = b"* SEARCH 5\r\n" * 5000
    async with folder_of(authority, {"SEARCH": lines + found + b"%t OK\r\n"}) as (folder, _):
        assert await folder.search() == [5]


async def test_what_stands_in_a_subject_disturbs_nothing(authority: Authority) -> None:
    subjects = ["Faktura (1", "* Faktury * 2026 {5}", '"cudzysłów \\', "A1 OK"]
    async with folder_of(authority, messages=tuple(letter(subject) for subject in subjects)) as (folder, _):
        newest = await folder.newest(10)
    assert [read_header(message.content).subject for message in reversed(newest)] == subjects


async def test_answers_out_of_the_ordinary_are_read_or_left_out(authority: Authority) -> None:
    answer = (
        b'* 1 FETCH (BODY[HEADER.FIELDS ("SUBJECT" "FROM")] "Subject: w cudzys\\"lowie" UID 5 FLAGS (\\Seen $X))\r\n'
        b"* 9 EXISTS\r\n"
        b"* 2 FETCH (FLAGS (\\Seen))\r\n"
        b"* 3 FETCH (UID 6 BODY[HEADER.FIELDS (SUBJECT)] NIL)\r\n"
        b'* 4 FETCH (UID 7 BODY[] "((("\r\n'
        b"* 5 FETCH (UID x BODY[] {1}\r\na)\r\n"
        b"* NIC\r\n*\r\nA0 OK cudza\r\nbzdura\r\n"
        b'* 6 FETCH (UID 8 INTERNALDATE "wczoraj" RFC822.SIZE duzo BODY[HEADER.FIELDS (SUBJECT)] {0}\r\n)\r\n'
        b"%t OK\r\n"
    )
    async with folder_of(authority, {"FETCH": answer}) as (folder, _):
        found = await folder.newest(10)
    facts = [(each.uid, bytes(each.content), each.seen, each.size, each.arrived_at) for each in found]
    assert facts == [
        (8, b"", False, 0, None),
        (5, b'Subject: w cudzys"lowie', True, 0, None),
    ]


async def test_messages_are_marked_and_moved(authority: Authority) -> None:
    async with folder_of(authority) as (folder, server):
        await folder.mark([103, 101, 102])
        assert await folder.move([101, 105], "Załączniki/Zrobione")
    assert server.commands[-3:-1] == [
        "UID STORE 101:103 +FLAGS.SILENT (\\Seen)",
        'UID MOVE 101,105 "Za&AUIBBQ-czniki/Zrobione"',
    ]


async def test_without_move_messages_are_copied_and_only_they_are_removed(authority: Authority) -> None:
    async with folder_of(authority, capabilities=b"IMAP4rev1 AUTH=PLAIN UIDPLUS") as (folder, server):
        assert await folder.move([101], "Kosz")
    assert server.commands[-4:-1] == [
        'UID COPY 101 "Kosz"',
        "UID STORE 101 +FLAGS.SILENT (\\Deleted)",
        "UID EXPUNGE 101",
    ]


async def test_without_uidplus_messages_are_only_marked(authority: Authority) -> None:
    async with folder_of(authority, capabilities=b"IMAP4rev1 AUTH=PLAIN") as (folder, server):
        assert not await folder.delete([101])
    assert "EXPUNGE" not in "".join(server.commands)


async def test_a_refused_copy_deletes_nothing(authority: Authority) -> None:
    answers = {"COPY": b"%t NO [TRYCREATE] No such folder\r\n"}
    async with folder_of(authority, answers, capabilities=b"IMAP4rev1 AUTH=PLAIN UIDPLUS") as (folder, server):
        with pytest.raises(ServerRefused, match="TRYCREATE"):
            await folder.move([101], "Nie ma")
    assert "STORE" not in "".join(server.commands)


async def test_a_folder_that_only_lets_read_says_so(authority: Authority) -> None:
    answers = {"SELECT": b"* 3 EXISTS\r\n%t OK [READ-ONLY] done\r\n"}
    async with folder_of(authority, answers) as (folder, _):
        assert folder.facts.read_only
        assert (folder.facts.count, folder.facts.uid_validity, folder.facts.uid_next) == (3, None, None)


async def test_uids_that_are_not_kept_have_no_validity(authority: Authority) -> None:
    opened = b"* 3 EXISTS\r\n* OK [UIDVALIDITY 7] ok\r\n* NO [UIDNOTSTICKY] Non-persistent UIDs\r\n%t OK done\r\n"
    async with folder_of(authority, {"SELECT": opened}) as (folder, _):
        assert (folder.facts.count, folder.facts.uid_validity) == (3, None)


@pytest.mark.parametrize("number", [b"9" * 19, b"9" * 5000])
async def test_numbers_that_imap_does_not_know_are_left_out(authority: Authority, number: bytes) -> None:
    opened = b"* 3 EXISTS\r\n* OK [UIDVALIDITY %d] ok\r\n%t OK done\r\n"
    answers: dict[str, object] = {
        "SELECT": opened.replace(b"%d", number),
        "SEARCH": b"* SEARCH 103 " + number + b"\r\n%t OK\r\n",
        "FETCH": b"* 1 FETCH (UID 103 RFC822.SIZE 5)\r\n* 2 FETCH (UID " + number + b" RFC822.SIZE 5)\r\n%t OK\r\n",
    }
    async with folder_of(authority, answers) as (folder, _):
        assert folder.facts.uid_validity is None
        assert await folder.search() == [103]
        assert await folder.sizes([103]) == {103: 5}


async def test_a_time_of_arrival_before_all_calendars_is_none(authority: Authority) -> None:
    answer = b'* 1 FETCH (UID 103 INTERNALDATE "01-Jan-0001 00:00:00 +0100" BODY[] "x")\r\n%t OK\r\n'
    async with folder_of(authority, {"FETCH": answer}) as (folder, _):
        assert [each.arrived_at async for each in folder.messages([103])] == [None]


def test_neighbours_are_named_as_ranges() -> None:
    assert uid_set([1, 2, 3, 7, 9, 10]) == "1:3,7,9:10"
