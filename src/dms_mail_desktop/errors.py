"""The family of errors: facts only, no sentences for people (`wording` has those).

MailDesktopError
├── SettingsError
│   ├── SettingsDamaged: ImportDamaged
│   └── SettingsTooNew · SettingsReadOnly · SettingsChanged · SettingsUnwritable · SettingsMissing
├── VaultError: KeyringMissing · KeyringRefused · KeyringLocked · KeyringSilent · KeyringFailed · SecretDamaged
├── SignInError
│   ├── RegistrationIncomplete · MetadataRejected · AddressRefused · ProviderUnreachable
│   ├── ProviderRefused: ConsentRefused · TenantUnknown · ClientUnknown
│   ├── AnswerRejected · SignInTimedOut · SignInStopped · ListenerFailed
│   └── SignInRequired: SignInBlocked
├── PasswordMissing
└── MailError (with the stage it happened at)
    ├── NameNotResolved · ConnectFailed · ConnectionLost · TimedOut
    ├── TlsFailed · TlsNotOffered · ClearTextRefused · TokenHostRefused
    ├── AuthNotOffered · ServerRefused · RecipientsRefused · MessageTooLarge · LoginNotAscii
    └── OutcomeUncertain
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path


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


class TlsFault(StrEnum):
    """Why a TLS handshake failed."""

    UNTRUSTED = "untrusted"
    HOST_MISMATCH = "host_mismatch"
    EXPIRED = "expired"
    NOT_TLS = "not_tls"
    PROTOCOL = "protocol"
    OTHER = "other"


class NetworkFault(StrEnum):
    """Why no conversation came about."""

    REFUSED = "refused"
    UNREACHABLE = "unreachable"
    TIMED_OUT = "timed_out"
    NAME = "name"
    TLS = "tls"
    PROXY = "proxy"
    SERVER_BUSY = "server_busy"
    OTHER = "other"


class SignInLoss(StrEnum):
    """Why a sign-in is needed."""

    NEVER = "never"
    EXPIRED = "expired"
    REVOKED = "revoked"
    SECRET_LOST = "secret_lost"  # noqa: S105 - a reason
    INTERACTION = "interaction"


@dataclass(frozen=True, slots=True)
class Reply:
    """What a mail server said: reply code (None for IMAP and POP3), enhanced status code or "", its text."""

    code: int | None
    enhanced: str
    text: str


@dataclass(frozen=True, slots=True)
class ProviderAnswer:
    """An error answer of the identity provider (RFC 6749 section 5.2), cleaned and cut to a length a person reads.

    `codes` are the AADSTS numbers; `timestamp` is the provider's own text.
    """

    error: str
    suberror: str = ""
    description: str = ""
    codes: tuple[int, ...] = ()
    correlation_id: str = ""
    trace_id: str = ""
    timestamp: str = ""


class MailDesktopError(Exception):
    """The root of the family; `str()` is a terse line for a log and never holds a secret."""

    def __str__(self) -> str:
        facts = ", ".join(f"{name}={value!r}" for name, value in vars(self).items())
        return f"{type(self).__name__}({facts})"


@dataclass(eq=False)
class SettingsError(MailDesktopError):
    """The settings file at `path` cannot be used as asked."""

    path: Path


@dataclass(eq=False)
class SettingsDamaged(SettingsError):
    """The file is no valid settings document; `detail` names the place, `backup` is the last good version."""

    detail: str
    backup: Path | None = None


@dataclass(eq=False)
class ImportDamaged(SettingsDamaged):
    """The file that was to be imported is no valid settings document."""


@dataclass(eq=False)
class SettingsMissing(SettingsError):
    """There is no file to import."""


@dataclass(eq=False)
class SettingsTooNew(SettingsError):
    """The file was written by a newer program."""

    found: int
    known: int


@dataclass(eq=False)
class SettingsReadOnly(SettingsError):
    """A save was refused because the file was opened read-only."""


@dataclass(eq=False)
class SettingsChanged(SettingsError):
    """The file was changed by another program since it was read."""


@dataclass(eq=False)
class SettingsUnwritable(SettingsError):
    """The operating system refused to read, lock or write the file."""

    detail: str


@dataclass(eq=False)
class VaultError(MailDesktopError):
    """The operating system's keyring cannot be used; `backend` is its name."""

    backend: str


