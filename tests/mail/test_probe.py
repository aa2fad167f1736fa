"""The step-by-step test of an outgoing account: every step told in order, with its facts, time and state."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from dms_mail_desktop.credentials import Credential
from dms_mail_desktop.errors import (
    ClearTextRefused,
    KeyringLocked,
    MailDesktopError,
    OutcomeUncertain,
    PasswordMissing,
    RecipientsRefused,
    Reply,
    ServerRefused,
    SignInLoss,
    SignInRequired,
    Stage,
    TlsFailed,
    TokenHostRefused,
)
from dms_mail_desktop.mail.message import compose
from dms_mail_desktop.mail.probe import SENDING_STAGES, ProbeResult, StepReport, StepState, check_sending
from dms_mail_desktop.models import AuthMethod, Encryption

from .authority import Authority
from .smtp_client import PASSWORD, SHORT, account, token
from .smtp_server import CUT, SILENT, SmtpServer

LETTER = compose(sender="jan@example.pl", to=["ola@example.pl", "ela@example.pl"], subject="Żółć", body="tekst ł\n")
DONE, WARNING, FAILED, SKIPPED = StepState.DONE, StepState.WARNING, StepState.FAILED, StepState.SKIPPED


async def password() -> Credential:
    return PASSWORD


def raising(error: MailDesktopError) -> Callable[[], Awaitable[Credential]]:
    async def source() -> Credential:
        raise error

    return source


class Check:
    """Runs the test and keeps what it told on the way."""

    def __init__(self, authority: Authority) -> None:
        self._trust = authority.client_context()
        self.told: list[StepReport] = []

    async def run(
        self,
        port: int,
        encryption: Encryption = Encryption.STARTTLS,
        *,
        source: Callable[[], Awaitable[Credential]] = password,
        letter: bool = True,
        token_hosts: tuple[str, ...] | None = None,
        **values: object,
    ) -> ProbeResult:
        more: dict[str, Any] = {"message": LETTER.message, "recipients": LETTER.recipients} if letter else {}
        return await check_sending(
            account(port, encryption, **values),
            source,
            self._trust,
            report=self.told.append,
            token_hosts=token_hosts,
            limits=SHORT,
            **more,
        )


@pytest.fixture
def check(authority: Authority) -> Check:
    return Check(authority)


def states(result: ProbeResult) -> dict[Stage, StepState]:
    return {step.stage: step.state for step in result.steps}


def facts(result: ProbeResult, stage: Stage) -> dict[str, Any]:
    return dict(next(step.facts for step in result.steps if step.stage is stage))


@pytest.mark.parametrize("encryption", [Encryption.TLS, Encryption.STARTTLS])
async def test_every_step_is_told_as_it_begins_and_ends(
    authority: Authority, check: Check, encryption: Encryption
) -> None:
    context = authority.server_context()
    implicit = encryption is Encryption.TLS
    with SmtpServer(tls=context if implicit else None, start_tls=None if implicit else context) as server:
        result = await check.run(server.port, encryption)
    assert result.passed
    assert result.error is None
    assert [(step.stage, step.state) for step in check.told] == [
        (stage, state) for stage in SENDING_STAGES for state in (StepState.RUNNING, DONE)
    ]
    assert tuple(step.stage for step in result.steps) == SENDING_STAGES
    assert all(step.seconds is not None and step.seconds >= 0 for step in result.steps)
    assert len(server.messages) == 1


async def test_the_facts_of_every_step(authority: Authority, check: Check) -> None:
    answers = {"RCPT": "250 2.1.5 OK"}
    with SmtpServer(answers, start_tls=authority.server_context(days=30.5)) as server:
        result = await check.run(server.port, source=lambda: immediate(token()), host="127.0.0.1")
    assert not result.passed
    assert isinstance(result.error, TokenHostRefused)
    with SmtpServer(answers, start_tls=authority.server_context(days=30.5)) as server:
        mine = token(hosts=("127.0.0.1",))
        result = await check.run(server.port, source=lambda: immediate(mine), host="127.0.0.1")
    found = {stage: facts(result, stage) for stage in SENDING_STAGES}
    protocol = found[Stage.ENCRYPTION].pop("protocol")
    assert protocol.startswith("TLSv1.")
    message = LETTER.message
    assert found == {
        Stage.ADDRESS: {"host": "127.0.0.1", "addresses": ("127.0.0.1",)},
        Stage.CONNECTION: {"address": "127.0.0.1", "port": server.port, "family": "ipv4"},
        Stage.ENCRYPTION: {"subject": "mail.example.pl", "issuer": "Lab CA (Pracownia)", "days_left": 30},
        Stage.GREETING: {
            "greeting": "mail.example.pl ESMTP",
            "capabilities": ("SIZE 1000000", "AUTH PLAIN LOGIN XOAUTH2", "ENHANCEDSTATUSCODES"),
            "auth_methods": ("PLAIN", "LOGIN", "XOAUTH2"),
            "size_limit": 1_000_000,
        },
        Stage.CREDENTIAL: {
            "kind": "token", "login": "jan@example.pl", "expires_at": datetime(2030, 1, 1, tzinfo=UTC),
        },
        Stage.AUTHENTICATION: {"method": "XOAUTH2", "reply": Reply(235, "2.7.0", "accepted")},
        Stage.SENDER: {"address": "jan@example.pl", "reply": Reply(250, "2.1.0", "OK")},
        Stage.RECIPIENTS: {"accepted": LETTER.recipients, "refused": {}},
        Stage.CONTENT: {
            "size": len(message.as_bytes()),
            "message_id": message["Message-ID"],
            "reply": Reply(250, "2.6.0", "<1> [InternalId=7] Queued mail for delivery"),
        },
    }  # fmt: skip
    assert "t0ken" not in repr(result)


async def immediate(credential: Credential) -> Credential:
    return credential


async def test_without_a_message_it_goes_as_far_as_the_sender(authority: Authority, check: Check) -> None:
    with SmtpServer(start_tls=authority.server_context()) as server:
        result = await check.run(server.port, letter=False)
    assert result.passed
    assert states(result)[Stage.SENDER] is DONE
    assert states(result)[Stage.RECIPIENTS] is states(result)[Stage.CONTENT] is SKIPPED
    assert server.lines[-3:] == ["MAIL FROM:<jan@example.pl>", "RSET", "QUIT"]


async def test_a_certificate_that_ends_soon_is_a_warning(authority: Authority, check: Check) -> None:
    with SmtpServer(start_tls=authority.server_context(days=13.5)) as server:
        result = await check.run(server.port, letter=False)
    assert (states(result)[Stage.ENCRYPTION], result.passed) == (WARNING, True)


async def test_a_confirmed_clear_connection_is_a_warning(check: Check) -> None:
    with SmtpServer() as server:
        result = await check.run(server.port, Encryption.NONE, letter=False, clear_text_confirmed=True)
    assert (states(result)[Stage.ENCRYPTION], facts(result, Stage.ENCRYPTION)) == (WARNING, {"none": True})
    assert result.passed


async def test_some_refused_recipients_are_a_warning(authority: Authority, check: Check) -> None:
    answers = {"RCPT": lambda line: "550 5.1.1 brak" if "ola" in line else ""}
    with SmtpServer(answers, start_tls=authority.server_context()) as server:
        result = await check.run(server.port)
    assert states(result)[Stage.RECIPIENTS] is WARNING
    assert facts(result, Stage.RECIPIENTS) == {
        "accepted": ("ela@example.pl",),
        "refused": {"ola@example.pl": Reply(550, "5.1.1", "brak")},
    }
    assert result.passed


@pytest.mark.parametrize(
    "error",
    [
        SignInRequired("jan@example.pl", SignInLoss.EXPIRED),
        PasswordMissing("jan", "localhost"),
        KeyringLocked("kwallet"),
    ],
)
async def test_a_missing_credential_fails_its_own_step(
    authority: Authority, check: Check, error: MailDesktopError
) -> None:
    with SmtpServer(start_tls=authority.server_context()) as server:
        result = await check.run(server.port, source=raising(error))
    assert result.error is error
    assert states(result)[Stage.GREETING] is DONE
    assert states(result)[Stage.CREDENTIAL] is FAILED
    assert states(result)[Stage.AUTHENTICATION] is SKIPPED
    assert not any("AUTH" in line for line in server.lines)


async def test_a_known_foreign_host_fails_before_anything_is_opened(authority: Authority, check: Check) -> None:
    asked = []
    with SmtpServer(start_tls=authority.server_context()) as server:
        result = await check.run(
            server.port,
            source=lambda: immediate(asked.append(1) or token()),  # type: ignore[func-returns-value]
            token_hosts=("smtp.office365.com",),
            auth_method=AuthMethod.OAUTH2,
        )
    assert isinstance(result.error, TokenHostRefused)
    assert (server.connections, asked) == (0, [])
    assert states(result) == dict.fromkeys(SENDING_STAGES, SKIPPED) | {Stage.ADDRESS: FAILED}


async def test_a_tokens_own_hosts_are_checked_before_it_is_sent(authority: Authority, check: Check) -> None:
    with SmtpServer(start_tls=authority.server_context()) as server:
        result = await check.run(server.port, source=lambda: immediate(token(hosts=("smtp.office365.com",))))
    assert isinstance(result.error, TokenHostRefused)
    assert states(result)[Stage.CREDENTIAL] is FAILED
    assert not any("AUTH" in line for line in server.lines)


async def test_a_greeting_refused_before_starttls_fails_the_greeting(authority: Authority, check: Check) -> None:
    with SmtpServer({"greeting": "554 5.3.2 nie"}, start_tls=authority.server_context()) as server:
        result = await check.run(server.port)
    assert isinstance(result.error, ServerRefused)
    assert (states(result)[Stage.ENCRYPTION], states(result)[Stage.GREETING]) == (SKIPPED, FAILED)
    assert all(step.state is not StepState.RUNNING for step in result.steps)


async def test_the_failed_step_holds_error_and_time(stranger: Authority, check: Check) -> None:
    with SmtpServer(start_tls=stranger.server_context()) as server:
        result = await check.run(server.port)
    failed = next(step for step in result.steps if step.state is FAILED)
    assert isinstance(failed.error, TlsFailed)
    assert failed.error is result.error
    assert failed.error.issuer == "SSL Filter CA (Antywirus)"
    assert failed.seconds


@pytest.mark.parametrize(
    ("answers", "stage", "kind"),
    [
        ({"response": "535 5.7.139 Authentication unsuccessful"}, Stage.AUTHENTICATION, ServerRefused),
        ({"MAIL": "550 5.7.60 not allowed"}, Stage.SENDER, ServerRefused),
        ({"RCPT": "550 5.1.1 brak"}, Stage.RECIPIENTS, RecipientsRefused),
        ({"end": "554 5.2.0 quota"}, Stage.CONTENT, ServerRefused),
        ({"end": CUT}, Stage.CONTENT, OutcomeUncertain),
    ],
)
async def test_a_refusal_fails_the_step_it_belongs_to(
    authority: Authority, check: Check, answers: dict[str, object], stage: Stage, kind: type[MailDesktopError]
) -> None:
    with SmtpServer(answers, start_tls=authority.server_context()) as server:
        result = await check.run(server.port)
    assert isinstance(result.error, kind)
    assert next(step.stage for step in result.steps if step.state is FAILED) is stage
    after = SENDING_STAGES[SENDING_STAGES.index(stage) + 1 :]
    assert all(states(result)[later] is SKIPPED for later in after)


async def test_an_unconfirmed_clear_connection_fails_the_encryption(check: Check) -> None:
    with SmtpServer() as server:
        result = await check.run(server.port, Encryption.NONE)
    assert isinstance(result.error, ClearTextRefused)
    assert states(result)[Stage.ENCRYPTION] is FAILED
    assert server.lines == []


async def test_stopping_ends_the_test_at_once(authority: Authority, check: Check) -> None:
    with SmtpServer({"MAIL": SILENT}, start_tls=authority.server_context()) as server:
        checking = asyncio.create_task(
            check_sending(account(server.port), password, authority.client_context, report=check.told.append)
        )
        assert await asyncio.to_thread(server.silent.wait, 5)
        checking.cancel()
        with pytest.raises(asyncio.CancelledError):
            async with asyncio.timeout(0.5):
                await checking
        assert await asyncio.to_thread(server.ended.wait, 1)


async def test_stopping_after_the_message_was_sent_says_that_the_outcome_is_uncertain(
    authority: Authority, check: Check
) -> None:
    with SmtpServer({"end": SILENT}, start_tls=authority.server_context()) as server:
        checking = asyncio.create_task(
            check_sending(
                account(server.port),
                password,
                authority.client_context(),
                message=LETTER.message,
                recipients=LETTER.recipients,
                report=check.told.append,
            )
        )
        assert await asyncio.to_thread(server.received.wait, 5)
        checking.cancel()
        result = await checking
    assert isinstance(result.error, OutcomeUncertain)
    assert check.told[-1].state is FAILED


def test_the_mail_library_is_loaded_only_when_it_is_needed() -> None:
    import subprocess
    import sys

    program = (
        "import sys, dms_mail_desktop.mail.probe\n"
        "print([name for name in ('aiosmtplib', 'cryptography') if name in sys.modules])"
    )
    shown = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"
