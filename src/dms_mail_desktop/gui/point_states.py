"""How a configuration point stands, as far as this session and the keyring know."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum

from dms_mail_desktop.errors import (
    ConnectFailed,
    ConnectionLost,
    MailDesktopError,
    NameNotResolved,
    PasswordMissing,
    RegistrationIncomplete,
    SignInBlocked,
    SignInLoss,
    SignInRequired,
    TimedOut,
)
from dms_mail_desktop.gui.form_faults import faults_of
from dms_mail_desktop.gui.states import StateIcon
from dms_mail_desktop.mail.mailbox_probe import MailboxResult
from dms_mail_desktop.models import AuthMethod, Point, Registration
from dms_mail_desktop.oauth.account import Account, SignInState, account_key
from dms_mail_desktop.oauth.provider import Provider
from dms_mail_desktop.rules import Strictness

ACCESS = ("account_type", "host", "port", "encryption", "auth_method", "login", "mailbox", "folder")
"""The fields that decide whether an earlier check still says something."""
NEVER = SignInState(None, SignInLoss.NEVER)


class PointState(StrEnum):
    """The states of the list; the value is the key of their words."""

    OFF = "off"
    INCOMPLETE = "incomplete"
    SIGN_IN = "sign_in"
    BLOCKED = "blocked"
    PASSWORD = "password"  # noqa: S105 - a state
    NO_CONNECTION = "no_connection"
    FAILED = "failed"
    WORKS = "works"
    UNCHECKED = "unchecked"


ICONS = {
    PointState.OFF: StateIcon.OFF,
    PointState.INCOMPLETE: StateIcon.WARNING,
    PointState.SIGN_IN: StateIcon.WARNING,
    PointState.BLOCKED: StateIcon.BLOCKED,
    PointState.PASSWORD: StateIcon.WARNING,
    PointState.NO_CONNECTION: StateIcon.ERROR,
    PointState.FAILED: StateIcon.ERROR,
    PointState.WORKS: StateIcon.SUCCESS,
    PointState.UNCHECKED: StateIcon.NONE,
}

AFTER_FAILURE = (
    (SignInBlocked, PointState.BLOCKED),
    (SignInRequired | RegistrationIncomplete, PointState.SIGN_IN),
    (PasswordMissing, PointState.PASSWORD),
    (NameNotResolved | ConnectFailed | ConnectionLost | TimedOut, PointState.NO_CONNECTION),
)
"""What a failed check says of its point; the first that fits."""


@dataclass(frozen=True, slots=True)
class Check:
    """A check of a mailbox: with which values, what it found, and when it ended."""

    point: Point
    result: MailboxResult
    at: datetime = field(default_factory=lambda: datetime.now(UTC))

    def concerns(self, point: Point) -> bool:
        """Whether the point still reaches its mailbox with the values that were checked."""
        return all(getattr(self.point, name) == getattr(point, name) for name in ACCESS)


@dataclass(frozen=True, slots=True)
class Standing:
    """A point's state with what explains it."""

    state: PointState
    check: Check | None = None
    sign_in: SignInState | None = None

    @property
    def error(self) -> MailDesktopError | None:
        """What the last check failed with."""
        return self.check.result.error if self.check is not None else None


class Standings:
    """What is known of all points: the sign-ins of the keyring, and the checks of this session."""

    def __init__(self) -> None:
        self.registration = Registration()
        self._checks: dict[str, Check] = {}
        self._accounts: dict[str, Account] | None = None

    def learn_accounts(self, accounts: Iterable[Account] | None) -> None:
        """Takes over what the keyring holds; None when it cannot be read."""
        self._accounts = None if accounts is None else {account.key: account for account in accounts}

    def learn_check(self, check: Check) -> None:
        """Takes over the outcome of a check."""
        self._checks[check.point.id] = check

    def check_of(self, point: Point) -> Check | None:
        """The last check that still says something about the point."""
        check = self._checks.get(point.id)
        return check if check is not None and check.concerns(point) else None

    def of(self, point: Point) -> Standing:
        """How the point stands."""
        check, sign_in = self.check_of(point), self._sign_in(point)
        if not point.active:
            return Standing(PointState.OFF, check, sign_in)
        if faults_of(Point, dict(point), Strictness.USE):
            return Standing(PointState.INCOMPLETE)
        if sign_in is not None and sign_in.loss is not None:
            state = PointState.BLOCKED if sign_in.blocked else PointState.SIGN_IN
            return Standing(state, check, sign_in)
        return Standing(_state_after(check), check, sign_in)

    def _sign_in(self, point: Point) -> SignInState | None:
        """The sign-in of the point's login; None where it needs none or nothing is known."""
        if point.auth_method is not AuthMethod.OAUTH2 or self._accounts is None:
            return None
        try:
            key = account_key(Provider.of(self.registration), point.login)
        except RegistrationIncomplete:
            return NEVER
        account = self._accounts.get(key)
        return SignInState.of(account) if account is not None else NEVER


def _state_after(check: Check | None) -> PointState:
    if check is None:
        return PointState.UNCHECKED
    error = check.result.error
    if error is None:
        return PointState.WORKS
    return next((state for kinds, state in AFTER_FAILURE if isinstance(error, kinds)), PointState.FAILED)
