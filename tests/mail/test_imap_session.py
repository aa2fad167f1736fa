"""The stages of an IMAP conversation as far as the open folder, over real sockets."""

import asyncio
import base64
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from dms_mail_desktop.credentials import BearerToken, Credential, Password
from dms_mail_desktop.errors import (
    AuthNotOffered,
    ClearTextRefused,
    ConnectionLost,
    LoginNotAscii,
    MailError,
    ServerRefused,
    Stage,
    TimedOut,
    TlsFailed,
    TlsFault,
    TlsNotOffered,
    TokenHostRefused,
)
from dms_mail_desktop.mail.imap import ImapSession
from dms_mail_desktop.mail.imap_folder import ImapFolder
from dms_mail_desktop.mail.imap_folders import FolderUse
from dms_mail_desktop.mail.limits import TimeLimits
from dms_mail_desktop.models import AuthMethod, Encryption

from .authority import Authority
from .imap_server import ImapServer, letter
from .line_server import CUT, SILENT
from .mailboxes import LOGIN, PASSWORD, PATIENT, QUICK, SECRET, TOKEN, point

CHALLENGE = base64.b64encode(b'{"status":"401","schemes":"bearer","scope":"mail"}')


@asynccontextmanager
async def session_with(
    server: ImapServer, authority: Authority, limits: TimeLimits = PATIENT, **fields: Any
) -> AsyncIterator[ImapSession]:
    session = ImapSession(point(server.port, **fields), authority.client_context(), limits)
    try:
        yield session
        await session.close()
    finally:
        session.abort()
        await asyncio.sleep(0)


async def greeted(session: ImapSession) -> None:
    await session.resolve()
    await session.connect()
    await session.secure()
    await session.greet()


async def opened(session: ImapSession, credential: Credential = PASSWORD, folder: str = "INBOX") -> ImapFolder:
    await greeted(session)
    await session.authenticate(credential)
    return await session.open_folder(folder)


@pytest.fixture
async def server(authority: Authority) -> AsyncIterator[ImapServer]:
    async with ImapServer(tls=authority.server_context(), messages=(letter("Pierwsza"), letter("Druga"))) as running:
        yield running


async def test_a_conversation_goes_through_all_its_stages(server: ImapServer, authority: Authority) -> None:
    async with session_with(server, authority) as session:
        assert [endpoint.address for endpoint in await session.resolve()] != []
        assert (await session.connect()).address == "127.0.0.1"
        assert await session.secure() is not None
        greeting = await session.greet()
        assert greeting.text == "IMAP ready"
        assert greeting.auth_methods == ("PLAIN", "XOAUTH2", "LOGIN")
        method, reply = await session.authenticate(PASSWORD)
        assert (method, reply.text) == ("PLAIN", "OK done")
        folders = await session.folders()
        assert [(folder.name, folder.use, folder.selectable) for folder in folders] == [
            ("INBOX", FolderUse.INBOX, True),
            ("Elementy wysłane", FolderUse.SENT, True),
            ("Załączniki", None, True),
            ("Foldery publiczne", None, False),
        ]
        assert await session.unseen("INBOX") == 2
        folder = await session.open_folder("Załączniki")
        facts = folder.facts
        assert (facts.name, facts.count, facts.uid_validity, facts.uid_next) == ("Załączniki", 2, 7, 102)
        assert facts.read_only
        assert set(session.seconds) == {
            stage
            for stage in Stage
            if stage.value in ("address", "connection", "encryption", "greeting", "authentication", "folders", "folder")
        }
    assert server.commands == [
        "CAPABILITY",
        "AUTHENTICATE PLAIN",
        "CAPABILITY",
        'LIST "" "*"',
        'STATUS "INBOX" (UNSEEN)',
        'EXAMINE "Za&AUIBBQ-czniki"',
        "LOGOUT",
    ]


async def test_special_use_is_asked_for_where_the_server_tells_it_only_then(authority: Authority) -> None:
    capabilities = b"IMAP4rev1 AUTH=PLAIN SPECIAL-USE LIST-EXTENDED"
    async with (
        ImapServer(tls=authority.server_context(), capabilities=capabilities) as server,
        session_with(server, authority) as session,
    ):
        await opened(session)
        await session.folders()
    assert 'LIST "" "*" RETURN (SPECIAL-USE)' in server.commands


