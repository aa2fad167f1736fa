"""Our SMTP against Dovecot and Postfix: every encryption and every credential, and what must be refused."""

import ssl
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from dms_mail_desktop.credentials import BearerToken, Credential, Password
from dms_mail_desktop.errors import (
    AuthNotOffered,
    ClearTextRefused,
    MailError,
    MessageTooLarge,
    ServerRefused,
    Stage,
    TlsFailed,
    TlsFault,
    TlsNotOffered,
    TokenHostRefused,
)
from dms_mail_desktop.mail.message import Attachment, Composed, compose
from dms_mail_desktop.mail.probe import ProbeResult, StepState, check_sending
from dms_mail_desktop.mail.sending import Sender, send
from dms_mail_desktop.models import MailServer
from dms_mail_desktop.trust import client_context

from .authority import Authority
from .dovecot import MailPorts
from .mailbox import Mailboxes
from .postfix import SIZE_LIMIT, FaultyPorts
from .provider import ANNA, BOB, SENDER, USERS, Provider
from .tokens import Tokens, forged

pytestmark = pytest.mark.lab

PASSWORD = Password(SENDER, USERS[SENDER])
NOBODY = "nikt@firma.example"


@dataclass(frozen=True)
class Outgoing:
    """An outgoing account on one port, and the trust that the operating system would give."""

    trust: ssl.SSLContext

    def server(self, port: int, encryption: str, method: str = "password", **more: object) -> MailServer:
        fields = {"email": SENDER, "login": SENDER, "host": "localhost", "port": port, "encryption": encryption}
        return MailServer.model_validate(fields | {"auth_method": method} | more)

    async def check(self, server: MailServer, credential: Credential, letter: Composed) -> ProbeResult:
        async def known() -> Credential:
            return credential

        return await check_sending(
            server, known, self.trust, message=letter.message, recipients=letter.recipients, report=lambda _: None
        )

    async def refusal(self, server: MailServer, credential: Credential) -> MailError:
        """Why a message is not sent."""
        letter = notification()
        with pytest.raises(MailError) as refused:
            await send(server, credential, letter.message, letter.recipients, trust=self.trust)
        return refused.value


@pytest.fixture
def outgoing(authority: Authority, monkeypatch: pytest.MonkeyPatch) -> Outgoing:
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.ca_file))
    return Outgoing(client_context())


@pytest.fixture
def token(tokens: Tokens) -> BearerToken:
    return bearer(tokens.access)


def bearer(secret: str, *mail_hosts: str) -> BearerToken:
    return BearerToken(SENDER, secret, datetime.now(UTC) + timedelta(hours=1), mail_hosts or ("localhost",))


def notification(*to: str) -> Composed:
    return compose(sender=SENDER, to=to or (ANNA,), subject="Powiadomienie – „żółć”", body="Treść\n")


LISTENERS = (
    "smtps tls",
    "submissions tls",
    "smtp starttls",
    "submission starttls",
    "smtp auto",
    "submission auto",
)


@pytest.mark.parametrize("way", [f"{each} {method}" for each in LISTENERS for method in ("password", "oauth2")])
async def test_every_encryption_takes_every_credential(
    outgoing: Outgoing, mail: MailPorts, token: BearerToken, mailboxes: Mailboxes, way: str
) -> None:
    name, encryption, method = way.split()
    letter = notification()
    server = outgoing.server(getattr(mail, name), encryption, method)
    result = await outgoing.check(server, token if method == "oauth2" else PASSWORD, letter)
    assert result.error is None
    steps = {step.stage: step for step in result.steps}
    assert steps[Stage.ENCRYPTION].facts["issuer"] == "lab-authority"
    assert steps[Stage.ENCRYPTION].facts["protocol"] == "TLSv1.3"
    assert steps[Stage.AUTHENTICATION].facts["method"] == ("XOAUTH2" if method == "oauth2" else "PLAIN")
    assert steps[Stage.CONTENT].facts["reply"].code == 250
    assert mailboxes.wait_for(ANNA, letter.message["Message-ID"])["Subject"] == "Powiadomienie – „żółć”"


