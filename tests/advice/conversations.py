"""One refusal in a real conversation: the scripted server says it, the real check runs into it."""

import ssl
from collections.abc import Mapping
from dataclasses import dataclass

from dms_mail_desktop.credentials import BearerToken, Credential, Password
from dms_mail_desktop.errors import MailDesktopError
from dms_mail_desktop.mail.mailbox_probe import check_mailbox
from dms_mail_desktop.mail.message import compose
from dms_mail_desktop.mail.probe import check_sending
from dms_mail_desktop.models import AuthMethod, MailServer, Point, Registration
from dms_mail_desktop.wording import account_facts

from ..mail.authority import Authority
from ..mail.imap_server import ImapServer
from ..mail.line_server import LineServer
from ..mail.mailboxes import TOKEN
from ..mail.pop3_server import Pop3Server
from ..mail.smtp_client import SHORT, token
from ..mail.smtp_server import SmtpServer

REGISTRATION = Registration(client_id="11111111-2222-3333-4444-555555555555", tenant="firma.pl")
LOGIN = "jan@firma.pl"
SENDER = "powiadomienia@firma.pl"
LETTER = compose(sender=SENDER, to=["ola@dostawca.pl"], subject="Test", body="x\n")


@dataclass(frozen=True)
class Row:
    """A refusal: the entry it must lead to ("" for none), the moment it is said at, its whole wording.

    `host` and `login` are those of the form; the conversation itself runs on this computer. `challenge` is what the
    server sends in base64 before it refuses a token.
    """

    entry: str
    moment: str
    reply: str
    method: str = "password"
    host: str = "mail.firma.pl"
    login: str = LOGIN
    challenge: str = ""


class Smtp(Row):
    """Said by an SMTP server."""


class Imap(Row):
    """Said by an IMAP server; %t is the tag."""


class Pop3(Row):
    """Said by a POP3 server."""


def facts(row: Row) -> Mapping[str, object]:
    """The form as it would be filled in for that server."""
    method = AuthMethod(row.method)
    if isinstance(row, Smtp):
        server = MailServer(email=SENDER, login=row.login, host=row.host, auth_method=method)
        return account_facts(server, REGISTRATION)
    kind = "imap" if isinstance(row, Imap) else "pop3"
    point = Point(name="Faktury", account_type=kind, login=row.login, host=row.host, auth_method=method)
    return account_facts(point, REGISTRATION)


async def failure(row: Row, authority: Authority) -> MailDesktopError:
    """What the check runs into."""
    server, client = authority.server_context(), authority.client_context()
    error = await (_sending(row, server, client) if isinstance(row, Smtp) else _mailbox(row, server, client))
    assert error, "the check passed"
    return error


async def _sending(row: Row, server: ssl.SSLContext, client: ssl.SSLContext) -> MailDesktopError | None:
    said = row.reply.replace("\n", "\r\n")
    oauth2 = row.method == "oauth2"

    def after_challenge(line: str) -> str:
        return f"334 {row.challenge}" if line else said

    answers = {row.moment: after_challenge if row.challenge else said}
    names = ("mail.firma.pl", "SIZE 36700160", "AUTH PLAIN LOGIN XOAUTH2", "ENHANCEDSTATUSCODES")
    with SmtpServer(answers, start_tls=server, capabilities=names) as scripted:
        account = MailServer(
            host="localhost", port=scripted.port, encryption="starttls", email=SENDER, login=row.login,
            auth_method=row.method,
        )  # fmt: skip

        async def source() -> Credential:
            return token(login=row.login) if oauth2 else Password(row.login, "tajne")

        result = await check_sending(
            account,
            source,
            client,
            message=LETTER.message,
            recipients=LETTER.recipients,
            report=lambda _: None,
            limits=SHORT,
        )
    return result.error


async def _mailbox(row: Row, server: ssl.SSLContext, client: ssl.SSLContext) -> MailDesktopError | None:
    said: object = row.reply.replace("\n", "\r\n").encode() + b"\r\n"
    answers = {row.moment: said}
    if row.challenge:
        answers = {"response": b"+ " + row.challenge.encode() + b"\r\n", "refusal": said}
    kind = "imap" if isinstance(row, Imap) else "pop3"
    scripted: LineServer = (ImapServer if kind == "imap" else Pop3Server)(answers, tls=server)
    async with scripted:
        point = Point(
            account_type=kind, host="localhost", port=scripted.port, encryption="tls", login=row.login,
            auth_method=row.method, folder="Archiwum" if row.entry == "folder_missing" else "INBOX",
        )  # fmt: skip

        async def source() -> Credential:
            if row.method == "oauth2":
                return BearerToken(row.login, TOKEN.secret, TOKEN.expires_at, ("localhost",))
            return Password(row.login, "tajne")

        result = await check_mailbox(point, source, client, report=lambda _: None, limits=SHORT)
    return result.error
