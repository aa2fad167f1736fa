"""The lines of an IMAP conversation. The one module that uses aioimaplib: its commands, tags and states.

Reading is our own. The library reads by recursion, one level for each line, and dies when a thousand lines arrive at
once; it takes `* ` out of texts, counts brackets inside strings, forgets commands whose connection is lost, keeps no
greeting that says BYE, answers no challenge, and writes what passes, tokens included, to its log.
"""

import asyncio
import re
import socket
import ssl
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from aioimaplib.aioimaplib import AUTH, NONAUTH, SELECTED, Command, IMAP4ClientProtocol

from dms_mail_desktop.errors import Reply
from dms_mail_desktop.mail.imap_reader import NotImapError, Parts, ResponseReader
from dms_mail_desktop.mail.imap_values import Untagged
from dms_mail_desktop.mail.mailbox_access import said
from dms_mail_desktop.transcripts import NOBODY, Transcript
from dms_mail_desktop.transports import abort

TAGGED = re.compile(rb"([A-Z]+\d+) +(OK|NO|BAD)\b *", re.IGNORECASE)
NO_SHORTER = 3600.0
"""asyncio's own limit for a handshake, out of the way: the stage keeps the time."""
LOST = "LOST"
HEARD = 2_000
"""Octets of a line that a transcript hears: the numbers of a search may be millions."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How the answer to a command is read.

    Nothing may be silent for more than `silence` seconds; `heard` gets the untagged responses as they come, and
    `sink` the octets of a whole message.
    """

    silence: float | None = None
    heard: Callable[[Untagged], object] | None = None
    sink: Callable[[bytes], object] | None = None


USUAL = Reading()


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a command ended: OK, NO or BAD, the server's words, what it told before, and the challenges it sent."""

    status: str
    words: bytes
    untagged: tuple[Untagged, ...]
    challenges: tuple[bytes, ...]

    @property
    def reply(self) -> Reply:
        """The end of the command as the server worded it."""
        return said(b"%s %s" % (self.status.encode(), self.words))

    def of_kind(self, kind: str) -> Iterator[Untagged]:
        """The untagged responses of one kind."""
        return (each for each in self.untagged if each.kind == kind)


class _Command(Command):  # type: ignore[misc]
    """A command that shows its arguments to the server and to nobody else."""

    def __str__(self) -> str:
        return str(super().__repr__())

    def __repr__(self) -> str:
        return f"{self.tag} {self.name}"


