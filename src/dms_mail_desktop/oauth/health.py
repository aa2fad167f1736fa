"""How an account is doing, and when it must be used to stay alive."""

from datetime import datetime, timedelta
from enum import StrEnum

from dms_mail_desktop.errors import SignInLoss, SignInRequired
from dms_mail_desktop.oauth.account import Account

EXPIRES_SOON = timedelta(days=14)
"""How long before an unused sign-in dies somebody is warned: two weekly renewals have failed by then."""
KEEP_ALIVE = timedelta(days=7)
"""How long a sign-in may go unused before it is renewed: Microsoft ends it after 90 days without use."""
RETRY = timedelta(hours=6)
"""How often a renewal that failed is tried again."""


class Health(StrEnum):
    """The states of an account."""

    OK = "ok"
    EXPIRING = "expiring"
    REQUIRED = "required"
    BLOCKED = "blocked"


NEEDS_SIGN_IN = (Health.REQUIRED, Health.BLOCKED)
"""Nothing works with such an account until somebody acts."""


def health_of(account: Account, now: datetime) -> Health:
    """How the account is doing, from what is remembered of it."""
    if account.lost is not None:
        return Health.BLOCKED if account.blocked else Health.REQUIRED
    until = account.usable_until
    if until is None:
        return Health.OK
    if until <= now:
        return Health.REQUIRED
    return Health.EXPIRING if until - now <= EXPIRES_SOON else Health.OK


def days_left(account: Account, now: datetime) -> int | None:
    """Whole days until the sign-in dies unless it is used; None when that is unknown or over."""
    until = account.usable_until
    return (until - now).days if until is not None and until > now and account.lost is None else None


def refusal_of(account: Account, now: datetime) -> SignInRequired | None:
    """Why a sign-in is needed, as an error to explain; None while none is."""
    if account.lost is not None:
        return account.refusal()
    over = health_of(account, now) is Health.REQUIRED
    return SignInRequired(account.username, SignInLoss.EXPIRED) if over else None


def needs_use(account: Account, now: datetime) -> bool:
    """Whether the account should be renewed so that it does not die of disuse; a lost one is a person's matter."""
    used = account.refreshed_at
    return account.lost is None and used is not None and now - used >= KEEP_ALIVE
