"""Every error says what happened and what to do, and never more than is known."""

from dataclasses import replace

import pytest

from dms_mail_desktop import errors as e
from dms_mail_desktop.errors import MailDesktopError, ProviderAnswer, Reply, SignInLoss, Stage
from dms_mail_desktop.models import AuthMethod, Cloud, MailServer, Point, Registration
from dms_mail_desktop.wording import Wording, account_facts
from dms_mail_desktop.wording.catalogue import LANGUAGES

from ..error_examples import ANSWER, EXAMPLES, family

SERVER = MailServer(
    email="powiadomienia@firma.pl", login="jan@firma.pl", host="smtp.office365.com", auth_method=AuthMethod.OAUTH2
)
REGISTRATION = Registration(client_id="11111111-2222-3333-4444-555555555555", tenant="firma.pl")
ACCOUNT = account_facts(SERVER, REGISTRATION)


def test_the_examples_are_the_whole_family() -> None:
    assert {type(error) for error in EXAMPLES} == set(family())


@pytest.mark.parametrize("surface", ["gui", "cli"])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("error", EXAMPLES, ids=str)
def test_every_error_says_what_happened_and_what_to_do(error: MailDesktopError, language: str, surface: str) -> None:
    wording = Wording(language, surface)
    for account in ({}, ACCOUNT):
        explained = wording.explain(error, account)
        assert explained.title[0].isupper()
        assert explained.title[1:] == explained.reason[1:]
        assert explained.cause.endswith(".")
        assert explained.remedy.endswith(".")
        for text in (explained.title, explained.cause, explained.remedy):
            assert "None" not in text
            assert "{" not in text
            assert "„”" not in text
            assert "  " not in text


def explained(error: MailDesktopError, language: str = "pl", account: dict[str, object] | None = None) -> str:
    found = Wording(language).explain(error, ACCOUNT if account is None else account)
    return "\n".join((found.title, found.cause, found.remedy, found.command, found.server_words, found.link))


def refused(code: int, enhanced: str, text: str, stage: Stage = Stage.AUTHENTICATION) -> MailDesktopError:
    return e.ServerRefused(stage, Reply(code, enhanced, text))


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (
            refused(
                535, "5.7.139", "Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant."
                " Visit https://aka.ms/smtp_auth_disabled [FR3P281CA0153.DEUP281.PROD.OUTLOOK.COM 2027-02-14T13:32Z]",
            ),
            ("w całej dzierżawie", "Set-CASMailbox -Identity jan@firma.pl -SmtpClientAuthenticationDisabled $false"),
        ),
        (
            refused(
                535, "5.7.139", "Authentication unsuccessful, SmtpClientAuthentication is disabled for the Mailbox. [X]"
            ),
            ("dla skrzynki jan@firma.pl", "-SmtpClientAuthenticationDisabled $false", "https://aka.ms/smtp_auth_disabled"),
        ),
        (
            refused(535, "5.7.139", "Authentication unsuccessful, basic authentication is disabled. [X 08DD]"),
            ("nie przyjmuje już logowania hasłem", "wybierz OAuth2"),
        ),
        (
            refused(
                535, "5.7.139",
                "Authentication unsuccessful, user is locked by your organization's security defaults policy. Contact",
            ),
            ("Ustawienia domyślne zabezpieczeń",),
        ),
        (
            refused(535, "5.7.3", "Authentication unsuccessful [DB8PR06CA0024.eurprd06.prod.outlook.com]"),
            ("SMTP.Send", "Get-CASMailbox jan@firma.pl"),
        ),
        (
            refused(550, "5.7.60", "SMTP; Client does not have permissions to send as this sender", Stage.CONTENT),
            ("Add-RecipientPermission powiadomienia@firma.pl -AccessRights SendAs -Trustee jan@firma.pl",),
        ),
        (
            refused(554, "5.2.252", "SendAsDenied; jan@firma.pl not allowed to send as x@firma.pl", Stage.CONTENT),
            ("Konto jan@firma.pl nie ma prawa wysyłać",),
        ),
        (
            refused(
                554, "5.2.0", "STOREDRV.Submission.Exception:SendAsDeniedException.MapiExceptionSendAsDenied; Failed",
                Stage.CONTENT,
            ),
            ("nie może wysyłać z tego adresu",),
        ),
        (
            refused(530, "5.7.57", "Client not authenticated to send mail. [X]", Stage.SENDER),
            ("wymaga zalogowania", "smtp.office365.com"),
        ),
        (
            refused(432, "4.3.2", "Concurrent connections limit exceeded. Visit https://aka.ms/concurrent_sending."),
            ("trzy połączenia", "Odczekaj minutę"),
        ),
        (
            refused(432, "4.3.2", "STOREDRV.ClientSubmit; sender thread limit exceeded [Hostname=X]", Stage.CONTENT),
            ("trzy połączenia",),
        ),
        (
            refused(
                554, "5.2.0", "STOREDRV.Submission.Exception:SubmissionQuotaExceededException; Failed to process",
                Stage.CONTENT,
            ),
            ("24 godziny",),
        ),
        (refused(550, "5.1.8", "Access denied, bad outbound sender AS(9)", Stage.CONTENT), ("spamu",)),
        (refused(550, "5.7.64", "TenantAttribution; Relay Access Denied [X]", Stage.RECIPIENTS), ("łącznika",)),
        (refused(530, "5.7.0", "Must issue a STARTTLS command first", Stage.SENDER), ("wybierz Automatyczne",)),
        (
            e.RecipientsRefused(
                Stage.RECIPIENTS,
                {"a@firma.pl": Reply(550, "5.1.1", "<a@firma.pl>: Recipient address rejected: User unknown")},
            ),
            ("Nie ma takiego odbiorcy", "a@firma.pl: 550 5.1.1"),
        ),
        (
            e.RecipientsRefused(
                Stage.RECIPIENTS, {"b@firma.pl": Reply(550, "5.1.10", "RESOLVER.ADR.RecipientNotFound; not found")}
            ),
            ("Popraw adres odbiorcy",),
        ),
    ],
)  # fmt: skip
def test_well_known_refusals_of_mail_servers(error: MailDesktopError, expected: tuple[str, ...]) -> None:
    text = explained(error)
    assert [part for part in expected if part not in text] == []