async def test_capabilities_in_the_greeting_and_after_the_sign_in_save_questions(authority: Authority) -> None:
    answers = {
        "greeting": b"* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] ready\r\n",
        "response": b"* CAPABILITY IMAP4rev1 MOVE\r\n%t OK [CAPABILITY IMAP4rev1 UIDPLUS] in\r\n",
    }
    async with (
        ImapServer(answers, tls=authority.server_context()) as server,
        session_with(server, authority) as session,
    ):
        await greeted(session)
        await session.authenticate(PASSWORD)
        assert session.capabilities == {"IMAP4REV1", "MOVE"}
    assert server.commands == ["AUTHENTICATE PLAIN", "LOGOUT"]


async def test_a_password_with_any_letters_is_sent_in_plain(server: ImapServer, authority: Authority) -> None:
    async with session_with(server, authority) as session:
        await opened(session)
    assert base64.b64decode(server.lines[2]).decode() == f"\0{LOGIN}\0{SECRET}"


@pytest.mark.parametrize(
    ("login", "secret", "lines"),
    [
        ('DOM\\jan "x"', 'a b"', ['LOGIN "DOM\\\\jan \\"x\\"" "a b\\""']),
        ("jan", "hasło", ["LOGIN {3}", "jan {6}", "hasło"]),
    ],
)
async def test_login_is_quoted_or_sent_as_literals(
    authority: Authority, login: str, secret: str, lines: list[str]
) -> None:
    async with (
        ImapServer(tls=authority.server_context(), capabilities=b"IMAP4rev1") as server,
        session_with(server, authority) as session,
    ):
        await opened(session, Password(login, secret))
    said = [server.lines[1].partition(" ")[2], *server.lines[2:]]
    assert said[: len(lines)] == lines


async def test_no_password_where_the_server_forbids_it(authority: Authority) -> None:
    async with (
        ImapServer(tls=authority.server_context(), capabilities=b"IMAP4rev1 LOGINDISABLED AUTH=XOAUTH2") as server,
        session_with(server, authority) as session,
    ):
        with pytest.raises(AuthNotOffered) as refusal:
            await opened(session)
        assert (refusal.value.method, refusal.value.offered) == ("LOGIN", ("XOAUTH2",))
    assert server.commands == ["CAPABILITY", "LOGOUT"]


@pytest.mark.parametrize(("mailbox", "user"), [("", LOGIN), ("faktury@firma.example", "faktury@firma.example")])
async def test_a_token_is_sent_for_the_mailbox(
    server: ImapServer, authority: Authority, mailbox: str, user: str
) -> None:
    async with session_with(server, authority, auth_method=AuthMethod.OAUTH2, mailbox=mailbox) as session:
        await opened(session, TOKEN)
    assert server.lines[1].endswith(" AUTHENTICATE XOAUTH2")
    assert base64.b64decode(server.lines[2]).decode() == f"user={user}\1auth=Bearer {TOKEN.secret}\1\1"


async def test_a_password_is_never_for_another_mailbox(server: ImapServer, authority: Authority) -> None:
    async with session_with(server, authority, mailbox="faktury@firma.example") as session:
        await opened(session)
    assert base64.b64decode(server.lines[2]).decode().startswith(f"\0{LOGIN}\0")


async def test_the_challenge_of_a_refused_token_is_answered_and_kept(authority: Authority) -> None:
    answers = {"response": b"+ " + CHALLENGE + b"\r\n"}
    async with (
        ImapServer(answers, tls=authority.server_context()) as server,
        session_with(server, authority, auth_method=AuthMethod.OAUTH2) as session,
    ):
        with pytest.raises(ServerRefused) as refusal:
            await opened(session, TOKEN)
        assert refusal.value.stage is Stage.AUTHENTICATION
        assert refusal.value.challenge == {"status": "401", "schemes": "bearer", "scope": "mail"}
        assert refusal.value.reply.text == "NO [AUTHENTICATIONFAILED] Authentication failed."
        assert not session.closed
    assert server.lines[3] == ""


async def test_a_token_refused_at_once_keeps_the_servers_words(authority: Authority) -> None:
    async with (
        ImapServer({"response": b"%t NO AUTHENTICATE failed.\r\n"}, tls=authority.server_context()) as server,
        session_with(server, authority, auth_method=AuthMethod.OAUTH2) as session,
    ):
        with pytest.raises(ServerRefused) as refusal:
            await opened(session, TOKEN)
    assert (refusal.value.stage, refusal.value.reply.text) == (Stage.AUTHENTICATION, "NO AUTHENTICATE failed.")


