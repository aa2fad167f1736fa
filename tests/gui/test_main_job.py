"""The main job through the real window, with the sandbox as the server and a scripted person at the browser."""

import logging
import re
import time
from urllib.parse import parse_qs, urlsplit

import pytest
from company import Desk, port_is_closed, sign_in_as
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QComboBox, QWidget

from dms_mail_desktop.models import AuthMethod
from dms_mail_desktop.sandbox.directory import ACCOUNTANT, CLERK, NOTIFICATIONS
from dms_mail_desktop.sandbox.faults import ProviderFault, Refused


def sign_in(desk: Desk) -> None:
    desk.press("Autoryzacja")
    assert f"Zalogowano użytkownika {NOTIFICATIONS}" in desk.wait_for_box().text()
    desk.answer("OK")


def send(desk: Desk) -> None:
    desk.type("test_recipient", ACCOUNTANT)
    desk.press("Wyślij")
    desk.wait_for("Wiadomość została wysłana")


def test_sign_in_send_save_restart_and_send_again_without_signing_in(desk: Desk) -> None:
    desk.start()
    desk.type("reply_to", CLERK)
    sign_in(desk)
    assert desk.reads(f"Zalogowano użytkownika {NOTIFICATIONS}")
    send(desk)
    message = desk.sandbox.wait_for_message(5)
    assert message.method == "XOAUTH2"
    assert message.recipients == (ACCOUNTANT,)
    assert message.subject == "Wiadomość testowa z systemu DMS"
    assert "Jeśli ją czytasz, wysyłanie poczty z systemu DMS działa." in message.text
    assert message.message()["Reply-To"] == CLERK
    assert message.message()["From"] == f"Powiadomienia DMS <{NOTIFICATIONS}>"
    desk.press("Zapisz")
    desk.wait_for("Zapisano")
    desk.end()
    desk.start()
    desk.wait_for(f"Zalogowano użytkownika {NOTIFICATIONS}")
    send(desk)
    assert desk.sandbox.wait_for_message(5, 2).recipients == (ACCOUNTANT,)
    assert len(desk.browser.addresses) == 1


def test_the_browser_reads_that_the_sign_in_succeeded(desk: Desk) -> None:
    desk.start()
    sign_in(desk)
    desk.qtbot.waitUntil(lambda: bool(desk.browser.pages))
    assert "Gratulacje! Zostałeś zalogowany" in desk.browser.pages[0]
    assert "Zamknij kartę i wróć do aplikacji" in desk.browser.pages[0]
    assert port_is_closed(desk.browser.redirect_port)


def test_every_step_of_the_test_is_listed_with_its_facts(desk: Desk) -> None:
    desk.start()
    sign_in(desk)
    send(desk)
    for words in ("Adres serwera", "Połączenie", "Szyfrowanie", "Powitanie i możliwości", "Token", "Uwierzytelnienie"):
        assert desk.reads(words), words
    for words in ("TLS 1.3", "XOAUTH2", "Przyjęcie nadawcy", "Przyjęcie odbiorcy", "Przyjęcie treści", "250"):
        assert desk.reads(words), words


def test_refusing_consent_leaves_nothing_signed_in_and_says_so(desk: Desk) -> None:
    desk.browser.person = sign_in_as(NOTIFICATIONS, consent=False)
    desk.start()
    desk.press("Autoryzacja")
    desk.wait_for("zgody")
    assert desk.reads("Niezalogowano")
    assert desk.button("Autoryzacja").isEnabled()
    desk.qtbot.waitUntil(lambda: bool(desk.browser.pages))
    assert "Gratulacje" not in desk.browser.pages[0]


def test_another_person_is_asked_about_and_may_be_used(desk: Desk) -> None:
    desk.browser.person = sign_in_as(CLERK)
    desk.start()
    desk.press("Autoryzacja")
    box = desk.wait_for_box()
    assert box.text() == f"Zalogowano {CLERK}, a w formularzu jest {NOTIFICATIONS}"
    desk.wait_for("Niezalogowano")
    assert not desk.reads("Oczekiwanie na logowanie")
    desk.answer(f"Użyj {CLERK}")
    assert f"Zalogowano użytkownika {CLERK}" in desk.wait_for_box().text()
    desk.answer("OK")
    assert desk.text("login") == CLERK


