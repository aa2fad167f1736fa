"""What helps when a sign-in fails: the reason in place, the browser's code, the administrator's texts, the consent."""

from urllib.parse import parse_qs, urlsplit

import pytest
from company import PATIENCE, Desk
from forms import cut_texts, settle
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QTabWidget, QWidget

from dms_mail_desktop.gui.consent_dialog import ConsentDialog
from dms_mail_desktop.gui.copy_line import CopyLine
from dms_mail_desktop.models import Cloud, Registration
from dms_mail_desktop.oauth.provider import Provider, adminconsent_url
from dms_mail_desktop.sandbox.directory import ACCOUNTANT, NOTIFICATIONS
from dms_mail_desktop.sandbox.faults import ProviderFault
from dms_mail_desktop.sandbox.refusals import REFUSALS

COPY = "Kopiuj dla administratora Microsoft 365"
COPY_ENGLISH = "Copy for the Microsoft 365 administrator"
SAID = {
    "not_assigned": ("konta powiadomienia@firma.example nie przypisano", "Użytkownicy i grupy"),
    "conditional_access": ("Zasada dostępu warunkowego", "Dzienniki logowania"),
    "second_factor": ("uwierzytelniania wieloskładnikowego", "potwierdź drugi składnik"),
    "second_factor_missing": ("drugiego potwierdzenia", "https://aka.ms/mfasetup"),
    "application_disabled": ("wyłącz", "code=7000112"),
    "single_tenant": ("dzierżaw", "code=50194"),
    "other_cloud": ("chmur", "code=900432"),
    "wrong_tenant": ("nie ma w dzierżawie", "Użyj innego konta"),
    "personal_account": ("kont", "code=500201"),
}
"""Words of the cause, and of what to do or where to read more."""


def type_code(desk: Desk, text: str) -> None:
    line = desk.find(QLineEdit, "error_code")
    assert isinstance(line, QLineEdit)
    line.clear()
    line.insert(text)


def copied(desk: Desk) -> str:
    QGuiApplication.clipboard().clear()
    desk.press(COPY)
    return QGuiApplication.clipboard().text()


def consent_dialog(desk: Desk) -> ConsentDialog:
    def found() -> ConsentDialog | None:
        return next((dialog for dialog in desk.window.findChildren(ConsentDialog) if dialog.isVisible()), None)

    desk.qtbot.waitUntil(lambda: found() is not None, timeout=PATIENCE)
    dialog = found()
    assert dialog is not None
    return dialog


@pytest.mark.parametrize("case", SAID)
def test_a_refusal_is_explained_below_the_button_with_steps_and_the_providers_words(desk: Desk, case: str) -> None:
    refusal = REFUSALS[case]
    desk.sandbox.faults.authorize = refusal
    desk.start()
    desk.press("Autoryzacja")
    desk.wait_for("Odpowiedź serwera")
    for words in ("Przyczyna", "Co zrobić", *SAID[case], f"AADSTS{refusal.number}", "Correlation ID"):
        assert desk.reads(words), words
    text = copied(desk)
    assert f"Kody błędów: AADSTS{refusal.number}, {refusal.error}" in text
    assert str(refusal) in text
    assert NOTIFICATIONS in text
    settle()
    assert list(cut_texts(desk.find(QWidget, "sign_in"))) == []


@pytest.mark.parametrize("language", ["pl", "en"])
def test_long_explanations_wrap_and_buttons_stay_in_the_smallest_window(desk: Desk, language: str) -> None:
    desk.language = language
    desk.sandbox.faults.authorize = REFUSALS["not_assigned"]
    desk.start().resize(800, 600)
    desk.press("Autoryzacja" if language == "pl" else "Authorise")
    desk.wait_for("AADSTS50105")
    settle()
    block, button = desk.find(QWidget, "sign_in"), desk.button(COPY if language == "pl" else COPY_ENGLISH)
    assert list(cut_texts(block)) == []
    assert button.mapTo(block, button.rect().topRight()).x() < block.width()


def test_a_new_attempt_takes_the_former_explanation_away(desk: Desk) -> None:
    desk.sandbox.faults.authorize = REFUSALS["conditional_access"]
    desk.start()
    desk.press("Autoryzacja")
    desk.wait_for("Dzienniki logowania")
    desk.sandbox.faults.authorize = None
    desk.press("Autoryzacja")
    assert not desk.reads("Dzienniki logowania")
    desk.answer("OK")
    assert not desk.reads("Przyczyna")


def test_the_code_of_a_dead_end_page_is_explained_while_the_attempt_goes_on(desk: Desk) -> None:
    desk.sandbox.faults.dead_end = REFUSALS["not_assigned"]
    desk.start()
    desk.press("Autoryzacja")
    desk.qtbot.waitUntil(lambda: bool(desk.browser.pages), timeout=PATIENCE)
    desk.wait_for("Kod błędu z przeglądarki".replace("błędu", "&błędu"))
    type_code(desk, desk.browser.pages[0])
    assert desk.reads("Konto nie jest przypisane do aplikacji")
    assert desk.reads("Użytkownicy i grupy")
    assert "AADSTS50105" in copied(desk)
    type_code(desk, "53003")
    assert desk.reads("Zasada dostępu warunkowego")
    assert not desk.reads("Konto nie jest przypisane do aplikacji")
    assert desk.window._page.sign_in.waiting
    desk.window._page.sign_in.stop()


