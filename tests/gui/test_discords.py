"""What does not fit together is said at the field, with a button that mends it, and never stands in the way."""

from typing import Any

import pytest
from company import Desk, sign_in_as
from points_desk import PointDesk
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPushButton, QSpinBox, QWidget

from dms_mail_desktop.models import AuthMethod, Cloud, Encryption, MailServer, Point, Registration, Settings
from dms_mail_desktop.sandbox.directory import NOTIFICATIONS

REGISTERED = Registration(client_id="9d1f3c4e-0b7a-4f4e-9a59-2f4a4f3c0a11")
SERVER = {"email": "jan@firma.pl", "host": "smtp.office365.com", "login": "jan@firma.pl", "auth_method": "oauth2"}
POINT = {"name": "Faktury", "host": "outlook.office365.com", "login": "jan@firma.pl", "auth_method": "oauth2"}
PERSONAL = {"email": "jan@outlook.com", "login": "jan@outlook.com"}


def value(within: QWidget, name: str) -> Any:
    match field := within.findChild(QWidget, name):
        case QSpinBox():
            return field.value()
        case QComboBox():
            return field.currentData()
        case QLineEdit():
            return field.text()
    raise TypeError(name)


def advice_at(within: QWidget, name: str) -> str:
    """The warning under a field, as a person with a screen reader hears it."""
    field = within.findChild(QWidget, name)
    assert field is not None
    described = field.accessibleDescription()
    shown = [label.text() for label in within.findChildren(QLabel) if label.isVisible()]
    return next((text for text in shown if text in described and label_kind(within, text) == "advice"), "")


def label_kind(within: QWidget, text: str) -> object:
    return next(label.property("kind") for label in within.findChildren(QLabel) if label.text() == text)


def open_server(desk: Desk, registration: Registration = REGISTERED, **values: object) -> None:
    account = MailServer.model_validate(SERVER | values, context="structure")
    desk.store_settings(Settings().model_copy(update={"registration": registration, "mail_server": account}))
    desk.start()


def open_point(points: PointDesk, registration: Registration = REGISTERED, **values: object) -> QWidget:
    point = Point.model_validate(POINT | values, context="structure")
    points.desk.store_settings(Settings().model_copy(update={"registration": registration, "points": (point,)}))
    points.open()
    return points.edit("Faktury")


CHINA = Registration(cloud=Cloud.CHINA, client_id="9d1f3c4e")
OWN = Registration(
    cloud=Cloud.CUSTOM, client_id="dms", issuer="https://id.firma.pl", scopes=("mail",), mail_hosts=("poczta.firma.pl",)
)
SERVER_CASES = [
    (REGISTERED, {"port": 993}, "port", "innemu protokołowi", "Zmień na 587", {"port": 587}),
    (REGISTERED, {"encryption": "tls", "port": 587}, "encryption", "dopiero STARTTLS", "Zmień na STARTTLS",
     {"encryption": Encryption.STARTTLS}),
    (REGISTERED, {"encryption": "starttls", "port": 465}, "encryption", "od początku", "Zmień na SSL/TLS",
     {"encryption": Encryption.TLS}),
    (CHINA, {}, "host", "innej chmury", "Użyj smtp.partner.outlook.cn", {"host": "smtp.partner.outlook.cn"}),
    (REGISTERED, {"host": "poczta.firma.pl"}, "host", "nie pozwala", "Użyj smtp.office365.com",
     {"host": "smtp.office365.com"}),
    (OWN, {}, "host", "Dozwolone: poczta.firma.pl", "Użyj poczta.firma.pl", {"host": "poczta.firma.pl"}),
    (REGISTERED, {"auth_method": "password", "port": 25}, "auth_method", "drugiej połowie 2027", "Przejdź na OAuth2",
     {"auth_method": AuthMethod.OAUTH2, "port": 587}),
    (Registration(client_id="9d1f3c4e", tenant="consumers"),
     {**PERSONAL, "host": "smtp-mail.outlook.com", "auth_method": "password"}, "auth_method", "września 2024",
     "Przejdź na OAuth2", {"auth_method": AuthMethod.OAUTH2}),
    (REGISTERED, {"email": "faktury@firma.pl"}, "email", "Wyślij jako", "Użyj jan@firma.pl", {"email": "jan@firma.pl"}),
    (REGISTERED, {"login": "jan"}, "login", "a jan nim nie jest", "Użyj jan@firma.pl", {"login": "jan@firma.pl"}),
    (Registration(client_id="9d1f3c4e", tenant="consumers"), PERSONAL, "host", "konta służbowe",
     "Użyj smtp-mail.outlook.com", {"host": "smtp-mail.outlook.com"}),
]  # fmt: skip


