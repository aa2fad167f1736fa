"""A message with a 200 KB attachment taken apart, decoded and hashed; against the standard library and imap-tools."""

import random
import sys
import time
from collections.abc import Callable
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP, compat32, default
from hashlib import sha256
from io import BytesIO

from imap_tools import MailMessage

from bench.parts.table import machine, print_lines, span
from dms_mail_desktop.points.mime import read_message

ROUNDS = 40
TURNS = 20
SIZE = 200 * 1024


def letter() -> bytes:
    """A message as a supplier sends it."""
    message = EmailMessage()
    for hop in range(6):
        message["Received"] = f"from a{hop}.example by b.example with ESMTPS id 1; Sun, 22 Nov 2026 10:00:0{hop} +0100"
    message["From"] = "Księgowość <faktury@dostawca.example>"
    message["To"] = '"Kowalski, Jan" <jan@firma.example>, biuro@firma.example'
    message["Subject"] = "Zażółć gęślą jaźń"
    message["Date"] = "Sun, 22 Nov 2026 10:00:00 +0100"
    message["Message-ID"] = "<1@dostawca.example>"
    message.set_content("Dzień dobry,\nw załączeniu faktura.\n")
    content = random.Random(1).randbytes(SIZE)  # noqa: S311 - repeatable, not secret
    message.add_attachment(content, maintype="application", subtype="pdf", filename="Żółta faktura.pdf")
    return message.as_bytes(policy=SMTP)


def ours(octets: bytes) -> str:
    """Everything a run reads, the key that a message is known by included."""
    message = read_message(octets)
    message.content_key()
    return message.attachments[0].write_to(BytesIO()).sha256


def library(policy: object) -> Callable[[bytes], str]:
    """The standard library; without the texts of the header, which it decodes when asked."""

    def read(octets: bytes) -> str:
        found = ""
        for part in message_from_bytes(octets, policy=policy).walk():  # type: ignore[arg-type]
            if part.get_filename():
                found = sha256(part.get_payload(decode=True)).hexdigest()  # type: ignore[arg-type]
        return found

    return read


def imap_tools(octets: bytes) -> str:
    """imap-tools, given what a server answers."""
    message = MailMessage([(b"1 (UID 1 BODY[] {%d}" % len(octets), octets)])
    _ = message.subject, message.from_values, message.date, message.text
    (attachment,) = message.attachments
    return sha256(attachment.payload).hexdigest()


def main() -> int:
    """Prints the table; processor time, the readers in turn."""
    octets = letter()
    readers = {
        "ours": ours,
        "email, compat32": library(compat32),
        "email, default": library(default),
        "imap-tools": imap_tools,
    }
    assert len({read(octets) for read in readers.values()}) == 1
    times: dict[str, list[float]] = {name: [] for name in readers}
    for _ in range(ROUNDS):
        for name, read in readers.items():
            started = time.process_time()
            for _ in range(TURNS):
                read(octets)
            times[name].append((time.process_time() - started) / TURNS * 1000)
    print(f"\nA message with an attachment of {SIZE // 1024} KB, taken apart, decoded and hashed")
    print(f"{machine()}, {ROUNDS} rounds\n")
    best = min(times["ours"])
    lines = [("", "ms (processor time)", "times ours, best rounds")]
    lines += [(name, span(found), f"{min(found) / best:.1f}") for name, found in times.items()]
    print_lines(lines)
    return 0


if __name__ == "__main__":
    sys.exit(main())
