"""The signed-in accounts: kept in the vault, renewed in silence, never lost to a network that is down."""

import asyncio
import contextlib
import json
from collections.abc import Callable, Coroutine
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from dms_mail_desktop.credentials import BearerToken
from dms_mail_desktop.detached import run_detached
from dms_mail_desktop.errors import (
    AnswerRejected,
    NetworkFault,
    ProviderUnreachable,
    SecretDamaged,
    SignInLoss,
    SignInRequired,
)
from dms_mail_desktop.oauth.account import Account, Record, SignInState, account_key
from dms_mail_desktop.oauth.client import Grant, TokenClient
from dms_mail_desktop.oauth.http import Http
from dms_mail_desktop.oauth.metadata import read_metadata
from dms_mail_desktop.oauth.pauses import Pauses
from dms_mail_desktop.oauth.provider import Provider
from dms_mail_desktop.oauth.records import Found, Records, SecretStore
from dms_mail_desktop.oauth.sign_in import SignedIn, bearer_token

__all__ = ["Account", "Accounts", "SignInState"]

EARLY = timedelta(minutes=5)
"""How long before its end an access token is renewed: a long message must still be sent with it."""
LAST_USE = timedelta(seconds=30)
"""How long before its end an access token is still handed out when the provider cannot be reached."""
RETRY_BLOCKED = timedelta(minutes=15)
"""How often a renewal is tried again that only a person or an administrator can make possible."""
RENEWAL_LIMIT = 60.0
"""Seconds; the HTTP client's own limits end every request sooner."""
FINAL = (SignInLoss.EXPIRED, SignInLoss.REVOKED)

T = TypeVar("T")


