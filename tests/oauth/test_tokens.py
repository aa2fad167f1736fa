"""The accounts: kept whole, renewed in silence, shared between programs, forgotten without a trace."""

import asyncio
import logging
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from dms_mail_desktop.errors import (
    AnswerRejected,
    KeyringFailed,
    NetworkFault,
    ProviderRefused,
    ProviderUnreachable,
    SignInBlocked,
    SignInLoss,
    SignInRequired,
    VaultError,
)
from dms_mail_desktop.oauth.account import account_key
from dms_mail_desktop.oauth.http import Answer
from dms_mail_desktop.oauth.pages import Pages
from dms_mail_desktop.oauth.provider import Provider
from dms_mail_desktop.oauth.sign_in import SignInAttempt
from dms_mail_desktop.oauth.tokens import Accounts
from dms_mail_desktop.vault import Vault

from .conftest import Idp, MemoryVault, Person, custom_provider, microsoft_idp, microsoft_provider, refused, until
from .program import ANNA, Clock, Program


async def test_nobody_signed_in(program: Program) -> None:
    assert await program.accounts.list() == ()
    assert await program.accounts.find(program.provider, ANNA) is None
    assert await program.loss() is SignInLoss.NEVER
    with pytest.raises(SignInRequired) as caught:
        await program.token()
    assert (caught.value.username, caught.value.loss) == (ANNA, SignInLoss.NEVER)
    assert program.idp.requests == []


@pytest.fixture
def program(idp: Idp, provider: Provider, pages: Pages) -> Program:
    return Program(idp, provider, pages, MemoryVault(), Clock())


async def test_keeping_makes_an_account_with_its_facts(program: Program) -> None:
    account = await program.sign_in()
    assert await program.accounts.list() == (account,)
    assert await program.accounts.find(program.provider, "ANNA@firma.test ") == account
    assert (account.username, account.object_id) == (ANNA, f"oid-of-{ANNA}")
    assert account.key == account_key(program.provider, ANNA)
    assert account.key.startswith("anna@firma.test-")
    assert account.signed_in_at == account.refreshed_at == program.clock.now
    state = await program.accounts.state(program.provider, ANNA)
    assert (state.account, state.loss, state.blocked) == (account, None, False)


async def test_e5_the_token_carries_the_only_hosts_it_may_go_to(program: Program) -> None:
    await program.sign_in()
    assert (await program.token()).mail_hosts == ("mail.test",)


async def test_a_fresh_token_comes_from_memory_and_a_stale_one_is_renewed_early(program: Program) -> None:
    await program.sign_in()
    first = await program.token()
    program.clock.later(minutes=54)
    assert await program.token() is first
    program.clock.later(minutes=2)
    second = await program.token()
    assert second.secret != first.secret
    assert second.expires_at == program.clock.now + timedelta(hours=1)
    assert await program.token(renew=True) is not second
    assert len(program.renewals) == 2


async def test_e2_two_refreshes_across_a_restart_always_use_the_newest_refresh_token(program: Program) -> None:
    await program.sign_in()
    for _ in range(3):
        program = program.restarted()
        await program.token()
        assert program.stored_refresh_token() in program.idp.live_refresh
        await program.token(renew=True)
        assert program.stored_refresh_token() in program.idp.live_refresh
    assert len(program.renewals) == len(set(program.renewals)) == 6


async def test_a_provider_that_does_not_rotate_keeps_its_refresh_token(program: Program) -> None:
    program.idp.revoke_old = False
    await program.sign_in()
    program.idp.token_changes = {"refresh_token": None}
    before = program.stored_refresh_token()
    await program.restarted().token()
    assert program.stored_refresh_token() == before


async def test_renewal_at_microsoft_uses_the_remembered_account(pages: Pages) -> None:
    program = Program(microsoft_idp(), microsoft_provider(), pages, MemoryVault(), Clock())
    await program.sign_in("jan@firma.test")
    await program.sign_in()
    program = program.restarted()
    jan = await program.token(login="jan@firma.test")
    assert program.idp.username == jan.login
    assert jan.login == "jan@firma.test"
    assert len(await program.accounts.list()) == 2


async def test_e3_two_tasks_renew_once(program: Program) -> None:
    await program.sign_in()
    program = program.restarted()
    tokens = await asyncio.gather(*(program.token() for _ in range(5)))
    assert len({token.secret for token in tokens}) == 1
    assert len(program.renewals) == 1


async def test_e3_two_programs_renew_at_once_and_both_succeed(program: Program) -> None:
    await program.sign_in()
    other = program.restarted(program.vault)
    tokens = await asyncio.gather(program.token(renew=True), other.token(renew=True))
    assert len({token.secret for token in tokens}) == 2
    assert len(program.renewals) == len(set(program.renewals)) == 2
    assert program.stored_refresh_token() in program.idp.live_refresh
    assert await program.loss() is None


