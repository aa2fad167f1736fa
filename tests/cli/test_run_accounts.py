"""dms-mail run after the points: unused sign-ins are renewed, and an account that needs somebody is told."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from dms_mail_desktop.oauth.account import Account, dump_record, load_record
from dms_mail_desktop.sandbox.directory import NOTIFICATIONS
from dms_mail_desktop.sandbox.faults import ProviderFault, Refused
from dms_mail_desktop.vault import Vault

NONE_ACTIVE = "Żaden punkt konfiguracyjny nie jest aktywny.\n"
BLOCKED = ProviderFault(refused=Refused("invalid_grant", 53003, "Blocked by Conditional Access policies."))


@pytest.fixture
def signed_in(desk: Any) -> Any:
    desk.save(enabled=True)
    desk.sign_in()
    return desk


def account(desk: Any) -> Account:
    [found] = asyncio.run(desk.services().accounts.list())
    return found


def age(desk: Any, days: float) -> None:
    """Nobody uses the account for so long."""
    vault = Vault(desk.keyring, desk.folder)

    async def write() -> None:
        [known] = await desk.services().accounts.list()
        record = load_record(await vault.read(known.key) or "")
        assert record
        used = datetime.now(UTC) - timedelta(days=days)
        await vault.write(known.key, dump_record(replace(record, account=replace(known, refreshed_at=used))))

    asyncio.run(write())


def test_a_sign_in_in_use_is_not_mentioned(signed_in: Any) -> None:
    ended = signed_in.run("run")
    assert (ended.status, ended.out, ended.err) == (0, NONE_ACTIVE, "")


def test_an_unused_sign_in_is_renewed_once_also_without_points(signed_in: Any) -> None:
    age(signed_in, 8)
    ended = signed_in.run("run")
    assert (ended.status, ended.err) == (0, "")
    assert (
        ended.out
        == f"{NONE_ACTIVE}Odnowiono logowanie konta {NOTIFICATIONS}, bo od tygodnia nikt z niego nie korzystał.\n"
    )
    assert signed_in.run("run").out == NONE_ACTIVE
    refreshed = account(signed_in).refreshed_at
    assert refreshed is not None
    assert datetime.now(UTC) - refreshed < timedelta(minutes=1)


def test_a_dry_run_renews_nothing(signed_in: Any) -> None:
    age(signed_in, 8)
    before = account(signed_in)
    assert signed_in.run("run", "--dry-run").out == NONE_ACTIVE
    assert account(signed_in) == before


def test_a_network_that_is_down_is_one_line_and_no_failure(signed_in: Any) -> None:
    age(signed_in, 30)
    signed_in.sandbox.faults.unreachable = True
    ended = signed_in.run("run")
    assert (ended.status, ended.err) == (0, "")
    assert ended.out.startswith(f"{NONE_ACTIVE}Nie odnowiono logowania konta {NOTIFICATIONS}: ")
    assert ended.out.count("\n") == 2


def test_an_account_in_use_that_needs_a_sign_in_ends_with_3_as_long_as_it_does(signed_in: Any) -> None:
    age(signed_in, 8)
    signed_in.sandbox.faults.token = BLOCKED
    first, second = signed_in.run("run"), signed_in.run("run", "--language", "en")
    assert (first.status, second.status) == (3, 3)
    assert f"Logowanie konta {NOTIFICATIONS} jest zablokowane." in first.err
    assert f"The sign-in of the account {NOTIFICATIONS} is blocked." in second.err
    assert "Nie odnowiono" in first.out
    assert "not renewed" not in second.out


def test_an_account_that_nothing_uses_changes_no_status(signed_in: Any) -> None:
    signed_in.save(enabled=False)
    age(signed_in, 8)
    signed_in.sandbox.faults.token = BLOCKED
    ended = signed_in.run("run")
    assert (ended.status, ended.err) == (0, "")


def test_programs_get_what_became_of_the_accounts(signed_in: Any) -> None:
    age(signed_in, 8)
    document = signed_in.run("run", "--json").document
    assert document["accounts"] == {"renewed": [NOTIFICATIONS], "failed": [], "needs": []}
    age(signed_in, 80)
    signed_in.sandbox.faults.unreachable = True
    document = signed_in.run("run", "--json").document
    assert document["status"] == 0
    [failed] = document["accounts"]["failed"]
    assert (failed["username"], failed["error"]["type"]) == (NOTIFICATIONS, "ProviderUnreachable")
    assert document["accounts"]["needs"] == [{"username": NOTIFICATIONS, "state": "expiring", "days_left": 9}]


def test_without_a_sign_in_in_the_settings_the_keyring_is_left_alone(desk: Any) -> None:
    desk.use_password()

    def refuse(*_: str) -> str:
        raise AssertionError

    desk.keyring.get_password = refuse
    assert desk.run("run").out == NONE_ACTIVE
