"""The sandbox's SMTP server: takes mail from whoever proves an identity, and delivers it to the mailboxes here."""

import asyncio
import logging
import ssl
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime
from secrets import token_hex
from typing import cast

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from dms_mail_desktop.sandbox.gate import CHALLENGE, Entry, decoded
from dms_mail_desktop.sandbox.house import House
from dms_mail_desktop.sandbox.mailboxes import SENT
from dms_mail_desktop.sandbox.received import ReceivedMessage

UNSUCCESSFUL = "535 5.7.3 Authentication unsuccessful"
UNPROVEN = "530 5.7.57 Client not authenticated to send mail."
COMMAND_LIMIT = 12_288
"""Longest command in bytes: a token of 2.8 KB makes an AUTH line of 4 KB (RFC 4954 section 4 asks for 12,288)."""
SIZE_LIMIT = 35 * 1024 * 1024
"""Largest message in bytes, as Exchange Online's default."""

# At WARNING it reports each use of its own attributes, at DEBUG it writes messages and tokens.
logging.getLogger("mail.log").setLevel(logging.CRITICAL)


class Handler:
    """The hooks of aiosmtpd, whose names they carry."""

    def __init__(self, house: House) -> None:
        self._house = house

    async def auth_XOAUTH2(self, server: SMTP, args: list[str]) -> AuthResult:  # noqa: N802
        """One-step and two-step XOAUTH2."""
        response = decoded(args[1]) if len(args) > 1 else await server.challenge_auth("")
        if not isinstance(response, bytes):
            return _refused("501 5.5.2 Cannot decode") if response is None else AuthResult(success=False, handled=True)
        await asyncio.sleep(self._house.faults.delay)
        entry = self._house.gate.xoauth2(response, "SMTP.Send", shared=False)
        if self._house.faults.challenge and (entry is None or self._house.faults.smtp_auth):
            await server.challenge_auth(CHALLENGE.encode(), encode_to_b64=False)
        return self._result(entry)

    def check_password(
        self, _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, given: LoginPassword
    ) -> AuthResult:
        """PLAIN and LOGIN."""
        login, password = (value.decode("utf-8", "replace") for value in given)
        return self._result(self._house.gate.password(login, password))

    def _result(self, entry: Entry | None) -> AuthResult:
        if self._house.faults.smtp_auth or entry is None:
            return _refused(self._house.faults.smtp_auth or UNSUCCESSFUL)
        return AuthResult(success=True, auth_data=entry)

    async def handle_MAIL(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """The envelope's sender."""
        if self._house.faults.smtp_sender:
            return self._house.faults.smtp_sender
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 2.1.0 Sender OK"

    async def handle_RCPT(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """One recipient; addresses of the company must exist."""
        if self._house.faults.smtp_recipient:
            return self._house.faults.smtp_recipient
        if self._house.directory.is_local(address) and not self._house.directory.has_mailbox(address):
            return "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 Recipient OK"

    async def handle_DATA(self, _server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """The message: delivered, listed, and copied to the sender's sent items."""
        await asyncio.sleep(self._house.faults.delay)
        if self._house.faults.smtp_content:
            return self._house.faults.smtp_content
        entry, sender = cast("Entry", session.auth_data), envelope.mail_from or ""
        user = self._house.directory.user(entry.login)
        if user is None or not self._house.directory.may_open(user, sender):
            return f"554 5.2.252 SendAsDenied; {entry.login} not allowed to send as {sender}"
        content, now = bytes(envelope.original_content or b""), datetime.now(UTC)
        for address in dict.fromkeys(recipient.lower() for recipient in envelope.rcpt_tos):
            if address in self._house.mailboxes:
                self._house.mailboxes[address].inbox.add(content, now, set())
        self._house.mailboxes[entry.login].folders[SENT].add(content, now, {"\\Seen"})
        recipients = tuple(envelope.rcpt_tos)
        self._house.received.add(ReceivedMessage(now, sender, recipients, entry.login, entry.method, content))
        return f"250 2.0.0 OK <{token_hex(8).upper()}@sandbox.invalid> [Hostname=SANDBOX] Queued mail for delivery"


class Conversation(SMTP):
    """One connection, with lines long enough for tokens."""

    line_length_limit = COMMAND_LIMIT

    def __init__(self, handler: Handler, tls: ssl.SSLContext | None, ended: asyncio.Event) -> None:
        super().__init__(
            handler,
            data_size_limit=SIZE_LIMIT,
            enable_SMTPUTF8=True,
            hostname="localhost",
            ident="DMS Mail sandbox",
            tls_context=tls,
            require_starttls=tls is not None,
            auth_require_tls=tls is not None,
            authenticator=handler.check_password,
            loop=asyncio.get_running_loop(),
        )
        self._ended = ended
        # The library clears the table of its class with each connection.
        self.command_size_limits = defaultdict(lambda: SMTP.command_size_limit, AUTH=COMMAND_LIMIT)

    def connection_lost(self, error: Exception | None) -> None:
        """The end."""
        super().connection_lost(error)
        self._ended.set()

    async def check_auth_needed(self, caller_method: str) -> bool:  # noqa: ARG002
        """Refuses in Exchange's words; the library's own switch warns about implicit TLS."""
        if self.session is not None and self.session.authenticated:
            return False
        await self.push(UNPROVEN)
        return True


def conversations(house: House, tls: ssl.SSLContext | None) -> Callable[[asyncio.Event], Conversation]:
    """Makes a conversation for each connection; with `tls` STARTTLS is required."""
    handler = Handler(house)
    return lambda ended: Conversation(handler, tls, ended)


def _refused(reply: str) -> AuthResult:
    return AuthResult(success=False, handled=False, message=reply)
