"""The form "Serwer pocztowy": what shows, what follows, what is refused, what is saved."""

import json
from dataclasses import replace
from typing import Any

import pytest
from company import Desk
from forms import cut_texts, fields, place, settle
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import (
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QSpinBox,
    QWidget,
)

from dms_mail_desktop.errors import NetworkFault, ProviderUnreachable
from dms_mail_desktop.gui.about import AboutDialog
from dms_mail_desktop.gui.address_label import AddressLabel
from dms_mail_desktop.models import AuthMethod, Encryption, MailServer, Settings
from dms_mail_desktop.sandbox.directory import NOTIFICATIONS

COMPLETE = {"email": "jan@firma.pl", "host": "poczta.firma.pl", "login": "jan@firma.pl", "port": 25}


def shown(desk: Desk, name: str) -> bool:
    return desk.find(QWidget, name).isVisible()


def port(desk: Desk) -> int:
    box = desk.find(QSpinBox, "port")
    assert isinstance(box, QSpinBox)
    return box.value()


def file_of(desk: Desk) -> dict[str, Any]:
    return json.loads((desk.folder / "settings.json").read_text(encoding="utf-8"))


@pytest.fixture
def password_desk(desk: Desk) -> Desk:
    desk.prefill(**COMPLETE, auth_method=AuthMethod.PASSWORD, encryption=Encryption.AUTO, enabled=False)
    desk.start()
    return desk


def test_an_absent_file_shows_the_defaults(desk: Desk) -> None:
    (desk.folder / "settings.json").unlink()
    desk.start()
    assert desk.window._page.draft() == MailServer()
    assert not desk.window.isWindowModified()


def test_rows_follow_method_and_sender(password_desk: Desk) -> None:
    desk = password_desk
    assert shown(desk, "password")
    assert not shown(desk, "sign_in")
    desk.choose("auth_method", "OAuth2")
    assert not shown(desk, "password")
    assert shown(desk, "sign_in")
    assert not shown(desk, "sql_section")
    desk.choose("sending_method", "Profil na serwerze SQL")
    assert shown(desk, "sql_section")
    for name in ("encryption", "auth_method", "sign_in", "test_section"):
        assert not shown(desk, name), name
    assert shown(desk, "password")
    desk.press("Przełącz na komponent mailowy")
    assert not shown(desk, "sql_section")
    assert shown(desk, "sign_in")


def test_the_port_follows_method_and_encryption_until_it_is_typed(password_desk: Desk) -> None:
    desk = password_desk
    desk.choose("auth_method", "OAuth2")
    assert port(desk) == 587
    desk.choose("encryption", "SSL/TLS")
    assert port(desk) == 465
    desk.choose("encryption", "Automatyczne")
    desk.choose("auth_method", "Login i hasło")
    assert port(desk) == 25
    desk.set_port(2525)
    desk.choose("auth_method", "OAuth2")
    assert port(desk) == 2525


def test_a_port_that_was_typed_before_stays_after_a_restart(desk: Desk) -> None:
    desk.prefill(**COMPLETE | {"port": 2525}, auth_method=AuthMethod.PASSWORD, encryption=Encryption.AUTO)
    desk.start()
    desk.choose("auth_method", "OAuth2")
    assert port(desk) == 2525


def test_faults_stand_at_their_fields_with_the_first_in_focus_and_go_when_mended(password_desk: Desk) -> None:
    desk = password_desk
    desk.choose("enabled", "Tak")
    desk.type("email", "jan@firma")
    desk.type("host", "")
    desk.type("login", "")
    desk.press("Zapisz")
    assert desk.reads("Nie zapisano. Popraw 3 pola.")
    assert desk.reads("Podaj pełny adres, na przykład")
    assert desk.window.focusWidget() is desk.find(QWidget, "email")
    desk.press("Pokaż następne")
    assert desk.window.focusWidget() is desk.find(QWidget, "host")
    desk.type("email", "jan@firma.pl")
    assert desk.reads("Nie zapisano. Popraw 2 pola.")
    desk.type("host", "poczta.firma.pl")
    assert desk.reads("Nie zapisano. Popraw 1 pole.")
    desk.type("login", "jan")
    assert desk.reads("Niezapisane zmiany")
    assert file_of(desk)["mail_server"]["enabled"] is False
    desk.press("Zapisz")
    desk.wait_for("Zapisano")
    assert file_of(desk)["mail_server"]["enabled"] is True


