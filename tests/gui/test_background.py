"""Work runs off the GUI thread and every outcome arrives in it, once, while the owner lives."""

import asyncio
import threading
import time
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from dms_mail_desktop.gui.background import Background


@pytest.fixture
def background() -> Iterator[Background]:
    made = Background()
    yield made
    made.close()


@pytest.fixture
def owner(qtbot: QtBot) -> QObject:  # noqa: ARG001 - an application must be there
    return QObject()


def unexpected(error: Exception) -> None:
    raise AssertionError(error)


def test_outcomes_of_many_jobs_arrive_in_the_gui_thread_and_none_is_lost(
    qtbot: QtBot, background: Background, owner: QObject
) -> None:
    arrived: list[tuple[int, int]] = []

    async def work(number: int) -> int:
        await asyncio.sleep(0)
        return number

    for number in range(500):
        background.start(
            owner,
            lambda number=number: work(number),
            done=lambda value: arrived.append((value, threading.get_ident())),
            failed=unexpected,
        )
    qtbot.waitUntil(lambda: len(arrived) == 500)
    assert sorted(value for value, _ in arrived) == list(range(500))
    assert {thread for _, thread in arrived} == {threading.get_ident()}


def test_a_failure_reaches_failed_with_the_error_itself(qtbot: QtBot, background: Background, owner: QObject) -> None:
    errors: list[Exception] = []

    async def work() -> None:
        raise LookupError("gone")

    background.start(owner, work, done=unexpected, failed=errors.append)
    qtbot.waitUntil(lambda: bool(errors))
    assert isinstance(errors[0], LookupError)


def test_a_cancelled_job_delivers_nothing_and_its_coroutine_is_told(
    qtbot: QtBot, background: Background, owner: QObject
) -> None:
    told = threading.Event()
    begun = threading.Event()

    async def work() -> None:
        begun.set()
        try:
            await asyncio.sleep(60)
        finally:
            told.set()

    job = background.start(owner, work, done=unexpected, failed=unexpected)
    assert begun.wait(2)
    job.cancel()
    assert told.wait(2)
    qtbot.wait(20)
    assert not job.running


def test_a_job_ends_with_its_owner(qtbot: QtBot, background: Background) -> None:
    told = threading.Event()
    begun = threading.Event()

    async def work() -> None:
        begun.set()
        try:
            await asyncio.sleep(60)
        finally:
            told.set()

    owner = QObject()
    background.start(owner, work, done=unexpected, failed=unexpected)
    assert begun.wait(2)
    owner.deleteLater()
    qtbot.waitUntil(told.is_set)


def test_relayed_progress_keeps_its_order(qtbot: QtBot, background: Background, owner: QObject) -> None:
    seen: list[int] = []
    report = background.relay(owner, seen.append)

    async def work() -> None:
        for number in range(200):
            report(number)

    done: list[None] = []
    background.start(owner, work, done=done.append, failed=unexpected)
    qtbot.waitUntil(lambda: bool(done))
    assert seen == list(range(200))


def test_closing_does_not_wait_for_work_that_will_not_end(owner: QObject) -> None:
    background = Background()

    async def stubborn() -> None:
        while True:
            try:
                await asyncio.sleep(60)
            except asyncio.CancelledError:
                continue

    background.start(owner, stubborn, done=unexpected, failed=unexpected)
    started = time.monotonic()
    background.close()
    assert time.monotonic() - started < 4