@pytest.mark.parametrize(("registration", "values", "field", "words", "mend", "after"), SERVER_CASES)
def test_the_server_screen_says_what_does_not_fit_and_mends_it(  # noqa: PLR0917 - one row of the table
    desk: Desk, registration: Registration, values: dict[str, Any], field: str, words: str, mend: str, after: Any
) -> None:
    open_server(desk, registration, **values)
    assert words in advice_at(desk.window, field)
    assert not desk.window.isWindowModified()
    desk.press(mend)
    assert advice_at(desk.window, field) == ""
    assert {name: value(desk.window, name) for name in after} == after
    assert desk.window.isWindowModified()


POINT_CASES = [
    (REGISTERED, {"port": 995}, "port", "innemu protokołowi", "Zmień na 993", {"port": 993}),
    (REGISTERED, {"account_type": "pop3", "port": 993}, "port", "innemu protokołowi", "Zmień na 995", {"port": 995}),
    (REGISTERED, {"encryption": "tls", "port": 143}, "encryption", "dopiero STARTTLS", "Zmień na STARTTLS",
     {"encryption": Encryption.STARTTLS}),
    (REGISTERED, {"encryption": "starttls", "port": 993}, "encryption", "od początku", "Zmień na SSL/TLS",
     {"encryption": Encryption.TLS}),
    (CHINA, {}, "host", "innej chmury", "Użyj partner.outlook.cn", {"host": "partner.outlook.cn"}),
    (REGISTERED, {"host": "poczta.firma.pl"}, "host", "nie pozwala", "Użyj outlook.office365.com",
     {"host": "outlook.office365.com"}),
    (REGISTERED, {"auth_method": "password"}, "auth_method", "stycznia 2023", "Przejdź na OAuth2",
     {"auth_method": AuthMethod.OAUTH2}),
    (REGISTERED, {"login": "jan", "mailbox": "jan@firma.pl"}, "login", "a jan nim nie jest", "Użyj jan@firma.pl",
     {"login": "jan@firma.pl"}),
]  # fmt: skip


@pytest.mark.parametrize(("registration", "values", "field", "words", "mend", "after"), POINT_CASES)
def test_the_point_dialog_says_what_does_not_fit_and_mends_it(  # noqa: PLR0917 - one row of the table
    points: PointDesk, registration: Registration, values: dict[str, Any], field: str, words: str, mend: str, after: Any
) -> None:
    dialog = open_point(points, registration, **values)
    assert words in advice_at(dialog, field)
    points.press(mend)
    assert advice_at(dialog, field) == ""
    assert {name: value(dialog, name) for name in after} == after
    assert dialog.isWindowModified()


def test_a_missing_registration_is_filled_in_from_the_warning(desk: Desk) -> None:
    open_server(desk, Registration(), auth_method="password", host="poczta.firma.pl")
    assert advice_at(desk.window, "auth_method") == ""
    desk.choose("auth_method", "OAuth2")
    assert "identyfikatora jeszcze nie wpisano" in advice_at(desk.window, "auth_method")
    desk.press("Uzupełnij rejestrację…")
    registration = desk.dialog()
    assert registration is not None
    registration.findChild(QLineEdit, "client_id").setText("9d1f3c4e")
    desk.press("Zapisz", registration)
    desk.qtbot.waitUntil(lambda: advice_at(desk.window, "auth_method") == "")
    assert desk.saved().registration.client_id == "9d1f3c4e"


def test_a_point_hears_at_once_of_the_registration_that_it_lacked(points: PointDesk) -> None:
    dialog = open_point(points, Registration())
    points.press("Uzupełnij rejestrację…")
    registration = next(each for each in dialog.findChildren(QWidget, "RegistrationDialog") if each.isVisible())
    registration.findChild(QLineEdit, "client_id").setText("9d1f3c4e")
    points.desk.press("Zapisz", registration)
    points.desk.qtbot.waitUntil(lambda: advice_at(dialog, "auth_method") == "")


