"""Reading a mailbox of the lab as its owner would: over IMAPS with the password."""

import imaplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage

from .processes import wait_until
from .provider import BOB, SENDER, USERS


def letter(subject: str, attachment: bytes = b"") -> bytes:
    """A message to the lab's account as it arrives."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = f"Łukasz <{BOB}>", SENDER, subject
    message["Date"] = datetime(2026, 11, 22, 10, tzinfo=UTC)
    message.set_content("Dzień dobry\n.kropka\n")
    if attachment:
        message.add_attachment(attachment, maintype="application", subtype="pdf", filename="faktura żółta.pdf")
    return message.as_bytes().replace(b"\n", b"\r\n")


@dataclass(frozen=True)
class Mailboxes:
    """All mailboxes of one IMAPS port."""

    port: int
    context: ssl.SSLContext

    @contextmanager
    def opened(self, login: str) -> Iterator[imaplib.IMAP4_SSL]:
        """A session in the mailbox of `login`, with INBOX selected."""
        with imaplib.IMAP4_SSL("localhost", self.port, ssl_context=self.context, timeout=10) as session:
            session.authenticate("PLAIN", lambda _: f"\0{login}\0{USERS[login]}".encode())
            session.select("INBOX")
            yield session

    def refill(self, login: str, *letters: bytes) -> None:
        """Empties INBOX and puts these messages there, unread."""
        with self.opened(login) as session:
            if session.search(None, "ALL")[1][0]:
                session.store("1:*", "+FLAGS", "(\\Deleted)")
                session.expunge()
            for each in letters:
                session.append("INBOX", "", None, each)  # type: ignore[arg-type]

    def messages(self, login: str) -> list[EmailMessage]:
        """Every message in INBOX, oldest first."""
        with self.opened(login) as session:
            numbers = session.search(None, "ALL")[1][0].split()
            answers = [session.fetch(number, "(BODY.PEEK[])")[1][0] for number in numbers]
        texts = [answer[1] for answer in answers if isinstance(answer, tuple)]
        return [message_from_bytes(text, policy=policy.default) for text in texts]

    def wait_for(self, login: str, message_id: str) -> EmailMessage:
        """The message with this Message-ID; waits for the delivery."""
        found: list[EmailMessage] = []

        def arrived() -> bool:
            found[:] = [message for message in self.messages(login) if message["Message-ID"] == message_id]
            return bool(found)

        wait_until(arrived, f"{message_id} in the mailbox of {login}")
        assert len(found) == 1
        return found[0]
