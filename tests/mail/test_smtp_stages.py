"""Each stage of an SMTP conversation: what it tells, and how it fails."""

import asyncio
import ssl
import time

import pytest

from dms_mail_desktop.errors import (
    ConnectFailed,
    ConnectionLost,
    MessageTooLarge,
    NameNotResolved,
    NetworkFault,
    RecipientsRefused,
    ServerRefused,
    Stage,
    TimedOut,
)
from dms_mail_desktop.mail.limits import TimeLimits
from dms_mail_desktop.mail.smtp import SmtpSession
from dms_mail_desktop.models import Encryption

from .authority import Authority
from .smtp_client import MESSAGE, SHORT, account, failure, talking, walk
from .smtp_server import CAPABILITIES, CUT, SILENT, SmtpServer


@pytest.mark.parametrize("encryption", [Encryption.TLS, Encryption.STARTTLS, Encryption.AUTO])
async def test_a_message_arrives_over_tls(authority: Authority, encryption: Encryption) -> None:
    context = authority.server_context()
    implicit = encryption is Encryption.TLS
    with SmtpServer(tls=context if implicit else None, start_tls=None if implicit else context) as server:
        async with talking(account(server.port, encryption), authority.client_context()) as session:
            assert set(session.seconds) == set(Stage) - {
                Stage.CREDENTIAL, Stage.FOLDER, Stage.FOLDERS, Stage.MESSAGES
            }  # fmt: skip
            assert all(seconds > 0 for seconds in session.seconds.values())
    assert server.messages == [MESSAGE]
    assert server.lines[-1] == "QUIT"
    assert f"MAIL FROM:<jan@example.pl> SIZE={len(MESSAGE)}" in server.lines


async def test_the_computers_name_is_not_told(authority: Authority) -> None:
    with SmtpServer(start_tls=authority.server_context()) as server:
        async with talking(account(server.port, host="127.0.0.1"), authority.client_context()):
            pass
    assert server.lines[0] == "EHLO [127.0.0.1]"


async def test_the_greeting_tells_what_the_server_can_do(authority: Authority) -> None:
    answers = {"greeting": "220-mail.example.pl\r\n220 witaj"}
    with SmtpServer(answers, tls=authority.server_context()) as server:
        async with talking(account(server.port, Encryption.TLS), authority.client_context(), until="secure") as session:
            greeting = await session.greet()
    assert greeting.text == "mail.example.pl\nwitaj"
    assert greeting.capabilities == ("SIZE 1000000", "AUTH PLAIN LOGIN XOAUTH2", "ENHANCEDSTATUSCODES")
    assert (greeting.auth_methods, greeting.size_limit) == (("PLAIN", "LOGIN", "XOAUTH2"), 1_000_000)


async def test_an_unknown_name_fails_at_the_address() -> None:
    with pytest.raises(NameNotResolved) as caught:
        async with talking(account(25, host="nie-ma.invalid"), ssl.create_default_context(), TimeLimits()):
            pass
    assert (caught.value.stage, caught.value.host) == (Stage.ADDRESS, "nie-ma.invalid")


async def test_a_closed_port_fails_at_the_connection(authority: Authority) -> None:
    with SmtpServer() as server:
        port = server.port
    with pytest.raises(ConnectFailed) as caught:
        async with talking(account(port, host="127.0.0.1"), authority.client_context()):
            pass
    assert (caught.value.fault, caught.value.tried) == (NetworkFault.REFUSED, ("127.0.0.1",))


@pytest.mark.parametrize("words", ["554 5.3.2 no service here", "421 4.3.2 busy"])
@pytest.mark.parametrize("encryption", [Encryption.TLS, Encryption.STARTTLS])
async def test_a_refusing_greeting_fails_as_greeting(authority: Authority, words: str, encryption: Encryption) -> None:
    context = authority.server_context()
    implicit = encryption is Encryption.TLS
    with SmtpServer({"greeting": words}, tls=context if implicit else None, start_tls=context) as server:
        error = await failure(server, authority, encryption)
    assert isinstance(error, ServerRefused)
    code, enhanced, text = words.split(" ", 2)
    assert (error.stage, error.reply.code, error.reply.enhanced, error.reply.text) == (
        Stage.GREETING, int(code), enhanced, text,
    )  # fmt: skip


async def test_what_is_no_smtp_server_is_quoted(authority: Authority) -> None:
    with SmtpServer({"greeting": "* OK IMAP4rev1 ready"}) as server:
        error = await failure(server, authority)
    assert isinstance(error, ServerRefused)
    assert (error.stage, error.reply.code, error.reply.text) == (Stage.GREETING, None, "* OK IMAP4rev1 ready")


MOMENTS = {
    "greeting": Stage.GREETING,
    "EHLO": Stage.GREETING,
    "STARTTLS": Stage.ENCRYPTION,
    "handshake": Stage.ENCRYPTION,
    "response": Stage.AUTHENTICATION,
    "MAIL": Stage.SENDER,
    "RCPT": Stage.RECIPIENTS,
    "DATA": Stage.CONTENT,
}