def test_another_person_who_is_given_up_leaves_nothing_behind(desk: Desk) -> None:
    desk.browser.person = sign_in_as(CLERK)
    desk.start()
    desk.press("Autoryzacja")
    desk.wait_for_box()
    desk.answer("Anuluj")
    desk.wait_for("Niezalogowano")
    assert desk.text("login") == NOTIFICATIONS
    assert not desk.keyring._entries


def test_after_another_person_the_provider_is_asked_to_let_choose(desk: Desk) -> None:
    desk.browser.person = sign_in_as(CLERK)
    desk.start()
    desk.press("Autoryzacja")
    desk.wait_for_box()
    desk.browser.person = sign_in_as(NOTIFICATIONS)
    desk.answer("Zaloguj ponownie")
    assert f"Zalogowano użytkownika {NOTIFICATIONS}" in desk.wait_for_box().text()
    desk.answer("OK")
    assert "prompt=login+" in desk.browser.addresses[-1]


def test_stopping_closes_the_port_within_a_second(desk: Desk) -> None:
    desk.browser.person = None
    desk.start()
    desk.press("Autoryzacja")
    desk.qtbot.waitUntil(lambda: bool(desk.browser.addresses))
    port = desk.browser.redirect_port
    assert not port_is_closed(port)
    assert desk.reads("Oczekiwanie na logowanie w przeglądarce")
    assert desk.reads("Pozostało ")
    desk.qtbot.wait(600)  # a press within the time of a double click does not stop
    desk.press("Przerwij")
    started = time.monotonic()
    desk.qtbot.waitUntil(lambda: port_is_closed(port), timeout=1000)
    assert time.monotonic() - started < 1
    desk.wait_for("Niezalogowano")


def test_closing_the_window_ends_the_attempt_and_its_port(desk: Desk) -> None:
    desk.browser.person = None
    desk.start()
    desk.press("Autoryzacja")
    desk.qtbot.waitUntil(lambda: bool(desk.browser.addresses))
    port = desk.browser.redirect_port
    desk.window.close()
    desk.qtbot.waitUntil(lambda: port_is_closed(port), timeout=1000)


def test_the_address_can_be_copied_while_waiting(desk: Desk) -> None:
    desk.browser.person = None
    desk.start()
    desk.press("Autoryzacja")
    desk.qtbot.waitUntil(lambda: bool(desk.browser.addresses))
    desk.press("Kopiuj adres")
    assert QGuiApplication.clipboard().text() == desk.browser.addresses[0]


def test_an_empty_login_is_marked_and_no_browser_opens(desk: Desk) -> None:
    desk.prefill(login="")
    desk.start()
    desk.press("Autoryzacja")
    desk.wait_for("Popraw 1 pole")
    assert desk.window.focusWidget() is desk.find(QWidget, "login")
    assert not desk.browser.addresses
    desk.type("login", NOTIFICATIONS)
    desk.qtbot.waitUntil(lambda: not desk.reads("Popraw 1 pole"))


def test_a_provider_that_cannot_be_reached_is_not_a_lost_sign_in(desk: Desk) -> None:
    desk.start()
    sign_in(desk)
    desk.sandbox.faults.unreachable = True
    desk.end()
    desk.start()
    desk.wait_for(f"Zalogowano użytkownika {NOTIFICATIONS}")
    desk.type("test_recipient", ACCOUNTANT)
    desk.press("Wyślij")
    desk.wait_for("Nie wysłano")
    assert desk.reads("Przyczyna")
    assert desk.reads(f"Zalogowano użytkownika {NOTIFICATIONS}")


def test_a_revoked_sign_in_becomes_a_state_with_its_reason(desk: Desk) -> None:
    desk.start()
    sign_in(desk)
    desk.end()
    refused = Refused("invalid_grant", 50173, "The provided grant has expired due to it being revoked.")
    desk.sandbox.faults.token = ProviderFault(refused=refused)
    desk.start()
    desk.type("test_recipient", ACCOUNTANT)
    desk.press("Wyślij")
    desk.wait_for("Nie wysłano")
    desk.wait_for("Wymagane ponowne logowanie")


