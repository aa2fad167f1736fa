"""Runs that are stopped, run at once, or meet another: in the end every message is stored, and stored once."""

import asyncio
import contextlib
from collections.abc import Callable

import pytest

from dms_mail_desktop.locks import ProcessLock
from dms_mail_desktop.models import Point
from dms_mail_desktop.points.facts import Progress, State, Tally
from dms_mail_desktop.points.layout import ledger_path, lock_path
from dms_mail_desktop.points.run import PATIENCE
from dms_mail_desktop.points.runs import Runs

from .ledgers import opened
from .run_desk import Desk, letters

COUNT = 60
EXPECTED = sorted(f"Faktura {number}" for number in range(1, COUNT + 1))


def stopping_at(number: int) -> Callable[[Progress], None]:
    """Stops the run that reports, at its report with this number."""
    reports = 0
    task = asyncio.current_task()
    assert task

    def report(_: Progress) -> None:
        nonlocal reports
        reports += 1
        if reports == number:
            task.cancel()

    return report


async def run_until(desk: Desk, point: Point, number: int) -> None:
    async def run() -> None:
        await desk.run(point, report=stopping_at(number))

    with contextlib.suppress(asyncio.CancelledError):
        await asyncio.create_task(run())


@pytest.mark.parametrize("kind", ["imap", "pop3"])
@pytest.mark.parametrize("number", [1, 2, 3, 4])
async def test_a_run_that_is_stopped_at_any_report_is_finished_by_the_next(desk: Desk, kind: str, number: int) -> None:
    desk.deliver(*letters(COUNT))
    point = desk.point(account_type=kind, after="delete")
    await run_until(desk, point, number)
    record = (await desk.runs.records())[point.id]
    assert record.last_run is not None
    assert (record.last_run.stopped, record.last_run.error, record.failures) == (True, None, 0)
    first = len(desk.subjects())
    assert first == record.last_run.tally.stored
    second = await desk.run(point)
    assert (second.error, second.tally.stored + first) == (None, COUNT)
    assert desk.subjects() == EXPECTED
    assert desk.inbox.letters == []


@pytest.mark.parametrize("milliseconds", range(0, 320, 40))
async def test_a_run_that_is_stopped_at_any_moment_is_finished_by_the_next(desk: Desk, milliseconds: int) -> None:
    desk.deliver(*letters(COUNT))
    task = asyncio.create_task(desk.run())
    await asyncio.wait([task], timeout=milliseconds / 1000)
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task
    stored = desk.subjects()
    assert len(set(stored)) == len(stored)
    assert len(await desk.entries(None, State.STORED)) == len(stored)
    assert (await desk.run()).error is None
    assert desk.subjects() == EXPECTED


async def test_a_second_run_of_a_point_does_nothing_and_says_so(desk: Desk) -> None:
    desk.deliver(*letters(3))
    first, second = await asyncio.gather(desk.run(), desk.run())
    assert sorted((first.busy, second.busy)) == [False, True]
    assert desk.subjects() == ["Faktura 1", "Faktura 2", "Faktura 3"]
    record = (await desk.runs.records())[desk.point().id]
    assert record.last_run is not None
    assert not record.last_run.busy


async def test_two_points_that_read_one_mailbox_at_once_store_each_message_once(desk: Desk) -> None:
    desk.deliver(*letters(COUNT))
    one, other = desk.point(), desk.point(id="b" * 32)
    results = await asyncio.gather(desk.run(one), desk.run(other))
    assert [result.error for result in results] == [None, None]
    again = await asyncio.gather(desk.run(one), desk.run(other))
    assert sum(result.tally.stored for result in [*results, *again]) == COUNT
    assert desk.subjects() == EXPECTED
    assert (await asyncio.gather(desk.run(one), desk.run(other)))[0].tally == Tally()


async def test_a_message_that_another_point_is_storing_is_looked_at_again(desk: Desk) -> None:
    """The other one may still fail; as long as it runs nothing is known."""
    desk.deliver(*letters(2))
    one, other = desk.point(), desk.point(id="b" * 32)
    await desk.run(one)
    data = desk.folder / "data"
    with opened(data / "ledger.sqlite3") as file:
        file.rows("UPDATE message SET state = 'publishing' WHERE uid = '1'")
        lock = ProcessLock(lock_path(data, one.id))
        assert lock.acquire()
        assert (await desk.run(other)).tally == Tally(duplicates=1)
        lock.release()
    # Its point is gone, and what it began is finished: its folder has its final name already.
    assert (await desk.run(other)).tally == Tally(duplicates=1)
    assert desk.subjects() == ["Faktura 1", "Faktura 2"]


async def test_a_run_waits_while_another_program_writes_to_the_ledger(desk: Desk) -> None:
    desk.deliver(*letters(2))
    await desk.run(desk.point(id="b" * 32, mode="download_attachments"))
    with opened(desk.folder / "data" / "ledger.sqlite3") as file:
        file.rows("BEGIN IMMEDIATE")
        task = asyncio.create_task(desk.run())
        await asyncio.wait([task], timeout=0.5)
        assert not task.done()
        file.rows("ROLLBACK")
    assert (await task).tally == Tally(stored=2)


async def test_a_stopped_run_does_not_wait_long_for_a_disk_that_hangs_but_keeps_its_lock(desk: Desk) -> None:
    desk.deliver(*letters(2))
    await desk.run(desk.point(id="b" * 32, mode="download_attachments"))
    with opened(desk.folder / "data" / "ledger.sqlite3") as file:
        file.rows("BEGIN IMMEDIATE")
        task = asyncio.create_task(desk.run())
        await asyncio.wait([task], timeout=0.5)
        task.cancel()
        await asyncio.wait([task], timeout=PATIENCE + 2)
        assert task.cancelled()
        assert (await desk.run()).busy
        file.rows("ROLLBACK")
    async with asyncio.timeout(5):
        while (result := await desk.run()).busy:  # noqa: ASYNC110 - the lock has no event
            await asyncio.sleep(0.05)
    assert result.tally == Tally(stored=2)
    assert desk.subjects() == ["Faktura 1", "Faktura 1", "Faktura 2", "Faktura 2"]


async def test_a_message_that_a_removed_point_was_storing_in_a_lost_target_is_stored_by_another(desk: Desk) -> None:
    """The removed point died at it, and nobody runs it again."""
    target = desk.folder / "other"
    target.mkdir()
    removed = desk.point(id="b" * 32, target=str(target))
    desk.deliver(*letters(2))
    assert (await desk.run(removed)).tally == Tally(stored=2)
    with opened(ledger_path(desk.folder / "data")) as file:
        file.rows("UPDATE message SET state = 'publishing' WHERE subject = 'Faktura 1'")
    target.rename(desk.folder / "given away")
    assert (await desk.run()).tally == Tally(duplicates=1)
    desk.runs = Runs(desk.folder / "data", {desk.point().id}.__contains__)
    assert (await desk.run()).tally == Tally(stored=1)
    assert desk.subjects() == ["Faktura 1"]
