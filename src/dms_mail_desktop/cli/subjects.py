"""What a command is about: the outgoing account, or a configuration point by its name or id."""

from argparse import Namespace
from collections.abc import Iterable
from dataclasses import dataclass

from dms_mail_desktop.cli.session import FieldsRefused, Refused, judged
from dms_mail_desktop.models import AuthMethod, MailServer, Point, SendingMethod, Settings
from dms_mail_desktop.passwords import SERVER
from dms_mail_desktop.rules import Fault, Strictness, address_fault
from dms_mail_desktop.wording import account_facts


@dataclass(frozen=True, slots=True)
class Subject:
    """A mail account of the settings: the owner of its password, and its place in the settings."""

    owner: str
    account: MailServer | Point
    path: str


def subject_of(settings: Settings, name: str) -> Subject:
    """The account that is meant. Raises Refused for an unknown point and for a name that several points have."""
    if name == SERVER:
        return Subject(SERVER, settings.mail_server, "mail_server")
    points = list(enumerate(settings.points))
    found = [(index, point) for index, point in points if point.id == name]
    found = found or [(index, point) for index, point in points if point.name.casefold() == name.strip().casefold()]
    if not found:
        raise Refused("no_such_point", point=name)
    if len(found) > 1:
        raise Refused("several_points", point=name, ids=tuple(point.id for _, point in found))
    [(index, point)] = found
    return Subject(point.id, point, f"points.{index}")


def subjects_of(settings: Settings) -> tuple[Subject, ...]:
    """Every account of the settings."""
    points = (Subject(point.id, point, f"points.{index}") for index, point in enumerate(settings.points))
    return (Subject(SERVER, settings.mail_server, "mail_server"), *points)


def require_usable(subject: Subject) -> None:
    """Raises Refused for the SQL profile, and FieldsRefused unless everything is there that connecting needs."""
    refuse_sql_profile(subject)
    judged(subject.account, Strictness.USE, subject.path)


def require_oauth2(subject: Subject) -> None:
    """Raises Refused or FieldsRefused unless the account signs in in a browser."""
    refuse_sql_profile(subject)
    account = subject.account
    if account.auth_method is not AuthMethod.OAUTH2:
        raise Refused("not_oauth2", what=spoken_name(subject))
    if not account.login or address_fault(account.login):
        fault = Fault.OAUTH2_LOGIN if account.login else Fault.REQUIRED
        raise FieldsRefused(((f"{subject.path}.login", fault, {}),))


def require_password(subject: Subject) -> None:
    """Raises Refused or FieldsRefused unless a password could be bound to host and login."""
    account = subject.account
    if account.auth_method is not AuthMethod.PASSWORD:
        raise Refused("not_password", what=spoken_name(subject))
    missing = [f"{subject.path}.{name}" for name in ("host", "login") if not getattr(account, name)]
    if missing:
        raise FieldsRefused(tuple((path, Fault.REQUIRED, {}) for path in missing))


def refuse_sql_profile(subject: Subject) -> None:
    """Raises Refused where SQL Server sends, not this program."""
    account = subject.account
    if isinstance(account, MailServer) and account.sending_method is SendingMethod.SQL_PROFILE:
        raise Refused("sql_profile")


def spoken_name(subject: Subject) -> str:
    """How the command line names the account."""
    return subject.account.name or subject.owner if isinstance(subject.account, Point) else SERVER


def with_login(settings: Settings, subject: Subject, login: str) -> Settings:
    """The settings with another login for the account, as far as the account is still there."""
    if subject.owner == SERVER:
        server = settings.mail_server.model_copy(update={"login": login})
        return settings.model_copy(update={"mail_server": server})
    return settings.model_copy(update={"points": tuple(_with_login(settings.points, subject.owner, login))})


def _with_login(points: Iterable[Point], owner: str, login: str) -> Iterable[Point]:
    return (point.model_copy(update={"login": login}) if point.id == owner else point for point in points)


def facts_of(settings: Settings, options: Namespace) -> dict[str, object]:
    """The values of the account that the command was about, for explanations."""
    try:
        account = subject_of(settings, getattr(options, "what", SERVER)).account
    except Refused:
        account = settings.mail_server
    return account_facts(account, settings.registration)
