"""What the tests of both mailbox protocols start from."""

from datetime import UTC, datetime
from typing import Any

from dms_mail_desktop.credentials import BearerToken, Password
from dms_mail_desktop.mail.limits import TimeLimits
from dms_mail_desktop.models import Point

LOGIN = "jan@firma.example"
SECRET = 'tajne "hasło"'
PASSWORD = Password(LOGIN, SECRET)
TOKEN = BearerToken(LOGIN, "x" * 3000, datetime(2030, 1, 1, tzinfo=UTC), ("localhost",))
QUICK = TimeLimits(resolve=5, connect=5, handshake=5, reply=0.4, mailbox=0.4, farewell=0.4)
"""Short where the server of the test is silent on purpose."""
PATIENT = TimeLimits(resolve=10, connect=10, handshake=10, reply=10, mailbox=10)


def point(port: int, **fields: Any) -> Point:
    return Point(**({"host": "localhost", "port": port, "login": LOGIN, "encryption": "tls"} | fields))