def test_oauth2_without_encryption_is_refused_at_the_field(password_desk: Desk) -> None:
    desk = password_desk
    desk.choose("auth_method", "OAuth2")
    desk.choose("encryption", "Brak")
    desk.press("Zapisz")
    assert desk.reads("Nie zapisano. Popraw 1 pole.")
    assert desk.reads("OAuth2 wymaga szyfrowania")


def test_a_password_without_encryption_needs_a_confirmation_that_stays_on_show(password_desk: Desk) -> None:
    desk = password_desk
    assert not shown(desk, "clear_text_confirmed")
    desk.choose("encryption", "Brak")
    assert shown(desk, "clear_text_confirmed")
    desk.press("Zapisz")
    assert desk.reads("Nie zapisano. Popraw 1 pole.")
    desk.tick("clear_text_confirmed")
    desk.press("Zapisz")
    desk.wait_for("Zapisano")
    desk.end()
    desk.start()
    assert shown(desk, "clear_text_confirmed")
    assert file_of(desk)["mail_server"]["clear_text_confirmed"] is True


def test_unsaved_changes_are_marked_and_can_be_taken_back(password_desk: Desk) -> None:
    desk = password_desk
    assert not desk.button("Przywróć").isEnabled()
    desk.type("account_name", "Źródło żółtych")
    assert desk.window.isWindowModified()
    assert desk.reads("Niezapisane zmiany")
    desk.press("Przywróć")
    desk.answer("Przywróć")
    assert desk.text("account_name") == "Powiadomienia"
    assert not desk.window.isWindowModified()


@pytest.mark.parametrize(("answer", "closed", "name"), [
    ("Zapisz", True, "Inna"),
    ("Odrzuć", True, "Powiadomienia"),
    ("Anuluj", False, "Powiadomienia"),
])  # fmt: skip
def test_closing_with_unsaved_changes_asks(password_desk: Desk, answer: str, closed: bool, name: str) -> None:
    desk = password_desk
    desk.type("account_name", "Inna")
    desk.window.close()
    desk.answer(answer)
    if closed:
        desk.qtbot.waitUntil(lambda: not desk.window.isVisible())
    else:
        assert desk.window.isVisible()
    assert file_of(desk)["mail_server"]["account_name"] == name
    desk.drop_changes()


def test_closing_and_saving_a_faulty_form_stays_open(password_desk: Desk) -> None:
    desk = password_desk
    desk.type("email", "x")
    desk.window.close()
    desk.answer("Zapisz")
    assert desk.window.isVisible()
    assert desk.reads("Nie zapisano. Popraw 1 pole.")
    desk.drop_changes()