def test_a_password_is_kept_in_the_keyring_and_never_in_the_file(desk: Desk) -> None:
    desk.prefill(auth_method=AuthMethod.PASSWORD)
    desk.start()
    desk.type("password", "Powiadomienia.2026")
    send(desk)
    assert desk.sandbox.wait_for_message(5).method in ("PLAIN", "LOGIN")
    desk.press("Zapisz")
    desk.wait_for("Zapisano")
    assert desk.text("password") == ""
    desk.end()
    for path in desk.folder.iterdir():
        assert b"Powiadomienia.2026" not in path.read_bytes()
    desk.start()
    desk.wait_for("Hasło jest zapisane")
    desk.type("test_recipient", ACCOUNTANT)
    desk.press("Wyślij")
    desk.wait_for("Wiadomość została wysłana")


def test_a_refusal_is_explained_with_the_command_for_this_account(desk: Desk) -> None:
    desk.start()
    sign_in(desk)
    desk.sandbox.faults.smtp_auth = (
        "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Mailbox. "
        "Visit https://aka.ms/smtp_auth_disabled for more information. [GV3P280CA0101.SWEP280.PROD.OUTLOOK.COM]"
    )
    desk.type("test_recipient", ACCOUNTANT)
    desk.press("Wyślij")
    desk.wait_for("Nie wysłano: serwer")
    assert desk.reads(f"Set-CASMailbox -Identity {NOTIFICATIONS} -SmtpClientAuthenticationDisabled $false")
    assert desk.reads("535 5.7.139")
    assert desk.reads("nie wykonano")
    assert not desk.sandbox.messages()


def test_sending_that_is_switched_off_still_lets_the_test_work(desk: Desk) -> None:
    desk.prefill(enabled=False)
    desk.start()
    sign_in(desk)
    assert desk.reads("Wysyłanie powiadomień jest wyłączone")
    send(desk)


def test_changing_the_registration_ends_the_attempt_that_began_with_the_old_one(desk: Desk) -> None:
    desk.browser.person = None
    desk.start()
    desk.press("Autoryzacja")
    desk.qtbot.waitUntil(lambda: bool(desk.browser.addresses))
    port = desk.browser.redirect_port
    desk.window.open_registration()
    dialog = desk.dialog()
    assert dialog is not None
    combo = dialog.findChild(QComboBox, "cloud")
    assert isinstance(combo, QComboBox)
    combo.setCurrentIndex(combo.findText("Microsoft 365"))
    desk.press("Zapisz", dialog)
    desk.qtbot.waitUntil(lambda: port_is_closed(port), timeout=1000)
    desk.wait_for("Niezalogowano")


def test_a_second_sign_in_after_a_stopped_one_has_a_port_and_state_of_its_own(desk: Desk) -> None:
    desk.browser.person = None
    desk.start()
    desk.press("Autoryzacja")
    desk.qtbot.waitUntil(lambda: len(desk.browser.addresses) == 1)
    first = parse_qs(urlsplit(desk.browser.addresses[0]).query)
    desk.window._page.sign_in.start()
    desk.qtbot.waitUntil(lambda: len(desk.browser.addresses) == 2)
    second = parse_qs(urlsplit(desk.browser.addresses[1]).query)
    assert first["redirect_uri"] != second["redirect_uri"]
    assert first["state"] != second["state"]
    desk.browser.pages.append(sign_in_as(NOTIFICATIONS)(desk.browser.addresses[1]))
    assert f"Zalogowano użytkownika {NOTIFICATIONS}" in desk.wait_for_box().text()
    desk.answer("OK")


def test_no_secret_is_in_any_file_or_log(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        desk.start()
        sign_in(desk)
        send(desk)
        desk.press("Zapisz")
        desk.wait_for("Zapisano")
        desk.end()
    stored = "".join(desk.keyring._entries.values())
    secrets = re.findall(r"[A-Za-z0-9_.-]{100,}", stored)
    assert secrets
    written = [path.read_text(encoding="utf-8") for path in desk.folder.iterdir() if path.suffix != ".lock"]
    for text in (*written, caplog.text):
        for secret in secrets:
            assert secret[:60] not in text
        assert "eyJ" not in text
    caplog.clear()
