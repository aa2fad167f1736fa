"""One conversation with an IMAP server, stage by stage (RFC 3501)."""

import asyncio
import re
import socket
import ssl
from contextlib import suppress
from typing import Any, cast

from dms_mail_desktop.credentials import Credential
from dms_mail_desktop.errors import Reply, ServerRefused, Stage, TimedOut, TlsFailed, TlsNotOffered
from dms_mail_desktop.mail.connect import Endpoint, ascii_host, open_socket, resolve
from dms_mail_desktop.mail.imap_auth import auth_methods, prove_identity
from dms_mail_desktop.mail.imap_folder import FolderFacts, ImapFolder
from dms_mail_desktop.mail.imap_folders import Folder, folders
from dms_mail_desktop.mail.imap_names import quoted_name
from dms_mail_desktop.mail.imap_values import UnreadableError
from dms_mail_desktop.mail.imap_wire import USUAL, Outcome, Reading, Wire
from dms_mail_desktop.mail.limits import DEFAULT_LIMITS, TimeLimits
from dms_mail_desktop.mail.mailbox_access import (
    MailboxGreeting,
    mailbox_user,
    naming_certificate,
    require_fit,
    required_encryption,
    said,
)
from dms_mail_desktop.mail.watch import Watch
from dms_mail_desktop.models import Encryption, Point
from dms_mail_desktop.tls_facts import unverified_context
from dms_mail_desktop.transcripts import NOBODY, Transcript

GREETING = re.compile(rb"\* +OK\b", re.IGNORECASE)
CAPABILITY = re.compile(rb"\[CAPABILITY ([^\]]*)\]", re.IGNORECASE)
NONE_YET = frozenset[str]()


