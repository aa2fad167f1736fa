"""Configuration points as an administrator keeps them: the real window, browser, keyring and mail server."""

import json
import re

import pytest

from .browser import Browser
from .computer import SIGNED_IN, Computer, sign_in
from .dovecot import MailPorts
from .mailbox import Mailboxes, letter
from .provider import SENDER, USERS, Provider
from .window import Window

pytestmark = pytest.mark.lab

TAB = "Automatyczne generowanie dokumentów"
ADD, ADD_FIRST = "Dodaj", "Dodaj pierwszy punkt"
SUBJECTS = ("Faktura 7/2026 – „Żuraw”", "Zażółć gęślą jaźń")
ATTACHMENTS = '"Za&AUIBBQ-czniki"'
"""How a client writes the folder Załączniki (RFC 3501 section 5.1.3)."""
STEPS = (
    "Adres serwera",
    "Połączenie",
    "Szyfrowanie",
    "Powitanie i możliwości",
    "Token",
    "Uwierzytelnienie",
    "Lista folderów",
    "Otwarcie folderu",
    "Najnowsze wiadomości",
)
ACCOUNT = {"Serwer poczty przychodzącej": "localhost", "Metoda uwierzytelniania": "OAuth2", "Login": SENDER}
INVOICES = {
    "Tryb współpracy": {
        "Tryb współpracy": "Współpraca ze skrzynką pocztową (generowanie dokumentów DMS)",
        "Typ konta": "IMAP",
        "Metoda szyfrowania": "SSL/TLS",
        **ACCOUNT,
    },
    "Ogólne": {
        "Nazwa": "Faktury – żółte",
        "Aktywny": "Tak",
        "Opis": "Źródło faktur",
        "Sprawdzaj co … minut": "15",
        "Folder": "INBOX",
        "Po pobraniu": "przenieś do folderu",
        "Przenieś do folderu": "Załączniki",
        "Katalog dokumentów": "/srv/dms/faktury",
    },
    "Kontrolki": {"Temat": "Tytuł", "Dozwoleni nadawcy": "*@firma.example", "Dozwolone rozszerzenia": "pdf\nxml"},
    "Uprawnienia": {"Operatorzy": "kowalska\nwójcik"},
}
SCANS = {
    "Tryb współpracy": {
        "Tryb współpracy": "Współpraca ze skrzynką pocztową (pobieranie załączników)",
        "Typ konta": "POP3",
        "Metoda szyfrowania": "STARTTLS",
        **ACCOUNT,
    },
    "Ogólne": {
        "Nazwa": "Skany",
        "Aktywny": "Tak",
        "Po pobraniu": "pozostaw",
        "Katalog dokumentów": "/srv/dms/skany",
    },
}
"""What is filled in on the tabs of the dialog, by the visible labels; the port comes from the lab."""
CHOICES = {"Tryb współpracy", "Typ konta", "Metoda uwierzytelniania", "Metoda szyfrowania", "Aktywny", "Po pobraniu"}
FOLDERS = {"Folder", "Przenieś do folderu"}
ROWS = [[*row, SENDER, "Tak", "nigdy"] for row in (("Faktury – żółte", "Dokumenty"), ("Skany", "Załączniki"))]


@pytest.fixture
def set_up_mailbox(mailboxes: Mailboxes) -> None:
    """A mailbox with two unread messages and a folder of its own."""
    mailboxes.refill(SENDER, *map(letter, SUBJECTS))
    with mailboxes.opened(SENDER) as session:
        session.create(ATTACHMENTS)


def fill_in(window: Window, tab: str, values: dict[str, str]) -> None:
    window.turn(tab)
    for label, text in values.items():
        if label in CHOICES | FOLDERS:
            window.choose(label, text)
        else:
            window.write(label, text)


