"""Every message exactly once, wherever a run dies and whoever runs at the same time."""

import os
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp

import pytest

from dms_mail_desktop.points.facts import State

from .deaths import dies_at, together
from .ledgers import SOURCE
from .messages import message
from .offices import Office, second

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs processes that can be forked")
MAILBOX = {"1": message("one"), "2": message("two", attachments=[]), "3": message("one")}
"""Three messages, of which the third is the first once more."""
SETTLED = {"1": State.STORED, "2": State.STORED, "3": State.DUPLICATE}


@pytest.fixture(scope="module")
def memory() -> Iterator[Path]:
    """A folder without a medium to wait for where the system has one: hundreds of deaths would wait for minutes."""
    memory = Path("/dev/shm")
    with TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        yield Path(folder)


@pytest.fixture
def in_memory(memory: Path) -> Path:
    """A new one."""
    return Path(mkdtemp(dir=memory))


def nothing(_office: Office) -> None:
    """A DMS that sleeps."""


DMS = pytest.mark.parametrize("dms", [nothing, Office.take], ids=["asleep", "awake"])


@DMS
def test_a_run_that_dies_at_any_step_is_finished_by_the_next(in_memory: Path, dms: Callable[[Office], None]) -> None:
    step, died = 0, True
    while died:
        step += 1
        office = Office(in_memory / str(step), MAILBOX)
        died = dies_at(step, office.run)
        dms(office)
        office.run()
        office.take()
        assert sorted(office.taken.values()) == [1, 1], f"step {step}"
        assert office.states() == SETTLED, f"step {step}"
        assert list(office.target.iterdir()) == [], f"step {step}"
    assert step > 60


@pytest.fixture(scope="module")
def between_the_renames(memory: Path) -> int:
    """The step at which one of the two messages has its name and the other has not."""
    for step in count(1):
        office = Office(memory / f"tried-{step}", MAILBOX)
        assert dies_at(step, office.run)
        if sum(not path.name.startswith(".") for path in office.target.iterdir()) == 1:
            return step
    raise AssertionError


@DMS
def test_a_recovery_that_dies_at_any_step_is_finished_by_the_next(
    in_memory: Path, between_the_renames: int, dms: Callable[[Office], None]
) -> None:
    """The first run dies between the two renames, so that there is something of everything to recover."""
    step, died = 0, True
    while died:
        step += 1
        office = Office(in_memory / str(step), MAILBOX)
        assert dies_at(between_the_renames, office.run)
        dms(office)
        died = dies_at(step, office.run)
        dms(office)
        office.run()
        office.take()
        assert sorted(office.taken.values()) == [1, 1], f"step {step}"
        assert office.states() == SETTLED, f"step {step}"
        assert list(office.target.iterdir()) == [], f"step {step}"
    assert step > 20


def test_two_points_of_a_mailbox_that_run_at_once_store_each_message_once(in_memory: Path) -> None:
    for times in range(20):
        office = Office(in_memory / str(times), MAILBOX)
        together(
            lambda start, office=office: office.run(before_publishing=start),
            lambda start, office=office: office.run(second(), before_publishing=start),
        )
        office.take()
        assert sorted(office.taken.values()) == [1, 1]
        for source in (SOURCE, second()):
            office.run(source)
        office.take()
        assert sorted(office.taken.values()) == [1, 1]
        first, other = office.states(), office.states("point-b")
        assert set(first) == set(other) == set(MAILBOX)
        assert [*first.values(), *other.values()].count(State.STORED) == 2
        assert list(office.target.iterdir()) == []


def test_one_point_that_is_started_twice_at_once_runs_once(tmp_path: Path) -> None:
    office = Office(tmp_path / "office", MAILBOX)
    lock = office.lock("point-a")
    assert lock.acquire()
    office.run()
    assert not office.ledger.exists()
    lock.release()
    office.run()
    assert office.states() == SETTLED
