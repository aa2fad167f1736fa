"""The step-by-step test of an outgoing account: every stage with its time and its facts."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from email.message import EmailMessage
from typing import TYPE_CHECKING

from dms_mail_desktop.errors import MailError, Stage
from dms_mail_desktop.mail.access import AccessCheck
from dms_mail_desktop.mail.limits import DEFAULT_LIMITS, TimeLimits
from dms_mail_desktop.mail.message import unique_addresses
from dms_mail_desktop.mail.octets import octets
from dms_mail_desktop.mail.sending import CredentialSource, Trust, tls_context
from dms_mail_desktop.mail.steps import Course, Facts, ProbeResult, Step, StepReport, StepState
from dms_mail_desktop.models import MailServer
from dms_mail_desktop.transcripts import Transcribe, nobody_listens

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
    transcribe: Transcribe = nobody_listens,
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

    transcript = transcribe("smtp", server.host, server.port)
    session = SmtpSession(server, await tls_context(trust), limits, transcript)
    check = _SendingCheck(server, session, credential_source, token_hosts)
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


class _SendingCheck(AccessCheck):
    """The work of each step of `check_sending`."""

    def __init__(
        self,
        server: MailServer,
        session: "SmtpSession",
        credential_source: CredentialSource,
        token_hosts: Iterable[str] | None,
    ) -> None:
        super().__init__(server, session, credential_source, token_hosts)
        self._server = server
        self._session = session
        self._octets = b""
        self._message_id = ""
        self._recipients: tuple[str, ...] = ()

    def prepare(self, message: EmailMessage, recipients: Iterable[str]) -> None:
        """Sets what is to be sent. Raises ValueError for a recipient that is no address."""
        self._octets = octets(message)
        self._message_id = message.get("Message-ID", "")
        self._recipients = unique_addresses(recipients)

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
