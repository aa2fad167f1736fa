"""One conversation with an SMTP server, stage by stage (RFC 5321)."""

import asyncio
import socket
import ssl
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from typing import cast

from dms_mail_desktop.credentials import BearerToken, Credential
from dms_mail_desktop.errors import (
    ClearTextRefused,
    ConnectionLost,
    MailError,
    MessageTooLarge,
    OutcomeUncertain,
    RecipientsRefused,
    Reply,
    ServerRefused,
    Stage,
    TimedOut,
    TlsFailed,
    TlsFault,
    TlsNotOffered,
)
from dms_mail_desktop.mail.connect import Endpoint, ascii_host, encryption_in_use, open_socket, resolve
from dms_mail_desktop.mail.limits import DEFAULT_LIMITS, TimeLimits
from dms_mail_desktop.mail.smtp_auth import prove_identity
from dms_mail_desktop.mail.smtp_text import (
    Greeting,
    address_literal,
    is_positive,
    leaving,
    positive,
    staying,
    transparent,
)
from dms_mail_desktop.mail.smtp_wire import CHUNK, SmtpWire
from dms_mail_desktop.mail.watch import Watch
from dms_mail_desktop.mail.xoauth2 import require_token_host
from dms_mail_desktop.models import AuthMethod, Encryption, MailServer
from dms_mail_desktop.rules import ascii_address
from dms_mail_desktop.tls_facts import TlsFacts, tls_facts, unverified_context
from dms_mail_desktop.transcripts import NOBODY, Transcript

START_MAIL_INPUT = 3
NAMEABLE = (TlsFault.UNTRUSTED, TlsFault.EXPIRED, TlsFault.HOST_MISMATCH)