class Accounts:
    """Keeps accounts and hands out access tokens; one instance for the life of the program.

    Access tokens live in memory only. Every method raises VaultError.
    """

    def __init__(
        self,
        vault: SecretStore,
        http_factory: Callable[[], Http],
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._records = Records(vault, clock)
        self._http_factory = http_factory
        self._clock = clock
        self._pauses = Pauses(clock)
        self._tokens: dict[str, BearerToken] = {}
        self._under_way: set[asyncio.Task[Any]] = set()

    async def keep(self, provider: Provider, signed_in: SignedIn) -> Account:
        """Stores a sign-in in place of the person's former one."""
        return await self._whole(self._keep(provider, signed_in))

    async def list(self) -> tuple[Account, ...]:
        """All accounts; one whose secret is gone or damaged is listed as lost."""
        accounts = []
        for key in await self._records.keys():
            record = None
            with contextlib.suppress(SecretDamaged):
                record = (await self._records.read(key)).record
            accounts.append(record.account if record else _secret_lost(key))
        return tuple(accounts)

    async def find(self, provider: Provider, login: str) -> Account | None:
        """The account of that login at that provider. Raises SecretDamaged too."""
        record = (await self._records.read(account_key(provider, login))).record
        return record.account if record else None

    async def state(self, provider: Provider, login: str) -> SignInState:
        """How things stand with a login, from the vault alone."""
        key = account_key(provider, login)
        try:
            record = (await self._records.read(key)).record
        except SecretDamaged:
            return SignInState(_secret_lost(key), SignInLoss.SECRET_LOST)
        if record:
            return SignInState.of(record.account)
        if key in await self._records.keys():
            return SignInState(_secret_lost(key), SignInLoss.SECRET_LOST)
        return SignInState(None, SignInLoss.NEVER)

    async def access_token(self, provider: Provider, login: str, *, renew: bool = False) -> BearerToken:
        """A token for the login, renewed before its end or when `renew` asks for a new one.

        Raises SignInRequired, SignInBlocked, ProviderUnreachable, ProviderRefused, MetadataRejected, AnswerRejected.
        """
        key = account_key(provider, login)
        known = self._tokens.get(key)
        if known and not renew and known.expires_at - self._clock() > EARLY and not self._records.is_due(key):
            return known
        return await self._whole(self._access_token(provider, login, known, renew=renew))

    async def tell_once(self, key: str, state: str) -> bool:
        """Whether nobody was told yet that the account is in this state; from now on somebody was.

        One program on this computer gets True; a renewal begins anew.
        """
        return await self._whole(self._tell_once(key, state))

    async def forget(self, key: str) -> None:
        """Removes an account from vault and memory; the grant itself is withdrawn at the provider."""
        await self._whole(self._forget(key))

    async def settle(self) -> None:
        """Before the program ends: waits for what is under way and writes what the vault did not take."""
        while self._under_way:
            await asyncio.wait(self._under_way)
        await self._records.write_waiting()

    async def _whole(self, work: Coroutine[Any, Any, T]) -> T:
        """Lets work run to its end even when the caller is cancelled: a rotated refresh token must reach the vault."""
        task = asyncio.get_running_loop().create_task(work)
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        return await asyncio.shield(task)

    async def _keep(self, provider: Provider, signed_in: SignedIn) -> Account:
        now = self._clock()
        account = Account(
            key=account_key(provider, signed_in.username),
            username=signed_in.username,
            tenant=signed_in.tenant,
            object_id=signed_in.object_id,
            home_account_id=signed_in.home_account_id,
            issuer=provider.issuer,
            client_id=provider.client_id,
            scopes=signed_in.scopes,
            signed_in_at=now,
            refreshed_at=now,
        )
        async with self._records.locked(account.key):
            await self._records.put(Record(account, json.loads(signed_in.token_set)))
            self._tokens[account.key] = signed_in.access
        return account

    async def _tell_once(self, key: str, state: str) -> bool:
        async with self._records.locked(key):
            found = await self._records.read(key)
            if found.record is None or found.record.account.told == state:
                return False
            account = replace(found.record.account, told=state)
            await self._records.replace(found, Record(account, found.record.tokens))
            return True

    async def _forget(self, key: str) -> None:
        async with self._records.locked(key):
            self._tokens.pop(key, None)
            await self._records.remove(key)

    async def _access_token(
        self, provider: Provider, login: str, known: BearerToken | None, *, renew: bool
    ) -> BearerToken:
        key = account_key(provider, login)
        async with self._records.locked(key):
            await self._records.write_again(key)
            now = self._clock()
            current = self._tokens.get(key)
            if current and current.expires_at - now > EARLY and not (renew and current is known):
                return current
            found = await self._records.read(key)
            if found.record is None:
                self._tokens.pop(key, None)
                listed = key in await self._records.keys()
                raise SignInRequired(login, SignInLoss.SECRET_LOST if listed else SignInLoss.NEVER)
            if not renew and _is_remembered(found.record.account, now):
                raise found.record.account.refusal()
            try:
                return await self._renew(provider, found, found.record)
            except ProviderUnreachable:
                if current and not renew and current.expires_at - now > LAST_USE:
                    return current
                raise

    async def _renew(self, provider: Provider, found: Found, record: Record) -> BearerToken:
        """Renews; after a refusal reads once more, for another program may have renewed meanwhile."""
        try:
            return await self._store(provider, found, record, await self._grant(provider, record))
        except SignInRequired as error:
            again = await self._records.read(record.account.key)
            if again.record is not None and again.record.tokens != record.tokens:
                return await self._renew(provider, again, again.record)
            self._tokens.pop(record.account.key, None)
            if again.record is not None:  # the tokens stay, for a policy may be lifted
                account = again.record.account.after_refusal(error, self._clock())
                await self._records.replace(again, Record(account, again.record.tokens))
            raise

    async def _grant(self, provider: Provider, record: Record) -> Grant:
        self._pauses.check(provider.metadata_url)
        try:
            async with asyncio.timeout(RENEWAL_LIMIT):
                grant = await run_detached(_renewed, provider, self._http_factory, record)
        except TimeoutError:
            host = provider.allowed_hosts[0]
            raise ProviderUnreachable(host, NetworkFault.TIMED_OUT, f"{RENEWAL_LIMIT:.0f} s") from None
        except ProviderUnreachable as error:
            self._pauses.failed(provider.metadata_url, error)
            raise
        self._pauses.succeeded(provider.metadata_url)
        if (grant.identity.object_id, grant.identity.tenant) != (record.account.object_id, record.account.tenant):
            raise AnswerRejected("sub")
        return grant

    async def _store(self, provider: Provider, found: Found, record: Record, grant: Grant) -> BearerToken:
        now = self._clock()
        account = record.account.renewed(grant.scopes, now)
        token = bearer_token(provider, grant, account.username, now)
        self._tokens[account.key] = token
        await self._records.replace(found, Record(account, json.loads(grant.token_set)))
        return token


def _renewed(provider: Provider, http_factory: Callable[[], Http], record: Record) -> Grant:
    """The blocking part of a renewal."""
    http = http_factory()
    try:
        client = TokenClient(provider, read_metadata(provider, http), http, json.dumps(record.tokens))
        return client.renew(record.account.username, record.account.home_account_id)
    finally:
        http.close()


def _is_remembered(account: Account, now: datetime) -> bool:
    """Whether a refusal stands: for good, or for a while where somebody may lift it."""
    if account.lost is None:
        return False
    final = account.lost in FINAL and not account.blocked
    return final or account.lost_at is None or now - account.lost_at < RETRY_BLOCKED


def _secret_lost(key: str) -> Account:
    return Account(key=key, username=key.rpartition("-")[0], lost=SignInLoss.SECRET_LOST)
