"""A computer on which points run, and the sandbox's mail servers that they read."""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from dms_mail_desktop.credentials import Password
from dms_mail_desktop.models import Point
from dms_mail_desktop.points.access import Access
from dms_mail_desktop.points.facts import Entry, Examined, Progress, RunResult, State
from dms_mail_desktop.points.runs import Runs
from dms_mail_desktop.sandbox.directory import CLERK, Directory
from dms_mail_desktop.sandbox.mailboxes import Folder, Mailbox
from dms_mail_desktop.sandbox.service import Sandbox, SandboxFacts
from dms_mail_desktop.trust import client_context

ARRIVED = datetime(2026, 7, 3, 12, 0, tzinfo=UTC)
PDF = b"%PDF-1.7 \x00\xff" * 40


def letter(subject: str, sender: str = "Biuro <biuro@dostawca.pl>", *attachments: str, date: str = "") -> bytes:
    """A message with a body and PDF files of these names."""
    made = EmailMessage()
    made["From"] = sender
    made["To"] = "faktury@firma.pl"
    made["Subject"] = subject
    made["Date"] = date or "Fri, 03 Jul 2026 10:15:00 +0200"
    made["Message-ID"] = f"<{subject.replace(' ', '-')}@dostawca.pl>"
    made.set_content("Dzień dobry\n")
    for name in attachments:
        made.add_attachment(PDF, maintype="application", subtype="pdf", filename=name)
    if attachments:
        made.set_boundary("always-the-same")
    return made.as_bytes().replace(b"\n", b"\r\n")


def letters(count: int, first: int = 1) -> list[bytes]:
    """Messages that differ, each with a file."""
    return [letter(f"Faktura {number}", "Biuro <biuro@dostawca.pl>", "f.pdf") for number in range(first, first + count)]


@dataclass
class Desk:
    """One data folder, one target, one mailbox of the sandbox."""

    folder: Path
    sandbox: Sandbox
    facts: SandboxFacts
    last: list[Progress] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.target = self.folder / "Dokumenty"
        self.target.mkdir()
        self.runs = Runs(self.folder / "data")
        self.mailbox = self.sandbox.mailboxes[CLERK] = Mailbox()
        self.mailbox.inbox.uid_validity = 7

    @property
    def inbox(self) -> Folder:
        return self.mailbox.inbox

    def deliver(self, *octets: bytes, arrived: datetime = ARRIVED) -> None:
        for each in octets:
            self.inbox.add(each, arrived)

    def point(self, **fields: Any) -> Point:
        pop3 = fields.get("account_type") == "pop3"
        port = self.facts.ports.pop3s if pop3 else self.facts.ports.imaps
        usual = {"id": "a" * 32, "name": "Faktury", "host": "localhost", "encryption": "tls", "port": port}
        return Point(**(usual | {"login": CLERK, "target": str(self.target)} | fields))

    def access(self) -> Access:
        user = Directory().user(CLERK)
        assert user is not None

        async def credential() -> Password:
            return Password(CLERK, user.password)

        return Access(credential, client_context(self.facts.ca_file))

    async def run(self, point: Point | None = None, **options: Any) -> RunResult:
        self.last = []
        options.setdefault("report", self.last.append)
        return await self.runs.run(point or self.point(), self.access(), **options)

    async def dry(self, point: Point | None = None) -> list[Examined]:
        found: list[Examined] = []
        result = await self.run(point, dry=True, found=found.append)
        assert result.error is None
        return found

    async def entries(self, point: Point | None = None, *states: State) -> tuple[Entry, ...]:
        return await self.runs.history((point or self.point()).id, states=states)

    def documents(self, target: Path | None = None) -> list[dict[str, Any]]:
        """What the DMS would find, by subject; anything unfinished fails the test."""
        folders = list((target or self.target).iterdir())
        assert [each.name for each in folders if each.name.startswith(".")] == []
        found = [json.loads((each / "document.json").read_text(encoding="utf-8")) for each in folders]
        return sorted(found, key=lambda document: str(document["message"]["subject"]))

    def subjects(self, target: Path | None = None) -> list[str]:
        return [document["message"]["subject"] for document in self.documents(target)]

    def flags(self) -> list[set[str]]:
        return [each.flags for each in self.inbox.letters]
