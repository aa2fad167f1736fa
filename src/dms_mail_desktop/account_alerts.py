"""Tells the system's journal of accounts in use that need somebody, once per change."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from dms_mail_desktop.detached import run_detached
from dms_mail_desktop.errors import SecretDamaged
from dms_mail_desktop.journal import Event, Journal, Severity
from dms_mail_desktop.models import Settings
from dms_mail_desktop.oauth.account import Account
from dms_mail_desktop.oauth.health import Health, health_of
from dms_mail_desktop.oauth.tokens import Accounts
from dms_mail_desktop.usage import in_use

EVENTS: Mapping[Health, Event] = {
    Health.EXPIRING: Event(1010, Severity.WARNING),
    Health.REQUIRED: Event(1011, Severity.ERROR),
    Health.BLOCKED: Event(1012, Severity.ERROR),
}
"""The numbers are part of the manual: administrators filter by them."""


@dataclass(frozen=True, slots=True)
class Need:
    """An account in use that needs somebody, and its state."""

    account: Account
    health: Health


Words = Callable[[Need], str]
"""The text of an event."""


def needs_of(accounts: Iterable[Account], settings: Settings, now: datetime) -> tuple[Need, ...]:
    """The accounts in use that are not well."""
    states = ((account, health_of(account, now)) for account in accounts if in_use(account, settings))
    return tuple(Need(account, health) for account, health in states if health is not Health.OK)


async def tell_needs(
    accounts: Accounts, settings: Settings, journal: Journal, words: Words, now: datetime | None = None
) -> tuple[Need, ...]:
    """Which accounts need somebody; the journal learns of each change, whichever program sees it first.

    Raises VaultError.
    """
    needs = needs_of(await accounts.list(), settings, now or datetime.now(UTC))
    for need in needs:
        if await _is_new(accounts, need):
            await run_detached(journal.write, EVENTS[need.health], words(need))
    return needs


async def _is_new(accounts: Accounts, need: Need) -> bool:
    try:
        return await accounts.tell_once(need.account.key, need.health)
    except SecretDamaged:  # there is no place to remember it: the windows show it, the journal would repeat it
        return False
