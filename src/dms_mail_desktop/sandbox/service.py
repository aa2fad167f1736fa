"""The sandbox as a whole: a provider, mail servers and pages on a thread of their own."""

import asyncio
import threading
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from dms_mail_desktop.models import (
    AccountType,
    AuthMethod,
    Cloud,
    MailServer,
    Mode,
    Point,
    Registration,
)
from dms_mail_desktop.sandbox.certificates import Authority
from dms_mail_desktop.sandbox.client import ProviderClient
from dms_mail_desktop.sandbox.directory import (
    ACCOUNTANT,
    CLIENT_ID,
    DOCUMENTS,
    NOTIFICATIONS,
    SHARED,
    TENANT_ID,
    Directory,
    User,
)
from dms_mail_desktop.sandbox.faults import Faults
from dms_mail_desktop.sandbox.gate import Gate
from dms_mail_desktop.sandbox.house import House
from dms_mail_desktop.sandbox.imap import ImapServer
from dms_mail_desktop.sandbox.inbox import Inbox
from dms_mail_desktop.sandbox.letters import samples
from dms_mail_desktop.sandbox.listening import Listening
from dms_mail_desktop.sandbox.mailboxes import Mailbox
from dms_mail_desktop.sandbox.pages import Pages
from dms_mail_desktop.sandbox.pop3 import Pop3Server
from dms_mail_desktop.sandbox.provider import Provider
from dms_mail_desktop.sandbox.received import Received, ReceivedMessage
from dms_mail_desktop.sandbox.sign_in import SignIn
from dms_mail_desktop.sandbox.smtp import conversations
from dms_mail_desktop.sandbox.tokens import ISSUER, SCOPES, Mint
from dms_mail_desktop.sandbox.web import Request, Response, Web

MAIL_HOSTS = ("localhost", "127.0.0.1")
TARGETS = "Dokumenty"
TOKEN_LIFE = 3900
"""Seconds; Entra's access tokens live 60 to 90 minutes."""


@dataclass(frozen=True, slots=True)
class Ports:
    """Where the mail servers listen; the second of each pair speaks TLS from the start."""

    web: int
    smtp: int
    smtps: int
    imap: int
    imaps: int
    pop3: int
    pop3s: int


@dataclass(frozen=True, slots=True)
class SandboxFacts:
    """What the program needs to work with a running sandbox."""

    registration: Registration
    mail_server: MailServer
    points: tuple[Point, ...]
    ca_file: Path
    """The certificate that the mail servers' certificates lead to."""
    browser_origin: str
    """The origin of the sign-in pages: plain http on loopback, which the program must allow for the sandbox only."""
    inbox_url: str
    ports: Ports
    users: tuple[User, ...] = field(repr=False)


