"""What is handed to the administrator of Microsoft 365: all the facts, and nothing secret."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from dms_mail_desktop.errors import (
    MailDesktopError,
    ProviderAnswer,
    ProviderRefused,
    RecipientsRefused,
    Reply,
    ServerRefused,
    SignInBlocked,
    SignInLoss,
    SignInTimedOut,
    Stage,
    TokenFault,
    TokenUnfit,
)
from dms_mail_desktop.models import Cloud, MailServer, Point, Registration
from dms_mail_desktop.oauth.provider import Provider, adminconsent_url
from dms_mail_desktop.wording import Wording, account_facts
from dms_mail_desktop.wording.consent import consent_mail, consent_request
from dms_mail_desktop.wording.request import administrator_request, is_for_microsoft

TOKEN = "eyJ0eXAiOiJKV1QiLCJub25jZSI6IjEyMyJ9." + "QUJD" * 30 + ".c2lnbmF0dXJl"
REFRESH = "0.AXwA" + "x1Yz" * 40
TENANT = "2f1e3d4c-5b6a-4978-8695-a4b3c2d1e0f9"
REGISTRATION = Registration(client_id="8c1f2a47-6b0d-4a53-9a1e-3f0b5c7d9e21", tenant=TENANT)
LOGIN = "powiadomienia@firma.pl"
SERVER = MailServer(login=LOGIN, email=LOGIN, host="smtp.office365.com", port=587)
FORM = account_facts(SERVER, REGISTRATION)
AT = datetime(2027, 2, 14, 13, 32, 8, tzinfo=UTC)
ANSWER = ProviderAnswer(
    "access_denied",
    "message_only",
    f"AADSTS53003: Access has been blocked. {TOKEN}",
    (53003,),
    "8d1c2f3a-1111-2222-3333-444455556666",
    "5f6a0b1c-aaaa-bbbb-cccc-ddddeeeeffff",
    "2027-02-14 13:32:08Z",
)


def request(error: MailDesktopError, language: str = "pl", account: dict[str, object] = FORM) -> str:
    wording = Wording(language, zone=timezone(timedelta(hours=1)))
    return administrator_request(wording, error, account, AT)


@pytest.mark.parametrize("language", ["pl", "en"])
def test_a_refused_sign_in_has_every_fact_an_administrator_looks_for(language: str) -> None:
    text = request(ProviderRefused(ANSWER), language)
    for fact in (
        "2027-02-14 14:32:08+01:00 (2027-02-14 13:32:08 UTC)",
        ANSWER.correlation_id,
        ANSWER.trace_id,
        "AADSTS53003, access_denied, message_only",
        REGISTRATION.client_id,
        TENANT,
        LOGIN,
        "https://outlook.office.com/SMTP.Send",
        "Access has been blocked.",
        "\n1. ",
    ):
        assert fact in text, fact
    assert "smtp.office365.com" not in text


def test_a_refusal_of_a_mail_server_says_where_and_at_which_step() -> None:
    reply = Reply(535, "5.7.139", "Authentication unsuccessful, SmtpClientAuthentication is disabled for the Mailbox.")
    text = request(ServerRefused(Stage.AUTHENTICATION, reply))
    assert "Połączenie: SMTP, serwer smtp.office365.com, port 587, krok: uwierzytelnienie" in text
    assert "Kody błędów: 535 5.7.139" in text
    assert f"Set-CASMailbox -Identity {LOGIN} -SmtpClientAuthenticationDisabled $false" in text
    assert "SmtpClientAuthentication is disabled" in text
    assert "uprawnienia: https" not in text


@pytest.mark.parametrize(
    "error",
    [
        ProviderRefused(
            ProviderAnswer(TOKEN, REFRESH, f"refresh_token={REFRESH} {TOKEN}", (50105,), TOKEN, REFRESH, TOKEN)
        ),
        SignInBlocked(LOGIN, SignInLoss.INTERACTION, ProviderAnswer("x", "", TOKEN, (1234,), REFRESH)),
        ServerRefused(Stage.AUTHENTICATION, Reply(535, "5.7.3", f"bad {TOKEN}"), {"status": "401", "scope": REFRESH}),
        RecipientsRefused(Stage.RECIPIENTS, {LOGIN: Reply(550, "5.1.1", REFRESH)}),
        TokenUnfit(Stage.AUTHENTICATION, TokenFault.AUDIENCE, "outlook", "graph", Reply(535, "5.7.3", TOKEN)),
    ],
    ids=lambda error: type(error).__name__,
)
@pytest.mark.parametrize("language", ["pl", "en"])
def test_no_planted_token_gets_out(error: MailDesktopError, language: str) -> None:
    text = request(error, language)
    assert TOKEN not in text
    assert REFRESH not in text
    assert "QUJDQUJD" not in text
    assert "x1Yzx1Yz" not in text


def test_a_link_for_a_tenant_by_its_number_is_not_mistaken_for_a_secret() -> None:
    refused = ProviderRefused(ProviderAnswer("consent_required", "", "AADSTS90094: x", (90094,)))
    assert adminconsent_url(Provider.of(REGISTRATION)) in request(refused)


def test_only_microsofts_refusals_are_for_its_administrator() -> None:
    own = Registration(cloud=Cloud.CUSTOM, client_id="x", issuer="https://id.firma.pl", scopes=("mail",))
    refused = ServerRefused(Stage.AUTHENTICATION, Reply(535, "5.7.8", "No"))
    elsewhere = account_facts(Point(login=LOGIN, host="imap.firma.pl"), own)
    assert is_for_microsoft(refused, FORM)
    assert not is_for_microsoft(refused, elsewhere)
    assert is_for_microsoft(ProviderRefused(ANSWER), elsewhere)
    assert is_for_microsoft(ProviderRefused(ProviderAnswer("access_denied")), FORM)
    assert not is_for_microsoft(ProviderRefused(ProviderAnswer("access_denied")), elsewhere)
    assert not is_for_microsoft(SignInTimedOut(300), FORM)


@pytest.mark.parametrize("language", ["pl", "en"])
def test_the_text_that_asks_for_consent_has_link_application_and_permissions(language: str) -> None:
    provider, wording = Provider.of(REGISTRATION), Wording(language)
    text = consent_request(wording, provider, LOGIN)
    for fact in (REGISTRATION.client_id, TENANT, LOGIN, adminconsent_url(provider), *provider.scopes, "offline_access"):
        assert fact in text
    assert adminconsent_url(provider) in consent_mail(wording, provider)


@pytest.mark.parametrize("language", ["pl", "en"])
def test_the_mail_fits_the_longest_address_that_windows_hands_on(language: str) -> None:
    from urllib.parse import quote

    assert len(quote(consent_mail(Wording(language), Provider.of(REGISTRATION)))) < 1900
