"""Sending messages: one, or many over one connection."""

import asyncio
import ssl
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from email.message import EmailMessage
from types import TracebackType
from typing import TYPE_CHECKING, Self

from dms_mail_desktop.credentials import BearerToken, Credential
from dms_mail_desktop.errors import ConnectionLost, MailError, Reply, ServerRefused, Stage
from dms_mail_desktop.mail.limits import DEFAULT_LIMITS, TimeLimits
from dms_mail_desktop.mail.message import unique_addresses
from dms_mail_desktop.mail.octets import octets
from dms_mail_desktop.mail.xoauth2 import require_token_host
from dms_mail_desktop.models import MailServer
from dms_mail_desktop.transcripts import Transcribe, nobody_listens

if TYPE_CHECKING:
    from dms_mail_desktop.mail.smtp import SmtpSession

CredentialSource = Callable[[], Awaitable[Credential]]
Trust = ssl.SSLContext | Callable[[], ssl.SSLContext]
"""The certificates to believe, or what makes such a context (it reads files, so it is called on a thread)."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """The server took the message for all recipients but the refused ones."""

    reply: Reply
    message_id: str
    refused: dict[str, Reply]


async def tls_context(trust: Trust) -> ssl.SSLContext:
    """The context itself, whichever was given."""
    return trust if isinstance(trust, ssl.SSLContext) else await asyncio.to_thread(trust)


async def send(  # noqa: PLR0913 - everything a message needs on its way
    server: MailServer,
    credential: Credential,
    message: EmailMessage,
    envelope_recipients: Iterable[str],
    *,
    trust: Trust,
    limits: TimeLimits = DEFAULT_LIMITS,
) -> Receipt:
    """Sends one message. Raises MailError; OutcomeUncertain, also when cancelled, once all of it was sent."""

    async def known() -> Credential:
        return credential

    async with Sender(server, known, trust, limits) as sender:
        return await sender.send(message, envelope_recipients)


class Sender:
    """Sends many messages over one connection; it is opened, and after a loss opened again, when a message needs it."""

    def __init__(
        self,
        server: MailServer,
        credential_source: CredentialSource,
        trust: Trust,
        limits: TimeLimits = DEFAULT_LIMITS,
        *,
        transcribe: Transcribe = nobody_listens,
    ) -> None:
        self._server = server
        self._transcribe = transcribe
        self._credential_source = credential_source
        self._trust = trust
        self._limits = limits
        self._session: SmtpSession | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._session and isinstance(error, asyncio.CancelledError):
            self._session.abort()
        await self.close()

    async def send(self, message: EmailMessage, envelope_recipients: Iterable[str]) -> Receipt:
        """Sends one message; after an error the next may be tried.

        Raises MailError, what the credential's source raises, and ValueError for what is no address.
        """
        recipients = unique_addresses(envelope_recipients)
        content, message_id = octets(message), message.get("Message-ID", "")
        try:
            session, refused = await self._begin(recipients, len(content))
            reply = await session.content(content, message_id)
        except MailError:
            await self._make_room()
            raise
        return Receipt(reply, message_id, refused)

    async def _begin(self, recipients: tuple[str, ...], size: int) -> tuple["SmtpSession", dict[str, Reply]]:
        if self._session and not self._session.closed:
            try:
                return self._session, await self._session.envelope(self._server.email, recipients, size)
            except (ConnectionLost, ServerRefused) as error:
                # Servers drop connections that were idle for a while; nothing of this message was taken.
                if error.stage is not Stage.SENDER or not self._session.closed:
                    raise
        session = await self._open()
        return session, await session.envelope(self._server.email, recipients, size)

    async def _make_room(self) -> None:
        """Takes back a half-finished message; a connection that cannot even do that is given up."""
        if self._session and not self._session.closed:
            try:
                await self._session.reset()
            except MailError:
                self._session.abort()

    async def close(self) -> None:
        """Takes leave of the server."""
        if self._session:
            await self._session.close()
            self._session = None

    async def _open(self) -> "SmtpSession":
        from dms_mail_desktop.mail.smtp import SmtpSession  # noqa: PLC0415 - its library is loaded when first needed

        credential = await self._credential_source()
        if isinstance(credential, BearerToken):
            require_token_host(self._server.host, credential.mail_hosts, Stage.ADDRESS)
        transcript = self._transcribe("smtp", self._server.host, self._server.port)
        context = await tls_context(self._trust)
        self._session = session = SmtpSession(self._server, context, self._limits, transcript)
        try:
            await session.resolve()
            await session.connect()
            await session.secure()
            await session.greet()
            await session.authenticate(credential)
        except MailError:
            await self.close()
            raise
        return session
