"""A run that is killed at any moment, again and again: nothing is lost, nothing comes twice."""

import sqlite3
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from threading import Event, Thread
from typing import Any

import pytest

from dms_mail_desktop.models import Point
from dms_mail_desktop.points.layout import ledger_path

from .dms import Dms, assert_each_once, documents
from .office import Office, Runner
from .points_program import PHASES
from .post import Sent, written
from .provider import SENDER

pytestmark = pytest.mark.lab

AT_FIRST = 300
"""Messages before the first run."""
ARCHIVE = "Archiwum"
NOTHING = {"stored": 0, "skipped": 0, "duplicates": 0, "failed": 0, "set_aside": 0}


@dataclass
class Arrivals:
    """New mail, some of it while a run is under way."""

    office: Office
    chance: Random
    sent: list[Sent] = field(default_factory=list)

    def come(self, count: int) -> None:
        first = len(self.sent) + 1
        letters = [written(number, files=number % 3) for number in range(first, first + count)]
        self.office.postman.deliver(SENDER, *letters)
        self.sent += letters

    @contextmanager
    def under_way(self) -> Iterator[None]:
        """Letters come by and by until the end of the block."""
        done = Event()

        def work() -> None:
            while not done.wait(self.chance.uniform(0.0, 0.2)):
                self.come(self.chance.randrange(3))

        postman = Thread(target=work)
        postman.start()
        try:
            yield
        finally:
            done.set()
            postman.join()


def deaths(chance: Random, hit: Counter[str], whole: list[float]) -> Iterator[dict[str, Any]]:
    """Half of them at any moment of a run, by the seconds of the last `whole` one; half in the phase `hit` least."""
    while True:
        yield {"phase": min(PHASES, key=hit.__getitem__), "sample": chance.choice([1, 1, 2, 3, 5, 8])}
        yield {"seconds": chance.uniform(0.0, whole[-1])}


def killed(runner: Runner, point: Point, arrivals: Arrivals, times: int, chance: Random) -> Counter[str]:
    """Kills as many runs; counts the phases they were in."""
    hit, whole = Counter[str](), [1.0]
    for death in deaths(chance, hit, whole):
        arrivals.come(chance.randrange(12))
        began = time.monotonic()
        with arrivals.under_way():
            told = runner.run(point, **death)
        if "killed" in told:
            hit[told["killed"]] += 1
        else:
            whole.append(time.monotonic() - began)
            assert (told["error"], told["tally"]["failed"], told["tally"]["set_aside"]) == ("''", 0, 0)
        if hit.total() == times:
            break
    return hit


def assert_ledger_consistent(path: Path, stored: int) -> None:
    """As SQLite sees it, and as the promise of "once" wants it after a whole run."""
    connection = sqlite3.connect(path)
    try:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert connection.execute("SELECT state, count(*) FROM message GROUP BY state").fetchall() == [
            ("stored", stored)
        ]
        assert connection.execute("SELECT count(*) FROM message WHERE after_due").fetchone() == (0,)
        assert connection.execute("SELECT count(DISTINCT content_key) FROM message").fetchone() == (stored,)
    finally:
        connection.close()


@pytest.mark.parametrize(
    ("kind", "after", "times"), [("imap", "move", 70), ("imap", "delete", 70), ("pop3", "delete", 90)]
)
def test_runs_that_are_killed_at_any_moment_store_every_message_exactly_once(
    office: Office, capsys: pytest.CaptureFixture[str], kind: str, after: str, times: int
) -> None:
    def chance(whose: str) -> Random:
        return Random(f"{kind} {after} {whose}")  # noqa: S311 - no secret

    point = office.point(kind, after=after, after_folder=ARCHIVE if after == "move" else "")
    arrivals, dms = Arrivals(office, chance("post")), Dms(office.target, office.folder / "DMS", chance("DMS"))
    arrivals.come(AT_FIRST)
    if after == "move":
        with office.mailboxes.opened(SENDER) as session:
            session.create(ARCHIVE)
    with office.runner() as runner:
        with dms.at_work():
            hit = killed(runner, point, arrivals, times, chance("deaths"))
        with capsys.disabled():
            print(f"\n{kind}, {after}: {len(arrivals.sent)} messages, killed while {dict(hit.most_common())}")  # noqa: T201
        last = runner.run(point)
        assert last["error"] == "''"
        assert runner.run(point)["tally"] == NOTHING

    assert_each_once([*dms.taken, *documents(office.target)], arrivals.sent)
    assert dms.taken
    assert_ledger_consistent(ledger_path(office.data), len(arrivals.sent))
    assert office.mailboxes.messages(SENDER) == []
    if after == "move":
        with office.mailboxes.opened(SENDER) as session:
            assert session.select(ARCHIVE)[1] == [str(len(arrivals.sent)).encode()]
    assert set(PHASES) - set(hit) == set()
