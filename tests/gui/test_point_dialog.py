"""The dialog "Punkt konfiguracyjny": its fields, the sign-in, the check of a mailbox, saving and closing."""

import json

import pytest
from points_desk import PointDesk
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QSpinBox, QTabWidget

from dms_mail_desktop.models import AccountType, AfterFetch, AuthMethod, Encryption, Mode, Point
from dms_mail_desktop.sandbox.directory import ACCOUNTANT, CLERK, DOCUMENTS, SHARED

PASSWORD = "Jan.Kowalski.2026"


@pytest.fixture
def new(points: PointDesk) -> PointDesk:
    points.open()
    points.desk.press("Dodaj")
    return points


def shown(points: PointDesk, name: str) -> bool:
    return points.field(name).isVisible()


def port(points: PointDesk) -> int:
    box = points.field("port")
    assert isinstance(box, QSpinBox)
    return box.value()


def entries(points: PointDesk, name: str) -> list[str]:
    combo = points.field(name)
    assert isinstance(combo, QComboBox)
    return [combo.itemText(index) for index in range(combo.count())]


def clerk(points: PointDesk, **more: object) -> Point:
    """A point of the sandbox's clerk, who has a password."""
    values = {"name": "Urząd", "host": "localhost", "port": points.desk.facts.ports.imap, "login": CLERK}
    return Point.model_validate(values | more)


def test_the_tabs_and_rows_stand_in_the_order_of_the_dms(new: PointDesk) -> None:
    tabs = new.dialog.findChild(QTabWidget, "tabs")
    assert tabs is not None
    titles = [tabs.tabText(index) for index in range(tabs.count())]
    assert titles == ["Tryb współpracy", "Ogólne", "Lista", "Kontrolki", "Uprawnienia"]
    names = ("mode", "account_type", "host", "auth_method", "login", "password", "mailbox", "check_row")
    tops = [new.field(name).mapTo(new.dialog, new.field(name).rect().topLeft()).y() for name in names]
    assert tops == sorted(tops)
    assert len(set(tops)) == len(tops)
    for left, right in (("host", "port"), ("auth_method", "encryption")):
        places = [new.field(name).mapTo(new.dialog, new.field(name).rect().topLeft()) for name in (left, right)]
        assert places[0].y() == places[1].y()
        assert places[0].x() < places[1].x()
        assert new.field(left).width() == new.field(right).width()


def test_a_new_point_has_the_defaults_and_closes_unasked(new: PointDesk) -> None:
    assert port(new) == 993
    assert not new.dialog.isWindowModified()
    new.close()
    assert new.saved().points == ()


def test_the_port_follows_protocol_and_encryption_until_it_is_typed(new: PointDesk) -> None:
    new.fill(encryption=Encryption.STARTTLS)
    assert port(new) == 143
    new.fill(account_type=AccountType.POP3)
    assert port(new) == 110
    new.fill(encryption=Encryption.TLS)
    assert port(new) == 995
    new.fill(port=1995)
    new.fill(account_type=AccountType.IMAP)
    assert port(new) == 1995


def test_rows_follow_the_choices(new: PointDesk) -> None:
    assert shown(new, "password")
    assert not shown(new, "sign_in")
    new.fill(auth_method=AuthMethod.OAUTH2)
    assert not shown(new, "password")
    assert shown(new, "sign_in")
    new.fill(auth_method=AuthMethod.PASSWORD, encryption=Encryption.NONE)
    assert shown(new, "clear_text_confirmed")
    new.fill(login=CLERK, mailbox=SHARED)
    assert new.reads("Z loginem i hasłem otwiera się skrzynka loginu.")


