"""A conversation with a mail server failed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from dms_mail_desktop.errors.family import MailDesktopError
from dms_mail_desktop.errors.network import NetworkFault, TlsFault


class Stage(StrEnum):
    """The steps of a conversation with a mail server, in their order."""

    ADDRESS = "address"
    CONNECTION = "connection"
    ENCRYPTION = "encryption"
    GREETING = "greeting"
    CREDENTIAL = "credential"
    AUTHENTICATION = "authentication"
    SENDER = "sender"
    RECIPIENTS = "recipients"
    CONTENT = "content"
    FOLDERS = "folders"
    FOLDER = "folder"
    MESSAGES = "messages"


@dataclass(frozen=True, slots=True)
class Reply:
    """What a mail server said: reply code (None for IMAP and POP3), enhanced status code or "", its text."""

    code: int | None
    enhanced: str
    text: str


@dataclass(eq=False)
class MailError(MailDesktopError):
    """A conversation with a mail server failed at `stage`."""

    stage: Stage


@dataclass(eq=False)
class NameNotResolved(MailError):
    """The name service has no address for `host`; `code` is the system's number for why, if it gave one."""

    host: str
    detail: str
    code: int | None = None


@dataclass(eq=False)
class ConnectFailed(MailError):
    """No TCP connection; `tried` are the addresses that were tried."""

    host: str
    port: int
    fault: NetworkFault
    tried: tuple[str, ...]
    detail: str


@dataclass(eq=False)
class ConnectionLost(MailError):
    """The server ended the connection; `detail` is its last word, if any."""

    detail: str


@dataclass(eq=False)
class TimedOut(MailError):
    """The server did not answer within `seconds`."""

    seconds: float


@dataclass(eq=False)
class TlsFailed(MailError):
    """The TLS handshake failed; `issuer` and `subject` are those of the certificate seen, or ""."""

    fault: TlsFault
    detail: str
    issuer: str = ""
    subject: str = ""


@dataclass(eq=False)
class TlsNotOffered(MailError):
    """STARTTLS is required and the server does not offer it."""

    host: str
    port: int


@dataclass(eq=False)
class ClearTextRefused(MailError):
    """A credential was not sent because the connection is not encrypted."""

    host: str


@dataclass(eq=False)
class TokenHostRefused(MailError):
    """The token was not sent because `host` is not a mail host of its cloud."""

    host: str
    allowed: tuple[str, ...]


@dataclass(eq=False)
class AuthNotOffered(MailError):
    """The server does not offer the method; `offered` are those it does."""

    method: str
    offered: tuple[str, ...]


@dataclass(eq=False)
class ServerRefused(MailError):
    """The server refused a command; `challenge` is the decoded SASL error, if it sent one."""

    reply: Reply
    challenge: Mapping[str, str] = field(default_factory=dict)


class TokenFault(StrEnum):
    """What is wrong with an access token."""

    AUDIENCE = "audience"
    PERMISSION = "permission"
    USER = "user"
    EXPIRED = "expired"


@dataclass(eq=False)
class TokenUnfit(MailError):
    """The server refused a token that could not do: `needed` is what it lacks, `found` what it has; `reply` as sent."""

    fault: TokenFault
    needed: str
    found: str
    reply: Reply


@dataclass(eq=False)
class RecipientsRefused(MailError):
    """No recipient was accepted."""

    replies: Mapping[str, Reply]


@dataclass(eq=False)
class MessageTooLarge(MailError):
    """The message has `size` bytes and the server takes `limit`."""

    size: int
    limit: int


@dataclass(eq=False)
class LoginNotAscii(MailError):
    """The login holds characters that the protocol cannot carry."""

    login: str


@dataclass(eq=False)
class OutcomeUncertain(MailError):
    """The connection broke after the content was sent: the server may have accepted the message."""

    message_id: str
