"""What a point's account asks of every mailbox protocol: encryption, identity, and whose certificate was refused."""

import asyncio
import ssl
from dataclasses import dataclass, replace
from typing import Protocol

from dms_mail_desktop.credentials import BearerToken, Credential
from dms_mail_desktop.errors import ClearTextRefused, MailError, Reply, Stage, TlsFailed, TlsFault
from dms_mail_desktop.mail.connect import Endpoint, encryption_in_use
from dms_mail_desktop.mail.limits import TimeLimits
from dms_mail_desktop.mail.smtp_text import LENGTH_LIMIT, UNPRINTABLE
from dms_mail_desktop.mail.xoauth2 import require_token_host
from dms_mail_desktop.models import AuthMethod, Encryption, Point
from dms_mail_desktop.tls_facts import tls_facts

NAMEABLE = (TlsFault.UNTRUSTED, TlsFault.EXPIRED, TlsFault.HOST_MISMATCH)


@dataclass(frozen=True, slots=True)
class MailboxGreeting:
    """How the server introduced itself; the mechanisms in `auth_methods` carry their bare names."""

    text: str
    capabilities: tuple[str, ...]
    auth_methods: tuple[str, ...]


class Connecting(Protocol):
    """The beginning of a session, as far as its certificate."""

    async def connect(self) -> Endpoint:
        """Opens the connection."""

    async def secure(self) -> ssl.SSLObject | ssl.SSLSocket | None:
        """Shakes hands."""

    def abort(self) -> None:
        """Ends the connection at once."""


def said(octets: bytes) -> Reply:
    """A server's words, made fit to be shown."""
    return Reply(None, "", UNPRINTABLE.sub("\ufffd", octets[:LENGTH_LIMIT].decode("utf-8", "replace")).strip())


def required_encryption(point: Point) -> Encryption:
    """How the connection must be secured. Raises ClearTextRefused for clear text that nobody confirmed."""
    encryption = encryption_in_use(point.encryption, point.port)
    confirmed = point.auth_method is AuthMethod.PASSWORD and point.clear_text_confirmed
    if encryption is Encryption.NONE and not confirmed:
        raise ClearTextRefused(Stage.ENCRYPTION, point.host)
    return encryption


def require_fit(point: Point, credential: Credential, *, encrypted: bool) -> None:
    """Raises TokenHostRefused or ClearTextRefused where the credential must not go."""
    allowed = point.clear_text_confirmed
    if isinstance(credential, BearerToken):
        require_token_host(point.host, credential.mail_hosts, Stage.CREDENTIAL)
        allowed = False
    if not allowed and not encrypted:
        raise ClearTextRefused(Stage.AUTHENTICATION, point.host)


def mailbox_user(point: Point, credential: Credential) -> str:
    """Whose mailbox is asked for: with a token it may be another's, with a password it is always the login's."""
    return point.mailbox or credential.login if isinstance(credential, BearerToken) else credential.login


async def naming_certificate(error: TlsFailed, second: Connecting, limits: TimeLimits) -> TlsFailed:
    """The error with the names in the certificate that was refused; `second` reads them and sends nothing."""
    if error.fault not in NAMEABLE:
        return error
    try:
        async with asyncio.timeout(limits.second_look):
            await second.connect()
            connection = await second.secure()
            facts = tls_facts(connection) if connection else None
    except (MailError, TimeoutError):
        return error
    finally:
        second.abort()
    return replace(error, issuer=facts.issuer, subject=facts.subject) if facts else error
