"""A company whose mail becomes documents: its mailbox on Dovecot, its data and target, and runs of its points."""

import json
import os
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

import dms_mail_desktop
from dms_mail_desktop.credentials import BearerToken, Credential
from dms_mail_desktop.models import Point
from dms_mail_desktop.points.facts import Entry, RunResult, State
from dms_mail_desktop.points.runs import Access, Runs
from dms_mail_desktop.trust import client_context

from .authority import Authority
from .dms import Document, documents
from .dovecot import MailPorts
from .mailbox import Mailboxes
from .post import Postman
from .processes import stop
from .provider import SENDER
from .tokens import Tokens

PROGRAM = Path(__file__).with_name("points_program.py")
HOSTS = ("localhost",)
Told = dict[str, Any]


@dataclass
class Runner:
    """A process that runs points and can be killed while it does."""

    process: subprocess.Popen[bytes]

    def begin(self, point: Point, **death: Any) -> None:
        """Begins a run; `death` says when it dies, if it is to die."""
        self._write({"point": point.model_dump(mode="json"), "death": death})

    def end(self) -> Told:
        """Waits for the end of the run; gives how it ended."""
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line.strip(), "the run ended with a traceback on standard error"
        told: Told = json.loads(line)
        return told

    def run(self, point: Point, **death: Any) -> Told:
        """A whole run."""
        self.begin(point, **death)
        return self.end()

    def _write(self, value: object) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(value).encode() + b"\n")
        self.process.stdin.flush()


@dataclass
class Office:
    """The mailbox is that of the lab's account, or the shared one that it may open."""

    ports: MailPorts
    mailboxes: Mailboxes
    postman: Postman
    folder: Path
    trust: ssl.SSLContext
    token: str = field(repr=False)
    authority: Path

    def __post_init__(self) -> None:
        self.target = self.folder / "Dokumenty – żółte"
        self.target.mkdir()
        self.data = self.folder / "data"
        self.runs = Runs(self.data)

    def point(self, kind: str = "imap", **fields: Any) -> Point:
        port = self.ports.pop3s if kind == "pop3" else self.ports.imaps
        usual = {"id": "a" * 32, "name": "Faktury", "account_type": kind, "host": "localhost", "port": port}
        usual |= {"encryption": "tls", "auth_method": "oauth2", "login": SENDER, "target": str(self.target)}
        return Point.model_validate(usual | fields, context="run")

    def access(self) -> Access:
        token = BearerToken(SENDER, self.token, datetime.now(UTC) + timedelta(hours=1), HOSTS)

        async def credential() -> Credential:
            return token

        return Access(credential, self.trust, HOSTS)

    async def run(self, point: Point) -> RunResult:
        return await self.runs.run(point, self.access())

    async def history(self, point: Point, *states: State) -> tuple[Entry, ...]:
        return await self.runs.history(point.id, states=states, limit=100_000)

    def documents(self) -> list[Document]:
        return documents(self.target)

    def subjects(self) -> list[str]:
        return [document["message"]["subject"] for document in self.documents()]

    @contextmanager
    def runner(self) -> Iterator[Runner]:
        """A process for the runs of the block."""
        source = Path(dms_mail_desktop.__file__).parents[1]
        own = {"PYTHONPATH": str(source), "PYTHONWARNINGS": "error", "SSL_CERT_FILE": str(self.authority)}
        process = subprocess.Popen(
            [sys.executable, PROGRAM],
            env={"PATH": os.environ["PATH"], "LANG": "C.UTF-8"} | own,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,
        )
        runner = Runner(process)
        try:
            runner._write({"login": SENDER, "token": self.token, "folder": str(self.data)})
            yield runner
        finally:
            stop(process)
            for pipe in (process.stdin, process.stdout):
                assert pipe is not None
                pipe.close()


@pytest.fixture
def office(  # noqa: PLR0917 - what it is made of
    lab_folder: Path,
    authority: Authority,
    mail: MailPorts,
    mailboxes: Mailboxes,
    tokens: Tokens,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Office]:
    """An office with an empty mailbox."""
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.ca_file))
    postman = Postman.of(lab_folder)
    postman.empty(SENDER)
    yield Office(mail, mailboxes, postman, tmp_path, client_context(), tokens.access, authority.ca_file)
    postman.empty(SENDER)