@dataclass(eq=False)
class KeyringMissing(VaultError):
    """There is no keyring on this computer or in this session."""


@dataclass(eq=False)
class KeyringRefused(VaultError):
    """The keyring would not protect a secret (null, plain text)."""


@dataclass(eq=False)
class KeyringLocked(VaultError):
    """The keyring is locked and was not unlocked."""


@dataclass(eq=False)
class KeyringSilent(VaultError):
    """The keyring did not answer within `seconds`."""

    seconds: float


@dataclass(eq=False)
class KeyringFailed(VaultError):
    """The keyring reported an error of its own."""

    detail: str
    code: int | None = None


@dataclass(eq=False)
class SecretDamaged(VaultError):
    """The stored parts of the secret `name` do not fit together."""

    name: str


class SignInError(MailDesktopError):
    """A sign-in, or the use of one, failed."""


@dataclass(eq=False)
class RegistrationIncomplete(SignInError):
    """The application's registration lacks the named fields."""

    missing: tuple[str, ...]


@dataclass(eq=False)
class MetadataRejected(SignInError):
    """The provider's metadata broke `rule` (RFC 8414 section 3.3); `found` is the offending value."""

    url: str
    rule: str
    found: str


@dataclass(eq=False)
class AddressRefused(SignInError):
    """The sign-in page is not on a host of the chosen cloud, so the browser was not opened."""

    host: str
    allowed: tuple[str, ...]


@dataclass(eq=False)
class ProviderUnreachable(SignInError):
    """The identity provider could not be asked; says nothing about the sign-in itself."""

    host: str
    fault: NetworkFault
    detail: str
    retry_after: float | None = None


@dataclass(eq=False)
class ProviderRefused(SignInError):
    """The identity provider answered with an error."""

    answer: ProviderAnswer


@dataclass(eq=False)
class ConsentRefused(ProviderRefused):
    """The person pressed "Nie" or cancelled at the provider."""


@dataclass(eq=False)
class TenantUnknown(ProviderRefused):
    """The provider knows no such tenant."""

    tenant: str


@dataclass(eq=False)
class ClientUnknown(ProviderRefused):
    """The provider knows no such application in this tenant."""

    client_id: str


@dataclass(eq=False)
class AnswerRejected(SignInError):
    """The answer in the browser broke `rule` (state, nonce, iss, tid, repeated parameter) and was not used."""

    rule: str


@dataclass(eq=False)
class SignInTimedOut(SignInError):
    """Nobody finished signing in within `seconds`."""

    seconds: float


class SignInStopped(SignInError):
    """The attempt was stopped by the user or replaced by a newer one."""


@dataclass(eq=False)
class ListenerFailed(SignInError):
    """No port on this computer could be opened for the browser's answer."""

    detail: str


@dataclass(eq=False)
class SignInRequired(SignInError):
    """No token can be had for `username` without a new sign-in."""

    username: str
    loss: SignInLoss
    answer: ProviderAnswer | None = None


@dataclass(eq=False)
class SignInBlocked(SignInRequired):
    """A new sign-in alone will not help: a policy or an administrator stands in the way."""


@dataclass(eq=False)
class PasswordMissing(MailDesktopError):
    """No password is stored for this login at this host."""

    login: str
    host: str


@dataclass(eq=False)
class MailError(MailDesktopError):
    """A conversation with a mail server failed at `stage`."""

    stage: Stage


@dataclass(eq=False)
class NameNotResolved(MailError):
    """The name service has no address for `host`."""

    host: str
    detail: str


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
