"""Points at work, as the list and the first screen show them."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from points_desk import PointDesk
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QKeySequence
from PySide6.QtWidgets import QProgressBar, QPushButton, QTabWidget, QWidget
from scripted_runs import ScriptedRuns, record_of, run_of

from dms_mail_desktop.errors import (
    AfterActionFailed,
    ConnectFailed,
    LedgerUnusable,
    MailDesktopError,
    NetworkFault,
    PasswordMissing,
    Reply,
    ServerRefused,
    SignInLoss,
    SignInRequired,
    Stage,
    TargetUnusable,
)
from dms_mail_desktop.gui.buttons import StartStopButton
from dms_mail_desktop.gui.notice import Notice
from dms_mail_desktop.gui.point_actions import Action
from dms_mail_desktop.models import Point
from dms_mail_desktop.points.facts import PointRecord, Progress, Tally
from dms_mail_desktop.sandbox.directory import ACCOUNTANT, CLERK

OFFLINE = ConnectFailed(Stage.CONNECTION, "localhost", 993, NetworkFault.TIMED_OUT, (), "")
SIGN_IN = SignInRequired(ACCOUNTANT, SignInLoss.EXPIRED)


@pytest.fixture
def scripted(points: PointDesk) -> ScriptedRuns:
    assert isinstance(points.desk.runs, ScriptedRuns)
    return points.desk.runs


def point_at(folder: Path, name: str = "Faktury", **more: object) -> Point:
    values = {"id": name, "host": "localhost", "login": CLERK, "active": True, "target": str(folder), **more}
    return Point(name=name, **values)  # type: ignore[arg-type]


def state(points: PointDesk, row: int = 0) -> str:
    return points.rows()[row][5]


def name_of(button: QPushButton) -> str:
    spoken = QAccessible.queryAccessibleInterface(button)
    assert spoken is not None
    return spoken.text(QAccessible.Text.Name)


def wait(points: PointDesk, until: Callable[[], bool]) -> None:
    points.desk.qtbot.waitUntil(until)


def failing(point_id: str, error: MailDesktopError, *, since: timedelta, times: int = 1) -> PointRecord:
    """A point that worked a day ago and has failed for a while."""
    run, now = run_of(point_id, error=error), datetime.now(UTC)
    return replace(record_of(run), failing_since=now - since, failures=times, last_success=now - timedelta(days=1))


def test_a_run_is_started_from_the_list_counts_and_ends_there(
    points: PointDesk, scripted: ScriptedRuns, tmp_path: Path
) -> None:
    points.store(point_at(tmp_path))
    scripted.held = True
    scripted.progress = [Progress(None, Tally()), Progress(40, Tally(stored=11, skipped=1))]
    scripted.outcomes["Faktury"] = run_of("Faktury", Tally(stored=39, skipped=1))
    points.open()
    points.select("Faktury")
    assert points.rows()[0][4:] == ["nigdy", "Niesprawdzony"]
    points.desk.press("Uruchom teraz")
    wait(points, lambda: state(points) == "Pobiera 12 z 40")
    assert points.desk.reads("Faktury: pobieranie wiadomości")
    assert points.desk.reads("12 z 40, pobrano 11 wiadomości, pominięte: 1")
    [line] = [each for each in points.desk.window.findChildren(QProgressBar) if each.isVisible()]
    assert (line.value(), line.maximum()) == (12, 40)
    assert line.accessibleName() == "Faktury: pobieranie wiadomości"
    assert points.desk.button("Przerwij").isEnabled()
    scripted.held = False
    wait(points, lambda: state(points) == "Działa")
    assert points.rows()[0][4].startswith("dziś, ")
    assert points.desk.reads("Faktury: punkt działa")
    assert points.desk.reads("Pobrano 39 wiadomości, pominięte: 1 · dziś o")
    assert not line.isVisible()
    assert points.desk.button("Uruchom teraz").isEnabled()


def test_a_run_is_stopped_from_the_list(points: PointDesk, scripted: ScriptedRuns, tmp_path: Path) -> None:
    points.store(point_at(tmp_path))
    scripted.held = True
    points.open()
    points.select("Faktury")
    points.desk.press("Uruchom teraz")
    wait(points, lambda: state(points) == "Pobiera…")
    stop = points.desk.find(QWidget, "notice").action_button  # type: ignore[attr-defined]
    assert stop.accessibleName() == "Przerwij: Faktury"
    assert name_of(points.desk.button("Przerwij")) != name_of(stop)
    points.desk.qtbot.mouseClick(stop, Qt.MouseButton.LeftButton)
    wait(points, lambda: scripted.ended == ["Faktury"])
    wait(points, lambda: points.desk.reads("Faktury: pobieranie przerwano"))
    assert state(points) == "Niesprawdzony"


def test_a_point_that_is_switched_off_tells_how_the_run_ended_that_a_person_started(
    points: PointDesk, scripted: ScriptedRuns, tmp_path: Path
) -> None:
    points.store(point_at(tmp_path, active=False))
    scripted.kept["Faktury"] = record_of(run_of("Faktury", error=OFFLINE))
    scripted.outcomes["Faktury"] = run_of("Faktury", Tally(stored=15))
    points.open()
    points.select("Faktury")
    assert points.desk.reads("Wiadomości czekają w skrzynce, dopóki punkt nie będzie włączony.")
    points.desk.press("Uruchom teraz")
    wait(points, lambda: points.desk.reads("Pobrano 15 wiadomości · dziś o"))
    assert points.desk.reads("Faktury: punkt jest wyłączony")
    assert state(points) == "Wyłączony"
    scripted.outcomes["Faktury"] = run_of("Faktury", error=SIGN_IN)
    points.desk.press("Uruchom teraz")
    told = points.desk.spoken.wording.explain(SIGN_IN)
    wait(points, lambda: points.desk.reads(f"Faktury: {told.reason}"))
    assert points.desk.reads(told.cause[:30])


def test_a_point_that_lacks_its_folder_is_opened_there_instead(
    points: PointDesk, scripted: ScriptedRuns, tmp_path: Path
) -> None:
    points.store(point_at(tmp_path, target=""))
    points.open()
    points.select("Faktury")
    assert state(points) == "Niekompletny"
    assert points.desk.reads("Do uzupełnienia: Katalog dokumentów.")
    points.desk.press("Uruchom teraz")
    focused = points.dialog.focusWidget()
    assert focused is not None
    assert points.field("target") in (focused, focused.parentWidget())
    assert scripted.started == []


def test_a_path_that_is_not_whole_is_told_as_such_and_not_as_missing(
    points: PointDesk, scripted: ScriptedRuns, tmp_path: Path
) -> None:
    points.store(point_at(tmp_path, target="dokumenty"))
    points.open()
    points.select("Faktury")
    assert state(points) == "Niepełna ścieżka"
    assert points.desk.reads("Faktury: niepełna ścieżka katalogu dokumentów")
    assert points.desk.reads("podaj pełną ścieżkę")
    assert not points.desk.reads("Do uzupełnienia")
    points.desk.press("Zmień katalog…")
    focused = points.dialog.focusWidget()
    assert focused is not None
    assert points.field("target") in (focused, focused.parentWidget())
    assert scripted.started == []


STATES = {
    "sign-in": (SIGN_IN, "Wymaga logowania", "Zaloguj…"),
    "password": (PasswordMissing(CLERK, "localhost"), "Brak hasła", "Podaj hasło…"),
    "no connection": (OFFLINE, "Brak połączenia", "Sprawdź ponownie"),
    "folder": (TargetUnusable(Path("/dms"), "Permission denied"), "Nie działa", "Zmień katalog…"),
    "after-action": (AfterActionFailed("move", "Archiwum", 3, "no"), "Wymaga uwagi", "Zmień ustawienie…"),
}


@pytest.mark.parametrize("kind", STATES)
def test_a_failed_run_is_told_with_its_cause_its_time_and_what_helps(
    points: PointDesk, scripted: ScriptedRuns, tmp_path: Path, kind: str
) -> None:
    error, shown, action = STATES[kind]
    points.store(point_at(tmp_path))
    scripted.kept["Faktury"] = failing("Faktury", error, since=timedelta(hours=3))
    points.open()
    wait(points, lambda: state(points) == shown)
    points.select("Faktury")
    told = points.desk.spoken.wording.explain(error)
    assert points.desk.reads("Ostatnie udane pobieranie: wczoraj o")
    assert points.desk.reads(told.cause[:30])
    assert points.desk.button(action).isEnabled()


def test_the_servers_words_are_part_of_the_sentence_on_both_screens(
    points: PointDesk, scripted: ScriptedRuns, tmp_path: Path
) -> None:
    points.store(point_at(tmp_path))
    said = "NO [X-42] The moon stands wrong. " + "So it is. " * 40
    error = ServerRefused(Stage.FOLDER, Reply(None, "", said))
    scripted.kept["Faktury"] = failing("Faktury", error, since=timedelta(hours=3), times=9)
    points.desk.start()
    points.desk.wait_for("Odpowiedź serwera: „NO [X-42] The moon stands wrong. So it is.")
    assert not points.desk.reads("poniżej")
    assert not points.desk.reads(said.strip())
    points.desk.press("Pokaż punkt")
    assert points.desk.reads("Odpowiedź serwera: „NO [X-42] The moon stands wrong.")
    assert not points.desk.reads("poniżej")


@pytest.mark.parametrize(("kind", "field"), [("folder", "target"), ("after-action", "after"), ("password", "password")])
def test_what_helps_opens_the_dialog_at_the_field(
    points: PointDesk, scripted: ScriptedRuns, tmp_path: Path, kind: str, field: str
) -> None:
    error, _, action = STATES[kind]
    points.store(point_at(tmp_path))
    scripted.kept["Faktury"] = failing("Faktury", error, since=timedelta(hours=3))
    points.open()
    wait(points, lambda: state(points) != "Niesprawdzony")
    points.select("Faktury")
    points.desk.press(action)
    focused = points.dialog.focusWidget()
    assert focused is not None
    assert points.field(field) in (focused, focused.parentWidget())


def test_messages_that_were_set_aside_wait_in_the_history(
    points: PointDesk, scripted: ScriptedRuns, tmp_path: Path
) -> None:
    points.store(point_at(tmp_path))
    scripted.kept["Faktury"] = record_of(run_of("Faktury", Tally(stored=3)), waiting_aside=2)
    points.open()
    wait(points, lambda: state(points) == "Wymaga uwagi")
    points.select("Faktury")
    assert points.desk.reads("Faktury: 2 wiadomości czekają na decyzję")
    points.desk.press("Historia…")
    tabs = points.dialog.findChild(QTabWidget, "tabs")
    assert tabs is not None
    assert tabs.tabText(tabs.currentIndex()) == "Lista"


def test_a_message_that_failed_is_tried_again(points: PointDesk, scripted: ScriptedRuns, tmp_path: Path) -> None:
    points.store(point_at(tmp_path))
    scripted.kept["Faktury"] = record_of(run_of("Faktury", Tally(stored=3, failed=1)))
    points.open()
    wait(points, lambda: state(points) == "Wymaga uwagi")
    points.select("Faktury")
    assert points.desk.reads("Faktury: nie wszystkie wiadomości udało się pobrać")
    assert points.desk.reads("Program spróbuje ponownie. Pobrano 3 wiadomości, nieudane: 1")


def test_another_run_elsewhere_is_no_failure(points: PointDesk, scripted: ScriptedRuns, tmp_path: Path) -> None:
    points.store(point_at(tmp_path))
    scripted.outcomes["Faktury"] = run_of("Faktury", busy=True)
    points.open()
    points.select("Faktury")
    points.desk.press("Uruchom teraz")
    points.desk.wait_for("Faktury: punkt już pracuje")
    assert state(points) == "Niesprawdzony"


def test_points_are_sorted_by_when_they_ran(points: PointDesk, scripted: ScriptedRuns, tmp_path: Path) -> None:
    points.store(*(point_at(tmp_path, name) for name in ("Nowy", "Dzisiejszy", "Stary", "Wczorajszy")))
    now = datetime.now(UTC)
    for name, days in (("Dzisiejszy", 0), ("Stary", 400), ("Wczorajszy", 1)):
        scripted.kept[name] = record_of(replace(run_of(name), ended_at=now - timedelta(days=days)))
    table = points.open()
    wait(points, lambda: points.rows()[1][4] != "nigdy")
    table.sortByColumn(4, Qt.SortOrder.AscendingOrder)
    assert [row[0] for row in points.rows()] == ["Nowy", "Stary", "Wczorajszy", "Dzisiejszy"]


def test_the_first_screen_has_a_quiet_line_while_all_is_well(
    points: PointDesk, scripted: ScriptedRuns, tmp_path: Path
) -> None:
    points.store(point_at(tmp_path), point_at(tmp_path, "Umowy"), point_at(tmp_path, "Stare", active=False))
    points.desk.start()
    points.desk.wait_for("Aktywne punkty konfiguracyjne: 2 · Pierwsze pobieranie zacznie się za chwilę.")
    scripted.kept = {name: record_of(run_of(name)) for name in ("Faktury", "Umowy")}
    points.desk.window.watch.runs.records.read()
    points.desk.wait_for("2 punkty konfiguracyjne działają · Ostatnie udane pobieranie: dziś o")
    tabs = points.desk.find(QTabWidget, "tabs")
    assert isinstance(tabs, QTabWidget)
    assert tabs.tabIcon(1).isNull()
    points.desk.spoken.choose("en")
    assert points.desk.reads("2 configuration points work")


def test_the_first_screen_leads_to_a_point_that_stopped(
    points: PointDesk, scripted: ScriptedRuns, tmp_path: Path
) -> None:
    points.store(point_at(tmp_path), point_at(tmp_path, "Umowy"))
    scripted.kept = {
        "Faktury": record_of(run_of("Faktury")),
        "Umowy": failing("Umowy", SIGN_IN, since=timedelta(hours=3)),
    }
    points.desk.start()
    points.desk.wait_for("Umowy: ")
    assert points.desk.reads("Ostatnie udane pobieranie: wczoraj o")
    tabs = points.desk.find(QTabWidget, "tabs")
    assert isinstance(tabs, QTabWidget)
    assert not tabs.tabIcon(1).isNull()
    assert tabs.tabBar().accessibleTabName(1).endswith("któryś punkt wymaga uwagi")
    points.desk.press("Pokaż punkt")
    assert tabs.currentIndex() == 1
    [selected] = points.table.selectionModel().selectedRows()
    assert selected.data() == "Umowy"
    scripted.kept["Umowy"] = record_of(run_of("Umowy"))
    points.desk.window.watch.runs.records.read()
    wait(points, lambda: tabs.tabIcon(1).isNull())


def test_trouble_that_may_pass_is_said_quietly(points: PointDesk, scripted: ScriptedRuns, tmp_path: Path) -> None:
    points.store(point_at(tmp_path))
    scripted.kept["Faktury"] = failing("Faktury", OFFLINE, since=timedelta(minutes=2))
    points.desk.start()
    points.desk.wait_for("Program próbuje dalej.")
    tabs = points.desk.find(QTabWidget, "tabs")
    assert isinstance(tabs, QTabWidget)
    assert tabs.tabIcon(1).isNull()
    scripted.kept["Faktury"] = failing("Faktury", OFFLINE, since=timedelta(minutes=20), times=4)
    points.desk.window.watch.runs.records.read()
    wait(points, lambda: points.desk.button("Pokaż punkt").isVisible())


def test_several_points_that_stopped_are_named_together(
    points: PointDesk, scripted: ScriptedRuns, tmp_path: Path
) -> None:
    points.store(*(point_at(tmp_path, name) for name in ("A", "B", "C")), point_at(tmp_path, "D", target=""))
    scripted.kept = {name: failing(name, SIGN_IN, since=timedelta(hours=3)) for name in ("A", "B")}
    points.desk.start()
    points.desk.wait_for("3 z 4 punktów konfiguracyjnych nie działają")
    assert points.desk.reads("Nie działają: A, B, D.")


def test_without_active_points_the_first_screen_says_nothing_of_them(
    points: PointDesk, scripted: ScriptedRuns, tmp_path: Path
) -> None:
    points.store(point_at(tmp_path, active=False))
    scripted.kept["Faktury"] = failing("Faktury", SIGN_IN, since=timedelta(hours=3))
    points.desk.start()
    wait(points, lambda: points.desk.window.watch.runs.records.asked)
    assert not points.desk.reads("punkt")


def test_a_ledger_that_cannot_be_read_is_told_on_both_screens(
    points: PointDesk, scripted: ScriptedRuns, tmp_path: Path
) -> None:
    points.store(point_at(tmp_path))
    scripted.unreadable = LedgerUnusable(tmp_path, "database is locked")
    points.desk.start()
    points.desk.wait_for("Punkty konfiguracyjne nie pracują: ")
    tabs = points.desk.find(QTabWidget, "tabs")
    assert isinstance(tabs, QTabWidget)
    tabs.setCurrentIndex(1)
    assert state(points) == "Nie działa"


def test_the_first_point_begins_to_run_without_a_restart(points: PointDesk, scripted: ScriptedRuns) -> None:
    points.open()
    assert scripted.readings == 0
    points.desk.press("Dodaj pierwszy punkt")
    points.fill(name="Nowy", host="localhost", login=CLERK, active=True)
    points.save()
    points.close()
    wait(points, lambda: scripted.readings == 1)


@pytest.mark.parametrize("code", ["pl", "en"])
def test_no_two_captions_of_the_page_share_a_mnemonic(points: PointDesk, tmp_path: Path, code: str) -> None:
    points.store(point_at(tmp_path))
    points.desk.language = code
    window = points.desk.start()
    tabs = points.desk.find(QTabWidget, "tabs")
    assert isinstance(tabs, QTabWidget)
    tabs.setCurrentIndex(1)
    points.select("Faktury")
    start = points.desk.find(StartStopButton, "run_button")
    assert isinstance(start, StartStopButton)
    notice = points.desk.find(Notice, "notice")
    shown = [each for each in window.findChildren(QPushButton) if each.isVisible() and not notice.isAncestorOf(each)]
    menus = [action.text() for action in window.menuBar().actions()]
    for action in Action:
        start.set_running(action is Action.STOP)
        caption = points.desk.spoken.wording.say(f"gui.points.action.{action}")
        texts = [*menus, *(button.text() for button in shown), caption]
        keys = [QKeySequence.mnemonic(text).toString() for text in texts]
        assert len(set(keys)) == len(keys) == 4 + 7 + 1, (action, sorted(keys))


def invoices_of(points: PointDesk, **more: object) -> Point:
    """The sandbox's point that signs in, switched on, over the real runs."""
    points.desk.runs = None
    [invoices] = (each for each in points.desk.facts.points if each.name == "Faktury")
    changed = invoices.model_copy(update={"active": True, **more})
    points.store(changed)
    return changed