class Wire(IMAP4ClientProtocol):  # type: ignore[misc]
    """One connection: one command at a time; the caller keeps the time.

    A lost connection is a ConnectionError, whose text is the server's last word, if it said BYE.
    """

    transport: Any

    def __init__(self, transcript: Transcript = NOBODY) -> None:
        super().__init__(asyncio.get_running_loop())
        self._transcript = transcript
        self._reader = ResponseReader()
        self._greeting: asyncio.Future[Parts] = self.loop.create_future()
        self._command: Command | None = None
        self._answers: Iterator[bytes] = iter(())
        self._challenges: list[bytes] = []
        self._last_word = b""
        self._deaf = False
        self._gone = asyncio.Event()
        self._patience: asyncio.Timeout | None = None
        self._silence = 0.0
        self._heard: Callable[[Untagged], object] = lambda _: None

    async def open(self, connection: socket.socket, context: ssl.SSLContext | None, host: str) -> None:
        """Takes over a connected socket, with TLS if there is a context."""
        name, limit = (host, NO_SHORTER) if context else (None, None)
        await self.loop.create_connection(
            lambda: self, sock=connection, ssl=context, server_hostname=name, ssl_handshake_timeout=limit
        )

    @property
    def closed(self) -> bool:
        """Whether nothing can be said on this connection: not yet, or no more."""
        return self.transport is None or self._gone.is_set() or self.transport.is_closing()

    def fact(self, name: str) -> Any:
        """A fact of the transport, as asyncio names it."""
        return self.transport.get_extra_info(name) if self.transport else None

    async def greeting(self) -> bytes:
        """The server's first line."""
        parts = await asyncio.shield(self._greeting)
        self.state = NONAUTH
        return bytes(parts[0])

    async def run(
        self,
        name: str,
        *arguments: str,
        prefix: str = "",
        answers: Iterable[bytes] = (),
        reading: Reading = USUAL,
    ) -> Outcome:
        """Says a command and waits for its end; each request to go on gets the next of `answers`, then empty lines.

        Raises TimeoutError after a silence that was too long. What a sink raises ends the connection.
        """
        self._require_open()
        command = _Command(name, self.new_tag(), *arguments, prefix=prefix, loop=self.loop)
        self._command, self._answers, self._challenges = command, iter(answers), []
        self._silence = reading.silence or 0.0
        self._heard, self._reader.sink = reading.heard or command.append_to_resp, reading.sink
        try:
            async with asyncio.timeout(reading.silence) as self._patience:
                response = await self.execute(command)
        finally:
            self._command = self._patience = self._reader.sink = None
            self._answers = iter(())
        if response.result == LOST:
            self._require_open()
        *untagged, words = response.lines
        return Outcome(response.result, words, tuple(untagged), tuple(self._challenges))

    async def start_tls(self, context: ssl.SSLContext, host: str) -> None:
        """Begins TLS once the server agreed; what it said in clear after that is dropped."""
        self.transport = await self.loop.start_tls(
            self.transport, self, context, server_hostname=host, ssl_handshake_timeout=NO_SHORTER
        )
        self._reader, self._deaf, self._last_word = ResponseReader(), False, b""

    def entered(self) -> None:
        """Notes that the server knows who we are."""
        self.state = AUTH

    def opened(self, *, folder: bool) -> None:
        """Notes whether a folder is open."""
        self.state = SELECTED if folder else AUTH

    async def leave(self) -> None:
        """Says LOGOUT and waits until the connection is gone."""
        await self.run("LOGOUT")
        self.transport.close()
        await self._gone.wait()

    def abort(self) -> None:
        """Ends the connection at once."""
        if self.transport:
            abort(self.transport)

    def _require_open(self) -> None:
        if self.closed:
            raise ConnectionResetError(self._last_word.decode("utf-8", "replace"))

    def send(self, line: str, scrub: str | None = None) -> None:  # noqa: ARG002 - nothing is logged
        """Writes a line; called by aioimaplib."""
        self._write(line.encode("utf-8", "surrogatepass"))

    def _write(self, line: bytes) -> None:
        self._transcript.sent(line + b"\r\n")
        self.transport.write(line + b"\r\n")

    def data_received(self, d: bytes) -> None:
        """Called by asyncio."""
        if self._patience and self._silence and not self._patience.expired():
            self._patience.reschedule(self.loop.time() + self._silence)
        try:
            for parts in self._reader.feed(d):
                if self._deaf:
                    return
                self._take(parts)
        except (NotImapError, OSError):
            self.abort()

    def _take(self, parts: Parts) -> None:
        line = bytes(parts[0])
        self._transcript.received(line[:HEARD] + b"\r\n")
        if not self._greeting.done():
            self._greeting.set_result(parts)
        elif line.startswith(b"*"):
            self._take_untagged(Untagged.of(parts))
        elif line.startswith(b"+"):
            self._go_on(line[1:].strip())
        elif (ending := TAGGED.match(line)) and self._command and ending[1].decode() == self._command.tag:
            status = ending[2].decode().upper()
            self._deaf = self._command.name == "STARTTLS" and status == "OK"
            self._end(line[ending.end() :], status)

    def _end(self, words: bytes, status: str) -> None:
        self.pending_sync_command = None
        self.pending_async_commands.clear()
        if self._command:
            self._command.close(words, status)

    def _take_untagged(self, response: Untagged) -> None:
        if response.kind == "BYE":
            self._last_word = bytes(response.parts[0])
        if self._command:
            self._heard(response)

    def _go_on(self, challenge: bytes) -> None:
        if self._command is None:
            return
        answer = next(self._answers, None)
        if answer is None:
            self._challenges.append(challenge)
        self._write(answer or b"")

    def connection_lost(self, exc: Exception | None) -> None:
        """Called by asyncio; whoever waits learns it at once."""
        self._gone.set()
        if not self._last_word and exc:
            self._last_word = str(exc).encode()
        if not self._greeting.done():
            self._greeting.set_exception(ConnectionResetError(self._last_word.decode("utf-8", "replace")))
            self._greeting.exception()
        self._end(b"", LOST)
