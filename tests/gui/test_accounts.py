"""The tab "Konta i tokeny": who is signed in, and what can be done about it."""

import getpass

import pytest
from aged import age
from company import PATIENCE, Desk, sign_in_as
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QTableView, QTabWidget, QWidget

from dms_mail_desktop.credentials import BearerToken
from dms_mail_desktop.gui.failure_block import FailureBlock
from dms_mail_desktop.oauth.provider import Provider
from dms_mail_desktop.sandbox.directory import ACCOUNTANT, NOTIFICATIONS
from dms_mail_desktop.sandbox.faults import ProviderFault
from dms_mail_desktop.sandbox.faults import Refused as ProviderRefusal

ACCOUNT, RIGHTS, USED, LEFT, STATE = range(5)


@pytest.fixture
def signed_in(desk: Desk) -> Desk:
    """The outgoing account was signed in on its own tab; the points use another."""
    settings = desk.saved()
    desk.store_settings(settings.model_copy(update={"points": desk.facts.points}))
    desk.start()
    desk.press("Autoryzacja")
    desk.answer("OK")
    show_tab(desk)
    desk.qtbot.waitUntil(lambda: bool(cells(desk)), timeout=PATIENCE)
    return desk


def show_tab(desk: Desk) -> None:
    tabs = desk.find(QTabWidget, "tabs")
    assert isinstance(tabs, QTabWidget)
    tabs.setCurrentWidget(desk.find(QWidget, "accounts_tab"))


def table(desk: Desk) -> QTableView:
    found = desk.find(QTableView, "accounts_table")
    assert isinstance(found, QTableView)
    return found


def cells(desk: Desk) -> list[list[str]]:
    model = table(desk).model()
    columns = range(model.columnCount())
    return [[str(model.index(row, column).data()) for column in columns] for row in range(model.rowCount())]


def select(desk: Desk, login: str) -> None:
    table(desk).selectRow([row[ACCOUNT] for row in cells(desk)].index(login))


def fact(desk: Desk, name: str) -> str:
    label = desk.find(QLabel, name)
    assert isinstance(label, QLabel)
    return label.text()


def test_nobody_is_signed_in_at_first(desk: Desk) -> None:
    desk.start()
    assert desk.window.findChild(QTableView, "accounts_table") is None, "built when it is first shown"
    show_tab(desk)
    desk.wait_for("Nikt nie jest zalogowany")
    assert not any(desk.button(caption).isEnabled() for caption in ("Odnów teraz", "Zaloguj ponownie", "Wyloguj"))
    desk.press("Pokaż Serwer pocztowy")
    assert desk.button("Autoryzacja").isVisible()


def test_an_account_is_listed_with_its_facts_and_never_a_token(signed_in: Desk) -> None:
    desk = signed_in
    assert cells(desk) == [[NOTIFICATIONS, "IMAP, POP3, SMTP", "Serwer pocztowy", "za 89 dni", "OK"]]
    desk.wait_for(f"Zalogowano użytkownika {NOTIFICATIONS}")
    assert fact(desk, "tenant") == desk.facts.registration.tenant
    assert fact(desk, "used") == "Serwer pocztowy"
    assert fact(desk, "signed_in_at").startswith("dziś o ")
    assert fact(desk, "kept_alive").startswith("program odnawia logowanie raz w tygodniu")
    assert not any(block.isVisible() for block in desk.window.findChildren(FailureBlock))
    assert fact(desk, "reader") == f"ten użytkownik ({getpass.getuser()}) na tym komputerze"
    assert not any("eyJ" in label.text() for label in desk.window.findChildren(QLabel))


def test_an_account_used_by_points_names_them(desk: Desk) -> None:
    settings = desk.saved()
    points = [point.model_copy(update={"login": NOTIFICATIONS}) for point in desk.facts.points]
    desk.store_settings(settings.model_copy(update={"points": tuple(points)}))
    desk.start()
    desk.press("Autoryzacja")
    desk.answer("OK")
    show_tab(desk)
    names = ", ".join(f"punkt {point.name}" for point in points)
    desk.wait_for(f"Serwer pocztowy, {names}")