def shown(window: Window, point: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
    """What the dialog shows in the fields that were filled in."""
    found = {}
    for tab, values in point.items():
        window.turn(tab)
        found[tab] = {label: window.field(label) for label in values}
    return found


def check(window: Window, opened: str) -> dict[str, str]:
    """Checks the mailbox; gives the state of each step."""
    window.press("Sprawdź skrzynkę")
    window.wait_for(opened)
    window.wait_for("Wszystko działa")
    front = window.windows()[0]
    assert [subject for subject in front["texts"] if subject in SUBJECTS] == [*reversed(SUBJECTS)]
    return {step: front["states"].get(step, "") for step in STEPS}


def save_and_close(window: Window) -> None:
    assert window.windows()[0]["modified"]
    window.press("Zapisz")
    window.wait_for("Zapisano")
    assert not window.windows()[0]["modified"]
    window.press("Zamknij")
    window.wait_for_button(ADD)


def add_invoices(window: Window, browser: Browser, port: int) -> None:
    """The first point, over IMAP; signs in in the browser."""
    window.press(ADD_FIRST)
    fill_in(window, "Tryb współpracy", INVOICES["Tryb współpracy"] | {"Port": str(port)})
    assert window.reads("Niezalogowano")
    sign_in(window, browser)
    window.wait_for(SIGNED_IN)
    steps = check(window, "Skrzynka otwarta, folder „Odebrane”")
    window.picture("points-1-imap")
    assert steps == dict.fromkeys(STEPS, "gotowe")
    assert window.reads("2 wiadomości, w tym 2 nieprzeczytane")
    for tab in ("Kontrolki", "Uprawnienia", "Ogólne"):
        fill_in(window, tab, INVOICES[tab])
        window.picture(f"points-2-{tab}")
    for label in FOLDERS:
        assert {"INBOX", "Sent", "Trash", "Załączniki"} <= set(window.entries(label))
    save_and_close(window)


def add_scans(window: Window, port: int) -> None:
    """The second point, over POP3; the sign-in of the first one serves it."""
    window.press(ADD)
    fill_in(window, "Tryb współpracy", SCANS["Tryb współpracy"] | {"Port": str(port)})
    window.wait_for(SIGNED_IN)
    steps = check(window, "Skrzynka otwarta")
    window.picture("points-3-pop3")
    assert steps == dict.fromkeys(STEPS, "gotowe") | {"Lista folderów": "nie wykonano"}
    assert window.reads("2 wiadomości")
    fill_in(window, "Ogólne", SCANS["Ogólne"])
    save_and_close(window)


def export(window: Window, computer: Computer) -> str:
    """Exports the settings from the menu; gives what was written."""
    target = computer.output.with_name("eksport – żółty.json")
    window.pick("Plik", "Eksportuj ustawienia…")
    window.picture("points-5-export")
    window.write("Nazwa pliku:", str(target))
    window.press("Zachowaj")
    window.wait_for(f"Wyeksportowano do {target}")
    return target.read_text(encoding="utf-8")


@pytest.mark.usefixtures("set_up_mailbox")
def test_points_of_both_types_are_made_signed_in_checked_saved_reopened_and_exported(
    set_up_computer: Computer, browser: Browser, provider: Provider, mail: MailPorts, mailboxes: Mailboxes
) -> None:
    with set_up_computer.opened() as window:
        window.turn(TAB)
        add_invoices(window, browser, mail.imaps)
        add_scans(window, mail.pop3)
        assert [grant["grant_type"] for grant in provider.grants()] == ["authorization_code"]
        assert window.windows()[0]["rows"] == [[*row, "Działa"] for row in ROWS]
        window.picture("points-4-list")
        assert window.close() == 0

    with set_up_computer.opened(ADD) as window:
        assert window.windows()[0]["rows"] == [[*row, "Niesprawdzony"] for row in ROWS]
        for point, port in ((INVOICES, mail.imaps), (SCANS, mail.pop3)):
            window.open_row(point["Ogólne"]["Nazwa"])
            window.wait_for(SIGNED_IN)
            assert window.field("Port") == str(port)
            assert shown(window, point) == point
            window.press("Zamknij")
            window.wait_for_button(ADD)
        exported = export(window, set_up_computer)
        assert window.close() == 0
    assert [point["name"] for point in json.loads(exported)["points"]] == [row[0] for row in ROWS]
    assert json.loads(exported)["points"] == set_up_computer.settings["points"]
    assert_no_secret(exported, set_up_computer)

    for name, *_ in ROWS:
        checked = set_up_computer.dms_mail("check", name)
        assert {step["state"] for step in checked["steps"]} <= {"done", "skipped"}
        assert {step["stage"]: step["facts"] for step in checked["steps"]}["folder"]["count"] == 2
    with mailboxes.opened(SENDER) as session:
        assert session.search(None, "UNSEEN")[1][0] == b"1 2"


def assert_no_secret(exported: str, computer: Computer) -> None:
    """No part of a token, a password or anything else that the keyring holds."""
    kept = "".join(computer.secrets().values())
    words = re.findall(r"[\w-]{40}", kept)
    assert len(words) > 30  # a refresh token alone has 1,200 characters
    assert [word for word in words if word in exported] == []
    assert [secret for secret in ("eyJ", *USERS.values()) if secret in exported] == []
