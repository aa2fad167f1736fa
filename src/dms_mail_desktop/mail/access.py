"""The steps that every test of an account begins with: from the server's name to a proven identity."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any, Protocol

from dms_mail_desktop.credentials import BearerToken, Credential
from dms_mail_desktop.errors import Reply, ServerRefused, Stage
from dms_mail_desktop.mail.connect import Endpoint
from dms_mail_desktop.mail.sending import CredentialSource
from dms_mail_desktop.mail.steps import Facts
from dms_mail_desktop.mail.token_fit import blame_token
from dms_mail_desktop.mail.xoauth2 import require_token_host
from dms_mail_desktop.models import AuthMethod, MailServer, Point
from dms_mail_desktop.tls_facts import tls_facts

EXPIRES_SOON = 14
"""Days; a certificate that ends sooner deserves a warning."""


class AccountSession(Protocol):
    """What the sessions of all protocols have in common; each stage raises MailError with that stage."""

    seconds: dict[Stage, float]

    async def resolve(self) -> tuple[Endpoint, ...]:
        """ADDRESS."""

    async def connect(self) -> Endpoint:
        """CONNECTION."""

    async def secure(self) -> Any:
        """ENCRYPTION; None without it."""

    async def greet(self) -> Any:
        """GREETING; a dataclass with `text`, `capabilities`, `auth_methods`."""

    async def authenticate(self, credential: Credential) -> tuple[str, Reply]:
        """AUTHENTICATION."""

    async def close(self) -> None:
        """Takes leave, shortly."""

    def abort(self) -> None:
        """Ends everything at once."""


class AccessCheck:
    """The work of each step; returns its facts and whether they deserve a warning.

    Facts: ADDRESS host, addresses · CONNECTION address, port, family ("ipv4", "ipv6") · ENCRYPTION protocol, subject,
    issuer, days_left, or none=True · GREETING greeting, capabilities, auth_methods, and what the protocol has beyond ·
    CREDENTIAL kind ("token", "password"), login, expires_at (UTC or None) · AUTHENTICATION method, reply.
    """

    def __init__(
        self,
        account: MailServer | Point,
        session: AccountSession,
        credential_source: CredentialSource,
        token_hosts: Iterable[str] | None,
    ) -> None:
        self._account = account
        self.access = session
        self._credential_source = credential_source
        self._token_hosts = tuple(token_hosts) if token_hosts is not None else None
        self._credential: Credential

    async def address(self) -> tuple[Facts, bool]:
        """Asks the name service; before that, where the hosts of a token are known, whether this is one of them."""
        if self._token_hosts is not None and self._account.auth_method is AuthMethod.OAUTH2:
            require_token_host(self._account.host, self._token_hosts, Stage.ADDRESS)
        endpoints = await self.access.resolve()
        return {"host": self._account.host, "addresses": tuple(endpoint.address for endpoint in endpoints)}, False

    async def connection(self) -> tuple[Facts, bool]:
        """Connects."""
        endpoint = await self.access.connect()
        return {"address": endpoint.address, "port": self._account.port, "family": endpoint.family}, False

    async def encryption(self) -> tuple[Facts, bool]:
        """Shakes hands; warns of a certificate that ends soon, and of a connection in clear text."""
        connection = await self.access.secure()
        if connection is None:
            return {"none": True}, True
        facts = tls_facts(connection)
        return asdict(facts), facts.days_left < EXPIRES_SOON

    async def greeting(self) -> tuple[Facts, bool]:
        """Hears what the server can do."""
        facts = asdict(await self.access.greet())
        return {"greeting": facts.pop("text"), **facts}, False

    async def credential(self) -> tuple[Facts, bool]:
        """Asks for the credential, once."""
        self._credential = credential = await self._credential_source()
        if isinstance(credential, BearerToken):
            require_token_host(self._account.host, credential.mail_hosts, Stage.CREDENTIAL)
            return {"kind": "token", "login": credential.login, "expires_at": credential.expires_at}, False
        return {"kind": "password", "login": credential.login, "expires_at": None}, False

    async def authentication(self) -> tuple[Facts, bool]:
        """Proves the identity, with one attempt; a token that could not do is named before the server is."""
        try:
            method, reply = await self.access.authenticate(self._credential)
        except ServerRefused as error:
            if isinstance(self._credential, BearerToken):
                raise blame_token(error, self._account, self._credential) from error
            raise
        return {"method": method, "reply": reply}, False
