"""What the journal is told around a run of a point."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from dms_mail_desktop.alerts import Alerts
from dms_mail_desktop.errors import LedgerDamaged, LedgerUnusable, SignInLoss, SignInRequired
from dms_mail_desktop.journal import Event
from dms_mail_desktop.points.facts import PointRecord, RunResult
from dms_mail_desktop.points.health import Change

NOW = datetime(2026, 11, 3, 6, 0, tzinfo=UTC)
LOST = SignInRequired("anna@firma.pl", SignInLoss.REVOKED)
WORKS = PointRecord("p", RunResult("p", NOW, NOW), NOW)
FAILS = PointRecord("p", RunResult("p", NOW, NOW, error=LOST), NOW, NOW, 1)
DAMAGED = LedgerDamaged(Path("ledger.sqlite"), "malformed")


class Notebook:
    """A journal that can be read."""

    def __init__(self) -> None:
        self.events: list[tuple[int, str]] = []

    def write(self, event: Event, text: str) -> None:
        self.events.append((event.number, text))


class Records:
    """A ledger that answers as scripted, once before the run and once after it."""

    def __init__(self, *answers: PointRecord | LedgerDamaged | None) -> None:
        self._answers = list(answers)

    async def __call__(self) -> Mapping[str, PointRecord]:
        answer = self._answers.pop(0)
        if isinstance(answer, LedgerDamaged):
            raise answer
        return {answer.point_id: answer} if answer else {}


async def run(record: PointRecord) -> RunResult:
    assert record.last_run
    return record.last_run


def words(change: Change, record: PointRecord) -> str:
    return f"{record.point_id} {change}"


async def told(*answers: PointRecord | LedgerDamaged | None, ended: PointRecord) -> list[tuple[int, str]]:
    notebook = Notebook()
    result = await Alerts(Records(*answers), notebook).watch("p", lambda: run(ended), words)
    assert result is ended.last_run
    return notebook.events


async def test_a_point_that_stops_is_told_with_its_number() -> None:
    assert await told(WORKS, FAILS, ended=FAILS) == [(1000, "p stopped")]


async def test_a_point_that_works_again_is_told() -> None:
    assert await told(FAILS, WORKS, ended=WORKS) == [(1002, "p works_again")]


async def test_a_point_that_works_is_nothing_to_tell() -> None:
    assert await told(None, WORKS, ended=WORKS) == []


async def test_a_point_that_fails_at_its_first_run_is_told() -> None:
    assert await told(None, FAILS, ended=FAILS) == [(1000, "p stopped")]


async def test_a_damaged_ledger_keeps_no_record_and_is_told_all_the_same() -> None:
    failed = PointRecord("p", RunResult("p", NOW, NOW, error=DAMAGED))
    assert await told(DAMAGED, DAMAGED, ended=failed) == [(1000, "p stopped")]


async def test_a_disk_too_full_to_keep_the_record_is_told_once_and_again_when_there_is_room() -> None:
    full = LedgerUnusable(Path("ledger.sqlite"), "database or disk is full")
    runs = [RunResult("p", NOW + timedelta(hours=n), NOW + timedelta(hours=n), error=full) for n in (1, 2)]
    works = PointRecord("p", RunResult("p", NOW + timedelta(hours=3), NOW + timedelta(hours=3)), NOW)
    notebook = Notebook()
    alerts = Alerts(Records(WORKS, WORKS, WORKS, WORKS, WORKS, works), notebook)
    for ended in (PointRecord("p", runs[0]), PointRecord("p", runs[1]), works):
        await alerts.watch("p", lambda ended=ended: run(ended), words)  # type: ignore[misc]
    assert notebook.events == [(1000, "p stopped"), (1002, "p works_again")]
