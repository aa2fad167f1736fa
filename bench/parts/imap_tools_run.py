"""A process that fetches and decodes a mailbox with imap-tools, stores nothing, and prints its time and memory."""

import json
import ssl
import sys
import time
from pathlib import Path

from imap_tools import MailBox

from bench.parts.memory import resident
from tests.lab.provider import USERS


def main(login: str, port: int, ca_file: Path, bulk: int) -> int:
    """`bulk` is how many messages one command asks for."""
    trust = ssl.create_default_context(cafile=str(ca_file))
    began, busy = time.perf_counter(), time.process_time()
    count = octets = 0
    with MailBox("localhost", port, ssl_context=trust) as mailbox:
        # Its own login() takes ASCII passwords only.
        mailbox.client.authenticate("PLAIN", lambda _: f"\0{login}\0{USERS[login]}".encode())
        mailbox.folder.set("INBOX", readonly=True)
        for message in mailbox.fetch(mark_seen=False, bulk=bulk):
            count += bool(message.subject and message.from_ and message.date and message.text)
            octets += sum(len(attachment.payload) for attachment in message.attachments)
    seconds, processor = time.perf_counter() - began, time.process_time() - busy
    most, _ = resident()
    print(json.dumps({"seconds": seconds, "processor": processor, "most": most, "count": count, "octets": octets}))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4])))
