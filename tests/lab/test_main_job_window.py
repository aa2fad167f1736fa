"""The main job as an administrator does it: the real window, browser, keyring and servers, each program a process."""

import re
import socket
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest

from .browser import Browser
from .computer import SIGNED_IN, Computer, document, send
from .dovecot import MailPorts
from .mailbox import Mailboxes
from .processes import wait_until
from .provider import ANNA, BOB, CLIENT_ID, SCOPES, SENDER, USERS, Provider
from .window import Window

pytestmark = pytest.mark.lab

SENT = "Wiadomość została wysłana"
STEPS = (
    "Adres serwera",
    "Połączenie",
    "Szyfrowanie",
    "Powitanie i możliwości",
    "Token",
    "Uwierzytelnienie",
    "Przyjęcie nadawcy",
    "Przyjęcie odbiorcy",
    "Przyjęcie treści",
)
KEYS = {
    "registration": "cloud tenant client_id issuer scopes mail_hosts proxy",
    "mail_server": "sending_method profile_name profile_description sql_server enabled account_name email display_name"
    " reply_to description server_type host port encryption auth_method login clear_text_confirmed",
}


def refresh_token(computer: Computer) -> str:
    """The provider's refresh tokens are words of 1,200 characters, in parts here."""
    kept = computer.secrets()
    (found,) = re.findall(r"[\w-]{1200}", "".join(kept[name] for name in sorted(kept) if name.count("/") > 1))
    return str(found)


def fill_in(window: Window, mail: MailPorts) -> None:
    window.picture("1-first-start")
    window.choose("Włącz wysyłanie wiadomości email", "Tak")
    window.write("Nazwa konta", "Powiadomienia")
    window.write("Email (wychodzący)", SENDER)
    window.write("Nazwa wyświetlana", "Kancelaria „Żuraw”")
    window.write("Adres zwrotny", BOB)
    window.write("Nazwa serwera", "localhost")
    window.choose("Metoda uwierzytelniania", "OAuth2")
    assert window.field("Port") == "587"
    window.write("Port", str(mail.submission))
    window.write("Login", SENDER)


def register(window: Window, provider: Provider) -> None:
    """Fills in the window that the first press of Autoryzacja opens."""
    window.wait_for("Przed pierwszym logowaniem podaj identyfikator aplikacji")
    window.picture("2-registration")
    window.choose("Chmura", "inna (OIDC)")
    window.write("Identyfikator aplikacji", CLIENT_ID)
    window.write("Wystawca", provider.issuer)
    window.write("Zakresy", "\n".join(SCOPES))
    window.write("Serwery poczty", "localhost")
    window.press("Sprawdź")
    window.wait_for(f"Dostawca odpowiedział: {provider.issuer}")
    window.picture("3-registration-filled-in")
    window.press("Zapisz")
    window.wait_for_button("Autoryzacja")


def sign_in_page_by_page(window: Window, browser: Browser) -> None:
    window.press("Autoryzacja")
    browser.wait_for_text("Wprowadź hasło")
    assert f'value="{SENDER}"' in browser.page_source()
    window.wait_for("Oczekiwanie na logowanie w przeglądarce")
    window.picture("4-waiting")
    browser.sign_in(SENDER, USERS[SENDER])
    browser.consent()
    browser.wait_for_text("Gratulacje! Zostałeś zalogowany")
    assert "Zamknij kartę i wróć do aplikacji" in browser.page_text()
    assert urlsplit(browser.address()).hostname == "localhost"
    assert "code" not in browser.address()
    box = window.wait_for_box(SIGNED_IN)
    assert box["active"]
    assert box["icons"] == []
    window.picture("5-signed-in")
    window.press("OK")


def test_sets_up_signs_in_sends_saves_and_after_a_restart_sends_without_signing_in(
    computer: Computer, browser: Browser, provider: Provider, mail: MailPorts, mailboxes: Mailboxes
) -> None:
    body = f"Zażółć gęślą jaźń – {uuid4()}"
    with computer.opened() as window:
        fill_in(window, mail)
        window.press("Autoryzacja")
        register(window, provider)
        sign_in_page_by_page(window, browser)
        window.wait_for(SIGNED_IN)
        assert window.field("Temat") == "Wiadomość testowa z systemu DMS"
        send(window, ANNA, body)
        window.wait_for(SENT)
        window.picture("6-sent")
        shown = window.texts()
        assert [step for step in STEPS if step not in shown] == []
        assert "nie wykonano" not in shown
        (received,) = (found for found in mailboxes.messages(ANNA) if body in found.get_content())
        assert received["Subject"] == "Wiadomość testowa z systemu DMS"
        assert str(received["From"]) == f"Kancelaria „Żuraw” <{SENDER}>"
        assert received["Reply-To"] == BOB
        assert received.get_content().strip() == body
        assert window.windows()[0]["modified"]
        window.press("Zapisz")
        window.wait_for("Zapisano")
        assert not window.windows()[0]["modified"]
        assert window.close() == 0
    first_token = refresh_token(computer)

    provider.forget_grants()
    body = f"Po ponownym uruchomieniu – {uuid4()}"
    with computer.opened() as window:
        window.wait_for(SIGNED_IN)
        assert window.field("Login") == SENDER
        assert window.connections() == []
        send(window, BOB, body)
        window.wait_for(SENT)
        assert window.connections() != []
        window.picture("7-sent-again")
        assert [found for found in mailboxes.messages(BOB) if body in found.get_content()]
        assert window.close() == 0
    assert [grant["grant_type"] for grant in provider.grants()] == ["refresh_token"]

    assert_nothing_leaked(computer, first_token, refresh_token(computer))
    settings = computer.settings
    assert set(settings) == {"schema", "points", *KEYS}
    for part, keys in KEYS.items():
        assert set(settings[part]) == set(keys.split())
    assert settings["registration"]["mail_hosts"] == ["localhost"]
    assert settings["mail_server"]["port"] == mail.submission


