"""Messages that cannot be stored: three strikes, a kept copy, and another try when a person wants one."""

from collections.abc import Iterable
from threading import Event
from typing import Any

import pytest

from dms_mail_desktop.errors import MessageGone, MessageUnreadable, TargetUnusable
from dms_mail_desktop.locks import ProcessLock
from dms_mail_desktop.points.blocks import Block, Received, Struck
from dms_mail_desktop.points.documents import DocumentsFolder, Staged
from dms_mail_desktop.points.facts import State, Tally
from dms_mail_desktop.points.filters import rules_digest
from dms_mail_desktop.points.handling import Handling, tally_of
from dms_mail_desktop.points.layout import ledger_path, lock_path
from dms_mail_desktop.points.ledger import Ledger
from dms_mail_desktop.points.ledger_facts import Source
from dms_mail_desktop.points.mailbox import UNREAD
from dms_mail_desktop.points.set_aside import SetAside
from dms_mail_desktop.sandbox.directory import CLERK

from .ledgers import opened
from .run_desk import Desk, letters


class Breaking(DocumentsFolder):
    """A target in which one message breaks whatever writes it."""

    def stage(self, parsed: Any, *arguments: Any, **more: Any) -> Staged:
        if parsed.header.subject == "Faktura 2":
            raise ZeroDivisionError("nobody thought of this")
        return super().stage(parsed, *arguments, **more)


class Guarded(DocumentsFolder):
    """A target whose virus scanner refuses one message, when it is written or when that is waited for."""

    late = False
    full = False

    def stage(self, parsed: Any, *arguments: Any, **more: Any) -> Staged:
        if parsed.header.subject == "Faktura 2" and not self.late:
            raise TargetUnusable(self.target, "the file contains a virus", self.full)
        return super().stage(parsed, *arguments, **more)

    def make_durable(self, staged: Iterable[Staged]) -> None:
        staged = list(staged)
        if any(each.letter.subject == "Faktura 2" for each in staged):
            raise TargetUnusable(self.target, "the file contains a virus", self.full)
        super().make_durable(staged)


class GuardedLate(Guarded):
    late = True


class Full(Guarded):
    full = True


class FullLate(Full):
    late = True


def strike(desk: Desk, documents: type[DocumentsFolder] = Breaking) -> Tally:
    """Handles the mailbox as a run does, in a target where message 2 breaks."""
    point = desk.point()
    source = Source(point.id, point.mode, f"{CLERK}@localhost", "INBOX", 7, rules_digest(point))
    with opened(desk.folder / "data" / "ledger.sqlite3") as file:
        ledger = Ledger(file)
        ledger.begin(source)
        handling = Handling(
            point,
            source,
            ledger,
            documents=documents(desk.target, point.id),
            aside=SetAside(desk.folder / "data", point.id),
            stop=Event(),
        )
        dues = {due.place.uid: due for due in ledger.due(source)}
        wanted = {*dues, *ledger.sift(source, [str(each.uid) for each in desk.inbox.letters]).fresh}
        received = [
            Received(source.place(str(each.uid)), UNREAD, each.content, dues.get(str(each.uid)))
            for each in desk.inbox.letters
            if str(each.uid) in wanted
        ]
        return tally_of(handling.handle(Block(received)).counts)


async def test_a_message_that_breaks_is_a_strike_for_it_alone(desk: Desk) -> None:
    desk.deliver(*letters(3))
    assert strike(desk) == Tally(stored=2, failed=1)
    [entry] = await desk.entries(None, State.FAILED)
    assert isinstance(entry.error, MessageUnreadable)
    assert (entry.error.detail, entry.attempts, entry.raw) == ("ZeroDivisionError: nobody thought of this", 1, None)
    assert desk.subjects() == ["Faktura 1", "Faktura 3"]


