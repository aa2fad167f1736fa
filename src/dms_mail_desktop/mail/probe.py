"""The step-by-step test of an outgoing account: every stage with its time and its facts."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import asdict
from email.message import EmailMessage
from typing import TYPE_CHECKING

from dms_mail_desktop.credentials import BearerToken, Credential
from dms_mail_desktop.errors import MailError, Stage
from dms_mail_desktop.mail.limits import DEFAULT_LIMITS, TimeLimits
from dms_mail_desktop.mail.message import unique_addresses
from dms_mail_desktop.mail.sending import CredentialSource, Trust, tls_context
from dms_mail_desktop.mail.steps import Course, Facts, ProbeResult, Step, StepReport, StepState
from dms_mail_desktop.mail.tls import tls_facts
from dms_mail_desktop.mail.xoauth2 import require_token_host
from dms_mail_desktop.models import AuthMethod, MailServer

if TYPE_CHECKING:
    from dms_mail_desktop.mail.smtp import SmtpSession

__all__ = ["SENDING_STAGES", "ProbeResult", "StepReport", "StepState", "check_sending"]

SENDING_STAGES = (
    Stage.ADDRESS,
    Stage.CONNECTION,
    Stage.ENCRYPTION,
    Stage.GREETING,
    Stage.CREDENTIAL,
    Stage.AUTHENTICATION,
    Stage.SENDER,
    Stage.RECIPIENTS,
    Stage.CONTENT,
)
EXPIRES_SOON = 14
"""Days; a certificate that ends sooner deserves a warning."""


async def check_sending(  # noqa: PLR0913 - everything a test needs
    server: MailServer,
    credential_source: CredentialSource,
    trust: Trust,
    *,
    message: EmailMessage | None = None,
    recipients: Iterable[str] = (),
    report: Callable[[StepReport], None],
    token_hosts: Iterable[str] | None = None,
    limits: TimeLimits = DEFAULT_LIMITS,
) -> ProbeResult:
    """Tests the account, with a message as far as its acceptance, without one as far as the sender.

    A token's hosts are checked before anything is opened where `token_hosts` names them, and always again before the
    token is sent. The credential is asked for once, at its step. Errors of our family end up in the result; a
    cancellation is raised, unless the message was already sent: then the result says that the outcome is uncertain.

    Facts: ADDRESS host, addresses · CONNECTION address, port, family ("ipv4", "ipv6") · ENCRYPTION protocol, subject,
    issuer, days_left, or none=True · GREETING greeting, capabilities, auth_methods, size_limit (bytes or None) ·
    CREDENTIAL kind ("token", "password"), login, expires_at (UTC or None) · AUTHENTICATION method, reply · SENDER
    address, reply · RECIPIENTS accepted (addresses), refused (address to Reply) · CONTENT size (bytes), message_id,
    reply.
    """
    from dms_mail_desktop.mail.smtp import SmtpSession  # noqa: PLC0415 - its library is loaded when first needed

    session = SmtpSession(server, await tls_context(trust), limits)
    check = _SendingCheck(server, session, credential_source, tuple(token_hosts) if token_hosts is not None else None)
    steps: dict[Stage, Step] = {
        Stage.ADDRESS: check.address,
        Stage.CONNECTION: check.connection,
        Stage.ENCRYPTION: check.encryption,
        Stage.GREETING: check.greeting,
        Stage.CREDENTIAL: check.credential,
        Stage.AUTHENTICATION: check.authentication,
        Stage.SENDER: check.sender,
    }
    if message is not None:
        check.prepare(message, recipients)
        steps |= {Stage.RECIPIENTS: check.recipients, Stage.CONTENT: check.content}
    try:
        result = await Course(SENDING_STAGES, report).run(steps, session.seconds)
        if message is None and result.passed:
            with suppress(MailError):
                await session.reset()
        await session.close()
    finally:
        session.abort()
    return result


class _SendingCheck:
    """The work of each step of `check_sending`."""

    def __init__(
        self,
        server: MailServer,
        session: "SmtpSession",
        credential_source: CredentialSource,
        token_hosts: tuple[str, ...] | None,
    ) -> None:
        self._server = server
        self._session = session
        self._credential_source = credential_source
        self._token_hosts = token_hosts
        self._credential: Credential
        self._octets = b""
        self._message_id = ""
        self._recipients: tuple[str, ...] = ()

    def prepare(self, message: EmailMessage, recipients: Iterable[str]) -> None:
        """Sets what is to be sent. Raises ValueError for a recipient that is no address."""
        self._octets = message.as_bytes()
        self._message_id = message.get("Message-ID", "")
        self._recipients = unique_addresses(recipients)

    async def address(self) -> tuple[Facts, bool]:
        if self._token_hosts is not None and self._server.auth_method is AuthMethod.OAUTH2:
            require_token_host(self._server.host, self._token_hosts, Stage.ADDRESS)
        endpoints = await self._session.resolve()
        return {"host": self._server.host, "addresses": tuple(endpoint.address for endpoint in endpoints)}, False

    async def connection(self) -> tuple[Facts, bool]:
        endpoint = await self._session.connect()
        return {"address": endpoint.address, "port": self._server.port, "family": endpoint.family}, False

    async def encryption(self) -> tuple[Facts, bool]:
        connection = await self._session.secure()
        if connection is None:
            return {"none": True}, True
        facts = tls_facts(connection)
        return asdict(facts), facts.days_left < EXPIRES_SOON

    async def greeting(self) -> tuple[Facts, bool]:
        greeting = await self._session.greet()
        return {
            "greeting": greeting.text,
            "capabilities": greeting.capabilities,
            "auth_methods": greeting.auth_methods,
            "size_limit": greeting.size_limit,
        }, False

    async def credential(self) -> tuple[Facts, bool]:
        self._credential = credential = await self._credential_source()
        if isinstance(credential, BearerToken):
            require_token_host(self._server.host, credential.mail_hosts, Stage.CREDENTIAL)
            return {"kind": "token", "login": credential.login, "expires_at": credential.expires_at}, False
        return {"kind": "password", "login": credential.login, "expires_at": None}, False

    async def authentication(self) -> tuple[Facts, bool]:
        method, reply = await self._session.authenticate(self._credential)
        return {"method": method, "reply": reply}, False

    async def sender(self) -> tuple[Facts, bool]:
        reply = await self._session.sender(self._server.email, len(self._octets))
        return {"address": self._server.email, "reply": reply}, False

    async def recipients(self) -> tuple[Facts, bool]:
        refused = await self._session.recipients(self._recipients)
        accepted = tuple(address for address in self._recipients if address not in refused)
        return {"accepted": accepted, "refused": refused}, bool(refused)

    async def content(self) -> tuple[Facts, bool]:
        reply = await self._session.content(self._octets, self._message_id)
        return {"size": len(self._octets), "message_id": self._message_id, "reply": reply}, False
