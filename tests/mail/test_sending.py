"""Sending one message and many: what the server said, what became of each recipient, and what follows a failure."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from email import message_from_bytes
from email.policy import default
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from dms_mail_desktop.credentials import Credential
from dms_mail_desktop.errors import (
    MailError,
    OutcomeUncertain,
    RecipientsRefused,
    ServerRefused,
    SignInLoss,
    SignInRequired,
    Stage,
    TokenHostRefused,
)
from dms_mail_desktop.mail.limits import TimeLimits
from dms_mail_desktop.mail.message import Attachment, compose
from dms_mail_desktop.mail.sending import Sender, send
from dms_mail_desktop.models import Encryption

from .authority import Authority
from .smtp_client import PASSWORD, SHORT, account, token
from .smtp_server import CAPABILITIES, CUT, NOTHING, SILENT, SmtpServer

LETTER = compose(sender="jan@example.pl", to=["ola@example.pl", "ela@example.pl"], subject="Żółć", body="tekst ł\n")


async def password() -> Credential:
    return PASSWORD


@pytest.fixture(params=["", "PIPELINING"], ids=["one by one", "pipelined"])
def capabilities(request: pytest.FixtureRequest) -> tuple[str, ...]:
    return (*CAPABILITIES, request.param) if request.param else CAPABILITIES


class Inbox:
    """Takes what aiosmtpd received."""

    def __init__(self) -> None:
        self.envelopes: list[Envelope] = []

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: ARG002, N802
        self.envelopes.append(envelope)
        return "250 2.0.0 przyjeto"

    async def auth_XOAUTH2(self, server: SMTP, args: list[str]) -> AuthResult:  # noqa: ARG002, N802
        response = await server.challenge_auth("", encode_to_b64=False)
        return AuthResult(success=response == b"user=jan@example.pl\x01auth=Bearer t0ken\x01\x01", handled=True)


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


@pytest.fixture
async def serving(inbox: Inbox, authority: Authority) -> AsyncIterator[Callable[[bool], Awaitable[int]]]:
    """Starts aiosmtpd with TLS from the first octet, or with STARTTLS required."""
    running = []

    async def start(implicit: bool) -> int:
        context = authority.server_context()
        starttls: dict[str, Any] = {} if implicit else {"tls_context": context, "require_starttls": True}
        server = await asyncio.get_running_loop().create_server(
            lambda: SMTP(inbox, authenticator=known, auth_required=True, auth_require_tls=not implicit, **starttls),
            "127.0.0.1",
            ssl=context if implicit else None,
        )
        running.append(server)
        port: int = server.sockets[0].getsockname()[1]
        return port

    yield start
    for server in running:
        server.close()
        await server.wait_closed()


def known(*request: object) -> AuthResult:
    return AuthResult(success=request[4] == LoginPassword(b"jan", b"tajne"))


@pytest.fixture(autouse=True)
def quiet_server(caplog: pytest.LogCaptureFixture) -> None:
    """aiosmtpd warns of itself: of settings that these tests need, and of its own names."""
    caplog.set_level(logging.ERROR, "mail.log")


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")  # implicit TLS is unknown to aiosmtpd
@pytest.mark.parametrize("credential", [PASSWORD, token()], ids=["password", "token"])
@pytest.mark.parametrize("encryption", [Encryption.TLS, Encryption.STARTTLS])
async def test_a_message_with_everything_arrives(
    serving: Callable[[bool], Awaitable[int]],
    inbox: Inbox,
    authority: Authority,
    encryption: Encryption,
    credential: Credential,
) -> None:
    settings = account(await serving(encryption is Encryption.TLS), encryption)
    letter = compose(
        sender="jan@example.pl",
        to=["ola@example.pl"],
        bcc=["szef@example.pl"],
        subject="Zażółć",
        body=".\n..\ngęślą\n",
        html="<b>jaźń</b>",
        attachments=[Attachment("Ł.bin", bytes(range(256)) * 1000)],
    )
    receipt = await send(settings, credential, letter.message, letter.recipients, trust=authority.client_context)
    assert (receipt.reply.enhanced, receipt.reply.text, receipt.refused) == ("2.0.0", "przyjeto", {})
    assert receipt.message_id == letter.message["Message-ID"]
    (envelope,) = inbox.envelopes
    assert (envelope.mail_from, envelope.rcpt_tos) == ("jan@example.pl", ["ola@example.pl", "szef@example.pl"])
    assert envelope.original_content == letter.message.as_bytes()
    text = message_from_bytes(envelope.original_content or b"", policy=default).get_body(("plain",))
    assert text
    assert text.get_content().splitlines() == [".", "..", "gęślą"]


async def test_many_messages_share_a_connection_and_one_login(
    authority: Authority, capabilities: tuple[str, ...]
) -> None:
    with SmtpServer(start_tls=authority.server_context(), capabilities=capabilities) as server:
        async with Sender(account(server.port), password, authority.client_context()) as sender:
            for _ in range(3):
                receipt = await sender.send(LETTER.message, LETTER.recipients)
    assert receipt.reply.text == "<1> [InternalId=7] Queued mail for delivery"
    assert (server.connections, len(server.messages)) == (1, 3)
    assert sum(line.startswith("AUTH") for line in server.lines) == 1


async def test_refused_recipients_are_on_the_receipt(authority: Authority, capabilities: tuple[str, ...]) -> None:
    answers = {"RCPT": lambda line: "550 5.1.1 brak" if "ola" in line else ""}
    with SmtpServer(answers, start_tls=authority.server_context(), capabilities=capabilities) as server:
        receipt = await send(
            account(server.port), PASSWORD, LETTER.message, LETTER.recipients, trust=authority.client_context()
        )
    assert {address: reply.code for address, reply in receipt.refused.items()} == {"ola@example.pl": 550}


@pytest.mark.parametrize("moment", ["MAIL", "RCPT", "DATA", "end"])
async def test_a_refused_message_leaves_the_connection_to_the_next(
    authority: Authority, capabilities: tuple[str, ...], moment: str
) -> None:
    refusals = iter(["550 5.7.60 nie", "550 5.7.60 nie"] if moment == "RCPT" else ["550 5.7.60 nie"])
    answers = {moment: lambda _: next(refusals, "")}
    with SmtpServer(answers, start_tls=authority.server_context(), capabilities=capabilities) as server:
        async with Sender(account(server.port), password, authority.client_context()) as sender:
            with pytest.raises(MailError):
                await sender.send(LETTER.message, LETTER.recipients)
            await sender.send(LETTER.message, LETTER.recipients)
    assert (server.connections, server.lines.count("RSET")) == (1, 1)


PIPELINED = (*CAPABILITIES, "PIPELINING")


@pytest.mark.parametrize(
    "answers",
    [
        {"MAIL": "", "RCPT": lambda line: "250 2.1.0 a\r\n250 2.1.5 b\r\n550 5.1.1 c" if "ela" in line else NOTHING},
        {"MAIL": "250-2.1.0 a", "RCPT": lambda line: "250 2.1.0 a\r\n250 2.1.5 b" if "ola" in line else "550 5.1.1 c"},
    ],
    ids=["in one piece", "cut within a reply"],
)
async def test_replies_are_told_apart_however_they_arrive(authority: Authority, answers: dict[str, object]) -> None:
    with SmtpServer(answers, start_tls=authority.server_context(), capabilities=PIPELINED) as server:
        receipt = await send(
            account(server.port), PASSWORD, LETTER.message, LETTER.recipients, trust=authority.client_context()
        )
    assert {address: reply.text for address, reply in receipt.refused.items()} == {"ela@example.pl": "c"}


async def test_a_refused_sender_is_told_after_all_replies_were_read(authority: Authority) -> None:
    refusals = iter(["550 5.7.60 nie wolno"])
    answers = {"MAIL": lambda _: next(refusals, ""), "RCPT": "503 5.5.1 MAIL first"}
    with SmtpServer(answers, start_tls=authority.server_context(), capabilities=PIPELINED) as server:
        async with Sender(account(server.port), password, authority.client_context()) as sender:
            for text in ("nie wolno", "MAIL first"):
                with pytest.raises(MailError) as caught:
                    await sender.send(LETTER.message, LETTER.recipients)
                assert text in str(caught.value)
    assert (server.connections, server.lines.count("RSET")) == (1, 2)


@pytest.mark.parametrize("end", ["421 4.4.2 idle too long", CUT])
async def test_a_connection_lost_between_messages_is_opened_again(
    authority: Authority, capabilities: tuple[str, ...], end: object
) -> None:
    answers = iter(["", end])
    with SmtpServer(
        {"MAIL": lambda _: next(answers, "")}, start_tls=authority.server_context(), capabilities=capabilities
    ) as server:
        async with Sender(account(server.port), password, authority.client_context(), SHORT) as sender:
            await sender.send(LETTER.message, LETTER.recipients)
            await sender.send(LETTER.message, LETTER.recipients)
    assert (server.connections, len(server.messages)) == (2, 2)


async def test_going_away_at_the_first_message_is_not_tried_again(
    authority: Authority, capabilities: tuple[str, ...]
) -> None:
    with SmtpServer(
        {"MAIL": "421 4.3.2 bye"}, start_tls=authority.server_context(), capabilities=capabilities
    ) as server:
        async with Sender(account(server.port), password, authority.client_context(), SHORT) as sender:
            with pytest.raises(ServerRefused):
                await sender.send(LETTER.message, LETTER.recipients)
    assert server.connections == 1


async def test_an_uncertain_message_is_not_sent_again(authority: Authority) -> None:
    ends = iter([CUT])
    with SmtpServer({"end": lambda _: next(ends, "")}, start_tls=authority.server_context()) as server:
        async with Sender(account(server.port), password, authority.client_context(), SHORT) as sender:
            with pytest.raises(OutcomeUncertain):
                await sender.send(LETTER.message, LETTER.recipients)
            assert len(server.messages) == 1
            await sender.send(LETTER.message, LETTER.recipients)
    assert server.connections == 2


async def test_stopping_does_not_wait_for_a_silent_server(authority: Authority) -> None:
    with SmtpServer({"MAIL": SILENT}, start_tls=authority.server_context()) as server:
        sending = asyncio.create_task(
            send(account(server.port), PASSWORD, LETTER.message, LETTER.recipients, trust=authority.client_context())
        )
        assert await asyncio.to_thread(server.silent.wait, 5)
        sending.cancel()
        with pytest.raises(asyncio.CancelledError):
            async with asyncio.timeout(0.5):
                await sending
    assert "QUIT" not in server.lines


async def test_a_token_for_another_host_opens_nothing(authority: Authority) -> None:
    with SmtpServer(start_tls=authority.server_context()) as server:
        foreign = token(hosts=("smtp.office365.com",))
        with pytest.raises(TokenHostRefused) as caught:
            await send(
                account(server.port), foreign, LETTER.message, LETTER.recipients, trust=authority.client_context()
            )
    assert (caught.value.stage, server.connections) == (Stage.ADDRESS, 0)


async def test_without_a_credential_nothing_is_opened(authority: Authority) -> None:
    async def lost() -> Credential:
        raise SignInRequired("jan@example.pl", SignInLoss.EXPIRED)

    with SmtpServer(start_tls=authority.server_context()) as server:
        async with Sender(account(server.port), lost, authority.client_context()) as sender:
            with pytest.raises(SignInRequired):
                await sender.send(LETTER.message, LETTER.recipients)
    assert server.connections == 0


async def test_no_socket_stays_open_after_a_failed_login(authority: Authority) -> None:
    with SmtpServer({"response": "535 5.7.3 nie"}, start_tls=authority.server_context()) as server:
        with pytest.raises(ServerRefused):
            await send(
                account(server.port), PASSWORD, LETTER.message, LETTER.recipients, trust=authority.client_context(),
                limits=TimeLimits(),
            )  # fmt: skip
        assert await asyncio.to_thread(server.ended.wait, 1)
    assert server.lines[-1] == "QUIT"


async def test_content_that_has_no_recipient_is_ended_empty(authority: Authority) -> None:
    answers = {"RCPT": "550 5.1.1 brak", "end": "554 5.5.1 no valid recipients"}
    with SmtpServer(answers, start_tls=authority.server_context(), capabilities=PIPELINED) as server:
        async with Sender(account(server.port), password, authority.client_context()) as sender:
            with pytest.raises(RecipientsRefused) as caught:
                await sender.send(LETTER.message, LETTER.recipients)
    assert {reply.text for reply in caught.value.replies.values()} == {"brak"}
    assert server.messages == [b""]
    assert server.lines[-2:] == ["RSET", "QUIT"]


async def test_a_refused_announcement_of_content_is_told_as_content(authority: Authority) -> None:
    refusals = iter(["451 4.3.0 later"])
    answers = {"DATA": lambda _: next(refusals, "")}
    with SmtpServer(answers, start_tls=authority.server_context(), capabilities=PIPELINED) as server:
        async with Sender(account(server.port), password, authority.client_context()) as sender:
            with pytest.raises(ServerRefused) as caught:
                await sender.send(LETTER.message, LETTER.recipients)
            await sender.send(LETTER.message, LETTER.recipients)
    assert (caught.value.stage, caught.value.reply.text) == (Stage.CONTENT, "later")
    assert len(server.messages) == 1
