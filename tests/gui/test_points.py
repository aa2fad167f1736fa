"""The tab "Automatyczne generowanie dokumentów": the list, its states, and what can be done with a point."""

from pathlib import Path

from points_desk import PointDesk
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QTabWidget, QWidget

from dms_mail_desktop.models import AuthMethod, Encryption, Mode, Point
from dms_mail_desktop.sandbox.directory import ACCOUNTANT, CLERK, DOCUMENTS, SHARED

FOLLOWING = ("Edytuj", "Duplikuj", "Usuń")


def plain_point(name: str, **more: object) -> Point:
    values = {"host": "localhost", "login": CLERK, "target": str(Path(__file__).parent), **more}
    return Point(name=name, **values)  # type: ignore[arg-type]


def test_an_empty_list_says_what_a_point_is_and_offers_to_add_the_first(points: PointDesk) -> None:
    points.open()
    desk = points.desk
    assert desk.reads("Nie ma jeszcze punktów konfiguracyjnych")
    assert desk.reads("Punkt to jedna skrzynka pocztowa")
    assert not points.table.isVisible()
    for caption in FOLLOWING:
        assert not desk.button(caption).isEnabled()
    desk.press("Dodaj pierwszy punkt")
    assert points.dialog.windowTitle() == "Punkt konfiguracyjny – nowy[*]"


def test_the_list_shows_a_row_for_each_point(points: PointDesk) -> None:
    points.store(*points.desk.facts.points)
    points.open()
    assert points.rows() == [
        ["Faktury", "Dokumenty", SHARED, "Nie", "nigdy", "Wyłączony"],
        ["Dokumenty przychodzące", "Załączniki", DOCUMENTS, "Nie", "nigdy", "Wyłączony"],
    ]
    points.select("Faktury")
    assert points.desk.reads("Faktury: punkt jest wyłączony")


def test_states_come_from_settings_sign_ins_and_checks(points: PointDesk) -> None:
    invoices, documents = (point.model_copy(update={"active": True}) for point in points.desk.facts.points)
    incomplete = Point(name="Bez serwera").model_copy(update={"active": True})
    clerk = plain_point("Urząd", active=True)
    points.store(invoices, documents, incomplete, clerk)
    points.open()
    points.desk.qtbot.waitUntil(
        lambda: (
            [row[5] for row in points.rows()]
            == ["Wymaga logowania", "Wymaga logowania", "Niekompletny", "Niesprawdzony"]
        )
    )
    points.select("Faktury")
    assert points.desk.reads("Faktury: wymagane logowanie")
    points.desk.press("Zaloguj…")
    points.desk.answer("OK")
    points.check()
    points.close()
    points.desk.qtbot.waitUntil(lambda: points.rows()[0][5] == "Działa")
    assert points.desk.reads("Faktury: skrzynka działa")
    assert points.desk.reads("15 wiadomości, w tym 8 nieprzeczytanych")
    assert points.rows()[1][5] == "Wymaga logowania"


def test_a_server_that_does_not_answer_is_told_in_the_list_with_its_cause(points: PointDesk) -> None:
    nobody = plain_point("Nikt", active=True, port=1, encryption=Encryption.TLS)
    points.store(nobody)
    points.open()
    points.edit("Nikt")
    points.fill(password="x")
    points.check("Nie działa")
    points.press("Zapisz")
    points.wait_for("Zapisano")
    points.close()
    assert points.rows()[0][5] == "Brak połączenia"
    assert points.desk.reads("Nikt: brak połączenia ze skrzynką")
    assert points.desk.button("Sprawdź ponownie").isVisible()


def test_a_check_says_nothing_once_the_point_reaches_elsewhere(points: PointDesk) -> None:
    points.store(plain_point("Nikt", active=True, port=1, encryption=Encryption.TLS))
    points.open()
    points.edit("Nikt")
    points.fill(password="x")
    points.check("Nie działa")
    points.fill(port=2)
    assert not points.reads("Nie działa: ")
    points.save()
    points.close()
    assert points.rows()[0][5] == "Niesprawdzony"


def test_enter_and_double_click_edit_and_delete_asks(points: PointDesk) -> None:
    points.store(plain_point("Faktury"))
    table = points.open()
    points.select("Faktury")
    table.setFocus()
    points.key(Qt.Key.Key_Return)
    assert points.dialog.windowTitle() == "Punkt konfiguracyjny – Faktury[*]"
    points.close()
    place = table.visualRect(table.model().index(0, 0)).center()
    points.desk.qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    points.desk.qtbot.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert points.dialog.windowTitle() == "Punkt konfiguracyjny – Faktury[*]"
    points.close()
    points.key(Qt.Key.Key_Delete)
    assert points.desk.wait_for_box().text() == "Czy usunąć punkt „Faktury”?"
    points.desk.answer("Anuluj")
    assert [point.name for point in points.saved().points] == ["Faktury"]


def test_tab_leaves_the_table(points: PointDesk) -> None:
    points.store(plain_point("Faktury"), plain_point("Umowy"))
    table = points.open()
    points.select("Faktury")
    table.setFocus()
    points.key(Qt.Key.Key_Tab)
    assert isinstance(points.desk.window.focusWidget(), QPushButton)