@pytest.mark.parametrize(
    "error",
    [
        refused(535, "5.7.139", "Authentication unsuccessful, a policy that nobody knows yet"),
        refused(550, "5.7.1", "SmtpClientAuthentication is disabled for the Mailbox"),
        refused(550, "5.1.1", "Sender address rejected: User unknown", Stage.SENDER),
        refused(554, "5.2.0", "STOREDRV.Submission.Exception:SomethingElse", Stage.CONTENT),
        refused(451, "4.3.2", "Please try again later", Stage.SENDER),
        refused(550, "", "5.1.1 is in the text only: mailbox", Stage.CONTENT),
    ],
)
def test_a_reply_that_only_resembles_a_known_one_is_shown_as_it_is(error: e.ServerRefused) -> None:
    found = Wording("pl").explain(error, ACCOUNT)
    unheard = replace(error, reply=Reply(error.reply.code, "", "A partridge in a pear tree"))
    assert found.cause == Wording("pl").explain(unheard, ACCOUNT).cause
    assert error.reply.text in found.server_words
    assert (found.command, found.link) == ("", "")


def test_a_mixed_refusal_of_recipients_is_not_explained_by_the_first() -> None:
    unknown = Reply(550, "5.1.1", "User unknown")
    replies = {"a@firma.pl": unknown, "b@firma.pl": Reply(452, "4.2.2", "Mailbox full")}
    text = explained(e.RecipientsRefused(Stage.RECIPIENTS, replies))
    assert "Nie ma takiego odbiorcy" not in text
    assert "b@firma.pl: 452 4.2.2 Mailbox full" in text


def answer(code: int, error: str = "invalid_grant") -> ProviderAnswer:
    description = f"AADSTS{code}: Some words of Microsoft's."
    return ProviderAnswer(
        error, "", description, (code,), "11111111-aaaa-bbbb-cccc-222222222222", "t", "2027-02-14 13:32"
    )


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (65001, "Konto jan@firma.pl nie zgodziło się jeszcze"),
        (65004, "wybierz Tak"),
        (50011, "http://localhost"),
        (700016, "11111111-2222-3333-4444-555555555555"),
        (90002, "dzierżawy „firma.pl”"),
        (53003, "Dostęp warunkowy"),
        (50076, "MFA"),
        (50105, "Użytkownicy i grupy"),
        (700082, "90 dni"),
        (50173, "zmieniono hasło"),
        (7000218, "Zezwalaj na przepływy klientów publicznych"),
        (50020, "prywatne albo innej firmy"),
    ],
)
def test_well_known_refusals_of_microsoft(code: int, expected: str) -> None:
    for error in (
        e.ProviderRefused(answer(code)),
        e.SignInRequired("jan@firma.pl", SignInLoss.INTERACTION, answer(code)),
    ):
        text = explained(error)
        assert expected in text
        assert f"error?code={code}" in text
        assert "Correlation ID: 11111111-aaaa-bbbb-cccc-222222222222" in text


