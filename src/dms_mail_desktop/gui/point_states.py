"""How a configuration point stands, as far as this session, the keyring and the ledger know."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum

from dms_mail_desktop.errors import (
    AfterActionFailed,
    ConnectFailed,
    ConnectionLost,
    MailDesktopError,
    NameNotResolved,
    PasswordMissing,
    PointError,
    ProviderUnreachable,
    RegistrationIncomplete,
    SignInBlocked,
    SignInError,
    SignInLoss,
    SignInRequired,
    TimedOut,
)
from dms_mail_desktop.gui.form_faults import faults_of
from dms_mail_desktop.gui.point_records import failure_of
from dms_mail_desktop.gui.point_runs import Activity, PointRuns
from dms_mail_desktop.gui.states import StateIcon
from dms_mail_desktop.mail.mailbox_probe import MailboxResult
from dms_mail_desktop.models import AuthMethod, Point, Registration
from dms_mail_desktop.oauth.account import Account, SignInState, account_key
from dms_mail_desktop.oauth.provider import Provider
from dms_mail_desktop.points.facts import PointRecord, RunResult
from dms_mail_desktop.rules import Fault, Strictness

ACCESS = ("account_type", "host", "port", "encryption", "auth_method", "login", "mailbox", "folder")
"""The fields that decide whether an earlier check still says something."""
NEVER = SignInState(None, SignInLoss.NEVER)


class PointState(StrEnum):
    """The states of the list; the value is the key of their words."""

    OFF = "off"
    INCOMPLETE = "incomplete"
    HALF_PATH = "half_path"
    """The folder for documents is given by a path that does not say where it begins."""
    SIGN_IN = "sign_in"
    BLOCKED = "blocked"
    PASSWORD = "password"  # noqa: S105 - a state
    NO_CONNECTION = "no_connection"
    FAILED = "failed"
    ATTENTION = "attention"
    """It works, but messages or their after-action need a person."""
    RUNNING = "running"
    WORKS = "works"
    UNCHECKED = "unchecked"


ICONS = {
    PointState.OFF: StateIcon.OFF,
    PointState.INCOMPLETE: StateIcon.WARNING,
    PointState.HALF_PATH: StateIcon.WARNING,
    PointState.SIGN_IN: StateIcon.WARNING,
    PointState.BLOCKED: StateIcon.BLOCKED,
    PointState.PASSWORD: StateIcon.WARNING,
    PointState.NO_CONNECTION: StateIcon.ERROR,
    PointState.FAILED: StateIcon.ERROR,
    PointState.ATTENTION: StateIcon.WARNING,
    PointState.RUNNING: StateIcon.RUNNING,
    PointState.WORKS: StateIcon.SUCCESS,
    PointState.UNCHECKED: StateIcon.NONE,
}

AFTER_FAILURE = (
    (SignInBlocked, PointState.BLOCKED),
    (SignInRequired | RegistrationIncomplete, PointState.SIGN_IN),
    (PasswordMissing, PointState.PASSWORD),
    (NameNotResolved | ConnectFailed | ConnectionLost | TimedOut | ProviderUnreachable, PointState.NO_CONNECTION),
    (AfterActionFailed, PointState.ATTENTION),
    (MailDesktopError, PointState.FAILED),
)
"""What a failed check or run says of its point; the first that fits."""


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
    """A point's state with what explains it; `check` or `run` is what decided it, neither if something else did."""

    state: PointState
    check: Check | None = None
    run: RunResult | None = None
    sign_in: SignInState | None = None
    record: PointRecord | None = None
    activity: Activity | None = None
    trouble: MailDesktopError | None = None
    """Why nothing is known of any run."""
    busy: bool = False
    """The last run of this window found another one under way and did nothing."""

    @property
    def tried(self) -> bool:
        """Whether a check or a run, or that there can be none, decided the state."""
        return self.check is not None or self.run is not None or self.trouble is not None

    @property
    def error(self) -> MailDesktopError | None:
        """What the check or the run failed with."""
        if self.check is not None:
            return self.check.result.error
        return failure_of(self.record) if self.run is not None else self.trouble


def unfitness(point: Point) -> PointState | None:
    """What keeps the point from working as it is set up; None where nothing does."""
    found = {name: fault for name, (fault, _) in faults_of(Point, dict(point), Strictness.RUN).items()}
    if not found:
        return None
    return PointState.HALF_PATH if found == {"target": Fault.FOLDER_PATH} else PointState.INCOMPLETE


class Standings:
    """What is known of all points: the sign-ins of the keyring, the checks of this session, and the runs."""

    def __init__(self, runs: PointRuns | None = None) -> None:
        self._runs = runs
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
        runs, sign_in = self._runs, self._sign_in(point)
        activity = runs.activity(point.id) if runs is not None else None
        record = runs.records.known.get(point.id) if runs is not None else None
        trouble = runs.records.error if runs is not None else None
        busy = runs is not None and runs.found_busy(point.id)
        known = Standing(PointState.RUNNING, sign_in=sign_in, record=record, activity=activity, busy=busy)
        if activity is not None:
            return known
        if not point.active:
            off = replace(known, state=PointState.OFF)
            # What a person started has an outcome, though the point does nothing by itself.
            asked = runs is not None and runs.was_asked(point.id)
            return replace(off, trouble=trouble, run=_deciding(None, record, sign_in)[1]) if asked else off
        unfit = unfitness(point)
        if unfit is not None:
            return replace(known, state=unfit)
        if sign_in is not None and sign_in.loss is not None:
            return replace(known, state=PointState.BLOCKED if sign_in.blocked else PointState.SIGN_IN)
        if trouble is not None:
            return replace(known, state=PointState.FAILED, trouble=trouble)
        check, run = _deciding(self.check_of(point), record, sign_in)
        return replace(known, state=_state_after(check, run, record), check=check, run=run)

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


def _deciding(
    check: Check | None, record: PointRecord | None, sign_in: SignInState | None
) -> tuple[Check | None, RunResult | None]:
    """What says most about the point: the later of check and run, as far as it still says something."""
    run, error = record.last_run if record is not None else None, failure_of(record)
    if run is None or (isinstance(error, SignInError) and _renewed_since(sign_in, run.ended_at)):
        return check, None
    # A check does not look at what is on this computer.
    if check is None or check.at < run.ended_at or (isinstance(error, PointError) and check.result.error is None):
        return None, run
    return check, None


def _renewed_since(sign_in: SignInState | None, moment: datetime) -> bool:
    account = sign_in.account if sign_in is not None else None
    renewed = (account.refreshed_at or account.signed_in_at) if account is not None else None
    return renewed is not None and renewed > moment


def _state_after(check: Check | None, run: RunResult | None, record: PointRecord | None) -> PointState:
    if check is None and run is None:
        return PointState.UNCHECKED
    error = check.result.error if check is not None else failure_of(record)
    if error is not None:
        return next(state for kinds, state in AFTER_FAILURE if isinstance(error, kinds))
    if (record is not None and record.waiting_aside) or (run is not None and run.tally.failed):
        return PointState.ATTENTION
    worked = record is not None and record.last_success is not None
    return PointState.UNCHECKED if run is not None and run.stopped and not worked else PointState.WORKS
