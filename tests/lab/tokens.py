"""Tokens for the tests of the servers: had by msal through Chromium, without the program under test."""

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

import jwt
import msal
import requests
from cryptography.hazmat.primitives.asymmetric import rsa

from .authority import Authority
from .provider import CLIENT_ID, RESOURCE, SCOPES, Provider


@dataclass(frozen=True)
class Tokens:
    """What the provider gave: the answer of its token endpoint, and the msal application that asked."""

    answer: dict[str, Any]
    application: msal.PublicClientApplication

    @property
    def access(self) -> str:
        return str(self.answer["access_token"])

    def refresh(self, refresh_token: str) -> dict[str, Any]:
        """What the token endpoint answers to a refresh token (RFC 6749 section 6)."""
        form = {"grant_type": "refresh_token", "client_id": CLIENT_ID, "refresh_token": refresh_token}
        client = self.application
        answer: dict[str, Any] = json.loads(client.http_client.post(client.authority.token_endpoint, data=form).text)
        return answer


def application(provider: Provider, authority: Authority) -> msal.PublicClientApplication:
    """msal's client, which trusts the lab's authority alone."""
    session = requests.Session()
    session.trust_env = False
    session.verify = str(authority.ca_file)
    return msal.PublicClientApplication(CLIENT_ID, oidc_authority=provider.issuer, http_client=session)


def code_flow(client: msal.PublicClientApplication, login: str, person: Callable[[str], None]) -> Tokens:
    """One sign-in: `person` is given the address and acts in the browser until the answer has arrived here."""
    answers: list[dict[str, str]] = []

    class Receiver(BaseHTTPRequestHandler):
        timeout = 5  # browsers open connections that they never use

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            answers.append({name: values[0] for name, values in parse_qs(body).items()})
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"received")

        def log_message(self, *_: object) -> None:
            """Keeps the test's output clean."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Receiver) as server:
        serving = threading.Thread(target=server.serve_forever)
        serving.start()
        flow = client.initiate_auth_code_flow(
            list(SCOPES),
            redirect_uri=f"http://localhost:{server.server_port}",
            response_mode="form_post",
            prompt="consent",
            login_hint=login,
        )
        try:
            person(flow["auth_uri"])
        finally:
            server.shutdown()
            serving.join()
    return Tokens(client.acquire_token_by_auth_code_flow(flow, answers[0]), client)


def forged(provider: Provider, login: str) -> str:
    """A token that says all the right things under a key of its own."""
    now = datetime.now(UTC)
    claims = {"iss": provider.issuer, "aud": RESOURCE, "azp": CLIENT_ID, "preferred_username": login, "sub": login}
    claims |= {"iat": now, "nbf": now, "exp": now + timedelta(hours=1), "scope": " ".join(SCOPES)}
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return jwt.encode(claims, key, algorithm="RS256", headers={"kid": provider.kid, "typ": "JWT"})
