"""The command line over the sandbox: real sockets, a keyring in memory, a scripted person in the browser."""

import asyncio
import json
import shlex
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from dms_mail_desktop.cli import main
from dms_mail_desktop.journal import NoJournal
from dms_mail_desktop.models import AuthMethod, Settings
from dms_mail_desktop.oauth.pages import load_pages
from dms_mail_desktop.oauth.provider import Provider
from dms_mail_desktop.oauth.sign_in import SignInAttempt
from dms_mail_desktop.rules import Strictness
from dms_mail_desktop.sandbox.agent import sign_in
from dms_mail_desktop.sandbox.directory import NOTIFICATIONS, Directory
from dms_mail_desktop.sandbox.faults import Faults
from dms_mail_desktop.sandbox.received import ReceivedMessage
from dms_mail_desktop.sandbox.service import Sandbox, SandboxFacts
from dms_mail_desktop.services import Services, build_services


class MemoryKeyring:
    """A keyring for the life of a test."""

    def __init__(self) -> None:
        self.entries: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.entries.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.entries[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self.entries.pop((service, username), None)


@dataclass
class Ended:
    """How a command ended and what it wrote."""

    status: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        return json.loads(self.out)


@dataclass
class Desk:
    """A computer with the program on it."""

    folder: Path
    sandbox: Sandbox
    facts: SandboxFacts
    keyring: MemoryKeyring
    earlier: int
    """Messages of earlier tests."""
    capture: pytest.CaptureFixture[str]

    def services(self) -> Services:
        """The services as a newly started program builds them."""
        return build_services(
            self.folder,
            backend=self.keyring,
            http=self.sandbox.http_client,
            extra_ca=self.facts.ca_file,
            journal=NoJournal(),
        )

    def run(self, *arguments: str) -> Ended:
        self.capture.readouterr()
        status = main(arguments, self.services())
        written = self.capture.readouterr()
        for text in (written.out, written.err):
            assert "eyJ" not in text
        return Ended(status, written.out, written.err)

    def messages(self) -> list[ReceivedMessage]:
        return self.sandbox.messages()[self.earlier :]

    def settings(self) -> Settings:
        loaded = self.services().store.load()
        assert loaded.read_only is None
        return loaded.settings

    def save(self, *, registration: dict[str, Any] | None = None, **server: Any) -> None:
        """Saves the sandbox's account with these fields changed."""
        store = self.services().store
        document = {
            "registration": self.facts.registration.model_dump() | (registration or {}),
            "mail_server": self.facts.mail_server.model_dump() | server,
        }
        settings = Settings.model_validate(document, context=Strictness.STRUCTURE)
        store.save(settings, store.load().stamp)

    def sign_in(self) -> None:
        """Signs the account in without the command line."""
        services, user = self.services(), Directory().user(NOTIFICATIONS)
        assert user is not None
        provider = Provider.of(self.facts.registration)
        attempt = SignInAttempt(provider, services.http(), load_pages("pl"), login_hint=NOTIFICATIONS)

        def person(address: str) -> None:
            Thread(target=sign_in, args=(address, NOTIFICATIONS, user.password), daemon=True).start()

        async def whole() -> None:
            await services.accounts.keep(provider, await attempt.run(person))

        asyncio.run(whole())

    def use_password(self, **server: Any) -> None:
        """The account with its login and password, sent over implicit TLS."""
        self.save(auth_method=AuthMethod.PASSWORD, port=self.facts.ports.smtps, encryption="tls", **server)


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Sandbox, SandboxFacts]]:
    """One sandbox for a module: it takes longer to start than most tests to run."""
    sandbox = Sandbox()
    yield sandbox, sandbox.start(tmp_path_factory.mktemp("sandbox"))
    sandbox.stop()


@pytest.fixture
def desk(
    company: tuple[Sandbox, SandboxFacts],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Desk:
    for name in ("DMS_MAIL_LANGUAGE", "BROWSER", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    sandbox, facts = company
    for fault in fields(Faults):
        setattr(sandbox.faults, fault.name, getattr(Faults(), fault.name))
    desk = Desk(tmp_path / "home", sandbox, facts, MemoryKeyring(), len(sandbox.messages()), capsys)
    desk.save()
    return desk


@pytest.fixture
def browser(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Sets the default browser: a Python program that stays in front and gets the address as its last argument."""

    def use(program: str) -> None:
        path = tmp_path / "browser.py"
        path.write_text(program, encoding="utf-8")
        monkeypatch.setenv("BROWSER", f"{shlex.join([sys.executable, str(path)])} %s")

    return use


@pytest.fixture
def person(browser: Callable[[str], None]) -> Callable[..., None]:
    """Somebody who signs in at the browser."""

    def sits_down(login: str = NOTIFICATIONS, **more: Any) -> None:
        user = Directory().user(login)
        assert user is not None
        browser(
            "import sys\nfrom dms_mail_desktop.sandbox.agent import sign_in\n"
            f"sign_in(sys.argv[1], {login!r}, {user.password!r}, **{more!r})"
        )

    return sits_down
