"""One conversation with a POP3 server, stage by stage (RFC 1939, 2449, 2595, 5034)."""

import asyncio
import re
import socket
import ssl
from collections.abc import Callable
from typing import BinaryIO, TypeVar, cast

from dms_mail_desktop.credentials import Credential
from dms_mail_desktop.detached import run_detached
from dms_mail_desktop.errors import (
    ConnectionLost,
    MailError,
    Reply,
    ServerRefused,
    Stage,
    TimedOut,
    TlsFailed,
    TlsNotOffered,
)
from dms_mail_desktop.mail.connect import Endpoint, ascii_host, open_socket, resolve
from dms_mail_desktop.mail.limits import DEFAULT_LIMITS, TimeLimits
from dms_mail_desktop.mail.mailbox_access import (
    MailboxGreeting,
    mailbox_user,
    naming_certificate,
    require_fit,
    required_encryption,
    said,
)
from dms_mail_desktop.mail.pop3_auth import auth_methods, prove_identity
from dms_mail_desktop.mail.pop3_wire import Pop3Wire, RefusedError
from dms_mail_desktop.mail.spool import Spool
from dms_mail_desktop.mail.watch import Watch
from dms_mail_desktop.models import Encryption, Point
from dms_mail_desktop.tls_facts import unverified_context
from dms_mail_desktop.transcripts import NOBODY, Transcript

T = TypeVar("T")
NUMBER = re.compile(r"[0-9]{1,18}")
"""What fits into 63 bits, and so into every database."""


