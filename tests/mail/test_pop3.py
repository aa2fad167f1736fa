"""A POP3 conversation, stage by stage, over real sockets."""

import asyncio
import base64
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from dms_mail_desktop.credentials import BearerToken, Credential, Password
from dms_mail_desktop.errors import (
    AuthNotOffered,
    ClearTextRefused,
    ConnectionLost,
    ServerRefused,
    Stage,
    TimedOut,
    TlsFailed,
    TlsFault,
    TlsNotOffered,
    TokenHostRefused,
)
from dms_mail_desktop.mail.limits import TimeLimits
from dms_mail_desktop.mail.pop3 import Pop3Session
from dms_mail_desktop.models import AuthMethod, Encryption

from .authority import Authority
from .imap_server import letter
from .line_server import CUT, SILENT
from .mailboxes import LOGIN, PASSWORD, PATIENT, QUICK, SECRET, TOKEN, point
from .pop3_server import Pop3Server

CHALLENGE = base64.b64encode(b'{"status":"401","schemes":"bearer","scope":"mail"}')
LETTERS = (letter("Pierwsza"), letter("Druga", body=".kropka\r\n..dwie\r\n" + "x" * 200_000 + "\r\n.\r\nkoniec\r\n"))


@asynccontextmanager
async def session_with(
    server: Pop3Server, authority: Authority, limits: TimeLimits = PATIENT, **fields: Any
) -> AsyncIterator[Pop3Session]:
    chosen = point(server.port, **({"account_type": "pop3"} | fields))
    session = Pop3Session(chosen, authority.client_context(), limits)
    try:
        yield session
        await session.close()
    finally:
        session.abort()


async def entered(session: Pop3Session, credential: Credential = PASSWORD) -> None:
    await session.resolve()
    await session.connect()
    await session.secure()
    await session.greet()
    await session.authenticate(credential)
    await session.count()


@pytest.fixture
async def server(authority: Authority) -> AsyncIterator[Pop3Server]:
    async with Pop3Server(tls=authority.server_context(), messages=LETTERS) as running:
        yield running


@pytest.fixture(autouse=True)
def no_thread_stays() -> Any:
    yield
    for thread in threading.enumerate():
        if thread.name.startswith("detached"):
            thread.join(5)
            assert not thread.is_alive()


async def test_a_conversation_goes_through_all_its_stages(server: Pop3Server, authority: Authority) -> None:
    async with session_with(server, authority) as session:
        await session.resolve()
        assert (await session.connect()).address == "127.0.0.1"
        connection = await session.secure()
        assert connection is not None
        assert connection.version() == "TLSv1.3"
        greeting = await session.greet()
        assert greeting.text == "POP3 ready"
        assert greeting.capabilities == ("SASL PLAIN XOAUTH2", "TOP", "UIDL", "USER")
        assert greeting.auth_methods == ("PLAIN", "XOAUTH2", "USER")
        method, reply = await session.authenticate(PASSWORD)
        assert (method, reply.text) == ("PLAIN", "+OK in")
        assert await session.count() == (2, sum(map(len, LETTERS)))
        assert await session.uidls() == {1: "id-1", 2: "id-2"}
        assert await session.sizes() == {1: len(LETTERS[0]), 2: len(LETTERS[1])}
        assert (await session.uidl(2), await session.size(2)) == ("id-2", len(LETTERS[1]))
        assert await session.header(1) == LETTERS[0].partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
        assert await session.message(2, len(LETTERS[1])) == LETTERS[1]
        await session.delete(1)
        await session.commit()
        assert session.closed
    assert base64.b64decode(server.lines[2]).decode() == f"\0{LOGIN}\0{SECRET}"
    assert server.lines[-2:] == ["DELE 1", "QUIT"]


@pytest.mark.parametrize(("mailbox", "user"), [("", LOGIN), ("faktury@firma.example", "faktury@firma.example")])
async def test_a_token_is_sent_in_two_lines_for_the_mailbox(
    server: Pop3Server, authority: Authority, mailbox: str, user: str
) -> None:
    async with session_with(server, authority, auth_method=AuthMethod.OAUTH2, mailbox=mailbox) as session:
        await entered(session, TOKEN)
    assert server.lines[1] == "AUTH XOAUTH2"
    assert base64.b64decode(server.lines[2]).decode() == f"user={user}\1auth=Bearer {TOKEN.secret}\1\1"


async def test_the_challenge_of_a_refused_token_is_answered_and_kept(authority: Authority) -> None:
    async with (
        Pop3Server({"response": b"+ " + CHALLENGE + b"\r\n"}, tls=authority.server_context()) as server,
        session_with(server, authority, auth_method=AuthMethod.OAUTH2) as session,
    ):
        with pytest.raises(ServerRefused) as refusal:
            await entered(session, TOKEN)
    assert refusal.value.stage is Stage.AUTHENTICATION
    assert refusal.value.challenge == {"status": "401", "schemes": "bearer", "scope": "mail"}
    assert refusal.value.reply.text == "-ERR [AUTH] Authentication failed."
    assert server.lines[3] == ""


