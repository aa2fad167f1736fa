"""sign-in, sign-out, accounts."""

import os
import re
import socket
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from dms_mail_desktop.models import AuthMethod, SendingMethod
from dms_mail_desktop.sandbox.directory import ACCOUNTANT, NOTIFICATIONS
from dms_mail_desktop.sandbox.faults import ProviderFault
from dms_mail_desktop.sandbox.faults import Refused as ProviderRefusal

Person = Callable[..., None]


def test_nobody_is_signed_in_at_first(desk) -> None:
    ended = desk.run("accounts")
    assert (ended.status, ended.out, ended.err) == (0, "Nikt nie jest zalogowany.\n", "")
    assert desk.run("accounts", "--json").document == {"status": 0, "accounts": []}


def test_a_sign_in_is_kept_and_listed_and_forgotten(desk, person: Person) -> None:
    person()
    ended = desk.run("sign-in")
    assert ended.status == 0, ended.err
    assert ended.out.splitlines()[-1] == f"Zalogowano użytkownika {NOTIFICATIONS}."
    assert "http" not in ended.out, "the address is for those whose browser did not open"

    [account] = desk.run("--json", "accounts").document["accounts"]
    assert (account["username"], account["state"], account["lost"]) == (NOTIFICATIONS, "ok", None)
    listed = desk.run("accounts").out
    assert f"{NOTIFICATIONS}  [OK]" in listed
    assert re.search(r"Bez używania wygaśnie: \d+ \w+ \d{4}", listed)

    gone = desk.run("sign-out", NOTIFICATIONS.upper())
    assert gone.status == 0
    assert f"Wylogowano użytkownika {NOTIFICATIONS}." in gone.out
    assert "Zgoda udzielona aplikacji pozostaje" in gone.out
    assert desk.run("accounts", "--json").document["accounts"] == []
    assert not any(NOTIFICATIONS in service for service, _ in desk.keyring.entries)


def test_the_document_of_a_sign_in_is_alone_on_standard_output(desk, person: Person) -> None:
    person()
    ended = desk.run("sign-in", "server", "--json")
    assert ended.document["status"] == 0
    assert ended.document["account"]["username"] == NOTIFICATIONS
    assert "Dokończ logowanie w przeglądarce" in ended.err


def test_another_person_is_not_kept(desk, person: Person) -> None:
    person(ACCOUNTANT)
    ended = desk.run("sign-in")
    assert ended.status == 1
    assert f"Zalogowano {ACCOUNTANT}, a w ustawieniach jest {NOTIFICATIONS}. Niczego nie zapamiętano." in ended.err
    assert desk.run("accounts", "--json").document["accounts"] == []
    assert desk.settings().mail_server.login == NOTIFICATIONS


def test_another_person_is_kept_when_that_was_allowed(desk, person: Person) -> None:
    person(ACCOUNTANT)
    ended = desk.run("sign-in", "--accept-other")
    assert ended.status == 0, ended.err
    assert desk.settings().mail_server.login == ACCOUNTANT
    assert desk.run("accounts", "--json").document["accounts"][0]["username"] == ACCOUNTANT


def test_a_refused_consent_says_so_and_keeps_nothing(desk, person: Person) -> None:
    person(consent=False)
    ended = desk.run("sign-in")
    assert ended.status == 1
    assert ended.err.startswith("Nie udzielono zgody.\nPrzyczyna: ")
    assert desk.keyring.entries == {}


def test_a_refusal_of_the_provider_is_explained(desk, person: Person) -> None:
    person()
    refusal = ProviderRefusal("invalid_grant", 53003, "Access has been blocked by Conditional Access policies.")
    desk.sandbox.faults.token = ProviderFault(refused=refusal)
    ended = desk.run("sign-in", "--json")
    assert ended.status == 1
    error = ended.document["error"]
    assert error["title"] == "Logowanie zablokowały zasady organizacji"
    assert error["link"].endswith("code=53003")
    assert "AADSTS53003" in error["server_words"]
    assert "Dzienniki logowania" in ended.err


def test_without_a_network_the_reason_is_the_network(desk) -> None:
    desk.sandbox.faults.unreachable = True
    ended = desk.run("sign-in")
    assert ended.status == 1
    assert "nie można połączyć się z serwerem logowania" in ended.err.lower()


@pytest.mark.parametrize("options", [("--no-browser",), ()])
def test_the_address_is_printed_where_no_browser_opens_and_ctrl_c_ends_it_all(
    desk, options: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    interrupted = InterruptAfter("redirect_uri=", desk)
    monkeypatch.setattr("sys.stdout", interrupted)
    ended = desk.run("sign-in", *options)
    assert ended.status == 1
    assert "Logowanie przerwano." in ended.err
    assert "Otwórz ten adres w przeglądarce na tym komputerze" in interrupted.text
    [address] = re.findall(r"http://127\.0\.0\.1:\S+", interrupted.text)
    port = urlsplit(parse_qs(urlsplit(address).query)["redirect_uri"][0]).port
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0
    assert desk.keyring.entries == {}


def test_a_browser_that_fails_gives_way_to_the_address(desk, monkeypatch: pytest.MonkeyPatch, browser) -> None:
    browser("raise SystemExit(1)")
    interrupted = InterruptAfter("redirect_uri=", desk)
    monkeypatch.setattr("sys.stdout", interrupted)
    assert desk.run("sign-in").status == 1
    assert "Otwórz ten adres" in interrupted.text


class InterruptAfter:
    """Standard output on which somebody presses Ctrl+C once a text was written."""

    def __init__(self, text: str, _desk: object) -> None:
        self.text = ""
        self._awaited = text

    def write(self, text: str) -> int:
        self.text += text
        if self._awaited in text:
            os.kill(os.getpid(), 2)
        return len(text)

    def flush(self) -> None:
        pass


def test_what_the_settings_lack_is_said_before_anything_opens(desk) -> None:
    desk.save(registration={"client_id": ""})
    incomplete = desk.run("sign-in")
    assert incomplete.status == 2
    assert "Identyfikator aplikacji" in incomplete.err

    desk.save(login="")
    assert "Podaj login konta pocztowego." in desk.run("sign-in").err
    desk.save(login="powiadomienia")
    ended = desk.run("sign-in", "--json")
    assert (ended.status, ended.document["error"]["faults"][0]["fault"]) == (2, "oauth2_login")

    desk.save(auth_method=AuthMethod.PASSWORD)
    assert "dms-mail set-password server" in desk.run("sign-in").err
    desk.save(sending_method=SendingMethod.SQL_PROFILE, auth_method=AuthMethod.PASSWORD)
    assert desk.run("sign-in").status == 2


def test_signing_out_whom_nobody_knows(desk) -> None:
    ended = desk.run("sign-out", "nikt@firma.example", "--json")
    assert (ended.status, ended.document["error"]["type"]) == (2, "no_such_account")


def test_a_damaged_settings_file_is_explained_and_left_alone(desk) -> None:
    path = Path(desk.services().store.path)
    path.write_text("{", encoding="utf-8")
    ended = desk.run("sign-in")
    assert ended.status == 2
    assert ended.err.startswith("Plik ustawień jest uszkodzony.")
    assert "wartości domyślne" not in ended.err
    assert "Potem powtórz polecenie." in ended.err
    assert path.read_text(encoding="utf-8") == "{"
