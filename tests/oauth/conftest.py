"""An Entra-shaped provider in process, a person's browser, and a vault in memory."""

import asyncio
import base64
import contextlib
import hashlib
import json
import threading
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from dms_mail_desktop.errors import KeyringFailed
from dms_mail_desktop.models import Cloud, Registration
from dms_mail_desktop.oauth.http import Answer
from dms_mail_desktop.oauth.pages import Pages, load_pages
from dms_mail_desktop.oauth.provider import Provider

ROOT = Path(__file__).resolve().parents[2]
TENANT = "11111111-2222-3333-4444-555555555555"
PERSON = "aaaaaaaa-0000-0000-0000-000000000001"
ISSUER = f"https://login.test/{TENANT}"
SCOPES = ("https://mail.test/IMAP", "https://mail.test/POP", "https://mail.test/SMTP")


def encoded(claims: Mapping[str, Any]) -> str:
    part = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
    return f"eyJhbGciOiJub25lIn0.{part}.sig"


@dataclass
class Idp:
    """Answers https://login.test/… as an HTTP client would; every fault is an attribute."""

    issuer: str = ISSUER
    base: str = ISSUER
    username: str = "anna@firma.test"
    object_id: str = PERSON
    tenant: str = TENANT
    metadata_changes: dict[str, Any] = field(default_factory=dict)
    claim_changes: dict[str, Any] = field(default_factory=dict)
    token_changes: dict[str, Any] = field(default_factory=dict)
    token_answer: Answer | Exception | None = None
    metadata_answer: Answer | Exception | None = None
    hold: threading.Event | None = None
    hold_metadata: threading.Event | None = None
    requests: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)
    challenges: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    live_refresh: dict[str, tuple[str, str]] = field(default_factory=dict)
    issued: int = 0
    revoke_old: bool = True
    closed: int = 0
    headers: list[dict[str, str]] = field(default_factory=list)

    def metadata(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.base}/authorize",
            "token_endpoint": f"{self.base}/token",
            **self.metadata_changes,
        }

    def get(self, url: str, *, headers: Mapping[str, str] | None = None) -> Answer:  # noqa: ARG002
        self.requests.append(("GET", url, {}))
        if self.hold_metadata:
            self.hold_metadata.wait(20)
        if isinstance(self.metadata_answer, Exception):
            raise self.metadata_answer
        return self.metadata_answer or Answer(200, json.dumps(self.metadata()))

    def post(
        self, url: str, *, data: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        form = dict(data or {})
        self.requests.append(("POST", url, form))
        self.headers.append(dict(headers or {}))
        if self.hold:
            self.hold.wait(20)
        if isinstance(self.token_answer, Exception):
            raise self.token_answer
        if self.token_answer:
            return self.token_answer
        return self._redeem(form) if form["grant_type"] == "authorization_code" else self._renew(form)

    def close(self) -> None:
        self.closed += 1

    @property
    def token_requests(self) -> list[dict[str, str]]:
        return [form for method, _, form in self.requests if method == "POST"]

    def authorize(self, url: str) -> tuple[str, dict[str, str]]:
        """What the provider does when the person agrees: the redirect address and the answer for it."""
        query = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
        self.issued += 1
        code = f"SECRET-CODE-{self.issued}"
        self.challenges[code] = (query["code_challenge"], query["redirect_uri"], query["nonce"])
        return query["redirect_uri"], {"code": code, "state": query["state"]}

    def _redeem(self, form: dict[str, str]) -> Answer:
        if form["code"] not in self.challenges:
            return refused("invalid_grant", "AADSTS54005: OAuth2 Authorization code was already redeemed")
        challenge, redirect_uri, nonce = self.challenges.pop(form["code"])
        digest = base64.urlsafe_b64encode(hashlib.sha256(form["code_verifier"].encode()).digest()).rstrip(b"=").decode()
        if (digest, form["redirect_uri"]) != (challenge, redirect_uri):
            return refused("invalid_grant", "AADSTS501481: The code_verifier does not match")
        return self._tokens(form, nonce)

    def _renew(self, form: dict[str, str]) -> Answer:
        if form["refresh_token"] not in self.live_refresh:
            return refused("invalid_grant", "AADSTS50173: The provided grant has expired", suberror="bad_token")
        self.username, self.object_id = self.live_refresh[form["refresh_token"]]
        if self.revoke_old:
            del self.live_refresh[form["refresh_token"]]
        return self._tokens(form, None)

    def _tokens(self, form: dict[str, str], nonce: str | None) -> Answer:
        self.issued += 1
        refresh = f"SECRET-REFRESH-{self.issued}"
        self.live_refresh[refresh] = (self.username, self.object_id)
        claims = {
            "iss": self.issuer.replace("{tenantid}", self.tenant),
            "aud": form["client_id"],
            "sub": "subject-1",
            "oid": self.object_id,
            "tid": self.tenant,
            "preferred_username": self.username,
            "nonce": nonce,
            **self.claim_changes,
        }
        client_info = json.dumps({"uid": self.object_id, "utid": self.tenant}).encode()
        tokens = {
            "access_token": f"SECRET-ACCESS-{self.issued}",
            "refresh_token": refresh,
            "id_token": encoded({name: value for name, value in claims.items() if value is not None}),
            "client_info": base64.urlsafe_b64encode(client_info).decode().rstrip("="),
            "expires_in": 3600,
            "token_type": "Bearer",
            "scope": form["scope"],
            **self.token_changes,
        }
        return Answer(200, json.dumps({name: value for name, value in tokens.items() if value is not None}))


def refused(error: str, description: str = "", status: int = 400, **more: Any) -> Answer:
    return Answer(status, json.dumps({"error": error, "error_description": description, **more}))


def custom_provider(**changes: Any) -> Provider:
    values = {
        "cloud": Cloud.CUSTOM,
        "issuer": ISSUER,
        "client_id": "client-1",
        "scopes": SCOPES,
        "mail_hosts": ("mail.test",),
    }
    return Provider.of(Registration(**(values | changes)))


def microsoft_provider(tenant: str = "organizations", cloud: Cloud = Cloud.GLOBAL) -> Provider:
    return Provider.of(Registration(cloud=cloud, tenant=tenant, client_id="client-1"))


def microsoft_idp(tenant: str = "organizations", named: str = "{tenantid}") -> Idp:
    host = "https://login.microsoftonline.com"
    return Idp(issuer=f"{host}/{named}/v2.0", base=f"{host}/{tenant}/oauth2/v2.0")


@dataclass(frozen=True)
class Page:
    """What a browser received."""

    status: int
    headers: dict[str, str]
    body: str


async def exchange(port: int, text: bytes, host: str = "127.0.0.1") -> Page:
    """Sends bytes to the listener and reads the page to its end."""
    reader, writer = await asyncio.open_connection(host, port)
    try:
        writer.write(text)
        await writer.drain()
        raw = await reader.read()
    finally:
        writer.close()
        with contextlib.suppress(OSError):
            await writer.wait_closed()
    head, _, body = raw.partition(b"\r\n\r\n")
    if not head:
        raise ConnectionResetError
    status, *lines = head.decode().split("\r\n")
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
    return Page(int(status.split()[1]), headers, body.decode())


def get_text(port: int, target: str, host: str | None = None, method: str = "GET") -> bytes:
    return f"{method} {target} HTTP/1.1\r\nHost: {f'localhost:{port}' if host is None else host}\r\n\r\n".encode()


def form_text(port: int, body: str, target: str = "/", host: str | None = None) -> bytes:
    return (
        f"POST {target} HTTP/1.1\r\nHost: {f'localhost:{port}' if host is None else host}\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n{body}"
    ).encode()


async def get(port: int, target: str) -> Page:
    return await exchange(port, get_text(port, target))


async def post(port: int, parameters: Mapping[str, str]) -> Page:
    return await exchange(port, form_text(port, urlencode(parameters)))


async def is_open(port: int, host: str = "127.0.0.1") -> bool:
    try:
        _, writer = await asyncio.open_connection(host, port)
    except OSError:
        return False
    writer.close()
    with contextlib.suppress(OSError):
        await writer.wait_closed()
    return True


async def until(condition: Callable[[], object]) -> None:
    """Waits for something that another thread does."""
    async with asyncio.timeout(10):
        while not condition():  # noqa: ASYNC110 - a thread cannot set an event of this loop
            await asyncio.sleep(0.01)


class Person:
    """A browser and the person before it: `act` gets the redirect address' port and the provider's answer."""

    def __init__(self, idp: Idp, act: Callable[[int, dict[str, str]], Any] | None = None) -> None:
        self._idp = idp
        self._act = act or post
        self.urls: list[str] = []
        self.opened = asyncio.Event()
        self.page: asyncio.Task[Any] | None = None
        self.port = 0

    def __call__(self, url: str) -> None:
        self.urls.append(url)
        redirect_uri, answer = self._idp.authorize(url)
        self.port = urlsplit(redirect_uri).port or 0
        self.page = asyncio.get_running_loop().create_task(self._act(self.port, answer))
        self.opened.set()

    @property
    def query(self) -> dict[str, list[str]]:
        return parse_qs(urlsplit(self.urls[-1]).query)


class MemoryVault:
    """A vault of this process; programs that share `secrets` are two instances on one computer."""

    backend = "memory"

    def __init__(self, secrets: dict[str, str] | None = None) -> None:
        self.secrets = {} if secrets is None else secrets
        self.locks: dict[str, asyncio.Lock] = {}
        self.refuse_writes = 0
        self.refuse_reads = 0

    async def read(self, name: str) -> str | None:
        if self.refuse_reads:
            raise KeyringFailed(self.backend, "read")
        return self.secrets.get(name)

    async def write(self, name: str, text: str) -> None:
        if self.refuse_writes:
            self.refuse_writes -= 1
            raise KeyringFailed(self.backend, "write")
        self.secrets[name] = text

    async def delete(self, name: str) -> None:
        self.secrets.pop(name, None)

    @contextlib.asynccontextmanager
    async def locked(self, name: str) -> AsyncIterator[None]:
        async with self.locks.setdefault(name, asyncio.Lock()):
            yield


@pytest.fixture
def idp() -> Idp:
    return Idp()


@pytest.fixture
def provider() -> Provider:
    return custom_provider()


@pytest.fixture
def pages() -> Pages:
    return load_pages("pl", ROOT / "resources" / "pages")
