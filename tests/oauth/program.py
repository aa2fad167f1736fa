"""A running program as the tests of accounts need it: over a vault, a provider and a clock that they set."""

import json
from datetime import UTC, datetime, timedelta

from dms_mail_desktop.credentials import BearerToken
from dms_mail_desktop.errors import SignInLoss
from dms_mail_desktop.oauth.account import Account, account_key
from dms_mail_desktop.oauth.pages import Pages
from dms_mail_desktop.oauth.provider import Provider
from dms_mail_desktop.oauth.sign_in import SignedIn, SignInAttempt
from dms_mail_desktop.oauth.tokens import Accounts

from .conftest import Idp, MemoryVault, Person

ANNA = "anna@firma.test"


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 11, 22, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def later(self, **units: float) -> None:
        self.now += timedelta(**units)


class Program:
    """One running program: accounts over a vault, a provider and a clock."""

    def __init__(self, idp: Idp, provider: Provider, pages: Pages, vault: MemoryVault, clock: Clock) -> None:
        self.idp, self.provider, self.pages, self.vault, self.clock = idp, provider, pages, vault, clock
        self.accounts = Accounts(vault, lambda: idp, clock)

    def restarted(self, vault: MemoryVault | None = None) -> "Program":
        return Program(self.idp, self.provider, self.pages, vault or MemoryVault(self.vault.secrets), self.clock)

    async def sign_in(self, username: str = ANNA) -> Account:
        return await self.accounts.keep(self.provider, await self.signed_in(username))

    async def signed_in(self, username: str = ANNA) -> SignedIn:
        self.idp.username, self.idp.object_id = username, f"oid-of-{username}"
        person = Person(self.idp)
        signed_in = await SignInAttempt(self.provider, self.idp, self.pages).run(person)
        assert person.page
        await person.page
        expires_at = self.clock.now + timedelta(hours=1)
        token = BearerToken(username, signed_in.access.secret, expires_at, self.provider.mail_hosts)
        fields = {name: getattr(signed_in, name) for name in signed_in.__slots__}
        return SignedIn(**(fields | {"access": token}))

    async def token(self, *, renew: bool = False, login: str = ANNA) -> BearerToken:
        return await self.accounts.access_token(self.provider, login, renew=renew)

    async def loss(self) -> SignInLoss | None:
        return (await self.accounts.state(self.provider, ANNA)).loss

    @property
    def renewals(self) -> list[str]:
        return [form["refresh_token"] for form in self.idp.token_requests if form["grant_type"] == "refresh_token"]

    def stored_refresh_token(self) -> str:
        record = json.loads(self.vault.secrets[account_key(self.provider, ANNA)])
        (entry,) = record["tokens"]["RefreshToken"].values()
        return str(entry["secret"])
