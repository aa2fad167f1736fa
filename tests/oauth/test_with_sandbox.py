"""The whole sign-in against the embedded service: two programs that were written apart must understand each other."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from dms_mail_desktop.errors import ConsentRefused, SignInRequired
from dms_mail_desktop.oauth.pages import Pages
from dms_mail_desktop.oauth.provider import Provider
from dms_mail_desktop.oauth.sign_in import SignedIn, SignInAttempt
from dms_mail_desktop.oauth.tokens import Accounts
from dms_mail_desktop.sandbox.agent import sign_in
from dms_mail_desktop.sandbox.directory import ACCOUNTANT, Directory
from dms_mail_desktop.sandbox.service import Sandbox, SandboxFacts

from .conftest import MemoryVault


@pytest.fixture
def sandbox(tmp_path: Path) -> Iterator[tuple[Sandbox, SandboxFacts]]:
    sandbox = Sandbox()
    facts = sandbox.start(tmp_path)
    yield sandbox, facts
    sandbox.stop()


async def attempt(sandbox: Sandbox, provider: Provider, pages: Pages, *, consent: bool = True) -> tuple[SignedIn, str]:
    user = Directory().user(ACCOUNTANT)
    assert user
    seen: list[asyncio.Task[str]] = []

    def browser(url: str) -> None:
        work = asyncio.to_thread(sign_in, url, user.login, user.password, consent=consent)
        seen.append(asyncio.create_task(work))

    signing_in = SignInAttempt(provider, sandbox.http_client(), pages, login_hint=user.login)
    try:
        return await signing_in.run(browser, expected_login=user.login), await seen[0]
    except ConsentRefused:
        await asyncio.gather(*seen, return_exceptions=True)
        raise


async def test_sign_in_renew_and_be_revoked(sandbox: tuple[Sandbox, SandboxFacts], pages: Pages) -> None:
    service, facts = sandbox
    provider = Provider.of(facts.registration)
    signed_in, page = await attempt(service, provider, pages)
    assert signed_in.username == ACCOUNTANT
    assert "Gratulacje! Zostałeś zalogowany" in page
    accounts = Accounts(MemoryVault(), service.http_client)
    await accounts.keep(provider, signed_in)
    first = await accounts.access_token(provider, ACCOUNTANT, renew=True)
    assert (await accounts.access_token(provider, ACCOUNTANT, renew=True)).secret != first.secret
    service.revoke(ACCOUNTANT)
    with pytest.raises(SignInRequired):
        await accounts.access_token(provider, ACCOUNTANT, renew=True)


async def test_refusing_consent(sandbox: tuple[Sandbox, SandboxFacts], pages: Pages) -> None:
    service, facts = sandbox
    with pytest.raises(ConsentRefused):
        await attempt(service, Provider.of(facts.registration), pages, consent=False)
