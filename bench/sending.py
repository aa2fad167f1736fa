"""200 messages of 10 KB over one connection: our Sender against smtplib, on the same Dovecot, in turn."""

import asyncio
import base64
import smtplib
import sys
import time
from email.message import EmailMessage
from email.utils import make_msgid

from bench.parts.lab_mail import Submission, submission
from bench.parts.table import Row, show
from dms_mail_desktop.credentials import Credential, Password
from dms_mail_desktop.mail.sending import Sender
from dms_mail_desktop.models import MailServer

ROUNDS = 7
MESSAGES = 200
SIZE = 10_000


def main() -> int:
    """Prints the table; one round before the others warms both up."""
    ours, messages, octets = [], [], []
    with submission() as service:
        for _ in range(ROUNDS + 1):
            ours.append(asyncio.run(our_rate(service)))
            messages.append(smtplib_rate(service, flattened=False))
            octets.append(smtplib_rate(service, flattened=True))
    rows = [
        Row("messages per second, both from EmailMessage", ours[1:], messages[1:], "≥ 0.9"),
        Row("messages per second, smtplib from ready octets", ours[1:], octets[1:], "–"),
    ]
    show(f"{MESSAGES} messages of {SIZE} bytes over one connection (STARTTLS, one login)", "smtplib", rows)
    return 0


def letters(service: Submission) -> list[EmailMessage]:
    """Different messages of the same size."""
    text = "Powiadomienie o nowym dokumencie w obiegu: zażółć gęślą jaźń.\n".encode()
    made = []
    for _ in range(MESSAGES):
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = service.login, service.recipient, "Powiadomienie"
        message["Message-ID"] = make_msgid(domain="firma.example")
        message.set_content((text * (SIZE // len(text) + 1)).decode(), cte="8bit")
        made.append(message)
    return made


async def our_rate(service: Submission) -> float:
    """Messages per second; connecting and signing in does not count."""
    server = MailServer(
        email=service.login, login=service.login, host="localhost", port=service.port, encryption="starttls"
    )
    first, *rest = letters(service)

    async def password() -> Credential:
        return Password(service.login, service.password)

    async with Sender(server, password, service.tls) as sender:
        await sender.send(first, [service.recipient])
        began = time.perf_counter()
        for message in rest:
            await sender.send(message, [service.recipient])
        return len(rest) / (time.perf_counter() - began)


def smtplib_rate(service: Submission, *, flattened: bool) -> float:
    """The same for smtplib, which flattens each message, or is given what was flattened before the clock ran."""
    first, *rest = letters(service)
    octets = [message.as_bytes() for message in rest] if flattened else []
    with smtplib.SMTP("localhost", service.port, timeout=30) as session:
        session.starttls(context=service.tls)
        session.ehlo()
        # Its own login() takes ASCII passwords only.
        secret = base64.b64encode(f"\0{service.login}\0{service.password}".encode()).decode()
        assert session.docmd("AUTH PLAIN", secret)[0] == 235
        session.send_message(first)
        began = time.perf_counter()
        if flattened:
            for message in octets:
                session.sendmail(service.login, [service.recipient], message, ["body=8bitmime"])
        else:
            for letter in rest:
                session.send_message(letter)
        return len(rest) / (time.perf_counter() - began)


if __name__ == "__main__":
    sys.exit(main())