@pytest.mark.parametrize("documents", [Guarded, GuardedLate])
async def test_a_message_that_the_target_refuses_alone_is_a_strike_for_it(
    desk: Desk, documents: type[DocumentsFolder]
) -> None:
    desk.deliver(*letters(3))
    assert strike(desk, documents) == Tally(stored=2, failed=1)
    [entry] = await desk.entries(None, State.FAILED)
    assert isinstance(entry.error, TargetUnusable)
    assert desk.subjects() == ["Faktura 1", "Faktura 3"]


@pytest.mark.parametrize("documents", [Full, FullLate])
async def test_a_target_without_room_is_no_strike(desk: Desk, documents: type[DocumentsFolder]) -> None:
    desk.deliver(*letters(3))
    with pytest.raises(TargetUnusable):
        strike(desk, documents)
    assert await desk.entries() == ()
    assert (await desk.run()).tally == Tally(stored=3)


async def test_a_target_that_takes_nothing_at_all_is_no_strike(desk: Desk) -> None:
    desk.deliver(*letters(3))
    desk.target.rename(desk.folder / "gone")
    with pytest.raises(TargetUnusable):
        strike(desk, Guarded)
    assert await desk.entries() == ()


async def test_after_three_strikes_a_message_is_set_aside_with_its_copy(desk: Desk) -> None:
    desk.deliver(*letters(3))
    tallies = [strike(desk), strike(desk), strike(desk)]
    assert tallies == [Tally(stored=2, failed=1), Tally(failed=1), Tally(set_aside=1)]
    [entry] = await desk.entries(None, State.SET_ASIDE)
    assert (entry.attempts, entry.letter.subject) == (3, "Faktura 2")
    assert entry.raw is not None
    assert entry.raw.read_bytes() == desk.inbox.letters[1].content
    assert entry.raw.parent == desk.folder / "data" / "set-aside" / desk.point().id
    result = await desk.run()
    assert (result.tally, result.succeeded) == (Tally(), True)
    assert (await desk.runs.records())[desk.point().id].waiting_aside == 1


async def set_aside(desk: Desk) -> int:
    """Has message 2 of 3 set aside, and gives its number in the ledger."""
    desk.deliver(*letters(3))
    for _ in range(3):
        strike(desk)
    [entry] = await desk.entries(None, State.SET_ASIDE)
    return entry.id


@pytest.mark.parametrize("gone", [False, True])
async def test_another_try_stores_the_kept_copy_whether_the_message_is_still_there_or_not(
    desk: Desk, *, gone: bool
) -> None:
    number = await set_aside(desk)
    [aside] = await desk.entries(None, State.SET_ASIDE)
    if gone:
        desk.inbox.remove(desk.inbox.letters[1:2])
    await desk.runs.retry([number])
    assert (await desk.run(desk.point(after="mark_read"))).tally == Tally(stored=1)
    assert desk.subjects() == ["Faktura 1", "Faktura 2", "Faktura 3"]
    assert aside.raw is not None
    assert not aside.raw.exists()
    # What is to be done concerns the message on the server.
    assert desk.flags() == ([set(), set()] if gone else [set(), {"\\Seen"}, set()])


async def test_another_try_without_a_copy_fetches_the_message_again(desk: Desk) -> None:
    number = await set_aside(desk)
    [aside] = await desk.entries(None, State.SET_ASIDE)
    assert aside.raw is not None
    aside.raw.unlink()
    await desk.runs.retry([number])
    assert (await desk.run()).tally == Tally(stored=1)


async def test_another_try_of_a_message_that_is_nowhere_any_more_says_so(desk: Desk) -> None:
    number = await set_aside(desk)
    [aside] = await desk.entries(None, State.SET_ASIDE)
    assert aside.raw is not None
    aside.raw.unlink()
    desk.inbox.remove(desk.inbox.letters[1:2])
    await desk.runs.retry([number])
    assert (await desk.run()).tally == Tally(set_aside=1)
    [entry] = await desk.entries(None, State.SET_ASIDE)
    assert isinstance(entry.error, MessageGone)


