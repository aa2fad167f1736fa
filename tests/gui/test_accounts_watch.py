"""While the window is open: unused sign-ins are renewed, and what an account in use needs is said where it is seen."""

from datetime import timedelta

import pytest
from aged import age
from company import PATIENCE, Desk
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QTabWidget

from dms_mail_desktop.gui.accounts_watch import FIRST_MS, AccountsWatch
from dms_mail_desktop.models import AuthMethod
from dms_mail_desktop.oauth.account import Account
from dms_mail_desktop.oauth.health import RETRY
from dms_mail_desktop.sandbox.directory import NOTIFICATIONS
from dms_mail_desktop.sandbox.faults import ProviderFault
from dms_mail_desktop.sandbox.faults import Refused as ProviderRefusal


@pytest.fixture
def signed_in(desk: Desk) -> Desk:
    desk.start()
    desk.press("Autoryzacja")
    desk.answer("OK")
    return desk


def watch(desk: Desk) -> AccountsWatch:
    desk.qtbot.waitUntil(lambda: desk.window.findChild(AccountsWatch) is not None, timeout=PATIENCE)
    found = desk.window.findChild(AccountsWatch)
    assert isinstance(found, AccountsWatch)
    return found


def hours_pass(desk: Desk) -> None:
    """The clock of the renewals strikes."""
    watch(desk)._clock.timeout.emit()


def account(desk: Desk) -> Account:
    found: list[Account] = []
    desk.background.start(
        desk.window, desk.services.accounts.list, done=found.extend, failed=lambda error: pytest.fail(str(error))
    )
    desk.qtbot.waitUntil(lambda: bool(found), timeout=PATIENCE)
    return found[0]


def tab(desk: Desk) -> str:
    """What is said of the tab Konta i tokeny to those who do not see its mark; "" without one."""
    tabs = desk.find(QTabWidget, "tabs")
    assert isinstance(tabs, QTabWidget)
    index = tabs.count() - 1
    assert tabs.tabText(index) == "Konta i tokeny"
    assert tabs.tabIcon(index).isNull() == (not tabs.tabBar().accessibleTabName(index))
    return tabs.tabBar().accessibleTabName(index)


def test_nothing_is_renewed_at_opening_and_then_every_few_hours(signed_in: Desk) -> None:
    desk = signed_in
    age(desk, days=8)
    desk.sandbox.faults.unreachable = True
    clock = watch(desk)._clock
    assert isinstance(clock, QTimer)
    assert (clock.isActive(), clock.interval()) == (True, FIRST_MS)
    assert timedelta(milliseconds=FIRST_MS) >= timedelta(minutes=2)
    desk.sandbox.faults.unreachable = False
    before = account(desk).refreshed_at
    assert before is not None
    hours_pass(desk)
    desk.qtbot.waitUntil(lambda: (account(desk).refreshed_at or before) - before > timedelta(days=7), timeout=PATIENCE)
    assert clock.interval() == RETRY.total_seconds() * 1000
    assert desk.box() is None
    assert tab(desk) == ""


def test_one_in_use_is_left_alone(signed_in: Desk) -> None:
    desk = signed_in
    age(desk, days=6)
    before = account(desk)
    hours_pass(desk)
    desk.qtbot.waitUntil(lambda: watch(desk)._renewing is not None, timeout=PATIENCE)
    desk.qtbot.waitUntil(lambda: not watch(desk)._renewing.running, timeout=PATIENCE)  # type: ignore[union-attr]
    assert account(desk) == before


def test_an_account_that_begins_to_expire_is_told_on_the_first_screen(signed_in: Desk) -> None:
    desk = signed_in
    age(desk, days=80)
    desk.wait_for(f"Logowanie konta {NOTIFICATIONS} wygaśnie za 9 dni")
    assert tab(desk) == "Konta i tokeny, któreś konto wymaga uwagi"
    desk.press("Pokaż konto")
    desk.wait_for("Co je podtrzymuje")
    desk.qtbot.waitUntil(lambda: desk.button("Odnów teraz").isEnabled(), timeout=PATIENCE)
    desk.press("Odnów teraz")
    desk.qtbot.waitUntil(lambda: tab(desk) == "", timeout=PATIENCE)
    tabs = desk.find(QTabWidget, "tabs")
    assert isinstance(tabs, QTabWidget)
    tabs.setCurrentIndex(0)
    assert not desk.reads("wygaśnie za")


def test_a_refused_renewal_is_remembered_and_told_without_a_dialog(signed_in: Desk) -> None:
    desk = signed_in
    age(desk, days=8)
    refusal = ProviderRefusal("invalid_grant", 53003, "Access has been blocked by Conditional Access policies.")
    desk.sandbox.faults.token = ProviderFault(refused=refusal)
    hours_pass(desk)
    desk.wait_for(f"Logowanie konta {NOTIFICATIONS} jest zablokowane")
    assert desk.box() is None
    assert account(desk).blocked
    desk.spoken.choose("en")
    assert desk.reads(f"The sign-in of the account {NOTIFICATIONS} is blocked")


def test_a_network_that_is_down_says_nothing(signed_in: Desk) -> None:
    desk = signed_in
    age(desk, days=30)
    desk.sandbox.faults.unreachable = True
    hours_pass(desk)
    desk.qtbot.waitUntil(lambda: watch(desk)._renewing is not None, timeout=PATIENCE)
    desk.qtbot.waitUntil(lambda: not watch(desk)._renewing.running, timeout=PATIENCE)  # type: ignore[union-attr]
    assert account(desk).lost is None
    assert tab(desk) == ""


def test_without_a_sign_in_in_the_settings_the_keyring_is_left_alone(desk: Desk) -> None:
    class Untouched:
        def get_password(self, service: str, _name: str) -> str | None:
            assert "accounts" not in service
            return None

    desk.prefill(auth_method=AuthMethod.PASSWORD, login="jan")
    desk.keyring = Untouched()  # type: ignore[assignment]
    desk.start()
    watch(desk).look()
    assert watch(desk)._looking is None
    assert tab(desk) == ""
