"""A running sandbox, a listener as the application opens one, and a sign-in through msal."""

import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.client import HTTPResponse
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from urllib.request import ProxyHandler, build_opener

import msal
import pytest

from dms_mail_desktop.sandbox.agent import sign_in
from dms_mail_desktop.sandbox.directory import ACCOUNTANT, CLIENT_ID, Directory
from dms_mail_desktop.sandbox.service import Sandbox, SandboxFacts
from dms_mail_desktop.sandbox.tokens import SCOPES, Mint


@dataclass
class Running:
    """A started sandbox and what it said about itself."""

    sandbox: Sandbox
    facts: SandboxFacts

    def trust(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=str(self.facts.ca_file))

    def password(self, login: str) -> str:
        user = Directory().user(login)
        assert user is not None
        return user.password

    def mint(self) -> Mint:
        assert self.sandbox._provider is not None
        return self.sandbox._provider.mint

    def token(self, login: str, *scopes: str) -> str:
        user = Directory().user(login)
        assert user is not None
        return self.mint().access_token(user, scopes or SCOPES)

    def xoauth2(self, login: str, mailbox: str = "", token: str = "") -> str:
        return f"user={mailbox or login}\x01auth=Bearer {token or self.token(login)}\x01\x01"


class Listener:
    """Takes one answer on a free loopback port, by GET or by POST."""

    def __init__(self) -> None:
        self.answer: dict[str, str] = {}
        self.method = ""
        listener = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                listener.take(self, urlsplit(self.path).query)

            def do_POST(self) -> None:
                listener.take(self, self.rfile.read(int(self.headers["Content-Length"])).decode())

            def log_message(self, *_: object) -> None:
                pass

        self._server = HTTPServer(("127.0.0.1", 0), Handler)
        self.redirect_uri = f"http://localhost:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()

    def take(self, handler: BaseHTTPRequestHandler, text: str) -> None:
        self.method = handler.command
        self.answer = {name: value for name, [value] in parse_qs(text).items()}
        handler.send_response(200)
        handler.end_headers()
        handler.wfile.write(b"<p>Gratulacje!</p>")

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class Application:
    """What the real application does with msal, in the fewest lines."""

    def __init__(self, running: Running, listener: Listener, *, client_id: str = CLIENT_ID, issuer: str = "") -> None:
        self._running = running
        self._listener = listener
        self.msal = msal.PublicClientApplication(
            client_id,
            oidc_authority=issuer or running.facts.registration.issuer,
            http_client=running.sandbox.http_client(),
        )

    def begin(self, login: str = ACCOUNTANT, **more: Any) -> dict[str, Any]:
        flow: dict[str, Any] = self.msal.initiate_auth_code_flow(
            list(SCOPES),
            redirect_uri=self._listener.redirect_uri,
            login_hint=login,
            **({"response_mode": "form_post"} | more),
        )
        return flow

    def sign_in(self, login: str = ACCOUNTANT, *, consent: bool = True, **more: Any) -> dict[str, Any]:
        flow = self.begin(login, **more)
        page = sign_in(flow["auth_uri"], login, self._running.password(login), consent=consent)
        assert page == "Gratulacje!"
        result: dict[str, Any] = self.msal.acquire_token_by_auth_code_flow(flow, self._listener.answer)
        return result


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    sandbox = Sandbox()
    facts = sandbox.start(tmp_path)
    yield Running(sandbox, facts)
    sandbox.stop()


@pytest.fixture
def listener() -> Iterator[Listener]:
    listener = Listener()
    yield listener
    listener.close()


@pytest.fixture
def application(running: Running, listener: Listener) -> Application:
    return Application(running, listener)


@pytest.fixture
def browse() -> Callable[..., HTTPResponse]:
    """Opens an address as a browser without a proxy does."""
    opener = build_opener(ProxyHandler({}))
    return lambda address, data=None: opener.open(address, data, timeout=5)