@pytest.mark.parametrize(
    "answers",
    [{"response": b"-ERR Authentication failure: unknown user name or bad password.\r\n"}, {"AUTH": b"-ERR no\r\n"}],
)
async def test_a_refusal_keeps_the_servers_words(authority: Authority, answers: dict[str, object]) -> None:
    async with (
        Pop3Server(answers, tls=authority.server_context()) as server,
        session_with(server, authority) as session,
    ):
        with pytest.raises(ServerRefused) as refusal:
            await entered(session)
        session.abort()
    assert refusal.value.stage is Stage.AUTHENTICATION
    assert refusal.value.reply.text.encode() + b"\r\n" in answers.values()


@pytest.mark.parametrize("answers", [{}, {"CAPA": b"-ERR unknown command\r\n"}])
async def test_user_and_pass_where_there_is_no_plain(authority: Authority, answers: dict[str, object]) -> None:
    async with (
        Pop3Server(answers, tls=authority.server_context(), capabilities=(b"USER",)) as server,
        session_with(server, authority) as session,
    ):
        await entered(session)
    assert server.lines[1:3] == [f"USER {LOGIN}", f"PASS {SECRET}"]


@pytest.mark.parametrize(("capabilities", "secret"), [((b"SASL XOAUTH2",), "tajne"), ((b"USER",), "tajne\r\nDELE 1")])
async def test_no_password_that_the_server_cannot_take(
    authority: Authority, capabilities: tuple[bytes, ...], secret: str
) -> None:
    async with (
        Pop3Server(tls=authority.server_context(), capabilities=capabilities) as server,
        session_with(server, authority) as session,
    ):
        with pytest.raises(AuthNotOffered):
            await entered(session, Password(LOGIN, secret))
    assert server.lines == ["CAPA", "QUIT"]


@pytest.mark.parametrize("greeting", [b"-ERR too many connections\r\n", b"* OK IMAP4rev1\r\n"])
async def test_a_greeting_that_is_none_is_reported_with_its_text(authority: Authority, greeting: bytes) -> None:
    async with (
        Pop3Server({"greeting": greeting}, tls=authority.server_context()) as server,
        session_with(server, authority) as session,
    ):
        with pytest.raises(ServerRefused) as refusal:
            await entered(session)
        assert session.closed
    assert refusal.value.stage is Stage.GREETING
    assert refusal.value.reply.text == greeting.decode().strip()


MOMENTS = [
    ("greeting", Stage.GREETING),
    ("CAPA", Stage.GREETING),
    ("AUTH", Stage.AUTHENTICATION),
    ("response", Stage.AUTHENTICATION),
    ("STAT", Stage.FOLDER),
]


@pytest.mark.parametrize(("moment", "stage"), MOMENTS)
async def test_silence_is_not_waited_for_longer_than_its_limit(authority: Authority, moment: str, stage: Stage) -> None:
    async with (
        Pop3Server({moment: SILENT}, tls=authority.server_context()) as server,
        session_with(server, authority, QUICK) as session,
    ):
        async with asyncio.timeout(3):
            with pytest.raises(TimedOut) as error:
                await entered(session)
            assert session.closed
            await server.everyone_left()
    assert (error.value.stage, error.value.seconds) == (stage, 0.4)


@pytest.mark.parametrize(("moment", "stage"), MOMENTS)
async def test_a_lost_connection_is_noticed_at_once(authority: Authority, moment: str, stage: Stage) -> None:
    async with (
        Pop3Server({moment: CUT}, tls=authority.server_context()) as server,
        session_with(server, authority) as session,
    ):
        async with asyncio.timeout(3):
            with pytest.raises(ConnectionLost) as error:
                await entered(session)
        with pytest.raises(ConnectionLost):
            await session.count()
    assert error.value.stage is stage


@pytest.mark.parametrize("answer", [SILENT, (b"+OK\r\nSubject: cis", SILENT)])
async def test_silence_in_a_message_ends_the_connection(authority: Authority, answer: object) -> None:
    async with (
        Pop3Server({"RETR": answer}, tls=authority.server_context(), messages=LETTERS) as server,
        session_with(server, authority, QUICK) as session,
    ):
        await entered(session)
        async with asyncio.timeout(3):
            with pytest.raises(TimedOut) as error:
                await session.message(1, 50_000_000)
            await server.everyone_left()
    assert (error.value.stage, error.value.seconds) == (Stage.MESSAGES, 0.4)


