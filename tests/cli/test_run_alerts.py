"""What dms-mail run tells the system's journal."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from dms_mail_desktop.cli import main
from dms_mail_desktop.errors import MailDesktopError, PasswordMissing
from dms_mail_desktop.journal import Event
from dms_mail_desktop.models import Point, Settings
from dms_mail_desktop.points.facts import PointRecord, RunResult
from dms_mail_desktop.services import Services, build_services

START = datetime(2026, 11, 3, 6, 0, tzinfo=UTC)
MISSING = PasswordMissing("faktury", "poczta.firma.pl")


class Notebook:
    """A journal that can be read."""

    def __init__(self) -> None:
        self.events: list[tuple[int, str]] = []

    def write(self, event: Event, text: str) -> None:
        self.events.append((event.number, text))


@dataclass
class Runs:
    """Runs that end as told, five minutes apart, and are remembered as the ledger does."""

    error: MailDesktopError | None = None
    known: dict[str, PointRecord] = field(default_factory=dict)
    count: int = 0
    broken: str = ""

    async def run(self, point: Point, _access: object, *, dry: bool, **_: Any) -> RunResult:
        self.count += 1
        if point.id == self.broken:
            raise ZeroDivisionError
        at = START + timedelta(minutes=5 * self.count)
        result = RunResult(point.id, at, at, error=self.error, dry=dry)
        if not dry:
            before = self.known.get(point.id, PointRecord(point.id))
            failing = {"failing_since": before.failing_since or at, "failures": before.failures + 1}
            fresh = {"failing_since": None, "failures": 0, "last_success": at}
            self.known[point.id] = replace(before, last_run=result, **(failing if self.error else fresh))
        return result

    async def records(self) -> Mapping[str, PointRecord]:
        return dict(self.known)


@pytest.fixture
def computer(tmp_path: Path) -> tuple[Services, Runs, Notebook]:
    runs, notebook = Runs(), Notebook()
    services = replace(build_services(tmp_path, journal=notebook), runs=runs)
    target = tmp_path / "dokumenty"
    point = Point(name="Faktury", active=True, host="poczta.firma.pl", login="faktury", target=str(target))
    services.store.save(Settings(points=(point,)), services.store.load().stamp)
    return services, runs, notebook


def test_a_point_that_stops_and_works_again_is_told_twice(computer: tuple[Services, Runs, Notebook]) -> None:
    services, runs, notebook = computer
    for error in (None, MISSING, MISSING, None, None):
        runs.error = error
        main(["run"], services)
    assert [number for number, _ in notebook.events] == [1000, 1002]
    assert "„Faktury” przestał działać" in notebook.events[0][1]
    assert "faktury" in notebook.events[0][1]


def test_the_journal_speaks_the_language_of_the_command(computer: tuple[Services, Runs, Notebook]) -> None:
    services, runs, notebook = computer
    runs.error = MISSING
    main(["run", "--language", "en"], services)
    assert "“Faktury” stopped working" in notebook.events[0][1]


def test_a_dry_run_tells_nobody(computer: tuple[Services, Runs, Notebook]) -> None:
    services, runs, notebook = computer
    runs.error = MISSING
    main(["run", "--dry-run"], services)
    assert runs.count == 1
    assert notebook.events == []


def test_a_fault_of_the_program_in_one_point_comes_after_the_runs_of_the_others(
    computer: tuple[Services, Runs, Notebook], capsys: pytest.CaptureFixture[str]
) -> None:
    services, runs, _ = computer
    loaded = services.store.load()
    [point] = loaded.settings.points
    points = [point.model_copy(update={"id": letter * 32, "name": letter}) for letter in "abc"]
    services.store.save(Settings(points=tuple(points)), loaded.stamp)
    runs.broken = "b" * 32
    with pytest.raises(ZeroDivisionError):
        main(["run"], services)
    assert list(runs.known) == ["a" * 32, "c" * 32]
    assert [line.split(":")[0] for line in capsys.readouterr().out.splitlines()] == ["a", "c"]