class SmtpSession:
    """One connection. Each method is one stage, called in the order of `Stage`, and raises MailError with that stage.

    `seconds` tells how long each stage took. With STARTTLS the greeting comes while `secure` runs; its time and its
    errors are those of the greeting.
    """

    def __init__(
        self,
        server: MailServer,
        context: ssl.SSLContext,
        limits: TimeLimits = DEFAULT_LIMITS,
        transcript: Transcript = NOBODY,
    ) -> None:
        self._server = server
        self._context = context
        self._limits = limits
        self._endpoints: tuple[Endpoint, ...] = ()
        self._socket: socket.socket | None = None
        self._wire = SmtpWire(transcript)
        self._greeting = Greeting("", (), (), None)
        self._awaited = False
        self._during = Watch(self.abort, leaving)
        self.seconds = self._during.seconds

    @property
    def closed(self) -> bool:
        """Whether nothing can be said on this connection: not yet, or no more."""
        return not self._wire.is_connected

    async def resolve(self) -> tuple[Endpoint, ...]:
        """ADDRESS: asks the name service."""
        async with self._during(Stage.ADDRESS):
            self._endpoints = await resolve(self._server.host, self._server.port, self._limits)
        return self._endpoints

    async def connect(self) -> Endpoint:
        """CONNECTION: opens TCP to the first address that answers."""
        async with self._during(Stage.CONNECTION):
            host, port = self._server.host, self._server.port
            self._socket, endpoint = await open_socket(host, port, self._endpoints, self._limits)
        self._endpoints = (endpoint,)
        return endpoint

    async def secure(self) -> ssl.SSLObject | None:
        """ENCRYPTION: TLS, or None on a connection without it that was confirmed. Never falls back to clear text."""
        server = self._server
        encryption = encryption_in_use(server.encryption, server.port)
        if encryption is Encryption.NONE and (
            server.auth_method is AuthMethod.OAUTH2 or not server.clear_text_confirmed
        ):
            self.abort()
            raise ClearTextRefused(Stage.ENCRYPTION, server.host)
        connection, self._socket = cast("socket.socket", self._socket), None
        try:
            async with self._during(Stage.ENCRYPTION, self._limits.handshake):
                context = self._context if encryption is Encryption.TLS else None
                await self._wire.open(connection, context, ascii_host(server.host))
            if encryption is Encryption.STARTTLS:
                await self._start_tls()
        except TlsFailed as error:
            seen = await _certificate_seen(server, self._endpoints, self._limits) if error.fault in NAMEABLE else None
            raise replace(error, issuer=seen.issuer, subject=seen.subject) if seen else error from error
        return cast("ssl.SSLObject | None", self._wire.fact("ssl_object"))

    async def _start_tls(self) -> None:
        await self._hello()
        if not self._greeting.offers("STARTTLS"):
            raise TlsNotOffered(Stage.ENCRYPTION, self._server.host, self._server.port)
        # What was said in clear may be anyone's (RFC 3207 section 4.2).
        self._greeting = Greeting(self._greeting.text, (), (), None)
        async with self._during(Stage.ENCRYPTION, self._limits.handshake):
            answer = await self._wire.encrypt(self._context, ascii_host(self._server.host))
            positive(Stage.ENCRYPTION, answer)

    async def greet(self) -> Greeting:
        """GREETING: the server's greeting and, after EHLO, what it can do."""
        await self._hello()
        return self._greeting

    async def _hello(self) -> None:
        text = self._greeting.text
        if not text:
            async with self._during(Stage.GREETING, self._limits.reply):
                text = positive(Stage.GREETING, await self._wire.answer()).text or "220"
        async with self._during(Stage.GREETING, self._limits.reply):
            # The computer's name stays out: it may hold letters that SMTP cannot carry, and says more than it must.
            answer, extensions = await self._wire.hello(address_literal(self._wire.fact("sockname")[0]))
            positive(Stage.GREETING, answer)
        self._greeting = Greeting.of(text, extensions)

    async def authenticate(self, credential: Credential) -> tuple[str, Reply]:
        """AUTHENTICATION: one attempt; returns its method and the server's words. A token goes only where it may."""
        allowed = self._server.clear_text_confirmed
        if isinstance(credential, BearerToken):
            require_token_host(self._server.host, credential.mail_hosts, Stage.CREDENTIAL)
            allowed = False
        if not allowed and self._wire.fact("ssl_object") is None:
            raise ClearTextRefused(Stage.AUTHENTICATION, self._server.host)

        async def command(*words: bytes) -> Reply:
            async with self._during(Stage.AUTHENTICATION, self._limits.reply):
                return await self._wire.command(*words)

        return await prove_identity(command, self._greeting.auth_methods, credential)

    async def sender(self, address: str, size: int = 0) -> Reply:
        """SENDER: names the envelope sender and the size of what follows. Raises ValueError for what is no address."""
        command = self._mail_from(address, size)
        async with self._during(Stage.SENDER, self._limits.reply):
            return positive(Stage.SENDER, await self._wire.command(command))

    def _mail_from(self, address: str, size: int) -> bytes:
        limit = self._greeting.size_limit
        if limit and limit < size:
            raise MessageTooLarge(Stage.CONTENT, size, limit)
        announced = f" SIZE={size}" if size and self._greeting.offers("SIZE") else ""
        return f"MAIL FROM:<{ascii_address(address)}>{announced}".encode("ascii")

    async def recipients(self, addresses: Iterable[str]) -> dict[str, Reply]:
        """RECIPIENTS: returns the refused ones with the server's words. Raises RecipientsRefused when none is left."""
        answers: dict[str, Reply] = {}
        for address in addresses:
            command = _rcpt_to(address)
            async with self._during(Stage.RECIPIENTS, self._limits.reply):
                answers[address] = staying(Stage.RECIPIENTS, await self._wire.command(command))
        return _refused(answers)

    async def envelope(self, sender: str, recipients: Iterable[str], size: int) -> dict[str, Reply]:
        """SENDER, RECIPIENTS and the announcement of CONTENT in one go, where the server allows it (RFC 2920)."""
        if not self._greeting.offers("PIPELINING"):
            await self.sender(sender, size)
            return await self.recipients(recipients)
        addresses = tuple(recipients)
        commands = [self._mail_from(sender, size), *map(_rcpt_to, addresses), b"DATA"]
        async with self._during(Stage.SENDER, self._limits.reply):
            self._wire.send_ahead(commands)
            first = staying(Stage.SENDER, await self._wire.answer_ahead())
        answers: dict[str, Reply] = {}
        for address in addresses:
            async with self._during(Stage.RECIPIENTS, self._limits.reply):
                answers[address] = staying(Stage.RECIPIENTS, await self._wire.answer_ahead())
        async with self._during(Stage.CONTENT, self._limits.reply):
            last = staying(Stage.CONTENT, await self._wire.answer_ahead())
        self._awaited = is_positive(last, START_MAIL_INPUT)
        try:
            positive(Stage.SENDER, first)
            refused = _refused(answers)
            positive(Stage.CONTENT, last, START_MAIL_INPUT)
        except MailError:
            await self._withdraw()
            raise
        return refused

    async def _withdraw(self) -> None:
        """Ends content that has no recipient, if the server waits for it all the same (RFC 2920 section 3.1)."""
        if self._awaited:
            self._awaited = False
            with suppress(MailError):
                async with self._during(Stage.CONTENT, self._limits.reply):
                    await self._wire.command(b".")

    async def content(self, message: bytes, message_id: str) -> Reply:
        """CONTENT: hands the message over. Raises OutcomeUncertain, also when cancelled, once its end was sent."""
        body = memoryview(transparent(message))
        whole = len(body) // CHUNK * CHUNK
        if not self._awaited:
            async with self._during(Stage.CONTENT, self._limits.reply):
                positive(Stage.CONTENT, await self._wire.command(b"DATA"), START_MAIL_INPUT)
        self._awaited = False
        if whole:
            async with self._during(Stage.CONTENT, self._limits.upload(len(body))):
                await self._wire.upload(body[:whole])
        end_sent = False
        try:
            async with self._during(Stage.CONTENT, self._limits.final_reply):
                self._wire.write(bytes(body[whole:]) + b".\r\n")
                end_sent = True
                return positive(Stage.CONTENT, await self._wire.answer())
        except (ConnectionLost, TimedOut, ServerRefused, asyncio.CancelledError) as error:
            if not end_sent or (isinstance(error, ServerRefused) and error.reply.code):
                raise
            raise OutcomeUncertain(Stage.CONTENT, message_id) from error

    async def reset(self) -> None:
        """Takes sender and recipients back, for the next message."""
        async with self._during(Stage.SENDER, self._limits.reply):
            positive(Stage.SENDER, await self._wire.command(b"RSET"))

    async def close(self) -> None:
        """Takes leave, shortly."""
        try:
            if not self.closed:
                async with asyncio.timeout(self._limits.farewell):
                    await self._wire.leave()
        except (TimeoutError, OSError):
            pass
        finally:
            self.abort()
            # asyncio closes an aborted socket one turn later.
            await asyncio.sleep(0)

    def abort(self) -> None:
        """Ends everything at once, without a word to the server."""
        if self._socket:
            self._socket.close()
            self._socket = None
        self._wire.abort()


def _rcpt_to(address: str) -> bytes:
    return f"RCPT TO:<{ascii_address(address)}>".encode("ascii")


def _refused(answers: dict[str, Reply]) -> dict[str, Reply]:
    """The refusals among the recipients' replies."""
    refused = {address: answer for address, answer in answers.items() if not is_positive(answer)}
    if len(refused) == len(answers):
        raise RecipientsRefused(Stage.RECIPIENTS, refused)
    return refused


async def _certificate_seen(server: MailServer, endpoints: tuple[Endpoint, ...], limits: TimeLimits) -> TlsFacts | None:
    """Connects once more only to read the names in the certificate that was refused."""
    session = SmtpSession(server, unverified_context(), limits)
    session._endpoints = endpoints  # noqa: SLF001 - of our own class
    try:
        async with asyncio.timeout(limits.second_look):
            await session.connect()
            connection = await session.secure()
        return tls_facts(connection) if connection else None
    except (MailError, TimeoutError):
        return None
    finally:
        session.abort()