async def test_a_slow_message_that_moves_is_waited_for(authority: Authority) -> None:
    answer = (b"+OK\r\n", *((b"x" * 100, 0.2) * 4), b"\r\n.\r\n")
    async with (
        Pop3Server({"RETR": answer}, tls=authority.server_context(), messages=LETTERS) as server,
        session_with(server, authority, QUICK) as session,
    ):
        await entered(session)
        assert await session.message(1, 100_000) == b"x" * 400 + b"\r\n"


async def test_a_cancelled_command_ends_the_connection_at_once(authority: Authority) -> None:
    async with (
        Pop3Server({"STAT": SILENT}, tls=authority.server_context()) as server,
        session_with(server, authority) as session,
    ):
        work = asyncio.create_task(entered(session))
        await server.heard("STAT")
        work.cancel()
        async with asyncio.timeout(1):
            with pytest.raises(asyncio.CancelledError):
                await work
            assert session.closed
            await server.everyone_left()


async def test_a_cancelled_handshake_ends_the_connection_at_once(authority: Authority) -> None:
    async with (
        Pop3Server({"greeting": SILENT}) as server,
        session_with(server, authority) as session,
    ):
        work = asyncio.create_task(entered(session))
        async with asyncio.timeout(2):
            await server.visited()
            work.cancel()
            with pytest.raises(asyncio.CancelledError):
                await work
            await server.everyone_left()


async def test_starttls_asks_again_and_believes_nothing_said_in_clear(authority: Authority) -> None:
    injected = b"+OK go\r\n+OK\r\nSASL EVIL\r\n.\r\n"
    async with (
        Pop3Server({"STLS": injected}, start_tls=authority.server_context()) as server,
        session_with(server, authority, encryption=Encryption.STARTTLS) as session,
    ):
        await entered(session)
        assert "STLS" not in session.capabilities
    assert server.clear_lines == ["CAPA", "STLS"]
    assert server.lines[2:4] == ["CAPA", "AUTH PLAIN"]


async def test_no_credential_without_stls(authority: Authority) -> None:
    async with Pop3Server() as server, session_with(server, authority, encryption=Encryption.AUTO) as session:
        with pytest.raises(TlsNotOffered):
            await entered(session)
        assert session.closed
    assert server.lines == ["CAPA"]


async def test_clear_text_needs_a_confirmation(authority: Authority) -> None:
    async with Pop3Server() as server:
        chosen = point(server.port, account_type="pop3")
        unconfirmed = chosen.model_copy(update={"encryption": Encryption.NONE})
        session = Pop3Session(unconfirmed, authority.client_context(), PATIENT)
        await session.resolve()
        await session.connect()
        with pytest.raises(ClearTextRefused):
            await session.secure()
        confirmed = {"encryption": "none", "clear_text_confirmed": True}
        async with session_with(server, authority, **confirmed) as session:
            await entered(session)
        async with session_with(server, authority, **confirmed) as session:
            with pytest.raises(ClearTextRefused):
                await entered(session, TOKEN)
    assert not [line for line in server.lines if "XOAUTH2" in line]


async def test_a_token_goes_to_the_hosts_of_its_cloud_only(server: Pop3Server, authority: Authority) -> None:
    foreign = BearerToken(LOGIN, "secret", TOKEN.expires_at, ("outlook.office365.com",))
    async with session_with(server, authority, auth_method=AuthMethod.OAUTH2) as session:
        with pytest.raises(TokenHostRefused):
            await entered(session, foreign)
    assert server.lines == ["CAPA", "QUIT"]


@pytest.mark.parametrize("encryption", [Encryption.TLS, Encryption.STARTTLS])
async def test_an_untrusted_certificate_is_named(
    authority: Authority, stranger: Authority, encryption: Encryption
) -> None:
    own = stranger.server_context()
    how = {"tls": own} if encryption is Encryption.TLS else {"start_tls": own}
    async with Pop3Server(**how) as server, session_with(server, authority, encryption=encryption) as session:  # type: ignore[arg-type]
        with pytest.raises(TlsFailed) as error:
            await entered(session)
    assert (error.value.fault, error.value.issuer) == (TlsFault.UNTRUSTED, "SSL Filter CA (Antywirus)")


async def test_tls_on_a_port_without_it_is_told_apart(authority: Authority) -> None:
    async with Pop3Server() as server, session_with(server, authority) as session:
        with pytest.raises(TlsFailed) as error:
            await entered(session)
    assert error.value.fault is TlsFault.NOT_TLS


async def test_a_refused_farewell_is_told_because_nothing_was_deleted(authority: Authority) -> None:
    answers = {"QUIT": b"-ERR some deleted messages not removed\r\n"}
    async with (
        Pop3Server(answers, tls=authority.server_context(), messages=LETTERS) as server,
        session_with(server, authority) as session,
    ):
        await entered(session)
        await session.delete(1)
        with pytest.raises(ServerRefused, match="not removed"):
            await session.commit()