async def test_authenticated_but_not_connected_is_told_at_the_folder(authority: Authority) -> None:
    words = b"%t BAD User is authenticated but not connected.\r\n"
    calls: list[bytes] = []

    def capability(line: bytes) -> bytes:
        calls.append(line)
        return words if len(calls) > 1 else b""

    answers = {"EXAMINE": words, "STATUS": words, "CAPABILITY": capability}
    async with (
        ImapServer(answers, tls=authority.server_context()) as server,
        session_with(server, authority) as session,
    ):
        await greeted(session)
        await session.authenticate(PASSWORD)
        assert await session.unseen("INBOX") is None
        with pytest.raises(ServerRefused) as refusal:
            await session.open_folder("INBOX")
    assert refusal.value.stage is Stage.FOLDER
    assert refusal.value.reply.text == "BAD User is authenticated but not connected."


@pytest.mark.parametrize(
    ("greeting", "text"),
    [
        (b"* BYE Too many connections\r\n", "BYE Too many connections"),
        (b"* PREAUTH welcome\r\n", "PREAUTH welcome"),
        (b"220 mail.example.pl ESMTP\r\n", "220 mail.example.pl ESMTP"),
    ],
)
async def test_a_greeting_that_is_none_is_reported_with_its_text(
    authority: Authority, greeting: bytes, text: str
) -> None:
    async with (
        ImapServer({"greeting": (greeting, CUT)}, tls=authority.server_context()) as server,
        session_with(server, authority) as session,
    ):
        with pytest.raises(ServerRefused) as refusal:
            await greeted(session)
        assert session.closed
    assert (refusal.value.stage, refusal.value.reply.text) == (Stage.GREETING, text)
    assert server.lines == []


MOMENTS = [
    ("greeting", Stage.GREETING),
    ("CAPABILITY", Stage.GREETING),
    ("AUTHENTICATE", Stage.AUTHENTICATION),
    ("response", Stage.AUTHENTICATION),
    ("EXAMINE", Stage.FOLDER),
]


@pytest.mark.parametrize(("moment", "stage"), MOMENTS)
async def test_silence_is_not_waited_for_longer_than_its_limit(authority: Authority, moment: str, stage: Stage) -> None:
    async with (
        ImapServer({moment: SILENT}, tls=authority.server_context()) as server,
        session_with(server, authority, QUICK) as session,
    ):
        async with asyncio.timeout(3):
            with pytest.raises(TimedOut) as error:
                await opened(session)
            assert session.closed
            await server.everyone_left()
    assert (error.value.stage, error.value.seconds) == (stage, 0.4)


@pytest.mark.parametrize(("moment", "stage"), MOMENTS)
async def test_a_lost_connection_is_noticed_at_once(authority: Authority, moment: str, stage: Stage) -> None:
    async with (
        ImapServer({moment: CUT}, tls=authority.server_context()) as server,
        session_with(server, authority) as session,
    ):
        async with asyncio.timeout(3):
            with pytest.raises(ConnectionLost) as error:
                await opened(session)
    assert error.value.stage is stage


async def test_after_a_refused_folder_another_one_opens(authority: Authority) -> None:
    def examine(line: bytes) -> bytes:
        return b"%t NO [NONEXISTENT] no such folder\r\n" if b"Nie" in line else b""

    async with (
        ImapServer({"EXAMINE": examine}, tls=authority.server_context()) as server,
        session_with(server, authority) as session,
    ):
        with pytest.raises(ServerRefused, match="NONEXISTENT"):
            await opened(session, folder="Nie ma")
        folder = await session.open_folder("INBOX")
        assert await folder.search() == []


async def test_the_servers_last_word_is_kept(authority: Authority) -> None:
    answers = {"EXAMINE": (b"* BYE Session invalidated - AccessTokenExpired\r\n", CUT)}
    async with (
        ImapServer(answers, tls=authority.server_context()) as server,
        session_with(server, authority) as session,
    ):
        with pytest.raises(ConnectionLost) as error:
            await opened(session)
        with pytest.raises(ConnectionLost):
            await session.folders()
    assert error.value.detail == "Session invalidated - AccessTokenExpired"


async def test_a_cancelled_command_ends_the_connection(authority: Authority) -> None:
    async with (
        ImapServer({"EXAMINE": SILENT}, tls=authority.server_context()) as server,
        session_with(server, authority) as session,
    ):
        work = asyncio.create_task(opened(session))
        await server.heard("EXAMINE")
        work.cancel()
        with pytest.raises(asyncio.CancelledError):
            await work
        assert session.closed
        await server.everyone_left()


