"""Runs the program's core in the private desktop session, step by step."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import dms_mail_desktop
from dms_mail_desktop.models import MailServer, Registration, Settings
from dms_mail_desktop.store import FILE_NAME, SettingsStore

from .desktop import Desktop

SCRIPT = Path(__file__).with_name("core_program.py")
STEP_SECONDS = 90.0


@dataclass
class Step:
    """A step under way."""

    process: subprocess.Popen[str]
    printed: list[str] = field(default_factory=list)

    def address(self) -> str:
        """The address that it opens in the browser."""
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        self.printed.append(line)
        assert line.startswith("opens "), line + self.process.communicate()[1]
        return line.split()[1]

    def redirect_port(self) -> int:
        """The port on which it waits for the browser's answer."""
        (redirect,) = parse_qs(urlsplit(self.address()).query)["redirect_uri"]
        port = urlsplit(redirect).port
        assert port is not None
        return port

    def outcome(self) -> dict[str, Any]:
        """What it ended with; fails the test when it crashed or wrote to standard error."""
        output, errors = self.process.communicate(timeout=STEP_SECONDS)
        self.printed += [output, errors]
        assert (self.process.returncode, errors) == (0, ""), errors
        found: dict[str, Any] = json.loads(output.splitlines()[-1])
        return found


class Core:
    """One person's profile; every step is a program that starts and ends."""

    def __init__(self, desktop: Desktop, home: Path) -> None:
        self.home = home
        self.output: list[str] = []
        source = Path(dms_mail_desktop.__file__).parents[1]
        own = {"DMS_MAIL_HOME": str(home), "PYTHONPATH": str(source), "PYTHONWARNINGS": "error"}
        self._environment = desktop.environment | own

    def configure(self, registration: Registration, mail_server: MailServer) -> None:
        """Saves these settings, as the form would."""
        self.home.mkdir(parents=True, exist_ok=True)
        store = SettingsStore(self.home / FILE_NAME)
        store.save(Settings(registration=registration, mail_server=mail_server), store.load().stamp)

    @contextmanager
    def begun(self, step: str, **arguments: Any) -> Iterator[Step]:
        """A step that is under way during the block."""
        command = [sys.executable, str(SCRIPT), step, json.dumps(arguments)]
        with subprocess.Popen(
            command, env=self._environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        ) as process:
            begun = Step(process)
            try:
                yield begun
            finally:
                process.kill()
                self.output += begun.printed

    def run(self, step: str, **arguments: Any) -> dict[str, Any]:
        """A whole step."""
        with self.begun(step, **arguments) as begun:
            return begun.outcome()