def test_the_tenant_of_personal_accounts_is_entered_and_kept_only_when_it_is_saved(desk: Desk) -> None:
    open_server(desk, **PERSONAL, host="smtp-mail.outlook.com")
    assert "organizations" in advice_at(desk.window, "login")
    desk.press("Użyj dzierżawy consumers…")
    registration = desk.dialog()
    assert registration is not None
    assert value(registration, "tenant") == "consumers"
    assert desk.saved().registration.tenant == "organizations"
    desk.press("Zapisz", registration)
    desk.qtbot.waitUntil(lambda: advice_at(desk.window, "login") == "")
    assert desk.saved().registration.tenant == "consumers"


def test_a_word_is_judged_when_it_is_typed_and_not_before(desk: Desk) -> None:
    open_server(desk)
    line = desk.find(QLineEdit, "email")
    line.setFocus()
    line.setCursorPosition(12)
    desk.qtbot.keyClicks(line, "x")
    assert advice_at(desk.window, "email") == ""
    desk.qtbot.keyClick(line, Qt.Key.Key_Return)
    assert "Wyślij jako" in advice_at(desk.window, "email")
    desk.qtbot.keyClick(line, Qt.Key.Key_Backspace)
    assert advice_at(desk.window, "email") == ""


def test_an_error_of_the_same_field_goes_before_the_warning(desk: Desk) -> None:
    open_server(desk, login="jan")
    assert advice_at(desk.window, "login") != ""
    desk.press("Zapisz")
    assert advice_at(desk.window, "login") == ""
    assert desk.reads("Nie zapisano. Popraw 1 pole.")
    desk.type("login", "jan@firma.pl")
    assert advice_at(desk.window, "login") == ""


def test_the_port_follows_again_after_a_mend(desk: Desk) -> None:
    open_server(desk, port=993)
    desk.press("Zmień na 587")
    desk.choose("encryption", "SSL/TLS")
    assert value(desk.window, "port") == 465


def test_a_test_is_shown_the_warnings_and_runs_all_the_same(desk: Desk) -> None:
    desk.prefill(email="ktos@firma.example")
    desk.start()
    desk.browser.person = sign_in_as(NOTIFICATIONS)
    desk.press("Autoryzacja")
    assert desk.reads("Zwróć uwagę na ostrzeżenie przy polu Email (wychodzący).")
    desk.answer("OK")
    desk.type("test_recipient", NOTIFICATIONS)
    desk.press("Wyślij")
    assert desk.reads("Zwróć uwagę na ostrzeżenie przy polu Email (wychodzący).")
    desk.wait_for("Nie wysłano")
    desk.press("Pokaż")
    assert desk.window.focusWidget() is desk.find(QWidget, "email")
    desk.press(f"Użyj {NOTIFICATIONS}")
    assert not desk.reads("Zwróć uwagę")


def test_a_mailbox_check_is_shown_the_warnings_and_runs_all_the_same(desk: Desk, points: PointDesk) -> None:
    [point, *_] = desk.facts.points
    points.store(point.model_copy(update={"host": "poczta.firma.example"}))
    points.open()
    points.edit("Faktury")
    points.press("Sprawdź skrzynkę")
    assert points.reads("Zwróć uwagę na ostrzeżenie przy polu Serwer poczty przychodzącej.")
    points.wait_for("Nie działa")


def test_the_warnings_speak_the_language_of_the_window(desk: Desk) -> None:
    open_server(desk, port=993)
    desk.spoken.choose("en")
    assert "another protocol" in advice_at(desk.window, "port")
    desk.press("Change to 587")
    assert value(desk.window, "port") == 587


def test_tab_goes_from_the_field_to_its_mend(desk: Desk) -> None:
    open_server(desk, email="faktury@firma.pl")
    line = desk.find(QLineEdit, "email")
    line.setFocus()
    for _ in range(3):
        desk.qtbot.keyClick(desk.window.focusWidget(), Qt.Key.Key_Tab)
        if isinstance(desk.window.focusWidget(), QPushButton):
            break
    assert desk.window.focusWidget() is desk.button("Użyj jan@firma.pl")