async def test_starttls_asks_again_and_believes_nothing_said_in_clear(authority: Authority) -> None:
    injected = b"%t OK go\r\n* CAPABILITY IMAP4rev1 AUTH=EVIL\r\n* BYE I was never here\r\n"
    async with (
        ImapServer({"STARTTLS": injected}, start_tls=authority.server_context()) as server,
        session_with(server, authority, encryption=Encryption.STARTTLS) as session,
    ):
        await greeted(session)
        assert "AUTH=EVIL" not in session.capabilities
        await session.authenticate(PASSWORD)
    assert [line.partition(" ")[2] for line in server.clear_lines] == ["CAPABILITY", "STARTTLS"]
    assert server.commands[2:4] == ["CAPABILITY", "AUTHENTICATE PLAIN"]


async def test_no_credential_without_starttls(authority: Authority) -> None:
    async with (
        ImapServer() as server,
        session_with(server, authority, encryption=Encryption.AUTO) as session,
    ):
        with pytest.raises(TlsNotOffered):
            await greeted(session)
        assert session.closed
    assert server.commands == ["CAPABILITY"]


async def test_clear_text_needs_a_confirmation(authority: Authority) -> None:
    async with ImapServer() as server:
        unconfirmed = point(server.port).model_copy(update={"encryption": Encryption.NONE})
        session = ImapSession(unconfirmed, authority.client_context(), PATIENT)
        await session.resolve()
        await session.connect()
        with pytest.raises(ClearTextRefused):
            await session.secure()
        session.abort()
        confirmed = {"encryption": "none", "clear_text_confirmed": True}
        async with session_with(server, authority, **confirmed) as session:
            await opened(session)
        async with session_with(server, authority, **confirmed) as session:
            await greeted(session)
            with pytest.raises(ClearTextRefused):
                await session.authenticate(TOKEN)
        assert TOKEN.secret not in "".join(server.lines)


async def test_a_token_goes_to_the_hosts_of_its_cloud_only(server: ImapServer, authority: Authority) -> None:
    foreign = BearerToken(LOGIN, "secret", TOKEN.expires_at, ("outlook.office365.com",))
    async with session_with(server, authority, auth_method=AuthMethod.OAUTH2) as session:
        with pytest.raises(TokenHostRefused):
            await opened(session, foreign)
    assert server.commands == ["CAPABILITY", "LOGOUT"]


async def test_a_login_that_the_mechanism_cannot_carry_is_refused(server: ImapServer, authority: Authority) -> None:
    polish = BearerToken("jań@firma.example", "secret", TOKEN.expires_at, ("localhost",))
    async with session_with(server, authority, auth_method=AuthMethod.OAUTH2) as session:
        with pytest.raises(LoginNotAscii):
            await opened(session, polish)


async def test_an_untrusted_certificate_is_named(authority: Authority, stranger: Authority) -> None:
    async with (
        ImapServer(start_tls=stranger.server_context()) as server,
        session_with(server, authority, encryption=Encryption.STARTTLS) as session,
    ):
        with pytest.raises(TlsFailed) as error:
            await greeted(session)
    assert (error.value.fault, error.value.issuer) == (TlsFault.UNTRUSTED, "SSL Filter CA (Antywirus)")
    assert server.connections == 2


async def test_tls_on_a_port_without_it_is_told_apart(authority: Authority) -> None:
    async with ImapServer() as server, session_with(server, authority) as session:
        with pytest.raises(TlsFailed) as error:
            await greeted(session)
    assert error.value.fault is TlsFault.NOT_TLS


async def test_no_log_holds_what_was_said(
    server: ImapServer, authority: Authority, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        async with session_with(server, authority, auth_method=AuthMethod.OAUTH2) as session:
            await opened(session, TOKEN)
    assert "xxx" not in caplog.text
    assert base64.b64encode(b"x" * 30).decode() not in caplog.text
    assert "aioimaplib" not in caplog.text


async def test_no_error_holds_the_password(authority: Authority) -> None:
    answers = {"LOGIN": b"%t NO no\r\n"}
    async with (
        ImapServer(answers, tls=authority.server_context(), capabilities=b"IMAP4rev1") as server,
        session_with(server, authority) as session,
    ):
        with pytest.raises(MailError) as error:
            await opened(session, Password("jan", "tajne"))
    assert "tajne" in server.lines[1]
    assert "tajne" not in repr(error.value) + str(error.value)