def test_renewing_fetches_a_new_token(signed_in: Desk) -> None:
    desk = signed_in
    former = fetched(desk)
    desk.press("Odnów teraz")
    assert not desk.button("Odnów teraz").isEnabled()
    desk.wait_for("odnawianie…")
    desk.qtbot.waitUntil(lambda: desk.button("Odnów teraz").isEnabled(), timeout=PATIENCE)
    desk.wait_for(f"Zalogowano użytkownika {NOTIFICATIONS}")
    assert fetched(desk) != former


def fetched(desk: Desk) -> str:
    provider = Provider.of(desk.facts.registration)

    async def ask() -> BearerToken:
        return await desk.services.accounts.access_token(provider, NOTIFICATIONS)

    outcome: list[BearerToken] = []
    desk.background.start(desk.window, ask, done=outcome.append, failed=lambda error: pytest.fail(str(error)))
    desk.qtbot.waitUntil(lambda: bool(outcome), timeout=PATIENCE)
    return outcome[0].secret


def test_a_withdrawn_sign_in_is_said_and_mended_in_place(signed_in: Desk) -> None:
    desk = signed_in
    desk.sandbox.revoke(NOTIFICATIONS)
    desk.press("Odnów teraz")
    desk.qtbot.waitUntil(lambda: cells(desk)[0][STATE] == "Wymaga logowania", timeout=PATIENCE)
    desk.wait_for(f"{NOTIFICATIONS}: Wymagane ponowne logowanie")
    assert cells(desk)[0][LEFT] == "–"
    assert fact(desk, "kept_alive").startswith("nic")
    desk.wait_for("Co zrobić")
    desk.press("Zaloguj ponownie")
    desk.answer("OK")
    desk.qtbot.waitUntil(lambda: cells(desk)[0][STATE] == "OK", timeout=PATIENCE)
    tabs = desk.find(QTabWidget, "tabs")
    assert isinstance(tabs, QTabWidget)
    tabs.setCurrentIndex(0)
    desk.wait_for(f"Zalogowano użytkownika {NOTIFICATIONS}")


def test_a_blocked_account_says_by_whom(signed_in: Desk) -> None:
    desk = signed_in
    refusal = ProviderRefusal("invalid_grant", 53003, "Access has been blocked by Conditional Access policies.")
    desk.sandbox.faults.token = ProviderFault(refused=refusal)
    desk.press("Odnów teraz")
    desk.qtbot.waitUntil(lambda: cells(desk)[0][STATE] == "Zablokowane", timeout=PATIENCE)
    desk.wait_for("Zablokowane")
    desk.wait_for("Przyczyna")
    assert desk.reads("1. Przekaż administratorowi dzierżawy"), "the reason in full, with what to do"
    assert desk.reads("AADSTS53003")


@pytest.mark.parametrize(
    ("unused", "left", "state", "line"),
    [
        (75, "za 14 dni", "OK", "Ważne do"),
        (77, "za 12 dni", "Wygasa", "Wygasa za 12 dni"),
        (89, "w ciągu doby", "Wygasa", "Wygasa w ciągu doby"),
        (91, "–", "Wymaga logowania", "Logowanie wygasło, bo długo z niego nie korzystano."),
    ],
)
def test_an_unused_account_counts_down_on_both_screens(
    signed_in: Desk, unused: int, left: str, state: str, line: str
) -> None:
    desk = signed_in
    age(desk, days=unused)
    show_tab(desk)
    desk.qtbot.waitUntil(lambda: [row[LEFT:] for row in cells(desk)] == [[left, state]], timeout=PATIENCE)
    desk.wait_for(line)
    warned = table(desk).model().index(0, LEFT).data(Qt.ItemDataRole.DecorationRole) is not None
    assert warned == (state == "Wygasa")
    tabs = desk.find(QTabWidget, "tabs")
    assert isinstance(tabs, QTabWidget)
    tabs.setCurrentIndex(0)
    desk.wait_for(line)


def test_without_a_network_nothing_is_lost(signed_in: Desk) -> None:
    desk = signed_in
    desk.sandbox.faults.unreachable = True
    desk.press("Odnów teraz")
    desk.wait_for("Nie można połączyć się z serwerem logowania")
    assert cells(desk)[0][STATE] == "OK"