def test_an_unknown_code_is_called_unknown_and_a_text_without_one_is_told_so(desk: Desk) -> None:
    desk.browser.person = None
    desk.start()
    desk.press("Autoryzacja")
    type_code(desk, "AADSTS999777")
    assert desk.reads("Program nie zna kodu AADSTS999777")
    assert desk.reads("https://login.microsoftonline.com/error?code=999777")
    type_code(desk, "Coś poszło nie tak")
    assert desk.reads("W tym tekście nie ma kodu błędu")
    assert not desk.reads("Przyczyna")
    type_code(desk, "")
    assert not desk.reads("W tym tekście nie ma kodu błędu")
    desk.window._page.sign_in.stop()
    desk.wait_for("Niezalogowano")
    assert not desk.find(QLineEdit, "error_code").isVisible()


def test_a_missing_consent_opens_the_window_that_asks_for_it_and_checking_again_signs_in(desk: Desk) -> None:
    desk.sandbox.faults.authorize = REFUSALS["consent"]
    desk.start()
    desk.press("Autoryzacja")
    dialog = consent_dialog(desk)
    settle()
    for words in (desk.facts.registration.client_id, "Wysyłanie wiadomości przez SMTP", "offline_access"):
        assert any(words in line.text() for line in dialog.findChildren(CopyLine)) or desk.reads(words), words
    desk.press("Kopiuj tekst", dialog)
    assert desk.facts.registration.client_id in QGuiApplication.clipboard().text()
    desk.sandbox.faults.authorize = None
    desk.press("Sprawdź ponownie", dialog)
    desk.answer("OK")
    desk.wait_for(f"Zalogowano użytkownika {NOTIFICATIONS}")


def test_the_window_can_be_opened_again_from_the_explanation(desk: Desk) -> None:
    desk.sandbox.faults.authorize = REFUSALS["consent"]
    desk.start()
    desk.press("Autoryzacja")
    desk.press("Zamknij", consent_dialog(desk))
    desk.qtbot.waitUntil(lambda: not desk.window.findChildren(ConsentDialog), timeout=PATIENCE)
    desk.press("Zgoda administratora…")
    desk.press("Zamknij", consent_dialog(desk))


def test_a_renewal_without_consent_opens_it_on_accounts_and_tokens(desk: Desk) -> None:
    desk.start()
    desk.press("Autoryzacja")
    desk.answer("OK")
    tabs = desk.find(QTabWidget, "tabs")
    assert isinstance(tabs, QTabWidget)
    tabs.setCurrentWidget(desk.find(QWidget, "accounts_tab"))
    desk.sandbox.faults.token = ProviderFault(refused=REFUSALS["no_consent"])
    desk.wait_for(f"Zalogowano użytkownika {NOTIFICATIONS}")
    desk.press("Odnów teraz")
    desk.press("Zamknij", consent_dialog(desk))
    desk.wait_for("AADSTS65001")
    assert desk.reads("Co zrobić")


def test_the_registration_window_asks_for_consent_ahead_of_any_sign_in(desk: Desk) -> None:
    registration = Registration(client_id="8c1f2a47-6b0d-4a53-9a1e-3f0b5c7d9e21", tenant="firma.pl", cloud=Cloud.GLOBAL)
    desk.store_settings(desk.saved().model_copy(update={"registration": registration}))
    desk.start()
    desk.window.open_registration()
    desk.press("Zgoda administratora…", desk.dialog())
    dialog = consent_dialog(desk)
    link = adminconsent_url(Provider.of(registration))
    assert any(line.text() == link for line in dialog.findChildren(CopyLine))
    text = dialog.findChild(QPlainTextEdit, "request_text")
    assert isinstance(text, QPlainTextEdit)
    assert link in text.toPlainText()
    with pytest.raises(AssertionError):
        desk.button("Sprawdź ponownie", dialog)
    QDesktopServices.setUrlHandler("mailto", desk.browser, "open")
    try:
        desk.browser.person = None
        desk.press("Wyślij e-mailem…", dialog)
    finally:
        QDesktopServices.unsetUrlHandler("mailto")
    query = parse_qs(urlsplit(desk.browser.addresses[-1]).query)
    assert link in query["body"][0]
    settle()
    assert list(cut_texts(dialog)) == []


def test_a_refusal_of_microsofts_mail_server_alone_is_handed_to_its_administrator(desk: Desk) -> None:
    desk.start()
    desk.press("Autoryzacja")
    desk.answer("OK")
    desk.sandbox.faults.smtp_auth = "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled."
    desk.type("test_recipient", ACCOUNTANT)
    desk.press("Wyślij")
    desk.wait_for("Nie wysłano")
    with pytest.raises(AssertionError):
        desk.button(COPY)


def test_words_of_this_computer_are_not_called_the_servers(desk: Desk) -> None:
    desk.sandbox.faults.unreachable = True
    desk.start()
    desk.press("Autoryzacja")
    desk.wait_for("Odpowiedź systemu")
    assert not desk.reads("Odpowiedź serwera")


def test_the_explanation_of_a_code_is_scrolled_into_view(desk: Desk) -> None:
    desk.browser.person = None
    desk.start()
    desk.window.resize(800, 600)
    desk.press("Autoryzacja")
    type_code(desk, "AADSTS50105")

    def cause_is_seen() -> bool:
        causes = [label for label in desk.window.findChildren(QLabel) if label.text() == "Przyczyna"]
        return any(label.isVisible() and not label.visibleRegion().isEmpty() for label in causes)

    desk.qtbot.waitUntil(cause_is_seen, timeout=PATIENCE)
    desk.window._page.sign_in.stop()
    desk.wait_for("Niezalogowano")