def test_from_the_sign_in_to_the_documents(points: PointDesk) -> None:
    point = invoices_of(points)
    points.open()
    wait(points, lambda: state(points) == "Wymaga logowania")
    points.select("Faktury")
    points.desk.press("Zaloguj…")
    points.desk.answer("OK")
    points.close()
    wait(points, lambda: state(points) == "Niesprawdzony")
    points.desk.press("Uruchom teraz")
    points.desk.wait_for("Faktury: punkt działa")
    documents = [each for each in Path(point.target).iterdir() if (each / "document.json").exists()]
    assert len(documents) > 5
    assert points.desk.reads(f"Pobrano {len(documents)} ")
    points.desk.press("Uruchom teraz")
    points.desk.wait_for("Brak nowych wiadomości")
    assert len(list(Path(point.target).iterdir())) == len(documents)


def test_a_sign_in_lets_a_point_go_on_that_waited_for_it(points: PointDesk) -> None:
    point = invoices_of(points)
    points.open()
    points.select("Faktury")
    points.desk.press("Uruchom teraz")
    wait(points, lambda: points.rows()[0][4] != "nigdy")
    assert state(points) == "Wymaga logowania"
    points.desk.press("Zaloguj…")
    points.desk.answer("OK")
    points.close()
    points.desk.wait_for("Faktury: punkt działa")
    assert any(Path(point.target).iterdir())


def test_closing_the_window_stops_a_run_cleanly_and_soon(points: PointDesk) -> None:
    invoices_of(points)
    points.open()
    points.edit("Faktury")
    points.sign_in()
    points.close()
    points.desk.sandbox.faults.delay = 30.0
    points.desk.press("Uruchom teraz")
    wait(points, lambda: state(points) == "Pobiera…")
    points.desk.qtbot.wait(200)
    began = time.monotonic()
    points.desk.end()
    assert time.monotonic() - began < 3.0
    [record] = asyncio.run(points.desk.services.runs.records()).values()
    assert record.last_run is not None
    assert record.last_run.stopped