class Sandbox:
    """One company in one process. `faults` may be changed while it runs; `token_life` is in seconds."""

    def __init__(self, faults: Faults | None = None, *, token_life: int = TOKEN_LIFE) -> None:
        self.faults = faults or Faults()
        self.received = Received()
        self.mailboxes: dict[str, Mailbox] = {}
        self._directory = Directory()
        self._token_life = token_life
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stopping = asyncio.Event()
        self._thread: threading.Thread | None = None
        self._provider: Provider | None = None

    def start(self, folder: Path) -> SandboxFacts:
        """Starts on a thread of its own and waits until every port is open. Raises OSError, RuntimeError."""
        if self._thread is not None:
            raise RuntimeError("the sandbox was started before")
        ready: Future[SandboxFacts] = Future()
        self._thread = threading.Thread(target=self._run, args=(folder, ready), name="sandbox", daemon=True)
        self._thread.start()
        return ready.result()

    def stop(self) -> None:
        """Closes every port and connection and waits for the thread to end; may be called twice."""
        if self._loop is not None and self._thread is not None and self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._stopping.set)
            self._thread.join()

    def http_client(self) -> ProviderClient:
        """A new `http_client` for msal, which reaches the provider's https part in this process."""
        if self._provider is None:
            raise RuntimeError("the sandbox is not running")
        return ProviderClient(self._provider)

    def messages(self) -> list[ReceivedMessage]:
        """The messages that the SMTP server took, oldest first; from any thread."""
        return self.received.messages()

    def wait_for_message(self, seconds: float, number: int = 1) -> ReceivedMessage:
        """The message with this number, counted from 1. Raises TimeoutError."""
        return self.received.wait(seconds, number)

    def deliver(self, address: str, content: bytes) -> None:
        """Puts a message into an inbox, as if it came now; from any thread. Raises KeyError for no mailbox."""
        self.mailboxes[address].inbox.add(content, datetime.now(UTC))

    def revoke(self, login: str) -> None:
        """Ends every sign-in of the user at the provider, as a changed password does."""
        if self._provider is not None:
            with self._provider.lock:
                self._provider.grants.revoke(login)

    def _run(self, folder: Path, ready: "Future[SandboxFacts]") -> None:
        try:
            # The listeners use add_reader, which Windows' usual loop lacks.
            with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
                runner.run(self._serve(folder, ready))
        except BaseException as error:  # handed to the thread that waits in start()
            if ready.done():
                raise
            ready.set_exception(error)

    async def _serve(self, folder: Path, ready: "Future[SandboxFacts]") -> None:
        self._loop = asyncio.get_running_loop()
        listening = Listening()
        try:
            facts = self._open(folder, listening)
            ready.set_result(facts)
            await self._stopping.wait()
        finally:
            if self._provider is not None:
                self._provider.origin = ""
            await listening.close()

    def _open(self, folder: Path, listening: Listening) -> SandboxFacts:
        mint, pages, authority = Mint(self._token_life), Pages(), Authority()
        tls = authority.server_context(folder)
        provider = self._provider = Provider(self._directory, mint, self.faults)
        self.mailboxes |= {address: Mailbox() for address in self._directory.mailboxes}
        for address, mailbox in self.mailboxes.items():
            for sample in samples(address, datetime.now(UTC), authority.signed_part):
                mailbox.inbox.add(sample.content, sample.arrived, {"\\Seen"} if sample.seen else set())
        house = House(self._directory, Gate(self._directory, mint), self.mailboxes, self.received, self.faults)
        sign_in, inbox = SignIn(provider, pages), Inbox(self.received, pages)

        def answer(request: Request) -> Response:
            with provider.lock:
                return sign_in.answer(request) or inbox.answer(request)

        ports = Ports(
            web=listening.streams(Web(answer).converse, ipv6=False),
            smtp=listening.protocols(conversations(house, tls)),
            smtps=listening.protocols(conversations(house, None), tls),
            imap=listening.streams(ImapServer(house, tls).converse),
            imaps=listening.streams(ImapServer(house, None).converse, tls),
            pop3=listening.streams(Pop3Server(house, tls).converse),
            pop3s=listening.streams(Pop3Server(house, None).converse, tls),
        )
        provider.origin = f"http://127.0.0.1:{ports.web}"
        points = _points(ports, folder / TARGETS)
        for point in points:
            Path(point.target).mkdir(parents=True, exist_ok=True)
        return SandboxFacts(
            registration=Registration(
                cloud=Cloud.CUSTOM,
                tenant=TENANT_ID,
                client_id=CLIENT_ID,
                issuer=ISSUER,
                scopes=SCOPES,
                mail_hosts=MAIL_HOSTS,
            ),
            mail_server=_mail_server(ports),
            points=points,
            ca_file=authority.write(folder),
            browser_origin=provider.origin,
            inbox_url=f"{provider.origin}/",
            ports=ports,
            users=tuple(self._directory.users.values()),
        )


def _mail_server(ports: Ports) -> MailServer:
    return MailServer(
        enabled=True,
        account_name="Powiadomienia",
        email=NOTIFICATIONS,
        display_name="Powiadomienia DMS",
        description="Konto piaskownicy",
        host=MAIL_HOSTS[0],
        port=ports.smtp,
        auth_method=AuthMethod.OAUTH2,
        login=NOTIFICATIONS,
    )


def _points(ports: Ports, targets: Path) -> tuple[Point, ...]:
    """One point of each kind."""
    host, method = MAIL_HOSTS[0], AuthMethod.OAUTH2
    return (
        Point(
            name="Faktury",
            host=host,
            port=ports.imap,
            auth_method=method,
            login=ACCOUNTANT,
            mailbox=SHARED,
            target=str(targets / "Faktury"),
        ),
        Point(
            name="Dokumenty przychodzące",
            mode=Mode.DOWNLOAD_ATTACHMENTS,
            account_type=AccountType.POP3,
            host=host,
            port=ports.pop3,
            auth_method=method,
            login=DOCUMENTS,
            target=str(targets / "Dokumenty przychodzące"),
        ),
    )
