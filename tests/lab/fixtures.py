"""The fixtures: every real part of the lab, started when a test first needs it and ended after the last test."""

import shutil
import ssl
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from .authority import Authority
from .browser import Browser, running_browser
from .cyrus import CyrusPorts, running_cyrus
from .desktop import Desktop, running_desktop
from .dovecot import MailPorts, prepare_mailboxes, running_dovecot
from .mailbox import Mailboxes
from .postfix import FaultyPorts, faulty_certificates, faulty_services, running_postfix
from .provider import SENDER, USERS, Provider, running_provider
from .tokens import Tokens, application, code_flow


@pytest.fixture(scope="session")
def lab_folder() -> Iterator[Path]:
    """Everything the lab writes; its path is short because it holds sockets, and open because servers change users."""
    folder = Path(tempfile.mkdtemp(prefix="dms-lab-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def authority(lab_folder: Path) -> Authority:
    return Authority(lab_folder, "lab-authority")


@pytest.fixture(scope="session")
def tls(authority: Authority) -> ssl.SSLContext:
    """Trusts the lab's authority alone, for the standard clients that tests use."""
    return ssl.create_default_context(cafile=str(authority.ca_file))


@pytest.fixture(scope="session")
def provider(lab_folder: Path, authority: Authority) -> Iterator[Provider]:
    with running_provider(lab_folder, authority.issue("localhost")) as running:
        yield running


@pytest.fixture(scope="session")
def mail_servers(lab_folder: Path, authority: Authority, provider: Provider) -> Iterator[tuple[MailPorts, FaultyPorts]]:
    """Dovecot and Postfix; each needs the other, for passwords and for delivery."""
    boxes = prepare_mailboxes(lab_folder)
    ports = MailPorts.pick()
    certificate = authority.issue("localhost", "127.0.0.1")
    faulty, lines = faulty_services(faulty_certificates(lab_folder, authority))
    with (
        running_dovecot(lab_folder, boxes, ports, provider, certificate),
        running_postfix(lab_folder, boxes, ports, certificate, lines),
    ):
        yield ports, faulty


@pytest.fixture(scope="session")
def mail(mail_servers: tuple[MailPorts, FaultyPorts]) -> MailPorts:
    return mail_servers[0]


@pytest.fixture(scope="session")
def faulty_ports(mail_servers: tuple[MailPorts, FaultyPorts]) -> FaultyPorts:
    """Ports of Postfix whose certificates no client may accept."""
    return mail_servers[1]


@pytest.fixture(scope="session")
def mailboxes(mail: MailPorts, tls: ssl.SSLContext) -> Mailboxes:
    return Mailboxes(mail.imaps, tls)


@pytest.fixture(scope="session")
def cyrus(lab_folder: Path, authority: Authority) -> Iterator[CyrusPorts]:
    with running_cyrus(lab_folder, authority.issue("localhost")) as ports:
        yield ports


@pytest.fixture(scope="session")
def desktop(lab_folder: Path, authority: Authority) -> Iterator[Desktop]:
    with running_desktop(lab_folder, authority) as session:
        yield session


@pytest.fixture(scope="session")
def running_chromium(lab_folder: Path, desktop: Desktop, authority: Authority) -> Iterator[Browser]:
    with running_browser(lab_folder, desktop, authority) as browser:
        yield browser


@pytest.fixture
def browser(running_chromium: Browser) -> Iterator[Browser]:
    """The default browser; after the test nobody is signed in in it."""
    yield running_chromium
    running_chromium.forget()


@pytest.fixture(scope="session")
def tokens(provider: Provider, authority: Authority, running_chromium: Browser) -> Iterator[Tokens]:
    """Tokens of powiadomienia@firma.example."""

    def person(address: str) -> None:
        running_chromium.open(address)
        running_chromium.sign_in(SENDER, USERS[SENDER])
        running_chromium.consent()
        running_chromium.wait_for_text("received")

    client = application(provider, authority)
    found = code_flow(client, SENDER, person)
    running_chromium.forget()
    yield found
    client.http_client.close()