class Pop3Session:
    """One connection. Each method raises MailError with its stage; those without a note belong to MESSAGES.

    `seconds` tells how long each stage took. With STARTTLS the greeting comes while `secure` runs; its time and its
    errors are those of the greeting. A command that takes too long or is cancelled ends the connection.
    Messages are numbered from 1, anew in each session; what keeps its meaning is the UIDL.
    """

    def __init__(
        self,
        point: Point,
        context: ssl.SSLContext,
        limits: TimeLimits = DEFAULT_LIMITS,
        transcript: Transcript = NOBODY,
    ) -> None:
        self._point = point
        self._context = context
        self._limits = limits
        self._endpoints: tuple[Endpoint, ...] = ()
        self._socket: socket.socket | None = None
        self._wire: Pop3Wire | None = None
        self._transcript = transcript
        self._greeting: bytes | None = None
        self._capabilities: dict[str, str] = {}
        self._during = Watch(self.abort, lambda _: False)
        self.seconds = self._during.seconds

    @property
    def closed(self) -> bool:
        """Whether nothing can be said on this connection: not yet, or no more."""
        return self._wire is None or self._wire.closed

    @property
    def capabilities(self) -> frozenset[str]:
        """What the server can do, in upper case; empty when it lists nothing."""
        return frozenset(self._capabilities)

    async def resolve(self) -> tuple[Endpoint, ...]:
        """ADDRESS: asks the name service."""
        async with self._during(Stage.ADDRESS):
            self._endpoints = await resolve(self._point.host, self._point.port, self._limits)
        return self._endpoints

    async def connect(self) -> Endpoint:
        """CONNECTION: opens TCP to the first address that answers."""
        async with self._during(Stage.CONNECTION):
            host, port = self._point.host, self._point.port
            self._socket, endpoint = await open_socket(host, port, self._endpoints, self._limits)
        self._endpoints = (endpoint,)
        return endpoint

    async def secure(self) -> ssl.SSLSocket | None:
        """ENCRYPTION: TLS, or None on a connection without it that was confirmed. Never falls back to clear text."""
        host = ascii_host(self._point.host)
        try:
            encryption = required_encryption(self._point)
            connection, self._socket = cast("socket.socket", self._socket), None
            wire = self._wire = Pop3Wire(connection, self._limits.mailbox, self._transcript)
            if encryption is Encryption.STARTTLS:
                await self.greet()
                self._require_stls()
                await self._call(Stage.ENCRYPTION, lambda: wire.say(b"STLS"))
                self._capabilities = {}
            if encryption is not Encryption.NONE:
                shake_hands = lambda: wire.shake_hands(self._context, host)  # noqa: E731
                await self._call(Stage.ENCRYPTION, shake_hands, self._limits.handshake)
        except TlsFailed as error:
            second = Pop3Session(self._point, unverified_context(), self._limits)
            second._endpoints = self._endpoints
            raise await naming_certificate(error, second, self._limits) from error
        except BaseException:
            self.abort()
            raise
        return wire.tls

    def _require_stls(self) -> None:
        if "STLS" not in self._capabilities:
            raise TlsNotOffered(Stage.ENCRYPTION, self._point.host, self._point.port)

    async def greet(self) -> MailboxGreeting:
        """GREETING: the server's greeting and what it can do; a foreign protocol raises ServerRefused."""
        wire = self._connected
        if self._greeting is None:
            try:
                self._greeting = await self._call(Stage.GREETING, wire.greeting)
            except ServerRefused:
                self.abort()
                raise
        if not self._capabilities:
            try:
                listed = await self._call(Stage.GREETING, lambda: wire.lines(b"CAPA"))
            except ServerRefused:
                listed = []
            pairs = (line.partition(" ") for line in listed)
            self._capabilities = {name.upper(): values for name, _, values in pairs}
        names = tuple(f"{name} {values}".strip() for name, values in sorted(self._capabilities.items()))
        return MailboxGreeting(said(self._greeting[3:]).text, names, auth_methods(self._capabilities))

    async def authenticate(self, credential: Credential) -> tuple[str, Reply]:
        """AUTHENTICATION: one attempt; returns its method and the server's words. A token goes only where it may."""
        wire = self._connected
        require_fit(self._point, credential, encrypted=wire.tls is not None)
        user = mailbox_user(self._point, credential)
        method, words = await self._call(
            Stage.AUTHENTICATION, lambda: prove_identity(wire.say, self._capabilities, credential, user)
        )
        return method, said(words)

    async def count(self) -> tuple[int, int]:
        """FOLDER: how many messages there are, and their size in bytes."""
        words = (await self._say(b"STAT", Stage.FOLDER, self._limits.mailbox)).split()
        return _number(words, 1), _number(words, 2)

    async def uidl(self, number: int) -> str:
        """What names a message in every session (RFC 1939 section 7)."""
        return (await self._say(b"UIDL %d" % number)).split(maxsplit=2)[-1].decode("utf-8", "replace").strip()

    async def size(self, number: int) -> int:
        """The size of a message in bytes."""
        return _number((await self._say(b"LIST %d" % number)).split(), 2)

    async def uidls(self) -> dict[int, str]:
        """The UIDLs of all messages by number."""
        return dict(await self._listing(b"UIDL"))

    async def sizes(self) -> dict[int, int]:
        """The sizes of all messages in bytes by number."""
        # Some servers add to the size what only they understand (RFC 1939 section 5).
        listed = [(number, value.split(maxsplit=1)[0]) for number, value in await self._listing(b"LIST") if value]
        return {number: int(size) for number, size in listed if NUMBER.fullmatch(size)}

    async def header(self, number: int) -> bytearray:
        """The header of a message; nothing is marked as read."""
        return await self._content(b"TOP %d 0" % number, 0)

    async def message(self, number: int, size: int) -> bytearray:
        """A whole message; `size`, in bytes, sets the time limit."""
        return await self._content(b"RETR %d" % number, size)

    async def download(self, number: int, size: int, file: BinaryIO) -> None:
        """Writes a whole message to a buffered file as it arrives, and keeps nothing of it.

        `size`, in bytes, sets the time limit. Raises the OSError of a file that refuses, and ends the connection then.
        """
        with Spool(file) as spool:
            pour = lambda: self._connected.pour(b"RETR %d" % number, spool.write)  # noqa: E731
            await self._call(Stage.MESSAGES, pour, self._limits.download(size))

    async def delete(self, number: int) -> None:
        """Marks a message to be deleted by `commit`."""
        await self._say(b"DELE %d" % number)

    async def commit(self) -> None:
        """Takes leave, which is when the server deletes; without it nothing is deleted."""
        await self._say(b"QUIT")
        self.abort()

    async def close(self) -> None:
        """Takes leave, shortly."""
        try:
            if not self.closed:
                async with asyncio.timeout(self._limits.farewell):
                    await self.commit()
        except (MailError, TimeoutError):
            pass
        finally:
            self.abort()

    def abort(self) -> None:
        """Ends everything at once, without a word to the server."""
        if self._socket:
            self._socket.close()
            self._socket = None
        if self._wire:
            self._wire.abort()

    @property
    def _connected(self) -> Pop3Wire:
        return cast("Pop3Wire", self._wire)

    async def _say(self, line: bytes, stage: Stage = Stage.MESSAGES, limit: float = 0) -> bytes:
        return await self._call(stage, lambda: self._connected.say(line), limit)

    async def _content(self, line: bytes, size: int) -> bytearray:
        return await self._call(Stage.MESSAGES, lambda: self._connected.content(line), self._limits.download(size))

    async def _listing(self, line: bytes) -> list[tuple[int, str]]:
        listed = await self._call(Stage.MESSAGES, lambda: self._connected.lines(line), self._limits.download(0))
        pairs = (entry.partition(" ") for entry in listed)
        return [(int(number), value.strip()) for number, _, value in pairs if NUMBER.fullmatch(number)]

    async def _call(self, stage: Stage, work: Callable[[], T], limit: float = 0) -> T:
        async with self._during(stage, limit or self._limits.reply):
            if self.closed:
                raise ConnectionLost(stage, "")
            try:
                return await run_detached(self._connected.during, work)
            except RefusedError as error:
                raise ServerRefused(stage, said(error.args[0])) from None
            except TimeoutError as error:
                self.abort()
                raise TimedOut(stage, self._limits.mailbox) from error


def _number(words: list[bytes], index: int) -> int:
    return int(words[index]) if len(words) > index and words[index].isdigit() else 0