def test_pop3_has_neither_folders_nor_marks(new: PointDesk) -> None:
    new.tab(1)
    new.fill(after=AfterFetch.MOVE)
    assert shown(new, "after_folder")
    assert entries(new, "after") == ["pozostaw", "oznacz jako przeczytane", "przenieś do folderu", "usuń"]
    new.tab(0)
    new.fill(account_type=AccountType.POP3)
    new.tab(1)
    assert entries(new, "after") == ["pozostaw", "usuń"]
    assert not shown(new, "after_folder")
    assert not new.field("folder").isEnabled()
    assert new.reads("POP3 zna tylko jedną skrzynkę odbiorczą")
    new.fill(after=AfterFetch.DELETE)
    assert new.reads("dopiero po zapisaniu")


def test_faults_mark_their_tabs_and_the_first_is_in_focus(new: PointDesk) -> None:
    new.fill(active=True, since="wczoraj", allowed_senders="firma.pl")
    new.tab(4)
    new.press("Zapisz")
    tabs = new.dialog.findChild(QTabWidget, "tabs")
    assert tabs is not None
    assert [not tabs.tabIcon(index).isNull() for index in range(5)] == [True, True, False, True, False]
    assert tabs.tabBar().accessibleTabName(0) == "Tryb współpracy, są tu pola do poprawienia"
    assert tabs.currentIndex() == 0
    assert new.dialog.focusWidget() is new.field("host")
    assert new.reads("Nie zapisano. Popraw 5 pól.")
    new.fill(host="localhost", login=CLERK)
    assert tabs.tabIcon(0).isNull()
    new.press("Pokaż następne")
    assert tabs.currentIndex() == 1
    assert new.dialog.focusWidget() is new.field("name")
    assert new.reads("Podaj nazwę punktu.")
    new.fill(name="Urząd", since="2026-07-03", allowed_senders="*@firma.pl\njan@firma.pl")
    new.save()
    [point] = new.saved().points
    assert (point.name, str(point.since), point.active) == ("Urząd", "2026-07-03", True)
    assert point.allowed_senders == ("*@firma.pl", "jan@firma.pl")


def test_two_points_cannot_share_a_name(points: PointDesk) -> None:
    points.store(clerk(points), clerk(points, name="Umowy"))
    points.open()
    points.edit("Umowy")
    points.fill(name="urząd")
    points.press("Zapisz")
    assert points.reads("Inny punkt ma już tę nazwę.")
    points.fill(name="Umowy i aneksy")
    points.save()
    assert [point.name for point in points.saved().points] == ["Urząd", "Umowy i aneksy"]


def test_both_fields_of_a_row_show_their_own_faults(new: PointDesk) -> None:
    new.fill(auth_method=AuthMethod.OAUTH2, encryption=Encryption.NONE, host="a b")
    new.press("Autoryzacja")
    assert new.reads("OAuth2 wymaga szyfrowania.")
    assert new.field("encryption").property("invalid")
    assert not new.field("auth_method").property("invalid")
    assert new.desk.browser.addresses == []


def test_a_point_for_imap_is_made_signed_in_checked_saved_and_reopened(new: PointDesk) -> None:
    ports = new.desk.facts.ports
    new.fill(auth_method=AuthMethod.OAUTH2, host="localhost", port=ports.imap, login=ACCOUNTANT, mailbox=SHARED)
    new.sign_in()
    assert new.reads(f"Zalogowano użytkownika {ACCOUNTANT}")
    new.check("Skrzynka otwarta, folder „Odebrane”")
    assert new.reads("15 wiadomości, w tym 8 nieprzeczytanych")
    assert new.reads(f"skrzynka {SHARED}")
    assert new.reads("Faktura E/26/11/552310")
    assert new.reads("Energia Polska")
    new.fill(name="Faktury", active=True)
    new.tab(1)
    assert {"INBOX", "Archiwum", "Załączniki/Przetworzone"} <= set(entries(new, "folder"))
    new.fill(folder="Załączniki", after=AfterFetch.MOVE, after_folder="Załączniki/Przetworzone")
    new.save()
    new.close()
    new.edit("Faktury")
    values = {name: new.field(name) for name in ("host", "login", "mailbox")}
    assert {name: field.text() for name, field in values.items() if isinstance(field, QLineEdit)} == {
        "host": "localhost", "login": ACCOUNTANT, "mailbox": SHARED,
    }  # fmt: skip
    [point] = new.saved().points
    assert (point.folder, point.after, point.after_folder) == ("Załączniki", "move", "Załączniki/Przetworzone")
    assert (point.port, point.mode, point.auth_method) == (ports.imap, Mode.GENERATE_DOCUMENTS, AuthMethod.OAUTH2)
    new.check("Skrzynka otwarta, folder „Załączniki”")