async def test_e3_after_invalid_grant_the_store_is_read_once_more(program: Program) -> None:
    await program.sign_in()
    vault = program.vault
    stale = dict(vault.secrets)
    await program.restarted().token()

    class Behind(MemoryVault):
        """Another program writes between this one's first look and its answer, past its lock."""

        looks = 0

        async def read(self, name: str) -> str | None:
            if name.startswith(ANNA):
                self.looks += 1
            return stale.get(name) if self.looks == 1 else vault.secrets.get(name)

    late = program.restarted(Behind(vault.secrets))
    assert (await late.token()).login == ANNA
    assert await program.loss() is None
    assert program.stored_refresh_token() in program.idp.live_refresh


async def test_e3_a_refused_renewal_is_remembered_without_asking_again(program: Program) -> None:
    await program.sign_in()
    program.idp.live_refresh.clear()
    with pytest.raises(SignInRequired) as caught:
        await program.token(renew=True)
    assert caught.value.loss is SignInLoss.REVOKED
    program = program.restarted()
    program.clock.later(days=1)
    asked = len(program.renewals)
    with pytest.raises(SignInRequired) as again:
        await program.token()
    assert vars(again.value) == vars(caught.value)
    assert len(program.renewals) == asked
    state = await program.accounts.state(program.provider, ANNA)
    assert (state.loss, state.blocked, state.answer) == (SignInLoss.REVOKED, False, caught.value.answer)
    assert (await program.accounts.list())[0].lost is SignInLoss.REVOKED
    await program.sign_in()
    assert await program.loss() is None
    assert (await program.token()).login == ANNA


async def test_a_blocked_sign_in_is_tried_again_now_and_then(program: Program) -> None:
    await program.sign_in()
    program.idp.token_answer = refused("invalid_grant", "AADSTS53003: blocked by policy", suberror="message_only")
    with pytest.raises(SignInBlocked):
        await program.token(renew=True)
    state = await program.accounts.state(program.provider, ANNA)
    assert (state.loss, state.blocked) == (SignInLoss.INTERACTION, True)
    program.idp.token_answer = None
    with pytest.raises(SignInBlocked):
        await program.token()
    program.clock.later(minutes=16)
    assert (await program.token()).login == ANNA
    assert await program.loss() is None


@pytest.mark.parametrize(
    "answer",
    [
        ProviderUnreachable("login.test", NetworkFault.UNREACHABLE, "offline"),
        Answer(500, "oops"),
        Answer(503, "busy"),
        Answer(429, "{}", {"Retry-After": "30"}),
        Answer(200, "<html>captive portal</html>"),
        refused("temporarily_unavailable"),
    ],
)
async def test_e4_being_offline_or_busy_is_not_a_lost_sign_in(program: Program, answer: Answer | Exception) -> None:
    await program.sign_in()
    before = dict(program.vault.secrets)
    program.idp.token_answer = answer
    with pytest.raises(ProviderUnreachable):
        await program.token(renew=True)
    assert program.vault.secrets == before
    assert await program.loss() is None
    program.idp.token_answer = None
    program.clock.later(minutes=2)
    assert (await program.token(renew=True)).login == ANNA


async def test_e4_metadata_that_cannot_be_read_are_not_a_lost_sign_in(program: Program) -> None:
    await program.sign_in()
    program.idp.metadata_answer = ProviderUnreachable("login.test", NetworkFault.NAME, "unknown host")
    with pytest.raises(ProviderUnreachable):
        await program.token(renew=True)
    assert await program.loss() is None


async def test_e4_a_token_that_still_serves_is_used_while_the_provider_is_away(program: Program) -> None:
    await program.sign_in()
    first = await program.token()
    program.clock.later(minutes=57)
    program.idp.token_answer = ProviderUnreachable("login.test", NetworkFault.TIMED_OUT, "silent")
    assert await program.token() is first
    program.clock.later(minutes=2, seconds=40)
    with pytest.raises(ProviderUnreachable):
        await program.token()


async def test_e4_retry_after_is_kept_to_and_delays_grow(program: Program) -> None:
    await program.sign_in()
    program.idp.token_answer = Answer(429, "{}", {"Retry-After": "30"})
    with pytest.raises(ProviderUnreachable):
        await program.token(renew=True)
    program.clock.later(seconds=10)
    with pytest.raises(ProviderUnreachable) as caught:
        await program.token(renew=True)
    assert caught.value.retry_after == 20
    assert len(program.renewals) == 1
    program.idp.token_answer = Answer(503, "")
    delays = []
    for _ in range(8):
        program.clock.later(minutes=2)
        with pytest.raises(ProviderUnreachable):
            await program.token(renew=True)
        with pytest.raises(ProviderUnreachable) as caught:
            await program.token(renew=True)
        delays.append(caught.value.retry_after or 0)
    assert delays[0] <= 4
    assert 30 <= delays[-1] <= 60