def test_an_administrators_consent_comes_with_the_address_to_hand_on() -> None:
    found = Wording("pl").explain(e.ProviderRefused(answer(90094)), ACCOUNT)
    assert found.command.startswith(
        "https://login.microsoftonline.com/firma.pl/v2.0/adminconsent?client_id=11111111-2222"
    )
    assert "SMTP.Send" in found.command
    other = account_facts(SERVER, REGISTRATION.model_copy(update={"cloud": Cloud.GCC_HIGH}))
    assert "login.microsoftonline.us" in Wording("pl").explain(e.ProviderRefused(answer(90094)), other).command


def test_an_unknown_number_is_shown_with_microsofts_page_and_no_guess() -> None:
    found = Wording("pl").explain(e.ProviderRefused(ANSWER), ACCOUNT)
    assert found.title == "Serwer logowania odmówił"
    assert found.link == "https://login.microsoftonline.com/error?code=99999"
    assert found.server_words.splitlines() == [
        "invalid_grant: AADSTS99999: Something new.",
        "Correlation ID: c0ffee",
        "Trace ID: 7ea",
        "Time: 2027-02-14 13:32",
    ]


def test_the_first_number_that_is_known_explains() -> None:
    several = replace(ANSWER, codes=(99999, 50173))
    assert "zmieniono hasło" in explained(e.SignInRequired("jan@firma.pl", SignInLoss.REVOKED, several))


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        ("access_denied", "Nie udzielono zgody"),
        ("invalid_client", "klient publiczny"),
        ("invalid_scope", "Porównaj zakresy"),
        ("temporarily_unavailable", "Niczego nie trzeba zmieniać"),
        ("login_required", "Zaloguj się ponownie w przeglądarce"),
    ],
)
def test_errors_of_other_providers(error: str, expected: str) -> None:
    assert expected in explained(e.ProviderRefused(ProviderAnswer(error)))


def test_a_refusal_that_was_understood_keeps_its_own_words() -> None:
    refused_by_a_person = ProviderAnswer("access_denied", description="cancelled")
    assert "odmówiono aplikacji dostępu do poczty" in explained(e.ConsentRefused(refused_by_a_person))
    assert "wybierz Tak" in explained(e.ConsentRefused(replace(refused_by_a_person, codes=(65004,))))
    assert "Dostawca nie zna aplikacji „1111”" in explained(e.ClientUnknown(ProviderAnswer("invalid_client"), "1111"))


def test_passwords_and_tokens_that_are_refused_have_different_causes() -> None:
    error = refused(535, "5.7.3", "Authentication unsuccessful")
    with_password = account_facts(SERVER.model_copy(update={"auth_method": AuthMethod.PASSWORD}))
    assert "loginu i hasła" in explained(error, account=with_password)
    assert "loginu i hasła" not in explained(error)
    assert "loginu i hasła lub tokenu" in explained(error, account={})


def test_a_temporary_refusal_says_to_wait() -> None:
    assert "za kilka minut" in explained(refused(451, "4.7.0", "not now", Stage.RECIPIENTS))
    assert "za kilka minut" not in explained(refused(550, "5.7.0", "no", Stage.RECIPIENTS))


def test_commands_quote_what_powershell_would_run() -> None:
    odd = account_facts(SERVER.model_copy(update={"login": "a'b$(c)@firma.pl"}))
    text = explained(refused(535, "5.7.139", "SmtpClientAuthentication is disabled for the Mailbox"), account=odd)
    assert "Set-CASMailbox -Identity 'a''b$(c)@firma.pl' -Smtp" in text


@pytest.mark.parametrize(("mailbox", "granted"), [("wspolna@firma.pl", True), ("", False), ("JAN@firma.pl", False)])
def test_no_command_grants_an_account_rights_to_itself(mailbox: str, granted: bool) -> None:
    point = Point(host="outlook.office365.com", login="jan@firma.pl", mailbox=mailbox, auth_method=AuthMethod.OAUTH2)
    error = e.ServerRefused(Stage.FOLDER, Reply(None, "", "BAD User is authenticated but not connected."))
    command = Wording("pl").explain(error, account_facts(point)).command
    assert command.startswith("Set-CASMailbox -Identity")
    assert ("Add-MailboxPermission" in command) is granted


def test_the_terminal_names_commands_where_the_windows_name_buttons() -> None:
    error = e.SignInRequired("jan@firma.pl", SignInLoss.NEVER)
    assert "Autoryzacja" in Wording("pl").explain(error).remedy
    assert "dms-mail sign-in" in Wording("pl", "cli").explain(error).remedy


def test_a_token_in_a_servers_words_is_taken_out() -> None:
    token = "eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9." + "QWxhZGRpbjpvcGVuIHNlc2FtZQ" * 4 + ".c2ln"
    for error in (refused(535, "5.7.8", f"Bad token {token}"), e.ProviderRefused(replace(ANSWER, description=token))):
        text = explained(error)
        assert "[ukryto]" in text
        assert "QWxhZGRpbjpv" not in text
