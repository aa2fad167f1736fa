"""What the journal is told of accounts: of each change once, whichever program sees it."""

import json
from datetime import timedelta

import pytest

from dms_mail_desktop.account_alerts import Need, tell_needs
from dms_mail_desktop.errors import ProviderAnswer, SignInBlocked, SignInLoss, SignInRequired
from dms_mail_desktop.journal import Event
from dms_mail_desktop.models import AuthMethod, Cloud, MailServer, Point, Registration, Settings
from dms_mail_desktop.oauth.account import Account, Record, account_key, dump_keys, dump_record, load_record
from dms_mail_desktop.oauth.health import Health
from dms_mail_desktop.oauth.provider import Provider
from dms_mail_desktop.oauth.tokens import Accounts
from dms_mail_desktop.usage import in_use

from ..oauth.conftest import ISSUER, SCOPES, MemoryVault
from ..oauth.program import ANNA, Clock

REGISTRATION = Registration(
    cloud=Cloud.CUSTOM, issuer=ISSUER, client_id="client-1", scopes=SCOPES, mail_hosts=("mail.test",)
)
SERVER = MailServer(
    enabled=True, email=ANNA, host="mail.test", port=587, auth_method=AuthMethod.OAUTH2, login=ANNA.upper()
)
USED = Settings(registration=REGISTRATION, mail_server=SERVER)
KEY = account_key(Provider.of(REGISTRATION), ANNA)
NOW = Clock().now


class Notebook:
    """A journal that can be read."""

    def __init__(self) -> None:
        self.events: list[tuple[int, str]] = []

    def write(self, event: Event, text: str) -> None:
        self.events.append((event.number, text))


class Computer:
    """A vault with one account; every look is that of another program."""

    def __init__(self) -> None:
        self.vault, self.journal = MemoryVault(), Notebook()
        self.keep(Account(KEY, ANNA, refreshed_at=NOW))

    @property
    def account(self) -> Account:
        record = load_record(self.vault.secrets[KEY])
        assert record
        return record.account

    def keep(self, account: Account) -> None:
        record = Record(account, {"RefreshToken": {}})
        self.vault.secrets |= {"accounts": dump_keys((KEY,)), KEY: dump_record(record)}

    async def look(self, days: float = 0, settings: Settings = USED) -> tuple[Need, ...]:
        now = NOW + timedelta(days=days)
        accounts = Accounts(self.vault, lambda: pytest.fail("no network"), lambda: now)
        return await tell_needs(accounts, settings, self.journal, lambda need: need.account.username, now)


@pytest.fixture
def computer() -> Computer:
    return Computer()


async def test_every_state_is_told_once(computer: Computer) -> None:
    found = [tuple(need.health for need in await computer.look(day)) for day in (0, 75, 77, 80, 89, 91, 95)]
    assert found == [(), (), *[(Health.EXPIRING,)] * 3, *[(Health.REQUIRED,)] * 2]
    assert computer.journal.events == [(1010, ANNA), (1011, ANNA)]


async def test_the_tokens_stay_when_somebody_was_told(computer: Computer) -> None:
    before = json.loads(computer.vault.secrets[KEY])["tokens"]
    await computer.look(80)
    assert json.loads(computer.vault.secrets[KEY])["tokens"] == before


async def test_after_a_renewal_the_next_trouble_is_told_again(computer: Computer) -> None:
    await computer.look(80)
    computer.keep(computer.account.renewed((), NOW + timedelta(days=80)))
    assert await computer.look(81) == ()
    await computer.look(80 + 80)
    assert [number for number, _ in computer.journal.events] == [1010, 1010]


async def test_a_refusal_and_a_block_are_different_states(computer: Computer) -> None:
    answer = ProviderAnswer("invalid_grant", codes=(53003,))
    computer.keep(computer.account.after_refusal(SignInRequired(ANNA, SignInLoss.REVOKED), NOW))
    await computer.look()
    computer.keep(computer.account.after_refusal(SignInBlocked(ANNA, SignInLoss.INTERACTION, answer), NOW))
    await computer.look()
    await computer.look()
    assert [number for number, _ in computer.journal.events] == [1011, 1012]


async def test_an_account_without_its_secret_is_found_but_cannot_be_told_once(computer: Computer) -> None:
    computer.vault.secrets[KEY] = "damaged"
    assert [need.health for need in await computer.look()] == [Health.REQUIRED]
    assert computer.journal.events == []


@pytest.mark.parametrize(
    ("server", "point", "used"),
    [
        ({}, None, True),
        ({"enabled": False}, None, False),
        ({"auth_method": AuthMethod.PASSWORD}, None, False),
        ({"login": "ola@firma.test"}, None, False),
        ({"enabled": False}, {"active": True}, True),
        ({"enabled": False}, {"active": False}, False),
    ],
)
async def test_only_what_is_switched_on_uses_an_account(
    computer: Computer, server: dict[str, object], point: dict[str, object] | None, used: bool
) -> None:
    made = Point(name="Faktury", auth_method=AuthMethod.OAUTH2, login=ANNA)
    points = (made.model_copy(update=point),) if point else ()
    settings = USED.model_copy(update={"mail_server": SERVER.model_copy(update=server), "points": points})
    assert in_use(computer.account, settings) == used
    assert bool(await computer.look(80, settings)) == used
    other = REGISTRATION.model_copy(update={"client_id": "other"})
    assert not in_use(computer.account, settings.model_copy(update={"registration": other}))