async def test_an_answer_that_is_our_fault_is_not_a_lost_sign_in(program: Program) -> None:
    await program.sign_in()
    program.idp.token_answer = refused("invalid_request", "AADSTS900144: scope missing")
    with pytest.raises(ProviderRefused):
        await program.token(renew=True)
    assert await program.loss() is None


async def test_a_renewal_for_somebody_else_is_refused(program: Program) -> None:
    await program.sign_in()
    program.idp.claim_changes = {"oid": "somebody else"}
    before = dict(program.vault.secrets)
    with pytest.raises(AnswerRejected):
        await program.restarted(program.vault).token()
    assert program.vault.secrets == before


def expect_late_stores(caplog: pytest.LogCaptureFixture, count: int) -> None:
    """A refresh token that the keyring did not take is told to the log, and nothing else is."""
    told = [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]
    assert told == ["the renewed sign-in is not stored yet: KeyringFailed"] * count
    caplog.clear()


async def test_e2_a_store_that_fails_does_not_lose_the_rotated_token(
    program: Program, caplog: pytest.LogCaptureFixture
) -> None:
    await program.sign_in()
    program.vault.refuse_writes = 1
    token = await program.token(renew=True)
    assert program.stored_refresh_token() not in program.idp.live_refresh
    assert await program.token() is token, "the token serves meanwhile"
    expect_late_stores(caplog, 1)
    program.clock.later(minutes=2)
    assert await program.token() is token
    assert program.stored_refresh_token() in program.idp.live_refresh
    await program.restarted().token()


async def test_e2_a_second_renewal_before_the_store_works_again_uses_the_newest_token(
    program: Program, caplog: pytest.LogCaptureFixture
) -> None:
    await program.sign_in()
    program.vault.refuse_writes = 2
    await program.token(renew=True)
    await program.token(renew=True)
    assert len(set(program.renewals)) == 2
    expect_late_stores(caplog, 2)
    await program.accounts.settle()
    assert program.stored_refresh_token() in program.idp.live_refresh


async def test_e2_a_newer_sign_in_of_another_program_is_not_overwritten(
    program: Program, caplog: pytest.LogCaptureFixture
) -> None:
    await program.sign_in()
    program.vault.refuse_writes = 1
    await program.token(renew=True)
    expect_late_stores(caplog, 1)
    other = program.restarted(program.vault)
    await other.sign_in()
    newest = program.stored_refresh_token()
    program.clock.later(minutes=2)
    await program.token()
    assert program.stored_refresh_token() == newest


async def test_a_keyring_that_does_not_open_is_a_vault_error(program: Program) -> None:
    await program.sign_in()
    program.vault.refuse_reads = 1
    with pytest.raises(KeyringFailed):
        await program.restarted(program.vault).token()
    with pytest.raises(VaultError):
        await program.accounts.state(program.provider, ANNA)


async def test_e2_a_caller_that_is_cancelled_does_not_lose_the_rotated_token(program: Program) -> None:
    await program.sign_in()
    program.idp.hold = threading.Event()
    caller = asyncio.create_task(program.token(renew=True))
    await until(lambda: program.renewals)
    caller.cancel()
    with pytest.raises(asyncio.CancelledError):
        await caller
    program.idp.hold.set()
    await until(lambda: program.idp.closed)
    await program.accounts.settle()
    assert program.stored_refresh_token() in program.idp.live_refresh
    await program.restarted().token()


async def test_e6_forgetting_removes_everything(program: Program) -> None:
    account = await program.sign_in()
    await program.token()
    await program.accounts.forget(account.key)
    assert all("SECRET" not in text and "anna" not in text for text in program.vault.secrets.values())
    assert await program.accounts.list() == ()
    assert await program.loss() is SignInLoss.NEVER
    with pytest.raises(SignInRequired):
        await program.token()
    assert "SECRET" not in repr(vars(program.accounts))


async def test_e6_forgetting_during_a_renewal_leaves_nothing_behind(program: Program) -> None:
    account = await program.sign_in()
    program.idp.hold = threading.Event()
    renewal = asyncio.create_task(program.token(renew=True))
    await until(lambda: program.renewals)
    forgetting = asyncio.create_task(program.accounts.forget(account.key))
    await asyncio.sleep(0)
    program.idp.hold.set()
    await asyncio.gather(renewal, forgetting)
    assert account.key not in program.vault.secrets
    with pytest.raises(SignInRequired):
        await program.token()


