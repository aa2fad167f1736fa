"""Renews sign-ins that nobody has used for a week, so that none dies after 90 days of disuse."""

from datetime import UTC, datetime

from dms_mail_desktop.errors import MailDesktopError, RegistrationIncomplete
from dms_mail_desktop.models import Registration
from dms_mail_desktop.oauth.health import needs_use
from dms_mail_desktop.oauth.provider import Provider
from dms_mail_desktop.oauth.tokens import Accounts
from dms_mail_desktop.usage import belongs


async def keep_alive(
    accounts: Accounts, registration: Registration, now: datetime | None = None
) -> dict[str, MailDesktopError | None]:
    """Renews each account of this registration that needs it, one after another; what became of each, by its username.

    A refusal is remembered with the account; a network that is down leaves it as it was. Raises VaultError when the
    keyring cannot be read.
    """
    try:
        provider = Provider.of(registration)
    except RegistrationIncomplete:
        return {}
    moment = now or datetime.now(UTC)
    outcome: dict[str, MailDesktopError | None] = {}
    for account in await accounts.list():
        if belongs(account, registration) and needs_use(account, moment):
            try:
                await accounts.access_token(provider, account.username, renew=True)
            except MailDesktopError as error:
                outcome[account.username] = error
            else:
                outcome[account.username] = None
    return outcome
