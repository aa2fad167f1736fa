"""One sign-in in the default browser, from the press of the button to a token that was checked (RFC 8252)."""

import asyncio
import inspect
from collections.abc import Awaitable, Callable
from dataclasses import KW_ONLY, dataclass, field
from datetime import UTC, datetime, timedelta

from dms_mail_desktop.credentials import BearerToken
from dms_mail_desktop.detached import run_detached
from dms_mail_desktop.errors import (
    AnswerRejected,
    ClientUnknown,
    ConsentRefused,
    ProviderRefused,
    ProviderUnreachable,
    SignInError,
    SignInTimedOut,
    TenantUnknown,
)
from dms_mail_desktop.oauth.answers import provider_answer, refusal
from dms_mail_desktop.oauth.client import Flow, Grant, TokenClient
from dms_mail_desktop.oauth.http import Http
from dms_mail_desktop.oauth.identity import check_answer_issuer
from dms_mail_desktop.oauth.loopback import RedirectListener
from dms_mail_desktop.oauth.metadata import Metadata, fetch_metadata
from dms_mail_desktop.oauth.pages import FailureReason, Pages
from dms_mail_desktop.oauth.provider import Provider, check_browser_address

TIME_LIMIT = 300.0
"""Seconds a person has."""

OpenBrowser = Callable[[str], Awaitable[None] | None]
"""Shows an address in the default browser; it is also the address to offer for copying."""

REASONS: tuple[tuple[type[SignInError], FailureReason], ...] = (
    (ConsentRefused, FailureReason.CONSENT_REFUSED),
    (TenantUnknown, FailureReason.TENANT_UNKNOWN),
    (ClientUnknown, FailureReason.CLIENT_UNKNOWN),
    (ProviderRefused, FailureReason.PROVIDER_REFUSED),
    (ProviderUnreachable, FailureReason.PROVIDER_UNREACHABLE),
    (AnswerRejected, FailureReason.ANSWER_REJECTED),
)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who signed in and what was granted; nothing of it is stored yet."""

    username: str
    tenant: str
    object_id: str
    home_account_id: str
    scopes: tuple[str, ...]
    token_set: str = field(repr=False)
    access: BearerToken = field(repr=False)


@dataclass(frozen=True, eq=False)
class SignInAttempt:
    """One press of the button: one provider, one port, one state. Cancel the task of `run` to stop it.

    `time_limit` is in seconds; `response_mode` is "form_post" or "query". The caller closes `http`.
    """

    provider: Provider
    http: Http = field(repr=False)
    pages: Pages = field(repr=False)
    _: KW_ONLY
    login_hint: str = ""
    choose_account: bool = False
    time_limit: float = TIME_LIMIT
    response_mode: str = "form_post"

    async def run(self, open_browser: OpenBrowser, *, expected_login: str = "") -> SignedIn:
        """Signs in. Raises SignInError; on every ending the port is closed within a second and nothing is kept.

        With another person than `expected_login` the browser says so, and the caller compares and decides.
        """
        try:
            async with asyncio.timeout(self.time_limit) as limit:
                metadata = await fetch_metadata(self.provider, self.http)
                client = await run_detached(TokenClient, self.provider, metadata, self.http)
                async with RedirectListener(self.pages) as listener:
                    try:
                        signed_in = await self._converse(listener, client, metadata, open_browser)
                    except SignInError as error:
                        listener.finish(failure_page(self.pages, error))
                        raise
                    except asyncio.CancelledError:
                        reason = FailureReason.TIMED_OUT if limit.expired() else FailureReason.STOPPED
                        listener.finish(self.pages.failure(reason))
                        raise
                    limit.reschedule(None)
                    same = _same(signed_in, expected_login)
                    listener.finish(self.pages.success if same else self.pages.other_person)
                return signed_in
        except TimeoutError:
            raise SignInTimedOut(self.time_limit) from None

    async def _converse(
        self, listener: RedirectListener, client: TokenClient, metadata: Metadata, open_browser: OpenBrowser
    ) -> SignedIn:
        flow = client.begin(
            listener.redirect_uri,
            login_hint=self.login_hint,
            prompt=self._prompt(metadata),
            response_mode=self._mode(metadata),
        )
        check_browser_address(self.provider, flow.url)
        listener.expect(flow.state)
        opening = open_browser(flow.url)
        if inspect.isawaitable(opening):
            await opening
        grant = await self._exchange(listener, client, metadata, flow)
        return _signed_in(self.provider, grant)

    async def _exchange(self, listener: RedirectListener, client: TokenClient, metadata: Metadata, flow: Flow) -> Grant:
        answer = await listener.answer()
        issuer = answer.get("iss")
        check_answer_issuer(metadata, issuer)
        if answer.get("error"):
            raise refusal(provider_answer(answer.parameters), self.provider)
        return await run_detached(client.redeem, flow, answer.get("code") or "", issuer)

    def _prompt(self, metadata: Metadata) -> str | None:
        """What the provider must ask the person, whatever it remembers (OpenID Connect Core 3.1.2.1).

        Strict providers give no refresh token without `consent` (section 11); not all of them know `select_account`,
        and `login` lets another person in as well.
        """
        if not self.provider.custom:
            return "select_account" if self.choose_account else None
        if not self.choose_account:
            return "consent"
        return "select_account consent" if "select_account" in metadata.prompts else "login consent"

    def _mode(self, metadata: Metadata) -> str:
        announced = metadata.response_modes
        return "query" if announced and "form_post" not in announced else self.response_mode


def failure_page(pages: Pages, error: SignInError) -> bytes:
    """The page for a failed sign-in: a sentence for the kind of error, and its machine codes."""
    reason = next((reason for kind, reason in REASONS if isinstance(error, kind)), FailureReason.OTHER)
    if not isinstance(error, ProviderRefused):
        return pages.failure(reason)
    return pages.failure(reason, error.answer.error, *(f"AADSTS{code}" for code in error.answer.codes[:1]))


def bearer_token(provider: Provider, grant: Grant, login: str, now: datetime) -> BearerToken:
    """The access token of a grant, bound to the mail hosts of its provider."""
    return BearerToken(login, grant.access_token, now + timedelta(seconds=grant.lasts), provider.mail_hosts)


def _signed_in(provider: Provider, grant: Grant) -> SignedIn:
    identity = grant.identity
    return SignedIn(
        username=identity.username,
        tenant=identity.tenant,
        object_id=identity.object_id,
        home_account_id=grant.home_account_id,
        scopes=grant.scopes,
        token_set=grant.token_set,
        access=bearer_token(provider, grant, identity.username, datetime.now(UTC)),
    )


def _same(signed_in: SignedIn, expected_login: str) -> bool:
    return not expected_login or signed_in.username.casefold() == expected_login.casefold()