@pytest.mark.parametrize("moment", MOMENTS)
async def test_silence_ends_at_the_time_limit_of_its_stage(authority: Authority, moment: str) -> None:
    with SmtpServer({moment: SILENT}, start_tls=authority.server_context()) as server:
        started = time.perf_counter()
        error = await failure(server, authority)
        assert time.perf_counter() - started < 2
    assert isinstance(error, TimedOut)
    assert (error.stage, error.seconds) == (MOMENTS[moment], 0.3)


@pytest.mark.parametrize("moment", MOMENTS)
async def test_a_cut_is_a_lost_connection_at_its_stage(authority: Authority, moment: str) -> None:
    with SmtpServer({moment: CUT}, start_tls=authority.server_context()) as server:
        error = await failure(server, authority)
    assert isinstance(error, ConnectionLost)
    assert error.stage is MOMENTS[moment]


@pytest.mark.parametrize("moment", ["handshake", "greeting"])
@pytest.mark.parametrize("answer", [SILENT, CUT])
async def test_implicit_tls_tells_handshake_from_greeting(authority: Authority, moment: str, answer: object) -> None:
    with SmtpServer({moment: answer}, tls=authority.server_context()) as server:
        error = await failure(server, authority, Encryption.TLS)
    assert isinstance(error, TimedOut if answer is SILENT else ConnectionLost)
    assert error.stage is MOMENTS[moment]


async def test_some_refused_recipients_are_told_and_the_rest_go_on(authority: Authority) -> None:
    answers = {"RCPT": lambda line: "550 5.1.1 nie ma" if "zla" in line else ""}
    with SmtpServer(answers, start_tls=authority.server_context()) as server:
        async with talking(account(server.port), authority.client_context(), until="sender") as session:
            refused = await session.recipients(["zla@example.pl", "ola@example.pl"])
            await session.content(MESSAGE, "<1@example.pl>")
    assert {address: (reply.code, reply.enhanced) for address, reply in refused.items()} == {
        "zla@example.pl": (550, "5.1.1")
    }
    assert len(server.messages) == 1


async def test_no_recipient_left_ends_it(authority: Authority) -> None:
    with SmtpServer({"RCPT": "550 5.1.1 nie ma"}, start_tls=authority.server_context()) as server:
        error = await failure(server, authority)
    assert isinstance(error, RecipientsRefused)
    assert error.replies["ola@example.pl"].text == "nie ma"
    assert server.messages == []


async def test_going_away_among_the_recipients_is_no_refused_recipient(authority: Authority) -> None:
    with SmtpServer({"RCPT": "421 4.3.2 bye"}, start_tls=authority.server_context()) as server:
        error = await failure(server, authority)
    assert isinstance(error, ServerRefused)
    assert (error.stage, error.reply.code) == (Stage.RECIPIENTS, 421)
    assert server.lines[-1].startswith("RCPT")


async def test_a_message_over_the_servers_limit_is_not_begun(authority: Authority) -> None:
    small = tuple(name.replace("1000000", "10") for name in CAPABILITIES)
    with SmtpServer(start_tls=authority.server_context(), capabilities=small) as server:
        error = await failure(server, authority)
    assert isinstance(error, MessageTooLarge)
    assert (error.size, error.limit) == (len(MESSAGE), 10)
    assert not any(line.startswith("MAIL") for line in server.lines)


@pytest.mark.parametrize("moment", ["greeting", "handshake", "response", "MAIL", "DATA"])
async def test_stopping_ends_the_connection_at_once(authority: Authority, moment: str) -> None:
    with SmtpServer({moment: SILENT}, start_tls=authority.server_context()) as server:
        session = SmtpSession(account(server.port), authority.client_context(), TimeLimits())
        sending = asyncio.create_task(walk(session))
        assert await asyncio.to_thread(server.silent.wait, 5)
        started = time.perf_counter()
        sending.cancel()
        with pytest.raises(asyncio.CancelledError):
            await sending
        assert session.closed
        assert await asyncio.to_thread(server.ended.wait, 1)
        assert time.perf_counter() - started < 0.5
    assert "QUIT" not in server.lines


async def test_a_server_that_does_not_answer_to_quit_does_not_hold_up(authority: Authority) -> None:
    with SmtpServer({"QUIT": SILENT}, start_tls=authority.server_context()) as server:
        session = SmtpSession(account(server.port), authority.client_context(), SHORT)
        await walk(session)
        started = time.perf_counter()
        await session.close()
        assert time.perf_counter() - started < 0.5
        assert session.closed


async def test_a_reply_is_shown_without_what_nobody_can_read(authority: Authority) -> None:
    answers = {"MAIL": "550-5.7.60 SMTP; \x1b[31mClient\r\n550 5.7.60 nie może"}
    with SmtpServer(answers, start_tls=authority.server_context()) as server:
        error = await failure(server, authority)
    assert isinstance(error, ServerRefused)
    assert (error.reply.enhanced, error.reply.text) == ("5.7.60", "SMTP; \ufffd[31mClient\nnie może")
