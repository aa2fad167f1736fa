"""The step list in words."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from dms_mail_desktop.errors import (
    MailDesktopError,
    NameNotResolved,
    NetworkFault,
    OutcomeUncertain,
    ProviderUnreachable,
    RecipientsRefused,
    Reply,
    ServerRefused,
    SignInLoss,
    SignInRequired,
    Stage,
    TokenFault,
    TokenUnfit,
)
from dms_mail_desktop.mail.steps import StepReport, StepState
from dms_mail_desktop.wording import Wording

NOW = datetime(2027, 2, 14, 13, 32, tzinfo=UTC)
WORDING = Wording("pl", clock=lambda: NOW, zone=timezone(timedelta(hours=1)))
TOKEN = "eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJodHRwczovL291dGxvb2sub2ZmaWNlLmNvbSJ9.c2lnbmF0dXJl"
REFUSAL = ServerRefused(
    Stage.AUTHENTICATION, Reply(535, "5.7.139", f"SmtpClientAuthentication is disabled for the Mailbox. {TOKEN}")
)
ACCOUNT = {"login": "powiadomienia@firma.pl", "host": "smtp.office365.com", "port": 587, "auth_method": "oauth2"}


def done(stage: Stage, facts: Mapping[str, Any]) -> StepReport:
    return StepReport(stage, StepState.DONE, facts, 0.038)


@pytest.mark.parametrize(
    ("stage", "facts", "detail"),
    [
        (
            Stage.ADDRESS,
            {"host": "smtp.office365.com", "addresses": ("52.97.150.210",)},
            "smtp.office365.com → 52.97.150.210",
        ),
        (Stage.ADDRESS, {"host": "h", "addresses": ("1", "2", "3", "4")}, "h → 1, 2, 3, …"),
        (Stage.ADDRESS, {"host": "127.0.0.1", "addresses": ("127.0.0.1",)}, "127.0.0.1"),
        (Stage.CONNECTION, {"address": "::1", "port": 587, "family": "ipv6"}, "port 587, IPv6"),
        (
            Stage.ENCRYPTION,
            {"protocol": "TLSv1.3", "subject": "outlook.com", "issuer": "DigiCert", "days_left": 143},
            "TLS 1.3 · outlook.com, wystawca DigiCert · ważny jeszcze 143 dni",
        ),
        (
            Stage.ENCRYPTION,
            {"protocol": "TLSv1.2", "subject": "", "issuer": "", "days_left": 1},
            "TLS 1.2 · ważny jeszcze 1 dzień",
        ),
        (Stage.ENCRYPTION, {"none": True}, "bez szyfrowania"),
        (
            Stage.GREETING,
            {
                "greeting": "mx ready",
                "capabilities": ("SIZE 157286400", "PIPELINING", "STARTTLS", "AUTH LOGIN XOAUTH2"),
                "auth_methods": ("LOGIN", "XOAUTH2"),
                "size_limit": 157_286_400,
            },
            "STARTTLS, AUTH LOGIN XOAUTH2, SIZE 157 MB",
        ),
        (
            Stage.GREETING,
            {"greeting": "x", "capabilities": (), "auth_methods": (), "size_limit": None},
            "bez uwierzytelniania",
        ),
        (
            Stage.CREDENTIAL,
            {"kind": "token", "login": "a@firma.pl", "expires_at": NOW + timedelta(minutes=52, seconds=30)},
            "a@firma.pl, ważny jeszcze 52 min",
        ),
        (Stage.CREDENTIAL, {"kind": "password", "login": "a", "expires_at": None}, "hasło konta a"),
        (Stage.AUTHENTICATION, {"method": "XOAUTH2", "reply": Reply(235, "2.7.0", "ok")}, "XOAUTH2"),
        (Stage.SENDER, {"address": "a@firma.pl", "reply": Reply(250, "", "ok")}, "a@firma.pl"),
        (Stage.RECIPIENTS, {"accepted": ("a@x.pl", "b@x.pl"), "refused": {}}, "a@x.pl, b@x.pl"),
        (
            Stage.RECIPIENTS,
            {"accepted": ("a@x.pl",), "refused": {"b@x.pl": Reply(550, "5.1.1", "no"), "c@x.pl": Reply(550, "", "no")}},
            "a@x.pl · odrzuceni: b@x.pl, c@x.pl",
        ),
        (
            Stage.CONTENT,
            {"size": 1900, "message_id": "<1@firma.pl>", "reply": Reply(250, "2.0.0", "Ok: queued as 3F2")},
            "1,9 kB · odpowiedź serwera: 250 2.0.0 Ok: queued as 3F2 · identyfikator <1@firma.pl>",
        ),
    ],
)
def test_the_detail_of_a_finished_step(stage: Stage, facts: Mapping[str, Any], detail: str) -> None:
    assert WORDING.step_detail(done(stage, facts)) == detail


@pytest.mark.parametrize("stage", Stage)
def test_a_step_without_facts_has_no_detail_but_breaks_nothing(stage: Stage) -> None:
    assert isinstance(WORDING.step_detail(done(stage, {})), str)


def test_the_detail_of_a_step_that_is_not_done() -> None:
    details = [
        WORDING.step_detail(report)
        for report in (
            StepReport(Stage.SENDER, StepState.PENDING),
            StepReport(Stage.SENDER, StepState.RUNNING),
            StepReport(Stage.SENDER, StepState.SKIPPED),
            StepReport(Stage.AUTHENTICATION, StepState.FAILED, {}, 0.4, REFUSAL),
            StepReport(Stage.ADDRESS, StepState.FAILED, {}, 0.4, NameNotResolved(Stage.ADDRESS, "x", "")),
            StepReport(Stage.CREDENTIAL, StepState.FAILED, {}, 0.4, SignInRequired("a@x.pl", SignInLoss.NEVER)),
        )
    ]
    assert details == [
        "",
        "czekam na odpowiedź serwera",
        "nie wykonano",
        "odrzucone przez serwer",
        "nie znaleziono serwera",
        "konto nie jest zalogowane",
    ]


def test_step_names_follow_method_and_number() -> None:
    assert WORDING.stage(Stage.CREDENTIAL, method="oauth2") == "Token"
    assert WORDING.stage(Stage.CREDENTIAL, method="password") == "Hasło"
    assert WORDING.stage(Stage.RECIPIENTS) == "Przyjęcie odbiorcy"
    assert WORDING.stage(Stage.RECIPIENTS, count=3) == "Przyjęcie odbiorców"


def test_verdicts() -> None:
    good = [done(Stage.RECIPIENTS, {"accepted": ("a@x.pl",), "refused": {}})]
    partly = [StepReport(Stage.RECIPIENTS, StepState.WARNING)]
    warned = [StepReport(Stage.ENCRYPTION, StepState.WARNING), *good]
    assert WORDING.verdict(good) == "Wiadomość została wysłana"
    assert WORDING.verdict(partly) == "Wiadomość została wysłana, ale nie do wszystkich odbiorców"
    assert WORDING.verdict(warned) == "Wiadomość została wysłana, ale zwróć uwagę na ostrzeżenie: Szyfrowanie"
    assert WORDING.verdict(good, sending=False) == "Wszystko działa"
    assert WORDING.verdict(warned, sending=False) == "Działa, ale zwróć uwagę na ostrzeżenie: Szyfrowanie"
    assert WORDING.verdict([], REFUSAL) == "Nie wysłano: serwer odrzucił uwierzytelnienie"
    assert WORDING.verdict([], REFUSAL, sending=False) == "Nie działa: serwer odrzucił uwierzytelnienie"
    uncertain = OutcomeUncertain(Stage.CONTENT, "<1@x.pl>")
    assert WORDING.verdict([], uncertain) == "Nie wiadomo, czy wiadomość została wysłana"
    nobody = RecipientsRefused(Stage.RECIPIENTS, {"a@x.pl": Reply(550, "5.1.1", "User unknown")})
    assert WORDING.verdict([], nobody) == "Nie wysłano: nie ma takiego odbiorcy"


def test_the_result_to_copy_says_everything_but_secrets() -> None:
    steps = [
        done(Stage.ADDRESS, {"host": "smtp.office365.com", "addresses": ("52.97.150.210",)}),
        StepReport(Stage.AUTHENTICATION, StepState.FAILED, {}, 0.388, REFUSAL),
        StepReport(Stage.SENDER, StepState.SKIPPED),
    ]
    text = WORDING.report_text(WORDING.verdict(steps, REFUSAL), steps, REFUSAL, ACCOUNT)
    assert text.splitlines() == [
        "Nie wysłano: serwer odrzucił uwierzytelnienie",
        "14 lutego 2027, 14:32",
        "Konto powiadomienia@firma.pl, serwer smtp.office365.com, port 587",
        "",
        "[OK] Adres serwera: smtp.office365.com → 52.97.150.210 (38 ms)",
        "[BŁĄD] Uwierzytelnienie: odrzucone przez serwer (388 ms)",
        "[–] Przyjęcie nadawcy: nie wykonano",
        "",
        "Przyczyna: Wysyłanie przez SMTP z uwierzytelnieniem jest wyłączone dla skrzynki powiadomienia@firma.pl.",
        "Co zrobić:",
        "    1. Włącz je poniższym poleceniem w programie Exchange Online PowerShell albo w centrum administracyjnym:"
        " Aktywni użytkownicy, konto, Poczta, Zarządzaj aplikacjami poczty e-mail, Uwierzytelniony protokół SMTP.",
        "    2. Zmiana działa zwykle po kilku minutach, najpóźniej po godzinie. Wtedy spróbuj ponownie.",
        "Polecenie:",
        "    Set-CASMailbox -Identity powiadomienia@firma.pl -SmtpClientAuthenticationDisabled $false",
        "Odpowiedź serwera:",
        "    535 5.7.139 SmtpClientAuthentication is disabled for the Mailbox. [ukryto]",
        "Więcej: https://aka.ms/smtp_auth_disabled",
    ]


def test_a_token_in_a_reply_does_not_get_into_the_result() -> None:
    for secret in (TOKEN, "dXNlcj1hQHguplAWF1dGg9QmVhcmVyIGFiY2RlZmdoaWprbG1ub3A="):
        reply = Reply(250, "", f"ok {secret}")
        text = WORDING.report_text("x", [done(Stage.CONTENT, {"size": 1, "message_id": "<1@x.pl>", "reply": reply})])
        assert secret not in text
        assert "ok [ukryto]" in text


def test_a_token_that_could_not_do_is_the_verdict_and_not_the_server() -> None:
    unfit = TokenUnfit(Stage.AUTHENTICATION, TokenFault.PERMISSION, "SMTP.Send", "", Reply(535, "5.7.3", "No"))
    assert WORDING.verdict([], unfit, ACCOUNT) == "Nie wysłano: w tokenie brakuje uprawnienia SMTP.Send"
    assert WORDING.explain(unfit, ACCOUNT).steps


@pytest.mark.parametrize("days", [0, 1])
def test_the_last_day_of_a_certificate_is_no_zero_days(days: int) -> None:
    line = WORDING.step_detail(done(Stage.ENCRYPTION, {"protocol": "TLSv1.3", "days_left": days}))
    assert line == "TLS 1.3 · " + ("ważny jeszcze 1 dzień" if days else "kończy się w ciągu 24 godzin")


@pytest.mark.parametrize(
    ("error", "caption"),
    [
        (NameNotResolved(Stage.ADDRESS, "poczta.firma.pl", "Name or service not known"), "Odpowiedź systemu"),
        (ProviderUnreachable("login.example", NetworkFault.REFUSED, "[Errno 111]"), "Odpowiedź systemu"),
        (ProviderUnreachable("login.example", NetworkFault.SERVER_BUSY, "HTTP 503"), "Odpowiedź serwera"),
        (REFUSAL, "Odpowiedź serwera"),
    ],
)
def test_words_are_called_by_whose_they_are(error: MailDesktopError, caption: str) -> None:
    assert f"{caption}:" in WORDING.explanation_text(WORDING.explain(error, ACCOUNT))