async def test_another_try_after_new_uids_uses_the_copy(desk: Desk) -> None:
    number = await set_aside(desk)
    desk.inbox.uid_validity = 8
    await desk.runs.retry([number])
    result = await desk.run()
    # The message itself has a new name on the server, under which it is stored; the copy is the same.
    assert result.tally.stored == 1
    assert desk.subjects() == ["Faktura 1", "Faktura 2", "Faktura 3"]
    assert (await desk.run()).tally == Tally()


async def test_a_run_for_certain_messages_only_leaves_the_others(desk: Desk) -> None:
    number = await set_aside(desk)
    desk.deliver(*letters(1, first=4))
    await desk.runs.retry([number])
    assert (await desk.run(only=[number])).tally == Tally(stored=1)
    assert desk.subjects() == ["Faktura 1", "Faktura 2", "Faktura 3"]
    assert (await desk.run()).tally == Tally(stored=1)


async def test_a_message_without_octets_is_set_aside_without_a_copy(desk: Desk) -> None:
    desk.deliver(*letters(1))
    point = desk.point()
    source = Source(point.id, point.mode, f"{CLERK}@localhost", "INBOX", 7, rules_digest(point))
    with opened(desk.folder / "data" / "ledger.sqlite3") as file:
        ledger = Ledger(file)
        handling = Handling(
            point,
            source,
            ledger,
            documents=DocumentsFolder(desk.target, point.id),
            aside=SetAside(desk.folder / "data", point.id),
            stop=Event(),
        )
        for _ in range(3):
            due = next(iter(ledger.due(source)), None)
            handling.handle(Block(struck=[Struck(source.place("1"), UNREAD, MessageUnreadable("x"), due)]))
    [entry] = await desk.entries()
    assert (entry.state, entry.attempts, entry.raw) == (State.SET_ASIDE, 3, None)


async def test_a_copy_is_kept_while_another_point_is_storing_the_same_message(desk: Desk) -> None:
    number = await set_aside(desk)
    [aside] = await desk.entries(None, State.SET_ASIDE)
    other = desk.point(id="b" * 32)
    assert (await desk.run(other)).tally == Tally(stored=1, duplicates=2)
    await desk.runs.retry([number])
    data = desk.folder / "data"
    lock = ProcessLock(lock_path(data, other.id))
    with opened(ledger_path(data)) as file:
        assert lock.acquire()
        file.rows("UPDATE message SET state = 'publishing' WHERE subject = 'Faktura 2' AND state = 'stored'")
        assert (await desk.run()).tally == Tally()
        file.rows("UPDATE message SET state = 'stored' WHERE state = 'publishing'")
        lock.release()
    assert aside.raw is not None
    assert aside.raw.exists()
    assert (await desk.run()).tally == Tally(duplicates=1)
    assert not aside.raw.exists()


async def test_in_one_block_only_what_lies_in_the_open_folder_waits_for_what_follows(desk: Desk) -> None:
    point = desk.point(after="move", after_folder="Archiwum")
    account = f"{CLERK}@localhost"
    source = Source(point.id, point.mode, account, "INBOX", 7, rules_digest(point))
    before = Source(point.id, point.mode, account, "INBOX", 6, rules_digest(point))
    first, second = letters(2)
    with opened(desk.folder / "data" / "ledger.sqlite3") as file:
        ledger = Ledger(file)
        ledger.begin(source)
        handling = Handling(
            point,
            source,
            ledger,
            documents=DocumentsFolder(desk.target, point.id),
            aside=SetAside(desk.folder / "data", point.id),
            stop=Event(),
        )
        received = [Received(before.place("1"), UNREAD, first), Received(source.place("2"), UNREAD, second)]
        assert tally_of(handling.handle(Block(received)).counts) == Tally(stored=2)
        assert [each.uid for each in ledger.after_due(source)] == ["2"]