def test_nothing_is_marked_as_read_by_a_check(points: PointDesk) -> None:
    points.store(points.desk.facts.points[0])
    points.open()
    points.edit("Faktury")
    points.sign_in()
    points.check("w tym 8 nieprzeczytanych")
    points.fill(description="jeszcze raz")
    points.check("w tym 8 nieprzeczytanych")


def test_a_point_for_pop3_is_made_signed_in_checked_and_saved(new: PointDesk) -> None:
    new.fill(
        mode=Mode.DOWNLOAD_ATTACHMENTS,
        account_type=AccountType.POP3,
        auth_method=AuthMethod.OAUTH2,
        host="localhost",
        port=new.desk.facts.ports.pop3s,
        encryption=Encryption.TLS,
        login=DOCUMENTS,
        name="Dokumenty",
    )
    new.sign_in()
    new.check("Skrzynka otwarta")
    assert not new.reads("folder „")
    assert new.reads("15 wiadomości")
    new.save()
    [point] = new.saved().points
    assert (point.account_type, point.mode) == (AccountType.POP3, Mode.DOWNLOAD_ATTACHMENTS)


@pytest.mark.parametrize("kind", [AccountType.IMAP, AccountType.POP3])
def test_a_password_is_tried_before_it_is_saved_and_kept_in_the_keyring(points: PointDesk, kind: AccountType) -> None:
    ports = points.desk.facts.ports
    points.store(clerk(points, account_type=kind, port=ports.imap if kind is AccountType.IMAP else ports.pop3))
    points.open()
    points.edit("Urząd")
    points.check("Nie działa: ")
    points.fill(password="falsch")
    points.check("Nie działa: ")
    assert points.reads("Odpowiedź serwera")
    points.fill(password=PASSWORD)
    points.check()
    points.save()
    points.wait_for("Hasło jest zapisane w magazynie haseł tego komputera.")
    assert PASSWORD not in (points.desk.folder / "settings.json").read_text(encoding="utf-8")
    assert isinstance(json.loads((points.desk.folder / "settings.json").read_text(encoding="utf-8")), dict)
    points.close()
    points.edit("Urząd")
    points.check()


def test_a_sign_in_on_one_screen_serves_the_other(points: PointDesk) -> None:
    desk = points.desk
    desk.prefill(login=ACCOUNTANT, email=ACCOUNTANT)
    points.store(desk.facts.points[0])
    points.open()
    points.edit("Faktury")
    points.sign_in()
    points.close()
    tabs = desk.find(QTabWidget, "tabs")
    assert isinstance(tabs, QTabWidget)
    tabs.setCurrentIndex(0)
    desk.wait_for(f"Zalogowano użytkownika {ACCOUNTANT}")
    desk.type("test_recipient", CLERK)
    desk.press("Wyślij")
    desk.wait_for("Wiadomość została wysłana")
    assert len(desk.browser.addresses) == 1


def test_a_sign_in_for_sending_serves_the_mailbox(points: PointDesk) -> None:
    desk = points.desk
    desk.prefill(login=ACCOUNTANT, email=ACCOUNTANT)
    points.store(desk.facts.points[0])
    desk.start()
    desk.press("Autoryzacja")
    desk.answer("OK")
    tabs = desk.find(QTabWidget, "tabs")
    assert isinstance(tabs, QTabWidget)
    tabs.setCurrentIndex(1)
    points.edit("Faktury")
    points.wait_for(f"Zalogowano użytkownika {ACCOUNTANT}")
    points.check()
    assert len(desk.browser.addresses) == 1