class ImapSession:
    """One connection. Each method is one stage, called in the order of `Stage`, and raises MailError with that stage.

    `seconds` tells how long each stage took. With STARTTLS the greeting comes while `secure` runs; its time and its
    errors are those of the greeting. A command that takes too long or is cancelled ends the connection.
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
        self._wire = Wire(transcript)
        self._greeting = b""
        self._capabilities = NONE_YET
        self._during = Watch(self.abort, lambda _: False)
        self.seconds = self._during.seconds

    @property
    def closed(self) -> bool:
        """Whether nothing can be said on this connection: not yet, or no more."""
        return self._wire.closed

    @property
    def capabilities(self) -> frozenset[str]:
        """What the server can do, in upper case."""
        return self._capabilities

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

    async def secure(self) -> ssl.SSLObject | None:
        """ENCRYPTION: TLS, or None on a connection without it that was confirmed. Never falls back to clear text."""
        host = ascii_host(self._point.host)
        try:
            encryption = required_encryption(self._point)
            connection, self._socket = cast("socket.socket", self._socket), None
            async with self._during(Stage.ENCRYPTION, self._limits.handshake):
                await self._wire.open(connection, self._context if encryption is Encryption.TLS else None, host)
            if encryption is Encryption.STARTTLS:
                await self._start_tls(host)
        except TlsFailed as error:
            second = ImapSession(self._point, unverified_context(), self._limits)
            second._endpoints = self._endpoints
            raise await naming_certificate(error, second, self._limits) from error
        except BaseException:
            self.abort()
            raise
        return cast("ssl.SSLObject | None", self._wire.fact("ssl_object"))

    async def _start_tls(self, host: str) -> None:
        await self.greet()
        if "STARTTLS" not in self._capabilities:
            raise TlsNotOffered(Stage.ENCRYPTION, self._point.host, self._point.port)
        await self.command(Stage.ENCRYPTION, "STARTTLS")
        self._capabilities = NONE_YET
        async with self._during(Stage.ENCRYPTION, self._limits.handshake):
            await self._wire.start_tls(self._context, host)

    async def greet(self) -> MailboxGreeting:
        """GREETING: the server's greeting and what it can do; a farewell or a foreign protocol raises ServerRefused."""
        if not self._greeting:
            async with self._during(Stage.GREETING, self._limits.reply):
                self._greeting = await self._wire.greeting()
            # PREAUTH too: whoever is already signed in there was not asked who he is.
            if not GREETING.match(self._greeting):
                self.abort()
                raise ServerRefused(Stage.GREETING, said(self._greeting.removeprefix(b"* ")))
            self._learn(self._greeting)
        if not self._capabilities:
            self._learn_from(await self.command(Stage.GREETING, "CAPABILITY"))
        text = said(CAPABILITY.sub(b"", GREETING.sub(b"", self._greeting))).text
        return MailboxGreeting(text, tuple(sorted(self._capabilities)), auth_methods(self._capabilities))

    async def authenticate(self, credential: Credential) -> tuple[str, Reply]:
        """AUTHENTICATION: one attempt; returns its method and the server's words. A token goes only where it may."""
        require_fit(self._point, credential, encrypted=self._wire.fact("ssl_object") is not None)

        async def run(*words: str, **answers: Any) -> Outcome:
            async with self._during(Stage.AUTHENTICATION, self._limits.reply):
                return await self._wire.run(*words, **answers)

        user = mailbox_user(self._point, credential)
        method, outcome = await prove_identity(run, self._capabilities, credential, user)
        self._wire.entered()
        self._capabilities = NONE_YET
        self._learn_from(outcome)
        if not self._capabilities:
            with suppress(ServerRefused):
                self._learn_from(await self.command(Stage.AUTHENTICATION, "CAPABILITY"))
        return method, outcome.reply

    async def folders(self) -> tuple[Folder, ...]:
        """FOLDERS: all folders, and what they are for."""
        told_on_request = {"SPECIAL-USE", "LIST-EXTENDED"} <= self._capabilities
        extended = ("RETURN (SPECIAL-USE)",) if told_on_request else ()
        outcome = await self.command(Stage.FOLDERS, "LIST", '""', '"*"', *extended, limit=self._limits.mailbox)
        return folders(outcome.of_kind("LIST"))

    async def unseen(self, name: str) -> int | None:
        """FOLDER: how many messages of a folder that is not open nobody has read; None if the server does not tell."""
        with suppress(ServerRefused, UnreadableError):
            words = ("STATUS", quoted_name(name), "(UNSEEN)")
            outcome = await self.command(Stage.FOLDER, *words, limit=self._limits.mailbox)
            for response in outcome.of_kind("STATUS"):
                facts = response.values()[-1]
                if isinstance(facts, list) and len(facts) == 2 and isinstance(facts[1], bytes) and facts[1].isdigit():
                    return int(facts[1])
        return None

    async def open_folder(self, name: str, *, read_only: bool = True) -> ImapFolder:
        """FOLDER: opens a folder, and closes the one before. Raises ValueError for what is no folder name."""
        words = ("EXAMINE" if read_only else "SELECT", quoted_name(name))
        self._wire.opened(folder=False)
        outcome = await self.command(Stage.FOLDER, *words, limit=self._limits.mailbox)
        self._wire.opened(folder=True)
        return ImapFolder(self, FolderFacts.of(name, outcome, read_only=read_only), self._limits)

    async def command(
        self,
        stage: Stage,
        name: str,
        *arguments: str,
        prefix: str = "",
        limit: float | None = None,
        reading: Reading = USUAL,
    ) -> Outcome:
        """Says one command within `limit` seconds. NO and BAD raise ServerRefused."""
        async with self._during(stage, limit or self._limits.reply):
            try:
                outcome = await self._wire.run(name, *arguments, prefix=prefix, reading=reading)
            except TimeoutError as error:
                self.abort()
                raise TimedOut(stage, reading.silence or 0) from error
        if outcome.status != "OK":
            raise ServerRefused(stage, outcome.reply)
        return outcome

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

    def abort(self) -> None:
        """Ends everything at once, without a word to the server."""
        if self._socket:
            self._socket.close()
            self._socket = None
        self._wire.abort()

    def _learn(self, text: bytes) -> None:
        if found := CAPABILITY.search(text):
            self._capabilities = frozenset(found[1].decode("ascii", "replace").upper().split())

    def _learn_from(self, outcome: Outcome) -> None:
        self._learn(outcome.words)
        for response in outcome.of_kind("CAPABILITY"):
            self._capabilities = frozenset(response.parts[0].decode("ascii", "replace").upper().split())
