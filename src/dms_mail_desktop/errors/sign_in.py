"""A sign-in, or the use of one, failed."""

from dataclasses import dataclass
from enum import StrEnum

from dms_mail_desktop.errors.family import MailDesktopError
from dms_mail_desktop.errors.network import NetworkFault, TlsFault


class SignInLoss(StrEnum):
    """Why a sign-in is needed."""

    NEVER = "never"
    EXPIRED = "expired"
    REVOKED = "revoked"
    SECRET_LOST = "secret_lost"  # noqa: S105 - a reason
    INTERACTION = "interaction"


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
    """The identity provider could not be asked; says nothing about the sign-in itself.

    `beneath` is what exactly failed with a proxy or with TLS, `proxy` the one on the way, `issuer` who signed the
    certificate that was not trusted.
    """

    host: str
    fault: NetworkFault
    detail: str
    retry_after: float | None = None
    beneath: NetworkFault | TlsFault | None = None
    proxy: str = ""
    issuer: str = ""


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
    """No port on this computer could be opened for the browser's answer; `code` is the system's number for why."""

    detail: str
    code: int | None = None


@dataclass(eq=False)
class SignInRequired(SignInError):
    """No token can be had for `username` without a new sign-in."""

    username: str
    loss: SignInLoss
    answer: ProviderAnswer | None = None


@dataclass(eq=False)
class SignInBlocked(SignInRequired):
    """A new sign-in alone will not help: a policy or an administrator stands in the way."""