def test_without_a_registration_the_sign_in_asks_for_it_first(points: PointDesk) -> None:
    from dms_mail_desktop.gui.registration_dialog import RegistrationDialog
    from dms_mail_desktop.models import Settings

    points.desk.store_settings(Settings(points=points.desk.facts.points))
    points.open()
    points.edit("Faktury")
    points.press("Autoryzacja")
    assert any(dialog.isVisible() for dialog in points.dialog.findChildren(RegistrationDialog))


def test_closing_asks_about_what_is_not_saved(points: PointDesk) -> None:
    points.store(clerk(points))
    points.open()
    points.edit("Urząd")
    points.fill(description="x")
    assert points.dialog.isWindowModified()
    points.press("Zamknij")
    points.desk.answer("Anuluj")
    assert points.dialog.isVisible()
    points.press("Zamknij")
    points.desk.answer("Odrzuć")
    points.desk.qtbot.waitUntil(lambda: points.desk.dialog() is None)
    assert points.saved().points[0].description == ""
    points.edit("Urząd")
    points.fill(description="y")
    points.dialog.reject()
    points.desk.answer("Zapisz")
    points.desk.qtbot.waitUntil(lambda: points.desk.dialog() is None)
    assert points.saved().points[0].description == "y"


def test_the_newest_message_of_a_check_is_the_example_of_the_fields(points: PointDesk) -> None:
    points.store(clerk(points))
    points.open()
    points.edit("Urząd")
    points.fill(password=PASSWORD)
    points.check("Skrzynka otwarta")
    points.tab(3)
    assert points.reads("Przykład: Temat = „Faktura E/26/11/552310”")
    points.fill(subject_field="Tytuł", body_field="")
    assert points.reads("Przykład: Tytuł = „Faktura E/26/11/552310”")
    assert points.reads("Ta część wiadomości nie trafi do dokumentu.")


def test_a_point_without_a_folder_is_told_that_it_fetches_nothing(new: PointDesk) -> None:
    new.tab(1)
    assert new.reads("Bez katalogu dokumentów punkt niczego nie pobierze.")
    new.fill(target="/dokumenty", active=True, interval=15)
    assert new.reads("Każda wiadomość dostaje tu własny katalog")
    assert new.reads("Punkt działa co 15 min, dopóki program jest otwarty.")


def test_a_path_that_is_not_whole_is_marked_when_it_is_typed_and_can_be_saved(new: PointDesk) -> None:
    words = "nie mówi, od którego dysku lub serwera się zaczyna"
    new.tab(1)
    line = new.field("target")
    line.setFocus()
    new.desk.qtbot.keyClicks(line, "dokumenty")
    assert not new.reads(words)
    new.desk.qtbot.keyClick(line, Qt.Key.Key_Tab)
    assert new.reads(words)
    new.fill(name="Faktury")
    new.save()
    assert new.saved().points[-1].target == "dokumenty"
    assert new.reads(words)
    line.setText("/dokumenty")  # type: ignore[attr-defined]
    assert not new.reads(words)


def test_the_rights_say_who_can_read_the_secret(points: PointDesk) -> None:
    points.store(clerk(points))
    points.open()
    points.edit("Urząd")
    points.tab(4)
    assert points.reads(f"Hasło konta {CLERK} program trzyma w magazynie haseł tego komputera")
    assert points.reads("Odczyta je tylko użytkownik")


def test_the_dialog_follows_the_language(new: PointDesk) -> None:
    new.desk.spoken.choose("en")
    tabs = new.dialog.findChild(QTabWidget, "tabs")
    assert tabs is not None
    new.desk.qtbot.waitUntil(lambda: tabs.tabText(0) == "Cooperation mode")
    assert [tabs.tabText(index) for index in range(1, 5)] == ["General", "List", "Fields", "Permissions"]
    assert entries(new, "after") == ["leave", "mark as read", "move to a folder", "delete"]
    assert new.dialog.windowTitle() == "Configuration point – new[*]"
