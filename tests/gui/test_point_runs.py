"""The runs of points while the window is open: what starts them, how many at once, what ends them."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from company import PATIENCE
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot
from scripted_runs import ScriptedRuns, record_of, run_of

from dms_mail_desktop.errors import (
    LedgerUnusable,
    MessageGone,
    RegistrationIncomplete,
    SignInLoss,
    SignInRequired,
)
from dms_mail_desktop.gui.background import Background
from dms_mail_desktop.gui.document import Document
from dms_mail_desktop.gui.language import Language
from dms_mail_desktop.gui.point_records import News, failure_of
from dms_mail_desktop.gui.point_runs import PointRuns
from dms_mail_desktop.journal import Event, NoJournal, Severity
from dms_mail_desktop.models import AuthMethod, Point, Settings
from dms_mail_desktop.points.facts import Progress, Tally
from dms_mail_desktop.points.health import Change
from dms_mail_desktop.sandbox.keyring import ThrowAwayKeyring
from dms_mail_desktop.services import build_services

SIGN_IN = SignInRequired("anna@firma.pl", SignInLoss.EXPIRED)


@dataclass
class Notes:
    """A journal that can be read."""

    events: list[tuple[Event, str]] = field(default_factory=list)

    def write(self, event: Event, text: str) -> None:
        self.events.append((event, text))


@dataclass
class Office:
    """Points, their runs and a clock that a test sets."""

    qtbot: QtBot
    folder: Path
    background: Background
    scripted: ScriptedRuns = field(default_factory=ScriptedRuns)
    journal: Notes = field(default_factory=Notes)
    language: Language = field(default_factory=lambda: Language("pl"))
    now: float = field(default_factory=time.time)

    def open(self, *points: Point) -> PointRuns:
        """What the window does when it opens."""
        services = build_services(self.folder, backend=ThrowAwayKeyring(), journal=self.journal)
        self.services = replace(services, runs=self.scripted)
        services.store.save(Settings(points=points), services.store.load().stamp)
        self.document = Document(self.services, self.background)
        self.window = QObject()
        parts = (self.document, self.services, self.background, self.language, self.window)
        self.runs = PointRuns(*parts, clock=lambda: self.now)
        self.told: list[News] = []
        self.runs.records.told.connect(self.told.append)
        self.runs.begin()
        self.wait(lambda: self.runs.records.asked)
        return self.runs

    def point(self, name: str, **more: object) -> Point:
        """A point that is fit to run."""
        values = {"host": "poczta.firma.pl", "login": "anna@firma.pl", "active": True, "target": str(self.folder)}
        return Point(id=name, name=name, **{**values, **more})  # type: ignore[arg-type]

    def save(self, *points: Point) -> None:
        """Changes the points."""
        settings, failed = self.document.settings.model_copy(update={"points": points}), list[Exception]()
        self.document.save(settings, done=lambda: None, failed=failed.append)
        self.wait(lambda: not self.document.saving)
        assert failed == []

    def pass_time(self, seconds: int) -> None:
        """Lets the clock go on, and the runs with it."""
        for _ in range(seconds // 5):
            self.now += 5
            self.runs.tick()
            self.qtbot.wait(5)

    def wait(self, until: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(until, timeout=PATIENCE)

    def settle(self, *names: str) -> None:
        """Waits until these points do not run any more."""
        self.wait(lambda: all(self.runs.activity(name) is None for name in names))


@pytest.fixture
def office(qtbot: QtBot, tmp_path: Path) -> Iterator[Office]:
    made = Office(qtbot, tmp_path, Background())
    yield made
    made.runs.stop_all()
    made.background.close()


def test_active_points_run_by_their_interval_and_others_do_not(office: Office) -> None:
    office.open(office.point("a", interval=1), office.point("off", active=False), office.point("unfit", target=""))
    office.pass_time(15)
    assert office.scripted.started == []
    office.pass_time(5)
    office.settle("a")
    office.pass_time(55)
    assert office.scripted.started == ["a"]
    office.pass_time(10)
    office.settle("a")
    assert office.scripted.started == ["a", "a"]


def test_a_person_starts_a_point_that_is_switched_off(office: Office) -> None:
    off = office.point("off", active=False)
    runs = office.open(off)
    runs.start(off)
    office.settle("off")
    assert office.scripted.started == ["off"]
    assert runs.records.known["off"].last_run is not None


def test_two_points_run_at_once_and_a_person_goes_first(office: Office) -> None:
    points = [office.point(name) for name in "abcd"]
    runs = office.open(*points)
    office.scripted.held = True
    for point in points[:3]:
        runs.start(point)
    office.wait(lambda: len(office.scripted.started) == 2)
    waiting = runs.activity("c")
    assert waiting is not None
    assert waiting.waiting
    runs.start(points[3])
    office.scripted.held = False
    office.settle(*"abcd")
    assert office.scripted.started == ["a", "b", "d", "c"]
    assert office.scripted.most_at_once == 2


def test_a_point_that_runs_is_not_started_again(office: Office) -> None:
    point = office.point("a", interval=1)
    runs = office.open(point)
    office.scripted.held = True
    runs.start(point)
    runs.start(point)
    office.pass_time(180)
    assert office.scripted.started == ["a"]
    office.scripted.held = False
    office.settle("a")
    assert office.scripted.started == ["a"]


def test_progress_arrives_with_every_new_total(office: Office) -> None:
    point = office.point("a")
    runs = office.open(point)
    office.scripted.progress = [Progress(None, Tally()), Progress(40, Tally()), Progress(40, Tally(stored=1))]
    office.scripted.held = True
    runs.start(point)
    office.wait(lambda: (activity := runs.activity("a")) is not None and activity.progress.total == 40)
    office.scripted.held = False
    office.settle("a")


def test_a_stopped_run_is_over_when_it_has_let_go(office: Office) -> None:
    point = office.point("a")
    runs = office.open(point)
    office.scripted.held = True
    runs.start(point)
    runs.stop("a")
    activity = runs.activity("a")
    assert activity is not None
    assert activity.stopping
    office.settle("a")
    run = runs.records.known["a"].last_run
    assert run is not None
    assert run.stopped


def test_a_point_that_waits_for_its_turn_can_be_stopped_too(office: Office) -> None:
    points = [office.point(name) for name in "abc"]
    runs = office.open(*points)
    office.scripted.held = True
    for point in points:
        runs.start(point)
    runs.stop("c")
    assert runs.activity("c") is None
    office.scripted.held = False
    office.settle(*"ab")
    assert "c" not in office.scripted.started


def test_a_point_that_is_changed_while_it_waits_for_its_turn_runs_as_it_is_now(office: Office) -> None:
    points = [office.point(name, after="delete") for name in "abcd"]
    runs = office.open(*points)
    office.scripted.held = True
    for point in points:
        runs.start(point)
    office.wait(lambda: len(office.scripted.started) == 2)
    office.save(*points[:2], office.point("c", after="leave"), office.point("d", target=""))
    assert runs.activity("d") is None
    office.scripted.held = False
    office.settle(*"abc")
    assert [(each.id, each.after) for each in office.scripted.points[2:]] == [("c", "leave")]


def test_a_point_that_was_removed_runs_no_more(office: Office) -> None:
    point = office.point("a")
    runs = office.open(point, office.point("b", active=False))
    office.scripted.held = True
    runs.start(point)
    office.wait(lambda: office.scripted.started == ["a"])
    office.save(office.point("b", active=False))
    office.wait(lambda: office.scripted.ended == ["a"])
    office.pass_time(60)
    assert office.scripted.started == ["a"]


def test_a_run_ends_with_the_program_within_two_seconds(office: Office) -> None:
    point = office.point("a")
    runs = office.open(point)
    office.scripted.held = True
    runs.start(point)
    office.wait(lambda: office.scripted.started == ["a"])
    runs.stop_all()
    office.background.close()
    assert office.scripted.ended == ["a"]
    stopped = office.scripted.kept["a"].last_run
    assert stopped is not None
    assert stopped.stopped


def test_another_run_under_way_elsewhere_is_told(office: Office) -> None:
    point = office.point("a")
    runs = office.open(point)
    office.scripted.outcomes["a"] = run_of("a", busy=True)
    runs.start(point)
    office.settle("a")
    assert runs.found_busy("a")
    del office.scripted.outcomes["a"]
    runs.start(point)
    office.settle("a")
    assert not runs.found_busy("a")


def test_without_a_registration_the_run_fails_and_is_remembered(office: Office) -> None:
    point = office.point("a", auth_method=AuthMethod.OAUTH2)
    runs = office.open(point)
    runs.start(point)
    office.settle("a")
    run = runs.records.known["a"].last_run
    assert run is not None
    assert isinstance(run.error, RegistrationIncomplete)


def test_news_is_told_once_and_nothing_of_what_was_before_the_window_opened(office: Office) -> None:
    point = office.point("a")
    office.scripted.kept["a"] = record_of(run_of("a", error=SIGN_IN))
    runs = office.open(point)
    assert office.told == []
    runs.start(point)
    office.settle("a")
    assert [news.change for news in office.told] == [Change.WORKS_AGAIN]
    office.scripted.outcomes["a"] = run_of("a", error=SIGN_IN)
    runs.start(point)
    office.settle("a")
    runs.start(point)
    office.settle("a")
    assert [news.change for news in office.told] == [Change.WORKS_AGAIN, Change.STOPPED]


def test_the_journal_hears_of_a_point_that_stopped(office: Office) -> None:
    point = office.point("Faktury", login="anna@firma.pl")
    runs = office.open(point)
    office.scripted.outcomes["Faktury"] = run_of("Faktury", error=SIGN_IN)
    runs.start(point)
    office.settle("Faktury")
    [(event, text)] = office.journal.events
    assert event.severity is Severity.ERROR
    assert "Faktury" in text


def test_a_run_elsewhere_is_learnt_within_a_minute(office: Office) -> None:
    runs = office.open(office.point("a", active=False))
    office.scripted.kept["a"] = record_of(run_of("a", error=SIGN_IN))
    office.pass_time(60)
    office.wait(lambda: "a" in runs.records.known)
    assert [news.change for news in office.told] == [Change.STOPPED]


def test_a_sign_in_runs_the_points_that_waited_for_it(office: Office) -> None:
    for name, error in (("a", SIGN_IN), ("b", MessageGone()), ("off", SIGN_IN)):
        office.scripted.kept[name] = record_of(run_of(name, error=error))
    points = (office.point("a"), office.point("b"), office.point("off", active=False))
    runs = office.open(*points)
    runs.start_signed_in()
    office.settle(*"ab")
    assert office.scripted.started == ["a"]


def test_a_ledger_that_cannot_be_read_is_told_and_asked_again(office: Office, tmp_path: Path) -> None:
    office.scripted.unreadable = LedgerUnusable(tmp_path, "locked")
    runs = office.open(office.point("a"))
    assert runs.records.error is office.scripted.unreadable
    office.scripted.unreadable = None
    office.pass_time(60)
    office.wait(lambda: runs.records.error is None)


def test_a_run_that_the_ledger_cannot_keep_is_shown_and_told_once(office: Office, tmp_path: Path) -> None:
    point = office.point("a")
    office.scripted.kept["a"] = kept = record_of(run_of("a"))
    runs = office.open(point)
    full = LedgerUnusable(tmp_path, "database or disk is full")
    office.scripted.keeps = False
    for _ in range(2):
        office.scripted.outcomes["a"] = run_of("a", error=full)
        runs.start(point)
        office.settle("a")
        assert failure_of(runs.records.known["a"]) is full
    assert [news.change for news in office.told] == [Change.STOPPED]
    assert runs.records.known["a"].last_success == kept.last_success
    office.scripted.keeps = True
    del office.scripted.outcomes["a"]
    runs.start(point)
    office.settle("a")
    assert [news.change for news in office.told] == [Change.STOPPED, Change.WORKS_AGAIN]


def test_without_points_nothing_is_asked(office: Office) -> None:
    services = build_services(office.folder, backend=ThrowAwayKeyring(), journal=NoJournal())
    office.services = replace(services, runs=office.scripted)
    office.document = Document(office.services, office.background)
    office.window = QObject()
    parts = (office.document, office.services, office.background, office.language, office.window)
    office.runs = PointRuns(*parts)
    office.runs.begin()
    office.qtbot.wait(20)
    assert office.scripted.readings == 0
