"""The step-by-step test of a mailbox: every step told in order, with its facts, and nothing changed on the server."""

import asyncio
from typing import Any

import pytest

from dms_mail_desktop.credentials import Credential
from dms_mail_desktop.errors import (
    PasswordMissing,
    ServerRefused,
    SignInLoss,
    SignInRequired,
    Stage,
    TlsNotOffered,
    TokenHostRefused,
)
from dms_mail_desktop.mail.imap_folders import FolderUse
from dms_mail_desktop.mail.mailbox_probe import MAILBOX_STAGES, MailboxResult, check_mailbox
from dms_mail_desktop.mail.steps import StepReport, StepState
from dms_mail_desktop.models import AuthMethod

from .authority import Authority
from .imap_server import ImapServer, letter
from .line_server import SILENT, LineServer
from .mailboxes import LOGIN, PASSWORD, PATIENT, TOKEN, point
from .pop3_server import Pop3Server

DONE, WARNING, FAILED, SKIPPED = StepState.DONE, StepState.WARNING, StepState.FAILED, StepState.SKIPPED
LETTERS = tuple(letter(f"Faktura {n}", "=?utf-8?B?xYF1a2Fzeg==?= <lukasz@firma.example>") for n in range(1, 8))
UNCONNECTED = b"%t BAD User is authenticated but not connected.\r\n"


class Check:
    """Runs the test and keeps what it told on the way."""

    def __init__(self, authority: Authority) -> None:
        self._trust = authority.client_context()
        self.told: list[StepReport] = []

    async def run(
        self,
        server: LineServer,
        credential: Credential | Exception = PASSWORD,
        token_hosts: tuple[str, ...] | None = None,
        **fields: Any,
    ) -> MailboxResult:
        async def source() -> Credential:
            if isinstance(credential, Exception):
                raise credential
            return credential

        kind = {"account_type": "pop3"} if isinstance(server, Pop3Server) else {}
        chosen = point(server.port, **(kind | fields))
        return await check_mailbox(
            chosen, source, self._trust, report=self.told.append, token_hosts=token_hosts, limits=PATIENT
        )


@pytest.fixture
def check(authority: Authority) -> Check:
    return Check(authority)


def states(result: MailboxResult) -> list[StepState]:
    return [step.state for step in result.steps]


def facts(result: MailboxResult, stage: Stage) -> dict[str, Any]:
    return dict(next(step.facts for step in result.steps if step.stage is stage))


async def test_an_imap_mailbox_is_tested_to_its_newest_messages(authority: Authority, check: Check) -> None:
    async with ImapServer(tls=authority.server_context(), messages=LETTERS) as server:
        result = await check.run(server, mailbox=LOGIN, folder="Załączniki")
        await server.everyone_left()
    assert result.passed
    assert tuple(step.stage for step in result.steps) == MAILBOX_STAGES
    assert states(result) == [DONE] * 9
    assert all(step.seconds is not None for step in result.steps)
    assert [(told.stage, told.state) for told in check.told[:2]] == [
        (Stage.ADDRESS, StepState.RUNNING),
        (Stage.ADDRESS, DONE),
    ]
    assert facts(result, Stage.ENCRYPTION)["protocol"] == "TLSv1.3"
    assert facts(result, Stage.GREETING)["greeting"] == "IMAP ready"
    assert facts(result, Stage.AUTHENTICATION)["user"] == LOGIN
    assert {folder.use for folder in result.folders} == {FolderUse.INBOX, FolderUse.SENT, None}
    assert facts(result, Stage.FOLDERS) == {"folders": result.folders}
    assert facts(result, Stage.FOLDER) == {"name": "Załączniki", "count": 7, "unseen": 7}
    assert facts(result, Stage.MESSAGES) == {"messages": result.messages}
    assert [message.subject for message in result.messages] == [f"Faktura {n}" for n in (7, 6, 5, 4, 3)]
    newest = result.messages[0]
    assert (newest.key, newest.sender_name, newest.sender) == ("106", "Łukasz", "lukasz@firma.example")
    assert newest.seen is False
    assert newest.sent_at is not None
    assert newest.arrived_at is not None
    words = "".join(server.commands)
    assert "SELECT" not in words
    assert "SEARCH" not in words
    assert "BODY[" not in words


async def test_a_pop3_mailbox_is_tested_to_its_newest_messages(authority: Authority, check: Check) -> None:
    async with Pop3Server(tls=authority.server_context(), messages=LETTERS) as server:
        result = await check.run(server)
        await server.everyone_left()
    assert result.passed
    assert states(result) == [*[DONE] * 6, SKIPPED, DONE, DONE]
    assert facts(result, Stage.FOLDER) == {"name": "", "count": 7, "unseen": None}
    assert [message.key for message in result.messages] == ["id-7", "id-6", "id-5", "id-4", "id-3"]
    assert result.messages[0].subject == "Faktura 7"
    assert result.messages[0].size == len(LETTERS[6])
    assert not [line for line in server.lines if line.startswith(("RETR", "DELE"))]


