"""The tab Lista with the program's own runs over the sandbox, and by keyboard and screen reader alone."""

from dataclasses import replace
from pathlib import Path

from company import PATIENCE
from list_desk import POINT, ListDesk
from listed_runs import ListedRuns, entry, examined
from points_desk import PointDesk
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton, QWidget

from dms_mail_desktop.errors import MessageUnreadable
from dms_mail_desktop.gui.message_details import MessageDetails
from dms_mail_desktop.gui.table import Table
from dms_mail_desktop.models import Point
from dms_mail_desktop.points.facts import Reason, State
from dms_mail_desktop.sandbox.directory import CLERK

BROKEN = MessageUnreadable("multipart/mixed")


def rows(points: PointDesk, name: str) -> list[list[str]]:
    """What a table of the dialog shows."""
    table = points.field(name)
    assert isinstance(table, Table)
    model = table.model()
    return [[model.index(row, column).data() for column in range(4)] for row in range(model.rowCount())]


def name_of(widget: QWidget) -> str:
    spoken = QAccessible.queryAccessibleInterface(widget)
    assert spoken is not None
    return spoken.text(QAccessible.Text.Name).replace("&", "")


def history_details(lists: ListDesk) -> QWidget:
    """What scrolls the details of the history."""
    found = lists.find(MessageDetails, "history_details")
    assert isinstance(found, MessageDetails)
    return found.viewer


def test_what_waits_is_fetched_by_a_run_and_then_stands_in_the_history(points: PointDesk) -> None:
    desk = points.desk
    desk.runs = None
    [invoices, _] = desk.facts.points
    points.store(invoices)
    points.open()
    points.edit("Faktury")
    points.sign_in()
    points.tab(2)
    points.press("Pokaż, co czeka")
    points.wait_for("15 wiadomości do pobrania")
    waiting = rows(points, "waiting_table")
    assert {row[3] for row in waiting} == {"zostanie pobrana"}
    assert list(Path(invoices.target).glob("*")) == []
    points.tab(3)
    assert points.reads("Przykład: Załączniki = „")
    assert not points.reads("Przykład: Treść = „Dzień dobry, w załączeniu przesyłamy fakturę…”")
    points.close()
    desk.press("Uruchom teraz")
    points.edit("Faktury")
    points.tab(2)
    points.press("Historia")
    desk.qtbot.waitUntil(lambda: len(rows(points, "history_table")) == len(waiting), timeout=PATIENCE)
    assert {row[3] for row in rows(points, "history_table")} == {"Pobrana"}
    assert sorted(row[0] for row in rows(points, "history_table")) == sorted(row[0] for row in waiting)
    folders = list(Path(invoices.target).glob("*"))
    assert len(folders) == len(waiting)
    assert points.reads(invoices.target)
    points.fill(words="552310")
    desk.qtbot.waitUntil(lambda: len(rows(points, "history_table")) == 1, timeout=PATIENCE)
    assert rows(points, "history_table")[0][0] == "Faktura E/26/11/552310"
    points.press("Co czeka w skrzynce")
    points.press("Pokaż, co czeka")
    points.wait_for("Nic nowego nie czeka")


def test_a_look_says_why_the_mailbox_cannot_be_opened(points: PointDesk) -> None:
    desk = points.desk
    desk.runs = None
    points.store(Point(name="Urząd", host="localhost", port=desk.facts.ports.imap, login=CLERK))
    points.open()
    points.edit("Urząd")
    points.fill(password="falsch")
    points.tab(2)
    points.press("Pokaż, co czeka")
    points.wait_for("Nie działa: ")
    assert points.reads("Odpowiedź serwera")
    assert rows(points, "waiting_table") == []


def test_another_try_runs_the_point_and_the_history_follows(points: PointDesk) -> None:
    desk, runs = points.desk, ListedRuns()
    desk.runs = runs
    runs.ledger = [entry(1, State.SET_ASIDE, error=BROKEN, attempts=3)]
    points.store(POINT)
    points.open()
    points.edit("Faktury")
    points.tab(2)
    points.press("Historia")
    points.wait_for("Odłożona po nieudanych próbach")
    runs.held = True
    points.press("Spróbuj ponownie")
    points.wait_for("Punkt pracuje…")
    assert not desk.button("Spróbuj ponownie", points.dialog).isEnabled()
    runs.ledger = [replace(runs.ledger[0], state=State.STORED, error=None)]
    runs.held = False
    points.wait_for("Pobrana 20 listopada 2026")
    assert (runs.retried, runs.dry) == ([(1,)], [False])
    assert not points.reads("Punkt pracuje…")


