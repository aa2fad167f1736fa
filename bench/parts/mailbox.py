"""A process that checks two mailboxes in turn, by our check and by imaplib, and prints times and memory."""

import asyncio
import gc
import imaplib
import json
import ssl
import sys
import time
from pathlib import Path

from bench.parts.large_mailbox import EMPTY, LARGE, MESSAGES
from bench.parts.memory import resident
from dms_mail_desktop.credentials import Credential, Password
from dms_mail_desktop.errors import Stage
from dms_mail_desktop.mail.mailbox_probe import check_mailbox
from dms_mail_desktop.models import Encryption, Point
from tests.lab.provider import USERS


async def checked(login: str, port: int, trust: ssl.SSLContext) -> float:
    """Seconds of one whole check, from the name service to the newest subjects."""
    point = Point(name="Faktury", host="localhost", port=port, encryption=Encryption.TLS, login=login, folder="INBOX")

    async def password() -> Credential:
        return Password(login, USERS[login])

    began = time.perf_counter()
    result = await check_mailbox(point, password, trust, report=lambda _: None)
    took = time.perf_counter() - began
    assert result.error is None, result.error
    count = next(step.facts["count"] for step in result.steps if step.stage is Stage.FOLDER)
    assert (count, len(result.messages)) == ((MESSAGES, 5) if login == LARGE else (0, 0))
    return took


def by_imaplib(login: str, port: int, trust: ssl.SSLContext) -> float:
    """Seconds of the least that shows the newest five: sign in, open, fetch."""
    began = time.perf_counter()
    with imaplib.IMAP4_SSL("localhost", port, ssl_context=trust, timeout=60) as session:
        session.authenticate("PLAIN", lambda _: f"\0{login}\0{USERS[login]}".encode())
        count = int(session.select("INBOX", readonly=True)[1][0] or 0)
        if count:
            session.fetch(f"{count - 4}:{count}", "(UID FLAGS RFC822.SIZE INTERNALDATE BODY.PEEK[HEADER])")
    return time.perf_counter() - began


def main(port: int, ca_file: Path, rounds: int) -> int:
    """One unmeasured turn before the others: it loads what is loaded once, and the server's caches."""
    trust = ssl.create_default_context(cafile=str(ca_file))
    times: dict[str, list[float]] = {}

    def note(name: str, seconds: float) -> None:
        times.setdefault(name, []).append(seconds * 1000)

    asyncio.run(checked(EMPTY, port, trust))
    gc.collect()
    before, _ = resident()
    asyncio.run(checked(LARGE, port, trust))
    after, _ = resident()
    by_imaplib(LARGE, port, trust)
    for _ in range(rounds):
        for name, login in (("large", LARGE), ("empty", EMPTY)):
            note(f"ours {name}", asyncio.run(checked(login, port, trust)))
            note(f"imaplib {name}", by_imaplib(login, port, trust))
    print(json.dumps({"times": times, "added": after - before}), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])))
