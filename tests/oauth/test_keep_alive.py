"""Sign-ins that nobody uses are renewed every week, and how an account is doing is known from its own facts."""

from datetime import timedelta

import pytest

from dms_mail_desktop.errors import (
    KeyringFailed,
    MailDesktopError,
    NetworkFault,
    ProviderUnreachable,
    SignInLoss,
    SignInRequired,
)
from dms_mail_desktop.keep_alive import keep_alive
from dms_mail_desktop.models import Cloud, Registration
from dms_mail_desktop.oauth.account import Account
from dms_mail_desktop.oauth.health import Health, days_left, health_of
from dms_mail_desktop.oauth.pages import Pages
from dms_mail_desktop.oauth.provider import Provider

from .conftest import ISSUER, SCOPES, Idp, MemoryVault
from .program import ANNA, Clock, Program

REGISTRATION = Registration(
    cloud=Cloud.CUSTOM, issuer=ISSUER, client_id="client-1", scopes=SCOPES, mail_hosts=("mail.test",)
)


@pytest.fixture
def program(idp: Idp, provider: Provider, pages: Pages) -> Program:
    return Program(idp, provider, pages, MemoryVault(), Clock())


async def kept(program: Program, registration: Registration = REGISTRATION) -> dict[str, MailDesktopError | None]:
    return await keep_alive(program.accounts, registration, program.clock.now)


async def test_a_sign_in_in_use_is_left_alone(program: Program) -> None:
    await program.sign_in()
    program.clock.later(days=6, hours=23)
    assert await kept(program) == {}
    assert program.renewals == []


async def test_one_that_nobody_used_for_a_week_is_renewed_and_lives_on(program: Program) -> None:
    await program.sign_in()
    for week in range(20):
        program = program.restarted(program.vault)
        program.clock.later(days=7)
        assert await kept(program) == {ANNA: None}
        assert len(program.renewals) == week + 1
        [account] = await program.accounts.list()
        assert days_left(account, program.clock.now) == 90
    assert (await program.token()).login == ANNA


async def test_every_account_has_its_turn_though_one_fails(program: Program) -> None:
    await program.sign_in()
    lost = set(program.idp.live_refresh)
    await program.sign_in("ola@firma.test")
    for token in lost:
        del program.idp.live_refresh[token]
    program.idp.object_id = "oid-of-ola@firma.test"
    program.clock.later(days=8)
    outcome = await kept(program)
    assert isinstance(outcome.pop(ANNA), SignInRequired)
    assert outcome == {"ola@firma.test": None}
    assert await program.loss() is SignInLoss.REVOKED
    assert set(await kept(program)) == set(), "one is renewed, the other a person's matter"


async def test_a_network_that_is_down_costs_nothing(program: Program) -> None:
    await program.sign_in()
    before = dict(program.vault.secrets)
    program.clock.later(days=30)
    program.idp.token_answer = ProviderUnreachable("login.test", NetworkFault.UNREACHABLE, "")
    outcome = await kept(program)
    assert isinstance(outcome[ANNA], ProviderUnreachable)
    assert program.vault.secrets == before


async def test_accounts_of_another_registration_are_left_alone(program: Program) -> None:
    await program.sign_in()
    program.clock.later(days=30)
    assert await kept(program, REGISTRATION.model_copy(update={"client_id": "client-2"})) == {}
    assert await kept(program, Registration()) == {}
    assert program.renewals == []


async def test_a_keyring_that_cannot_be_read_is_told(idp: Idp, provider: Provider, pages: Pages) -> None:
    class Broken(MemoryVault):
        async def read(self, name: str) -> str | None:
            raise KeyringFailed("test", name)

    program = Program(idp, provider, pages, Broken(), Clock())
    with pytest.raises(KeyringFailed):
        await kept(program)


@pytest.mark.parametrize(
    ("unused", "lost", "blocked", "health", "left"),
    [
        (0, None, False, Health.OK, 90),
        (75.9, None, False, Health.OK, 14),
        (76, None, False, Health.EXPIRING, 14),
        (89.5, None, False, Health.EXPIRING, 0),
        (90, None, False, Health.REQUIRED, None),
        (1, SignInLoss.REVOKED, False, Health.REQUIRED, None),
        (1, SignInLoss.INTERACTION, True, Health.BLOCKED, None),
    ],
)
def test_the_state_of_an_account_counts_down_to_the_end_of_an_unused_sign_in(
    unused: float, lost: SignInLoss | None, blocked: bool, health: Health, left: int | None
) -> None:
    now = Clock().now
    account = Account("key", ANNA, refreshed_at=now - timedelta(days=unused), lost=lost, blocked=blocked)
    assert (health_of(account, now), days_left(account, now)) == (health, left)


def test_an_account_of_unknown_age_is_not_said_to_expire() -> None:
    assert health_of(Account("key", ANNA), Clock().now) is Health.OK
    assert days_left(Account("key", ANNA), Clock().now) is None
