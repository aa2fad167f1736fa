"""The lines of an SMTP conversation. The one module that uses aiosmtplib.

Its protocol is used, not its client: that one merges TLS and greeting, tries several ways to log in, and waits for QUIT
when cancelled. Time is kept above: asyncio.wait_for, which aiosmtplib uses for it, can lose a cancellation before 3.12.
"""

import asyncio
import socket
import ssl
from collections.abc import Awaitable, Sequence
from contextlib import suppress
from typing import Any, cast

from aiosmtplib import SMTPResponse, SMTPResponseException
from aiosmtplib.esmtp import parse_esmtp_extensions
from aiosmtplib.protocol import SMTPProtocol

from dms_mail_desktop.errors import Reply, ServerRefused, Stage
from dms_mail_desktop.mail.smtp_text import reply
from dms_mail_desktop.transcripts import NOBODY, Transcript
from dms_mail_desktop.transports import abort

CHUNK = 65_536
"""Bytes of content that are written at a time."""


class SmtpWire(SMTPProtocol):
    """Sends commands and content, and returns the replies. Raises OSError when the connection is gone."""

    def __init__(self, transcript: Transcript = NOBODY) -> None:
        self._transcript = transcript
        self._lost = asyncio.Event()
        self._ahead = 0
        super().__init__(asyncio.get_running_loop(), lambda _: self._lost.set())

    async def open(self, connection: socket.socket, context: ssl.SSLContext | None, host: str) -> None:
        """Takes over a connected socket, with TLS if there is a context."""
        name = host if context else None
        await self._loop.create_connection(lambda: self, sock=connection, ssl=context, server_hostname=name)

    def fact(self, name: str) -> Any:
        """A fact of the transport, as asyncio names it."""
        return self.transport.get_extra_info(name) if self.transport else None

    async def answer(self) -> Reply:
        """Waits for the next reply."""
        return await _reply(self.read_response())

    async def command(self, *words: bytes) -> Reply:
        """Sends one line and waits for its reply."""
        return await _reply(self.execute_command(*words))

    async def hello(self, name: bytes) -> tuple[Reply, dict[str, str]]:
        """Says EHLO; returns also the server's extensions, named in lower case."""
        try:
            answer = await self.execute_command(b"EHLO", name)
        except SMTPResponseException as error:
            return reply(error.code, error.message), {}
        return reply(*answer), parse_esmtp_extensions(answer.message)[0]

    async def encrypt(self, context: ssl.SSLContext, host: str) -> Reply:
        """Says STARTTLS and shakes hands; what came in clear after the reply is thrown away (RFC 3207 section 4.2)."""
        return await _reply(self.start_tls(context, host))

    def send_ahead(self, lines: Sequence[bytes]) -> None:
        """Sends several commands at once; each has its reply from `answer_ahead`."""
        self._ahead = len(lines)
        self._response_pending = True
        self.write(b"\r\n".join(lines) + b"\r\n")

    async def answer_ahead(self) -> Reply:
        """Waits for the next reply to what was sent ahead."""
        answer = await _reply(self._next_response())
        self._ahead -= 1
        self._response_pending = self._ahead > 0
        return answer

    async def _next_response(self) -> SMTPResponse:
        waiter = self._response_waiter
        if waiter and not waiter.done() and (response := self._read_response_from_buffer()):
            waiter.set_result(response)
        return await self.read_response()

    def write(self, data: bytes) -> None:
        """Everything that is said passes here."""
        self._transcript.sent(data)
        super().write(data)

    def data_received(self, data: bytes) -> None:
        """Keeps the replies to what was sent ahead; aiosmtplib drops what comes before a reply was fetched."""
        self._transcript.received(data)
        if self._ahead and self._response_waiter and self._response_waiter.done():
            self._buffer.extend(data)
        else:
            super().data_received(data)

    async def upload(self, content: memoryview) -> None:
        """Writes piece by piece, each when most of the one before has left. Raises ServerRefused when cut short."""
        self._response_pending = True
        for start in range(0, len(content), CHUNK):
            if self._response_waiter is None or self._response_waiter.done():
                answer = await self.answer()
                self.abort()
                raise ServerRefused(Stage.CONTENT, answer)
            with suppress(ConnectionError):
                self.write(bytes(content[start : start + CHUNK]))
                await self._drain_helper()

    async def leave(self) -> None:
        """Says QUIT and waits until the connection is gone."""
        await self.command(b"QUIT")
        if self.transport:
            self.transport.close()
        await self._lost.wait()

    def abort(self) -> None:
        """Ends the connection at once."""
        if self.transport:
            abort(cast("asyncio.Transport", self.transport))


async def _reply(answer: Awaitable[SMTPResponse]) -> Reply:
    try:
        return reply(*await answer)
    except SMTPResponseException as error:
        return reply(error.code, error.message)