def test_a_sign_in_under_way_can_be_stopped_and_keeps_the_list(signed_in: Desk) -> None:
    desk = signed_in
    desk.browser.person = None
    desk.press("Zaloguj ponownie")
    desk.wait_for(f"{NOTIFICATIONS}: Oczekiwanie na logowanie w przeglądarce…")
    assert desk.button("Kopiuj adres").isVisible()
    assert not table(desk).isEnabled()
    assert not desk.button("Wyloguj").isEnabled()
    desk.qtbot.wait(600)
    desk.press("Przerwij")
    desk.wait_for(f"Zalogowano użytkownika {NOTIFICATIONS}")
    assert table(desk).isEnabled()


def test_another_person_gets_a_row_of_his_own(signed_in: Desk) -> None:
    desk = signed_in
    desk.browser.person = sign_in_as(ACCOUNTANT)
    desk.press("Zaloguj ponownie")
    desk.answer(f"Użyj {ACCOUNTANT}")
    desk.answer("OK")
    desk.qtbot.waitUntil(lambda: len(cells(desk)) == 2, timeout=PATIENCE)
    assert desk.saved().mail_server.login == NOTIFICATIONS
    select(desk, ACCOUNTANT)
    assert fact(desk, "used") == "punkt Faktury"


def test_signing_out_an_account_in_use_asks_and_names_the_places(signed_in: Desk) -> None:
    desk = signed_in
    desk.press("Wyloguj")
    box = desk.wait_for_box()
    assert box.text() == f"Czy wylogować {NOTIFICATIONS}?"
    assert "Serwer pocztowy" in box.informativeText()
    desk.answer("Anuluj")
    assert len(cells(desk)) == 1
    desk.press("Wyloguj")
    desk.answer("Wyloguj")
    desk.qtbot.waitUntil(lambda: not cells(desk), timeout=PATIENCE)
    box = desk.wait_for_box()
    assert desk.facts.registration.issuer in box.informativeText()
    assert "<a href=" in box.informativeText()
    desk.answer("OK")
    desk.wait_for("Nikt nie jest zalogowany")
    assert not any(NOTIFICATIONS in service for service, _ in desk.keyring._entries)


def test_the_providers_page_opens_from_the_last_box(signed_in: Desk) -> None:
    desk = signed_in
    desk.browser.person = None
    desk.press("Wyloguj")
    desk.answer("Wyloguj")
    desk.qtbot.waitUntil(lambda: desk.box() is not None and "Wylogowano" in desk.box().text(), timeout=PATIENCE)
    desk.answer("Otwórz stronę")
    assert desk.browser.addresses[-1] == desk.facts.registration.issuer


def test_an_account_of_another_registration_can_only_be_signed_out(signed_in: Desk) -> None:
    desk = signed_in
    other = desk.facts.registration.model_copy(update={"client_id": "inna-aplikacja"})
    desk.end()
    desk.store_settings(desk.saved().model_copy(update={"registration": other}))
    desk.start()
    show_tab(desk)
    desk.wait_for(f"{NOTIFICATIONS}: zalogowano z inną rejestracją aplikacji")
    assert cells(desk)[0][STATE] == "Inna rejestracja"
    assert not desk.button("Odnów teraz").isEnabled()
    assert not desk.button("Zaloguj ponownie").isEnabled()
    assert desk.button("Wyloguj").isEnabled()


def test_a_keyring_that_cannot_be_read_is_explained(desk: Desk) -> None:
    class Locked:
        def get_password(self, *_: str) -> str | None:
            raise RuntimeError("locked")

    desk.keyring = Locked()  # type: ignore[assignment]
    desk.start()
    show_tab(desk)
    desk.wait_for("Magazyn haseł zgłosił błąd")


def test_the_tab_speaks_the_language_chosen(signed_in: Desk) -> None:
    desk = signed_in
    desk.spoken.choose("en")
    assert cells(desk)[0][USED:] == ["Mail server", "in 89 days", "OK"]
    assert desk.button("Sign in again").isVisible()
    assert fact(desk, "reader").startswith("this user (")