def assert_nothing_leaked(computer: Computer, *refresh_tokens: str) -> None:
    fragments = [token[start : start + 40] for token in refresh_tokens for start in range(0, 1200, 40)]
    files = computer.files() | {"output": computer.output.read_text()}
    assert str(computer.profile / "settings.json") in files
    assert [name for name, text in files.items() if any(fragment in text for fragment in fragments)] == []
    assert [name for name, text in files.items() if "eyJ" in text] == []  # how every JSON web token begins


def test_refused_consent_is_said_and_nothing_is_kept(set_up_computer: Computer, browser: Browser) -> None:
    with set_up_computer.opened() as window:
        window.press("Autoryzacja")
        browser.sign_in(SENDER, USERS[SENDER])
        browser.consent(yes=False)
        browser.wait_for_text("Nie udało się zalogować")
        window.wait_for("Nie udzielono zgody")
        window.picture("consent-refused")
        assert window.reads("Niezalogowano")
        assert set_up_computer.secrets() == {}


def test_another_person_is_asked_about_and_can_give_way_to_the_right_one(
    set_up_computer: Computer, browser: Browser
) -> None:
    with set_up_computer.opened() as window:
        window.press("Autoryzacja")
        browser.sign_in(BOB, USERS[BOB])
        browser.consent()
        browser.wait_for_text("Zalogowano inną osobę")
        box = window.wait_for_box(f"Zalogowano {BOB}, a w formularzu jest {SENDER}")
        assert set(box["buttons"]) == {f"Użyj {BOB}", "Zaloguj ponownie", "Anuluj"}
        window.wait_for("Niezalogowano")
        window.picture("another-person")
        assert set_up_computer.secrets() == {}
        window.press("Zaloguj ponownie")
        browser.sign_in(SENDER, USERS[SENDER])
        browser.consent()
        window.wait_for_box(SIGNED_IN)
        assert not [text for text in set_up_computer.secrets().values() if BOB in text]


def test_a_browser_that_was_closed_leaves_a_sign_in_that_can_be_stopped(
    set_up_computer: Computer, browser: Browser
) -> None:
    with set_up_computer.opened() as window:
        window.press("Autoryzacja")
        browser.wait_for_text("Wprowadź hasło")
        window.press("Kopiuj adres")
        (redirect,) = parse_qs(urlsplit(window.clipboard()).query)["redirect_uri"]
        port = urlsplit(redirect).port
        assert port is not None
        assert not closed(port)
        browser.forget()
        window.press("Przerwij")
        wait_until(lambda: closed(port), "the port closed", 1)
        window.wait_for("Niezalogowano")
        assert set_up_computer.secrets() == {}


def closed(port: int) -> bool:
    """Whether nothing listens on the port of either loopback address."""
    for family, address in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
        with socket.socket(family) as probe:
            if probe.connect_ex((address, port)) == 0:
                return False
    return True


def test_the_window_and_dms_mail_share_one_sign_in(
    set_up_computer: Computer, browser: Browser, provider: Provider, mailboxes: Mailboxes, tmp_path: Path
) -> None:
    dms_mail = set_up_computer.dms_mail
    with set_up_computer.begun("sign-in") as process:
        browser.sign_in(SENDER, USERS[SENDER])
        browser.consent()
        browser.wait_for_text("Gratulacje! Zostałeś zalogowany")
        assert document(process)["account"]["state"] == "ok"
    with set_up_computer.opened() as window:
        window.wait_for(SIGNED_IN)

        provider.forget_grants()
        steps = dms_mail("check", "server")["steps"]
        assert [step["stage"] for step in steps if step["error"]] == []
        body, attached = f"Z wiersza poleceń – {uuid4()}", tmp_path / "faktura – żółta.txt"
        attached.write_text("12,30 zł", encoding="utf-8")
        dms_mail("send", "--to", BOB, "--subject", "Źdźbło", "--body", body, "--attach", str(attached))
        (received,) = (m for m in mailboxes.messages(BOB) if body in m.get_body().get_content())  # type: ignore[union-attr]
        assert received["Subject"] == "Źdźbło"
        assert [part.get_filename() for part in received.iter_attachments()] == [attached.name]
        assert {grant["grant_type"] for grant in provider.grants()} == {"refresh_token"}

        # What the other program renewed meanwhile is what the window goes on with.
        send(window, ANNA)
        window.wait_for(SENT)
    (account,) = dms_mail("accounts")["accounts"]
    assert (account["username"], account["state"]) == (SENDER, "ok")
    dms_mail("sign-out", SENDER)
    assert not [name for name in set_up_computer.secrets() if SENDER in name]
    with set_up_computer.opened() as window:
        window.wait_for("Niezalogowano")
