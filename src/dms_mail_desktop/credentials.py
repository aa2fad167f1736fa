"""What proves an identity to a mail server, held so that no repr, log or traceback shows it."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Password:
    """A login and its password."""

    login: str
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class BearerToken:
    """An OAuth 2 access token and where it may go.

    `login` is who signed in, `expires_at` is in UTC, `mail_hosts` are the only hosts it may be sent to.
    """

    login: str
    secret: str = field(repr=False)
    expires_at: datetime
    mail_hosts: tuple[str, ...]


Credential = Password | BearerToken