def test_ctrl_s_saves(password_desk: Desk) -> None:
    desk = password_desk
    desk.type("description", "opis")
    desk.qtbot.keyClick(desk.window, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    desk.wait_for("Zapisano")
    assert file_of(desk)["mail_server"]["description"] == "opis"


@pytest.mark.parametrize("content", ['{"schema": 1, "mail_server": {"port": "x"}}', "{", '{"schema": 99}'])
def test_a_damaged_or_newer_file_opens_read_only_and_is_never_overwritten(desk: Desk, content: str) -> None:
    (desk.folder / "settings.json").write_text(content, encoding="utf-8")
    desk.start()
    assert desk.reads("Ustawienia są otwarte tylko do odczytu")
    desk.type("account_name", "x")
    desk.type("host", "poczta.firma.pl")
    desk.type("login", "jan@firma.pl")
    desk.type("password", "tajne")
    desk.press("Zapisz")
    desk.answer("OK")
    assert desk.reads("Nie zapisano: plik ustawień")
    assert desk.keyring._entries == {}
    assert (desk.folder / "settings.json").read_text(encoding="utf-8") == content
    desk.drop_changes()


def test_a_file_that_another_program_changed_is_not_overwritten(password_desk: Desk) -> None:
    desk = password_desk
    store = desk.services.store
    loaded = store.load()
    other = loaded.settings.mail_server.model_copy(update={"account_name": "Druga"})
    store.save(loaded.settings.model_copy(update={"mail_server": other}), loaded.stamp)
    desk.type("description", "moje")
    desk.press("Zapisz")
    desk.answer("OK")
    assert file_of(desk)["mail_server"]["account_name"] == "Druga"
    desk.press("Przywróć")
    desk.answer("Przywróć")
    assert desk.text("account_name") == "Druga"


def test_the_language_changes_everything_without_a_restart(password_desk: Desk) -> None:
    desk = password_desk
    assert desk.window.windowTitle().startswith("Ustawienia")
    desk.choose("encryption", "Brak")
    body = desk.find(QPlainTextEdit, "test_body")
    assert isinstance(body, QPlainTextEdit)
    before = body.toPlainText()
    desk.choose_language("en")
    assert desk.window.windowTitle().startswith("Settings")
    desk.qtbot.waitUntil(lambda: any(b.text() == "&Save" for b in desk.window.findChildren(QPushButton)))
    assert body.toPlainText() != before
    combo = desk.find(QComboBox, "encryption")
    assert isinstance(combo, QComboBox)
    assert combo.currentData() == "none"
    assert not desk.reads("szyfrowan")
    desk.choose_language("pl")
    assert body.toPlainText() == before
    desk.drop_changes()


def test_an_authorisation_without_a_client_id_opens_the_registration_and_says_why(desk: Desk) -> None:
    desk.store_settings(desk.saved().model_copy(update={"registration": Settings().registration}))
    desk.start()
    desk.press("Autoryzacja")
    desk.qtbot.waitUntil(lambda: desk.dialog() is not None)
    dialog = desk.dialog()
    assert dialog is not None
    assert dialog.windowTitle().startswith("Rejestracja aplikacji")
    assert desk.reads("Przed pierwszym logowaniem podaj identyfikator aplikacji")
    assert not desk.browser.addresses
    client = dialog.findChild(QWidget, "client_id")
    assert client is not None
    desk.qtbot.keyClicks(client, "11111111-2222-3333-4444-555555555555")
    desk.press("Zapisz", dialog)
    desk.qtbot.waitUntil(lambda: desk.dialog() is None)
    assert file_of(desk)["registration"]["client_id"] == "11111111-2222-3333-4444-555555555555"
    assert desk.text("login") == NOTIFICATIONS


def test_the_registration_is_checked_at_the_provider(desk: Desk) -> None:
    desk.start()
    desk.window.open_registration()
    dialog = desk.dialog()
    assert dialog is not None
    dialog.resize(960, 360)
    desk.button("Sprawdź", dialog).setFocus()
    desk.press("Sprawdź", dialog)
    desk.wait_for("Dostawca odpowiedział")
    result, page = desk.find(QWidget, "check_state"), desk.find(QScrollArea, "form_page")
    desk.qtbot.waitUntil(lambda: page.rect().contains(QRect(result.mapTo(page, QPoint()), result.size())))
    desk.sandbox.faults.unreachable = True
    desk.press("Sprawdź", dialog)
    desk.wait_for("Sprawdzenie się nie powiodło")
    desk.press("Zamknij", dialog)
    desk.qtbot.waitUntil(lambda: desk.dialog() is None)


def test_the_check_takes_the_proxy_that_is_typed_and_says_so(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy", "no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    desk.start()
    asked: list[str] = []

    def client(proxy: str) -> object:
        asked.append(proxy)
        return desk.sandbox.http_client()

    desk.services = replace(desk.services, http_by=client)
    desk.window._services = desk.services
    desk.window.open_registration()
    dialog = desk.dialog()
    assert dialog is not None
    desk.press("Sprawdź", dialog)
    desk.wait_for("Połączenie bezpośrednie, bez proxy.")
    monkeypatch.setenv("HTTPS_PROXY", "http://jan:tajne@gate.firma.pl:8080")
    desk.press("Sprawdź", dialog)
    desk.wait_for("Połączenie przez serwer proxy systemu: http://gate.firma.pl:8080.")
    desk.type("proxy", "http://proxy.firma.pl:3128")
    desk.press("Sprawdź", dialog)
    desk.wait_for("Połączenie przez serwer proxy z tego okna: http://proxy.firma.pl:3128.")
    assert asked == ["", "", "http://proxy.firma.pl:3128"]


def test_a_login_in_the_proxy_is_refused_and_explained(desk: Desk) -> None:
    desk.start()
    desk.window.open_registration()
    dialog = desk.dialog()
    assert dialog is not None
    desk.type("proxy", "http://jan:tajne@proxy.firma.pl:3128")
    desk.press("Zapisz", dialog)
    assert desk.reads("w pliku ustawień nie może być haseł")
    desk.type("proxy", "http://proxy.firma.pl:3128")
    desk.press("Zapisz", dialog)
    desk.qtbot.waitUntil(lambda: desk.dialog() is None)
    assert file_of(desk)["registration"]["proxy"] == "http://proxy.firma.pl:3128"


def test_a_check_that_fails_at_the_proxy_ends_in_its_field(desk: Desk) -> None:
    desk.start()

    class Gate:
        def get(self, url: str, **_: object) -> object:
            raise ProviderUnreachable(
                url, NetworkFault.PROXY, "Tunnel connection failed: 407", proxy="http://gate:8080"
            )

        def close(self) -> None:
            pass

    desk.window._services = replace(desk.services, http_by=lambda _proxy: Gate())
    desk.window.open_registration()
    dialog = desk.dialog()
    assert dialog is not None
    desk.press("Sprawdź", dialog)
    desk.wait_for("Sprawdzenie się nie powiodło: serwer proxy wymaga zalogowania")
    assert desk.reads("http://gate:8080")
    desk.qtbot.waitUntil(lambda: desk.find(QLineEdit, "proxy").hasFocus())


def test_a_note_covers_neither_its_field_nor_another(desk: Desk) -> None:
    desk.prefill(login="", enabled=False)
    desk.start()
    desk.choose("encryption", "Brak")
    settle()
    desk.press("Autoryzacja")
    settle()
    shown_fields = [place(field, desk.window) for field in fields(desk.window) if field.isVisible()]
    texts = [label for label in desk.window.findChildren(QLabel) if label.isVisible()]
    notes = [label for label in texts if label.text().startswith(("OAuth2 wymaga", "Podaj login"))]
    assert len(notes) == 2
    for note in notes:
        assert not [field for field in shown_fields if field.intersects(place(note, desk.window))], note.text()


def test_what_is_wrong_with_the_encryption_is_said_once(desk: Desk) -> None:
    desk.start()
    desk.choose("encryption", "Brak")
    said = "OAuth2 wymaga szyfrowania"

    def times() -> int:
        return sum(label.isVisible() and said in label.text() for label in desk.window.findChildren(QLabel))

    assert times() == 1
    desk.press("Zapisz")
    assert times() == 1
    assert desk.find(QComboBox, "encryption").accessibleDescription().count(said) == 1
    desk.choose("encryption", "STARTTLS")
    assert times() == 0
    assert desk.reads("STARTTLS jest wymagane")


def test_the_whole_state_of_a_sign_in_is_seen(desk: Desk) -> None:
    desk.start()
    desk.press("Autoryzacja")
    desk.answer("OK")
    settle()
    assert desk.reads("odnawia się samo")
    for part in desk.find(QWidget, "sign_in").findChildren(AddressLabel):
        assert part.parentWidget().rect().contains(part.geometry()), part.text()


def test_a_long_value_shows_how_it_begins(desk: Desk) -> None:
    desk.prefill(description="Bardzo długi opis " * 20)
    desk.start()
    line = desk.find(QLineEdit, "description")
    assert isinstance(line, QLineEdit)
    assert line.cursorPosition() == 0


def test_a_registration_that_a_sign_in_asked_for_is_saved_when_it_is_complete(desk: Desk) -> None:
    desk.store_settings(Settings().model_copy(update={"mail_server": desk.facts.mail_server}))
    desk.start()
    desk.press("Autoryzacja")
    dialog = desk.dialog()
    assert dialog is not None
    desk.press("Zapisz", dialog)
    assert dialog.isVisible()
    assert dialog.focusWidget().objectName() == "client_id"
    desk.type("client_id", "11111111-2222-3333-4444-555555555555")
    desk.press("Zapisz", dialog)
    desk.qtbot.waitUntil(lambda: desk.dialog() is None)
    assert desk.saved().registration.client_id == "11111111-2222-3333-4444-555555555555"


def test_about_shows_the_icon_of_the_program(desk: Desk) -> None:
    desk.start()
    about = AboutDialog(desk.window)
    icon = about.findChild(QLabel, "program_icon")
    assert icon is not None
    assert not icon.pixmap().isNull()
    about.show()
    settle()
    assert list(cut_texts(about)) == []
