"""An account and a message, and how far to go with them."""

import contextlib
import ssl
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from dms_mail_desktop.credentials import BearerToken, Password
from dms_mail_desktop.errors import (
    MailError,
)
from dms_mail_desktop.mail.limits import TimeLimits
from dms_mail_desktop.mail.smtp import SmtpSession
from dms_mail_desktop.models import Encryption, MailServer

from .authority import Authority
from .smtp_server import SmtpServer

TOKEN = "t0ken"
PASSWORD = Password("jan", "tajne")
SHORT = TimeLimits(
    connect=0.3,
    handshake=0.3,
    reply=0.3,
    upload_base=0.5,
    upload_rate=1e6,
    final_reply=0.3,
    farewell=0.2,
    second_look=2,
)
STAGES = ["resolve", "connect", "secure", "greet", "authenticate", "sender", "recipients", "content"]
MESSAGE = b"Subject: x\r\n\r\nDzie\r\n"


def token(secret: str = TOKEN, login: str = "jan@example.pl", hosts: tuple[str, ...] = ("localhost",)) -> BearerToken:
    return BearerToken(login, secret, datetime(2030, 1, 1, tzinfo=UTC), hosts)


def account(port: int, encryption: Encryption = Encryption.STARTTLS, **values: object) -> MailServer:
    fields = {"host": "localhost", "port": port, "encryption": encryption, "email": "jan@example.pl", "login": "jan"}
    return MailServer.model_validate(fields | values, context="structure")


async def walk(session: SmtpSession, until: str = "content", credential: object = PASSWORD) -> None:
    arguments: dict[str, tuple[object, ...]] = {
        "authenticate": (credential,),
        "sender": ("jan@example.pl", len(MESSAGE)),
        "recipients": (["ola@example.pl"],),
        "content": (MESSAGE, "<1@example.pl>"),
    }
    for stage in STAGES[: STAGES.index(until) + 1]:
        await getattr(session, stage)(*arguments.get(stage, ()))


@contextlib.asynccontextmanager
async def talking(
    server: MailServer, context: ssl.SSLContext, limits: TimeLimits = SHORT, until: str = "content", **more: object
) -> AsyncIterator[SmtpSession]:
    session = SmtpSession(server, context, limits)
    try:
        await walk(session, until, **more)
        yield session
    finally:
        await session.close()


async def failure(server: SmtpServer, authority: Authority, encryption: Encryption = Encryption.STARTTLS) -> MailError:
    with pytest.raises(MailError) as caught:
        async with talking(account(server.port, encryption), authority.client_context()):
            pass
    return caught.value
