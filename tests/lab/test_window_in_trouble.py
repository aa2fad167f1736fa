"""What the real window says when provider, grant or keyring fail."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from .authority import Authority
from .browser import Browser
from .computer import SIGNED_IN, Computer, send, sign_in
from .desktop import running_bus, running_keyring
from .dovecot import MailPorts
from .provider import ANNA, SENDER, Provider, running_provider

pytestmark = pytest.mark.lab

LEFT_BY_KEYRING = "ignore:unclosed:ResourceWarning"
"""The library keyring leaves the connection to a locked Secret Service to the garbage collection."""


def test_a_provider_that_is_gone_is_a_matter_of_the_network(
    computer: Computer, browser: Browser, authority: Authority, mail: MailPorts, tmp_path: Path
) -> None:
    with ExitStack() as stack:
        own = stack.enter_context(running_provider(tmp_path, authority.issue("passing.localhost", "localhost")))
        computer.set_up(own, mail)
        with computer.opened() as window:
            sign_in(window, browser)
    with computer.opened() as window:
        window.wait_for(SIGNED_IN)
        send(window, ANNA)
        window.wait_for("Nie wysłano: nie można połączyć się z serwerem logowania")
        window.picture("provider-gone")
        assert window.reads("Z tego komputera nie ma połączenia z serwerem logowania localhost.")
        assert window.reads(SIGNED_IN)
        assert not window.reads("Wymagane ponowne logowanie")


def test_a_revoked_grant_needs_a_new_sign_in(set_up_computer: Computer, browser: Browser, provider: Provider) -> None:
    with set_up_computer.opened() as window:
        sign_in(window, browser)
    provider.revoke(SENDER)
    with set_up_computer.opened() as window:
        window.wait_for(SIGNED_IN)
        send(window, ANNA)
        window.wait_for("Nie wysłano: wymagane jest ponowne logowanie")
        window.wait_for("Wymagane ponowne logowanie")
        window.picture("revoked")
        reasons = [text for text in window.texts() if "zostało unieważnione" in text]
        assert len(reasons) == 2  # in the state and in the result of the test
        sign_in(window, browser)
        window.wait_for(SIGNED_IN)


@contextmanager
def foreign_session(computer: Computer, folder: Path) -> Iterator[Computer]:
    """The computer in a session whose keyring stays locked, for it was opened with another password."""
    shutil.copytree(Path(computer.environment["XDG_DATA_HOME"], "keyrings"), folder / "keyrings")
    run = folder / "run"
    run.mkdir(mode=0o700)
    own = {"XDG_DATA_HOME": str(folder), "XDG_RUNTIME_DIR": str(run)}
    # Without a screen of its own the session cannot ask anybody for the password.
    session = {name: text for name, text in computer.environment.items() if name != "DISPLAY"} | own
    with running_bus(folder, session) as address:
        own["DBUS_SESSION_BUS_ADDRESS"] = session["DBUS_SESSION_BUS_ADDRESS"] = address
        with running_keyring(folder, session, b"another password"):
            yield computer.within(**own, PYTHONWARNINGS=f"{computer.environment['PYTHONWARNINGS']},{LEFT_BY_KEYRING}")


def test_a_locked_keyring_is_said_in_the_state_and_in_the_test(set_up_computer: Computer, tmp_path: Path) -> None:
    with foreign_session(set_up_computer, tmp_path) as locked, locked.opened() as window:
        window.wait_for("Magazyn haseł jest zablokowany")
        window.picture("keyring-locked")
        send(window, ANNA)
        window.wait_for("Nie wysłano: magazyn haseł jest zablokowany")


def test_a_session_without_a_keyring_is_said_in_the_state_and_in_the_test(
    set_up_computer: Computer, tmp_path: Path
) -> None:
    without = set_up_computer.within(DBUS_SESSION_BUS_ADDRESS="", XDG_RUNTIME_DIR=str(tmp_path))
    with without.opened() as window:
        window.wait_for("Na tym komputerze nie ma magazynu haseł.")
        send(window, ANNA)
        window.wait_for("Nie wysłano: na tym komputerze nie ma magazynu haseł")
        window.picture("keyring-missing")
