"""A person's account on a computer, where the program is used as installed: its window, and dms-mail beside it."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

import dms_mail_desktop
from dms_mail_desktop.models import AuthMethod, Cloud, MailServer, Point, Registration, Settings
from dms_mail_desktop.paths import APPLICATION
from dms_mail_desktop.store import FILE_NAME, SettingsStore

from .browser import Browser
from .desktop import Desktop
from .dovecot import MailPorts
from .processes import running, stop
from .provider import CLIENT_ID, SCOPES, SENDER, USERS, Provider
from .window import PATIENCE, Window

HAND = Path(__file__).with_name("window_program.py")
COMMAND = """
import sys
from pathlib import Path
from dms_mail_desktop.cli import main
from dms_mail_desktop.journal import Syslog
from dms_mail_desktop.paths import config_folder, data_folder
from dms_mail_desktop.services import build_services
journal = Syslog(Path(sys.argv.pop(1)))
sys.exit(main(services=build_services(config_folder(), data=data_folder(), journal=journal)))
"""
"""dms-mail with a journal of its own instead of the system's."""
SIGNED_IN = f"Zalogowano użytkownika {SENDER}"
WARNINGS = "error,ignore:gc:ResourceWarning"
"""Warnings fail a program, but for the objects that Qt for Python leaves to the last collection."""


@dataclass(frozen=True)
class Computer:
    """One person's computer; `environment` is that of every program on it."""

    desktop: Desktop
    environment: dict[str, str]
    output: Path
    """What the windows' program wrote to standard output and error."""

    @property
    def profile(self) -> Path:
        """Where the program keeps its settings."""
        return Path(self.environment["XDG_CONFIG_HOME"], APPLICATION)

    @property
    def data(self) -> Path:
        """Where the program keeps its ledger."""
        return Path(self.environment["XDG_DATA_HOME"], APPLICATION)

    @property
    def journal(self) -> Path:
        """The socket of the journal that dms-mail tells of points."""
        return self.output.with_name("journal")

    @property
    def settings(self) -> dict[str, Any]:
        """The settings file."""
        found: dict[str, Any] = json.loads((self.profile / FILE_NAME).read_text(encoding="utf-8"))
        return found

    def secrets(self) -> dict[str, str]:
        """What the program keeps in the keyring."""
        return {name: text for name, text in self.desktop.secrets().items() if name.startswith("DMSMail")}

    def files(self) -> dict[str, str]:
        """What was written in this person's home, except by the browser."""
        found = [path for path in self.desktop.home.rglob("*") if path.is_file()]
        own = [path for path in found if "browser-profile" not in path.parts]
        return {str(path): path.read_text(errors="replace") for path in own}

    def within(self, **variables: str) -> "Computer":
        """The same computer with other variables in its environment."""
        return replace(self, environment=self.environment | variables)

    def set_up(self, provider: Provider, mail: MailPorts, *points: Point) -> None:
        """Saves the settings of an account that nobody has signed in to, and these points."""
        registration = Registration(
            cloud=Cloud.CUSTOM, client_id=CLIENT_ID, issuer=provider.issuer, scopes=SCOPES, mail_hosts=("localhost",)
        )
        account = MailServer(
            enabled=True,
            email=SENDER,
            host="localhost",
            port=mail.submission,
            auth_method=AuthMethod.OAUTH2,
            login=SENDER,
        )
        self.profile.mkdir(parents=True, exist_ok=True)
        store = SettingsStore(self.profile / FILE_NAME)
        settings = Settings(registration=registration, mail_server=account, points=points)
        store.save(settings, store.load().stamp)

    @contextmanager
    def opened(self, button: str = "Wyślij") -> Iterator[Window]:
        """The window, once it has this button; its program ends with the block if it is still open."""
        command_out, command_in = os.pipe()
        answer_out, answer_in = os.pipe()
        command = [sys.executable, HAND, str(command_out), str(answer_in)]
        with running(
            command, self.output, lambda: True, environment=self.environment, pass_fds=[command_out, answer_in]
        ) as process:
            os.close(command_out)
            os.close(answer_in)
            window = Window(process, command_in, answer_out)
            try:
                window.wait_for_button(button)
                yield window
            finally:
                window.forget()

    def dms_mail(self, *arguments: str) -> Any:
        """The document of a command that has to succeed."""
        with self.begun(*arguments) as process:
            return document(process)

    @contextmanager
    def begun(self, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
        """A command under way; its document comes on standard output."""
        process = subprocess.Popen(
            [sys.executable, "-c", COMMAND, str(self.journal), *arguments, "--json"],
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        try:
            yield process
        finally:
            stop(process)
            for pipe in (process.stdout, process.stderr):
                assert pipe is not None
                pipe.close()


def document(process: subprocess.Popen[bytes]) -> Any:
    """What a command that has to succeed ends with."""
    output, errors = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, errors.decode()
    return json.loads(output)


def sign_in(window: Window, browser: Browser) -> None:
    """Presses Autoryzacja and does what the browser asks for."""
    window.press("Autoryzacja")
    browser.sign_in(SENDER, USERS[SENDER])
    browser.consent()
    window.wait_for_box(SIGNED_IN)
    window.press("OK")


def send(window: Window, recipient: str, body: str = "Treść") -> None:
    """Sends a test message."""
    window.write("Adres email odbiorcy", recipient)
    window.write("Treść wiadomości", body)
    window.press("Wyślij")


@pytest.fixture
def computer(desktop: Desktop, provider: Provider, tmp_path: Path) -> Iterator[Computer]:
    """A computer on which the program was never used; no run of it may write a word to a terminal or a log."""
    source = Path(dms_mail_desktop.__file__).parents[1]
    own = {"PYTHONPATH": str(source), "PYTHONWARNINGS": WARNINGS, "QT_QPA_PLATFORM": "xcb"}
    made = Computer(desktop, desktop.environment | own, tmp_path / "output")
    provider.forget_grants()
    yield made
    provider.recover()
    desktop.forget_secrets()
    for folder in (made.profile, made.data):
        shutil.rmtree(folder, ignore_errors=True)
    assert not made.output.exists() or made.output.read_text() == ""
    assert [path.read_text() for path in desktop.home.rglob("dms-mail*.log")] == []


@pytest.fixture
def set_up_computer(computer: Computer, provider: Provider, mail: MailPorts) -> Computer:
    """A computer on which the account is set up and nobody has signed in."""
    computer.set_up(provider, mail)
    return computer
