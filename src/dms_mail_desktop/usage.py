"""Where the settings use a signed-in account."""

from dataclasses import dataclass

from dms_mail_desktop.errors import RegistrationIncomplete
from dms_mail_desktop.models import AuthMethod, Registration, SendingMethod, Settings
from dms_mail_desktop.oauth.account import Account, account_key
from dms_mail_desktop.oauth.provider import Provider


@dataclass(frozen=True, slots=True)
class Usage:
    """The places that sign in with an account: the outgoing server, and points by name (or id where they have none)."""

    server: bool = False
    points: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return self.server or bool(self.points)


def belongs(account: Account, registration: Registration) -> bool:
    """Whether the account was signed in with this registration, so that it can be renewed with it."""
    try:
        return account_key(Provider.of(registration), account.username) == account.key
    except RegistrationIncomplete:
        return False


def signs_in(settings: Settings) -> bool:
    """Whether anything in the settings works with a sign-in."""
    methods = (settings.mail_server.auth_method, *(point.auth_method for point in settings.points))
    return AuthMethod.OAUTH2 in methods


def in_use(account: Account, settings: Settings) -> bool:
    """Whether something that is switched on works with the account: outgoing mail, or an active point."""
    server, points = settings.mail_server, tuple(point for point in settings.points if point.active)
    usage = usage_of(account, settings.model_copy(update={"points": points}))
    return bool(usage.points) or (usage.server and server.enabled)


def usage_of(account: Account, settings: Settings) -> Usage:
    """The places of the settings that use the account, switched on or not."""
    if not belongs(account, settings.registration):
        return Usage()
    login = account.username.casefold()
    server = settings.mail_server
    oauth2 = server.auth_method is AuthMethod.OAUTH2 and server.sending_method is SendingMethod.MAIL_COMPONENT
    return Usage(
        oauth2 and server.login.casefold() == login,
        tuple(
            point.name or point.id
            for point in settings.points
            if point.auth_method is AuthMethod.OAUTH2 and point.login.casefold() == login
        ),
    )