async def test_an_empty_mailbox_passes(authority: Authority, check: Check) -> None:
    async with ImapServer(tls=authority.server_context()) as imap, Pop3Server(tls=authority.server_context()) as pop3:
        for server in (imap, pop3):
            result = await check.run(server)
            assert result.passed
            assert (facts(result, Stage.FOLDER)["count"], result.messages) == (0, ())


async def test_a_shared_mailbox_is_opened_with_a_token(authority: Authority, check: Check) -> None:
    async with ImapServer(tls=authority.server_context()) as server:
        result = await check.run(server, TOKEN, auth_method=AuthMethod.OAUTH2, mailbox="faktury@firma.example")
    assert facts(result, Stage.AUTHENTICATION)["user"] == "faktury@firma.example"
    assert facts(result, Stage.CREDENTIAL) == {"kind": "token", "login": LOGIN, "expires_at": TOKEN.expires_at}


async def test_a_password_opens_no_other_mailbox_and_the_test_says_so(authority: Authority, check: Check) -> None:
    async with ImapServer(tls=authority.server_context()) as server:
        result = await check.run(server, mailbox="faktury@firma.example")
    assert result.passed
    assert states(result)[5] is WARNING
    told = facts(result, Stage.AUTHENTICATION)
    assert (told["user"], told["mailbox_ignored"]) == (LOGIN, True)


async def test_authenticated_but_not_connected_fails_at_the_folder(authority: Authority, check: Check) -> None:
    answers = {"LIST": UNCONNECTED, "STATUS": UNCONNECTED, "EXAMINE": UNCONNECTED}
    async with ImapServer(answers, tls=authority.server_context()) as server:
        result = await check.run(server)
    assert states(result) == [*[DONE] * 6, WARNING, FAILED, SKIPPED]
    assert isinstance(result.error, ServerRefused)
    assert result.error.reply.text == "BAD User is authenticated but not connected."


async def test_a_folder_that_is_not_there_fails_with_the_list_of_those_that_are(
    authority: Authority, check: Check
) -> None:
    answers = {"STATUS": b"%t NO no\r\n", "EXAMINE": b"%t NO [NONEXISTENT] Mailbox doesn't exist\r\n"}
    async with ImapServer(answers, tls=authority.server_context()) as server:
        result = await check.run(server, folder="Faktury")
    assert states(result)[6:] == [DONE, FAILED, SKIPPED]
    assert "Załączniki" in [folder.name for folder in result.folders]


async def test_a_pop3_server_that_shows_no_headers_passes_with_a_warning(authority: Authority, check: Check) -> None:
    answers = {"TOP": b"-ERR unknown command\r\n"}
    async with Pop3Server(answers, tls=authority.server_context(), messages=LETTERS) as server:
        result = await check.run(server)
    assert result.passed
    assert states(result)[-1] is WARNING
    assert facts(result, Stage.MESSAGES)["reply"].text == "-ERR unknown command"


@pytest.mark.parametrize(
    "error", [PasswordMissing(LOGIN, "localhost"), SignInRequired(LOGIN, SignInLoss.NEVER)], ids=["password", "sign-in"]
)
async def test_without_a_credential_nothing_is_tried(authority: Authority, check: Check, error: Exception) -> None:
    async with ImapServer(tls=authority.server_context()) as server:
        result = await check.run(server, error)
    assert result.error is error
    assert states(result) == [*[DONE] * 4, FAILED, *[SKIPPED] * 4]
    assert server.commands == ["CAPABILITY", "LOGOUT"]


async def test_a_token_for_another_host_opens_no_connection(authority: Authority, check: Check) -> None:
    async with ImapServer(tls=authority.server_context()) as server:
        result = await check.run(server, TOKEN, token_hosts=("outlook.office365.com",), auth_method=AuthMethod.OAUTH2)
    assert isinstance(result.error, TokenHostRefused)
    assert (states(result)[0], server.connections) == (FAILED, 0)


@pytest.mark.parametrize("kind", [ImapServer, Pop3Server])
async def test_no_credential_goes_over_a_line_that_cannot_be_encrypted(
    check: Check, kind: type[ImapServer | Pop3Server]
) -> None:
    async with kind() as server:
        result = await check.run(server, encryption="starttls")
    assert isinstance(result.error, TlsNotOffered)
    assert states(result) == [DONE, DONE, FAILED, *[SKIPPED] * 6]
    assert len(server.lines) == 1


async def test_clear_text_that_was_confirmed_is_warned_of(check: Check) -> None:
    async with ImapServer() as server:
        result = await check.run(server, encryption="none", clear_text_confirmed=True)
    assert result.passed
    assert states(result)[2] is WARNING


@pytest.mark.parametrize(("kind", "moment"), [(ImapServer, "EXAMINE"), (Pop3Server, "STAT")])
async def test_a_cancelled_test_leaves_at_once(
    authority: Authority, check: Check, kind: type[ImapServer | Pop3Server], moment: str
) -> None:
    async with kind({moment: SILENT}, tls=authority.server_context()) as server:
        work = asyncio.create_task(check.run(server))
        await server.heard(moment)
        work.cancel()
        async with asyncio.timeout(1):
            with pytest.raises(asyncio.CancelledError):
                await work
            await server.everyone_left()
