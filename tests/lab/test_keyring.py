"""The vault on the real keyring of a desktop session: gnome-keyring on a session bus of its own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from .processes import program

pytestmark = pytest.mark.lab

SESSION = r"""
printf %s "$KEYRING_PASSWORD" | gnome-keyring-daemon --foreground --unlock --components=secrets >/dev/null 2>&1 &
daemon=$!
owned() {
    dbus-send --session --print-reply --dest=org.freedesktop.DBus / \
        org.freedesktop.DBus.NameHasOwner string:org.freedesktop.secrets | grep -q true
}
for _ in $(seq 200); do owned && break; sleep 0.05; done
"$@"
ended=$?
kill "$daemon"
wait "$daemon"
exit "$ended"
"""

PROGRAM = """
import asyncio, pathlib, sys
from dms_mail_desktop.errors import VaultError
from dms_mail_desktop.vault import SystemBackend, Vault

async def main(action):
    vault = Vault(SystemBackend(), pathlib.Path.home() / "locks")
    text = "ż😀" * 500 + "k" * 8000
    try:
        if action == "write":
            await vault.write("token", "old")
            await vault.write("token", text)
        elif action == "delete":
            await vault.delete("token")
        found = await vault.read("token")
    except VaultError as error:
        return type(error).__name__
    return f"{vault.backend} {'none' if found is None else found == text}"

print(asyncio.run(main(sys.argv[1])))
"""


@pytest.fixture
def session(tmp_path: Path) -> dict[str, str]:
    """The environment of a person without a bus, a keyring or a screen."""
    for name, package in (("gnome-keyring-daemon", "gnome-keyring"), ("dbus-run-session", "dbus-daemon")):
        program(name, package)
    runtime = tmp_path / "runtime"
    runtime.mkdir(mode=0o700)
    left_out = ("DBUS_SESSION_BUS_ADDRESS", "DISPLAY", "WAYLAND_DISPLAY", "PYTHON_KEYRING_BACKEND")
    kept = {name: value for name, value in os.environ.items() if name not in left_out}
    return kept | {
        "HOME": str(tmp_path),
        "XDG_RUNTIME_DIR": str(runtime),
        "XDG_DATA_HOME": str(tmp_path / "data"),
        "XDG_CONFIG_HOME": str(tmp_path / "config"),
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
        "KEYRING_PASSWORD": "hasło",
    }


def run(session: dict[str, str], action: str, *, bus: bool = True) -> str:
    program = [sys.executable, "-c", PROGRAM, action]
    command = ["dbus-run-session", "--", "bash", "-c", SESSION, "session", *program] if bus else program
    done = subprocess.run(command, env=session, capture_output=True, text=True, timeout=90, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_a_long_secret_outlives_the_session_and_can_be_removed(session: dict[str, str]) -> None:
    backend = "keyring.backends.SecretService.Keyring"
    assert run(session, "read") == f"{backend} none"
    assert run(session, "write") == f"{backend} True"
    assert run(session, "read") == f"{backend} True"
    assert run(session, "delete") == f"{backend} none"


def test_a_locked_keyring_is_reported_as_locked(session: dict[str, str]) -> None:
    run(session, "write")
    assert run(session | {"KEYRING_PASSWORD": "wrong"}, "read") == "KeyringLocked"
    assert run(session | {"KEYRING_PASSWORD": "wrong"}, "write") == "KeyringLocked"


def test_a_session_without_a_bus_has_no_keyring(session: dict[str, str]) -> None:
    assert run(session, "read", bus=False) == "KeyringMissing"