@pytest.mark.parametrize("damage", [None, "not JSON", "{}"])
async def test_a_secret_that_is_gone_or_damaged_is_a_state(program: Program, damage: str | None) -> None:
    account = await program.sign_in()
    del program.vault.secrets[account.key]
    if damage is not None:
        program.vault.secrets[account.key] = damage
    program = program.restarted()
    assert await program.loss() is SignInLoss.SECRET_LOST
    (listed,) = await program.accounts.list()
    assert (listed.key, listed.username, listed.lost) == (account.key, ANNA, SignInLoss.SECRET_LOST)
    with pytest.raises((SignInRequired, VaultError)):
        await program.token()


async def test_a_damaged_index_does_not_stand_in_the_way_of_a_sign_in(program: Program) -> None:
    program.vault.secrets["accounts"] = "{"
    account = await program.sign_in()
    assert await program.accounts.list() == (account,)


async def test_without_a_refresh_token_the_sign_in_ends_with_its_access_token(program: Program) -> None:
    program.idp.token_changes = {"refresh_token": None}
    await program.sign_in()
    assert (await program.token()).login == ANNA
    with pytest.raises(SignInRequired) as caught:
        await program.restarted().token()
    assert caught.value.loss is SignInLoss.SECRET_LOST


async def test_state_list_and_find_never_use_the_network(program: Program) -> None:
    await program.sign_in()
    before = len(program.idp.requests)
    program = program.restarted()
    await program.loss()
    await program.accounts.list()
    await program.accounts.find(program.provider, ANNA)
    assert len(program.idp.requests) == before


async def test_every_http_client_is_closed(program: Program) -> None:
    await program.sign_in()
    await program.token(renew=True)
    program.idp.live_refresh.clear()
    with pytest.raises(SignInRequired):
        await program.token(renew=True)
    assert program.idp.closed == 2


async def test_e1_nothing_secret_in_repr_logs_or_errors(program: Program, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    account = await program.sign_in()
    token = await program.token(renew=True)
    program.idp.live_refresh.clear()
    with pytest.raises(SignInRequired) as caught:
        await program.token(renew=True)
    found = await program.accounts._records.read(account.key)
    for text in (caplog.text, repr(account), repr(token), repr(found), repr(program.accounts), str(caught.value)):
        assert "SECRET" not in text
    assert "SECRET-REFRESH" in program.vault.secrets[account.key], "the markers were there to be found"
    assert "SECRET-ACCESS" not in program.vault.secrets[account.key]


def test_only_what_must_survive_is_stored_and_fits_few_parts(idp: Idp, provider: Provider, pages: Pages) -> None:
    async def stored() -> str:
        program = Program(idp, provider, pages, MemoryVault(), Clock())
        account = await program.sign_in()
        return program.vault.secrets[account.key]

    idp.token_changes = {"refresh_token": "r" * 1200, "access_token": "a" * 2800}
    text = asyncio.run(stored())
    assert "aaaa" not in text
    assert len(text) < 2900
    assert "\n" not in text


def test_a_key_is_safe_as_a_name_and_tells_people_apart() -> None:
    provider = custom_provider()
    keys: Callable[[str], str] = lambda name: account_key(provider, name)  # noqa: E731
    assert keys("Anna@Firma.test") == keys(" anna@firma.test")
    assert keys("../../x") != keys("__/__/x")
    assert "/" not in keys("../../x")
    assert len(keys("a" * 500)) < 120
    assert keys("a" * 500) != keys("a" * 501)
    assert account_key(custom_provider(client_id="other"), "a@b.pl") != account_key(provider, "a@b.pl")
    assert account_key(custom_provider(issuer="https://login.test/x"), "a@b.pl") != account_key(provider, "a@b.pl")


class DictBackend:
    """A keyring backend in memory."""

    def __init__(self) -> None:
        self.entries: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.entries.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.entries[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.entries[service, username]


async def test_e3_with_the_real_vault_two_programs_share_a_sign_in(
    idp: Idp, provider: Provider, pages: Pages, tmp_path: Path
) -> None:
    backend = DictBackend()
    first, second = (Accounts(Vault(backend, tmp_path), lambda: idp) for _ in range(2))
    signed_in = await SignInAttempt(provider, idp, pages).run(Person(idp))
    account = await first.keep(provider, signed_in)
    tokens = await asyncio.gather(
        *(each.access_token(provider, ANNA, renew=True) for each in (first, second) for _ in range(2))
    )
    assert {token.login for token in tokens} == {ANNA}
    assert (await second.state(provider, ANNA)).loss is None
    assert [each.key for each in await second.list()] == [account.key]
    await second.forget(account.key)
    assert not [text for text in backend.entries.values() if "SECRET" in text]