@pytest.mark.parametrize("encryption", ["tls", "starttls"])
@pytest.mark.parametrize(
    ("certificate", "fault"),
    [
        ("expired", TlsFault.EXPIRED),
        ("self-signed", TlsFault.UNTRUSTED),
        ("unknown authority", TlsFault.UNTRUSTED),
        ("other host", TlsFault.HOST_MISMATCH),
    ],
)
async def test_a_bad_certificate_is_refused(
    outgoing: Outgoing, faulty_ports: FaultyPorts, encryption: str, certificate: str, fault: TlsFault
) -> None:
    server = outgoing.server(faulty_ports[certificate, encryption], encryption)
    refused = await outgoing.refusal(server, PASSWORD)
    assert isinstance(refused, TlsFailed)
    assert (refused.stage, refused.fault) == (Stage.ENCRYPTION, fault)


async def test_without_the_authority_in_the_systems_trust_nothing_is_trusted(
    mail: MailPorts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    outgoing = Outgoing(client_context())
    refused = await outgoing.refusal(outgoing.server(mail.smtps, "tls"), PASSWORD)
    assert isinstance(refused, TlsFailed)
    assert refused.fault is TlsFault.UNTRUSTED


async def test_starttls_is_required_where_it_was_chosen(outgoing: Outgoing, mail: MailPorts) -> None:
    refused = await outgoing.refusal(outgoing.server(mail.smtp_plain, "starttls"), PASSWORD)
    assert isinstance(refused, TlsNotOffered)


async def test_tls_to_a_port_without_it_says_so(outgoing: Outgoing, mail: MailPorts) -> None:
    refused = await outgoing.refusal(outgoing.server(mail.smtp, "tls"), PASSWORD)
    assert isinstance(refused, TlsFailed)
    assert refused.fault is TlsFault.NOT_TLS


async def test_a_password_crosses_a_clear_connection_only_when_confirmed(
    outgoing: Outgoing, mail: MailPorts, mailboxes: Mailboxes
) -> None:
    fields = outgoing.server(mail.smtp_plain, "none", clear_text_confirmed=True)
    letter = notification()
    await send(fields, PASSWORD, letter.message, letter.recipients, trust=outgoing.trust)
    mailboxes.wait_for(ANNA, letter.message["Message-ID"])
    unconfirmed = fields.model_copy(update={"clear_text_confirmed": False})
    assert isinstance(await outgoing.refusal(unconfirmed, PASSWORD), ClearTextRefused)


async def test_a_token_never_crosses_a_clear_connection(
    outgoing: Outgoing, mail: MailPorts, token: BearerToken
) -> None:
    fields = outgoing.server(mail.smtp_plain, "none", clear_text_confirmed=True)
    server = fields.model_copy(update={"auth_method": "oauth2"})
    assert isinstance(await outgoing.refusal(server, token), ClearTextRefused)


async def test_a_server_that_wants_tls_first_offers_no_authentication_without(
    outgoing: Outgoing, mail: MailPorts
) -> None:
    server = outgoing.server(mail.smtp, "none", clear_text_confirmed=True)
    assert isinstance(await outgoing.refusal(server, PASSWORD), AuthNotOffered)


async def test_a_token_goes_to_its_own_hosts_only(outgoing: Outgoing, mail: MailPorts, tokens: Tokens) -> None:
    token = bearer(tokens.access, "smtp.office365.com")
    refused = await outgoing.refusal(outgoing.server(mail.smtps, "tls", "oauth2"), token)
    assert isinstance(refused, TokenHostRefused)


@pytest.mark.parametrize("name", ["smtps", "submissions"])
async def test_a_forged_token_is_refused_with_the_servers_reason(
    outgoing: Outgoing, mail: MailPorts, provider: Provider, name: str
) -> None:
    server = outgoing.server(getattr(mail, name), "tls", "oauth2")
    refused = await outgoing.refusal(server, bearer(forged(provider, SENDER)))
    assert isinstance(refused, ServerRefused)
    assert (refused.stage, refused.reply.code) == (Stage.AUTHENTICATION, 535)
    assert refused.challenge["status"] == "401"


@pytest.mark.parametrize("name", ["smtps", "submissions"])
async def test_a_wrong_password_is_refused(outgoing: Outgoing, mail: MailPorts, name: str) -> None:
    server = outgoing.server(getattr(mail, name), "tls")
    refused = await outgoing.refusal(server, Password(SENDER, "złe hasło"))
    assert isinstance(refused, ServerRefused)
    assert (refused.stage, refused.reply.code) == (Stage.AUTHENTICATION, 535)


async def test_a_sender_of_someone_else_is_refused(outgoing: Outgoing, mail: MailPorts, token: BearerToken) -> None:
    refused = await outgoing.refusal(outgoing.server(mail.smtps, "tls", "oauth2", email=ANNA), token)
    assert isinstance(refused, ServerRefused)
    assert (refused.stage, refused.reply.code) == (Stage.SENDER, 553)


async def test_one_unknown_recipient_does_not_stop_the_others(
    outgoing: Outgoing, mail: MailPorts, token: BearerToken, mailboxes: Mailboxes
) -> None:
    letter = notification(ANNA, NOBODY, BOB)
    result = await outgoing.check(outgoing.server(mail.smtps, "tls", "oauth2"), token, letter)
    step = {step.stage: step for step in result.steps}[Stage.RECIPIENTS]
    assert step.state is StepState.WARNING
    assert step.facts["accepted"] == (ANNA, BOB)
    assert step.facts["refused"][NOBODY].code == 550
    for login in (ANNA, BOB):
        mailboxes.wait_for(login, letter.message["Message-ID"])


async def test_a_message_that_is_too_large_is_not_sent(outgoing: Outgoing, mail: MailPorts, token: BearerToken) -> None:
    letter = compose(
        sender=SENDER,
        to=[ANNA],
        subject="Skan",
        body="W załączniku\n",
        attachments=[Attachment("Umowa – żółta.pdf", bytes(SIZE_LIMIT))],
    )
    server = outgoing.server(mail.smtps, "tls", "oauth2")
    with pytest.raises(MessageTooLarge) as refused:
        await send(server, token, letter.message, letter.recipients, trust=outgoing.trust)
    assert refused.value.limit == SIZE_LIMIT


async def test_many_messages_of_one_sender_arrive(
    outgoing: Outgoing, mail: MailPorts, token: BearerToken, mailboxes: Mailboxes
) -> None:
    async def known() -> Credential:
        return token

    letters = [notification(BOB) for _ in range(20)]
    async with Sender(outgoing.server(mail.submission, "starttls", "oauth2"), known, outgoing.trust) as sender:
        for letter in letters:
            await sender.send(letter.message, letter.recipients)
    for letter in letters:
        mailboxes.wait_for(BOB, letter.message["Message-ID"])


async def test_attachments_and_html_arrive_whole(
    outgoing: Outgoing, mail: MailPorts, token: BearerToken, mailboxes: Mailboxes
) -> None:
    content = bytes(range(256)) * 400
    letter = compose(
        sender=SENDER,
        to=[ANNA],
        bcc=[BOB],
        subject="Faktura",
        body="Zażółć\n",
        html="<p>Zażółć</p>",
        attachments=[Attachment("Faktura – „żółta”.pdf", content)],
    )
    server = outgoing.server(mail.submissions, "tls", "oauth2")
    receipt = await send(server, token, letter.message, letter.recipients, trust=outgoing.trust)
    assert receipt.refused == {}
    for login in (ANNA, BOB):
        received = mailboxes.wait_for(login, receipt.message_id)
        (attachment,) = received.iter_attachments()
        assert attachment.get_filename() == "Faktura – „żółta”.pdf"
        assert attachment.get_content() == content
        assert received["Bcc"] is None