def test_tab_goes_through_both_parts_in_the_order_of_reading(lists: ListDesk) -> None:
    lists.runs.mailbox = [examined(1)]
    lists.runs.ledger = [entry(1, State.SET_ASIDE, error=BROKEN, attempts=3, raw=Path("/dane/1.eml"))]
    lists.open()
    lists.look()
    lists.wait_for("Zostanie pobrana")
    lists.button("Co czeka w skrzynce").setFocus()
    assert walk(lists, 4) == ["waiting_button", "look_button", "waiting_table", "Zapisz"]
    lists.show_history()
    lists.wait_for("Odłożona po nieudanych próbach")
    lists.button("Historia").setFocus()
    assert walk(lists, 8) == [
        "history_button",
        "words",
        "states",
        "history_table",
        "details",
        "retry_button",
        "copy_button",
        "Zapisz",
    ]


def walk(lists: ListDesk, steps: int) -> list[str]:
    """What has the focus, and what gets it by Tab."""
    reached = [lists.dialog.focusWidget()]
    for _ in range(steps - 1):
        QTest.keyClick(reached[-1], Qt.Key.Key_Tab)
        reached.append(lists.dialog.focusWidget())
    return [widget.objectName() or name_of(widget) for widget in reached]


def test_the_arrow_keys_turn_from_part_to_part(lists: ListDesk) -> None:
    lists.open()
    lists.button("Co czeka w skrzynce").setFocus()
    QTest.keyClick(lists.dialog.focusWidget(), Qt.Key.Key_Right)
    lists.wait_for("Ten punkt nie pobrał jeszcze żadnej wiadomości")
    assert lists.button("Historia").isChecked()
    QTest.keyClick(lists.dialog.focusWidget(), Qt.Key.Key_Left)
    assert lists.button("Co czeka w skrzynce").isChecked()
    assert lists.reads("Jeszcze nie sprawdzono, co czeka")


def test_everything_on_the_tab_has_a_name(lists: ListDesk) -> None:
    lists.runs.ledger = [entry(1, State.SET_ASIDE, error=BROKEN, attempts=3, raw=Path("/dane/1.eml"))]
    lists.open()
    lists.show_history()
    lists.wait_for("Odłożona po nieudanych próbach")
    names = {name: name_of(lists.find(QWidget, name)) for name in ("history_table", "words")}
    assert names == {"history_table": "Historia", "words": "Szukaj"}
    assert name_of(history_details(lists)) == "Odłożona po nieudanych próbach"
    assert name_of(lists.find(Table, "waiting_table")) == "Co czeka w skrzynce"
    combo = lists.find(QComboBox, "states")
    spoken = QAccessible.queryAccessibleInterface(combo)
    assert spoken is not None
    [label] = [other for other, _ in spoken.relations(QAccessible.RelationFlag.Label)]
    assert label.text(QAccessible.Text.Name).replace("&", "") == "Stan"
    for button in lists.dialog.findChildren(QPushButton):
        assert not button.isVisible() or name_of(button) == button.text().replace("&", "")
    assert isinstance(lists.find(QLineEdit, "words"), QLineEdit)


def test_details_take_the_keyboard_only_while_they_hide_something(lists: ListDesk) -> None:
    lists.runs.ledger = [
        entry(1, State.SKIPPED, reason=Reason.SIZE),
        entry(2, State.SET_ASIDE, error=BROKEN, attempts=3),
    ]
    lists.open()
    lists.show_history()
    lists.wait_for_rows(2)
    details = history_details(lists)
    assert details.focusPolicy() == Qt.FocusPolicy.StrongFocus
    lists.dialog.resize(840, 1400)
    lists.qtbot.waitUntil(lambda: details.focusPolicy() == Qt.FocusPolicy.NoFocus, timeout=PATIENCE)


def test_the_selected_row_stays_in_sight_when_its_details_open(lists: ListDesk) -> None:
    error = {"error": BROKEN, "attempts": 3}
    lists.runs.ledger = [entry(0, State.SET_ASIDE, **error), *(entry(number) for number in range(1, 9))]
    lists.open()
    lists.show_history()
    lists.wait_for_rows(9)
    table = lists.table
    table.scrollToBottom()
    lists.select(8)
    lists.wait_for("Odłożona po nieudanych próbach")
    place = table.visualRect(table.currentIndex())
    assert table.viewport().rect().contains(place.center())