def test_a_copy_has_a_name_of_its_own_and_is_switched_off(points: PointDesk) -> None:
    points.store(plain_point("Faktury", active=True, mode=Mode.DOWNLOAD_ATTACHMENTS))
    points.open()
    points.select("Faktury")
    points.desk.press("Duplikuj")
    points.desk.qtbot.waitUntil(lambda: len(points.rows()) == 2)
    points.select("Faktury")
    points.desk.press("Duplikuj")
    points.desk.qtbot.waitUntil(lambda: len(points.rows()) == 3)
    first, second, third = points.saved().points
    assert [first.name, second.name, third.name] == ["Faktury", "Faktury (kopia)", "Faktury (kopia 2)"]
    assert len({first.id, second.id, third.id}) == 3
    assert (second.active, second.mode, second.login) == (False, Mode.DOWNLOAD_ATTACHMENTS, CLERK)
    points.desk.qtbot.waitUntil(lambda: points.desk.reads("Faktury (kopia 2): punkt jest wyłączony"))


def test_deleting_a_point_removes_its_password_and_leaves_the_sign_in(points: PointDesk) -> None:
    invoices = points.desk.facts.points[0]
    points.store(invoices, plain_point("Umowy"))
    points.open()
    points.edit("Faktury")
    points.sign_in()
    points.close()
    points.edit("Umowy")
    points.fill(password="tajne")
    points.save()
    points.close()
    keyring = points.desk.keyring._entries
    umowy = points.saved().points[1].id
    assert any(umowy in str(key) for key in keyring)
    signed_in = sum(ACCOUNTANT in str(key) for key in keyring)
    assert signed_in
    points.select("Umowy")
    points.desk.press("Usuń")
    assert "Hasło tego punktu zostanie usunięte" in points.desk.wait_for_box().informativeText()
    points.desk.answer("Usuń")
    points.desk.qtbot.waitUntil(lambda: not any(umowy in str(key) for key in keyring))
    points.select("Faktury")
    points.desk.press("Usuń")
    assert f"Logowanie konta {ACCOUNTANT} zostaje" in points.desk.wait_for_box().informativeText()
    points.desk.answer("Usuń")
    points.desk.qtbot.waitUntil(lambda: not points.saved().points)
    assert sum(ACCOUNTANT in str(key) for key in keyring) == signed_in
    assert points.desk.reads("Nie ma jeszcze punktów konfiguracyjnych")


def test_changes_of_points_leave_the_other_form_unsaved_as_it_was(points: PointDesk) -> None:
    points.store(plain_point("Faktury"))
    points.open()
    points.desk.type("reply_to", CLERK)
    points.select("Faktury")
    points.desk.press("Duplikuj")
    points.desk.qtbot.waitUntil(lambda: len(points.rows()) == 2)
    assert points.desk.window.isWindowModified()
    assert points.saved().mail_server.reply_to == ""
    points.desk.press("Zapisz", points.desk.find(QWidget, "footer"))
    points.desk.wait_for("Zapisano")
    assert points.saved().mail_server.reply_to == CLERK
    assert len(points.saved().points) == 2


def test_five_hundred_points_are_there_and_sorted_by_a_click(points: PointDesk) -> None:
    points.store(*(plain_point(f"Punkt {number:03}") for number in range(500)))
    table = points.open()
    assert table.model().rowCount() == 500
    assert points.rows()[499][0] == "Punkt 499"
    table.sortByColumn(0, Qt.SortOrder.DescendingOrder)
    assert points.rows()[0][0] == "Punkt 499"
    assert table.verticalScrollBar().maximum() > 0
    card = points.desk.find(QWidget, "list_card")
    assert card.geometry().bottom() <= card.parentWidget().height()


def test_polish_letters_sort_among_their_neighbours(points: PointDesk) -> None:
    points.store(*(plain_point(name) for name in ("Żółw", "Ćma", "Dom", "Cło")))
    points.open().sortByColumn(0, Qt.SortOrder.AscendingOrder)
    names = [row[0] for row in points.rows()]
    assert set(names) == {"Żółw", "Ćma", "Dom", "Cło"}


def test_the_window_remembers_its_tab_and_builds_the_list_when_it_is_looked_at(points: PointDesk) -> None:
    desk = points.desk
    desk.start()
    assert desk.window.findChild(QWidget, "table") is None
    tabs = desk.find(QTabWidget, "tabs")
    assert isinstance(tabs, QTabWidget)
    tabs.setCurrentIndex(1)
    desk.end()
    desk.start()
    assert points.table.isVisible() or desk.reads("Nie ma jeszcze punktów konfiguracyjnych")


def test_the_list_follows_the_language(points: PointDesk) -> None:
    points.store(plain_point("Faktury"), plain_point("Umowy", auth_method=AuthMethod.OAUTH2))
    points.open()
    points.select("Faktury")
    points.desk.spoken.choose("en")
    assert points.rows()[0][1:] == ["Documents", CLERK, "No", "never", "Switched off"]
    header = points.table.model().headerData(5, Qt.Orientation.Horizontal)
    assert header == "State"
    assert points.desk.reads("Faktury: the point is switched off")
    assert points.desk.button("Duplicate").isEnabled()
