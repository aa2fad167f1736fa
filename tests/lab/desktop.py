"""A private desktop session: a screen (Xvfb), a session bus and gnome-keyring, unlocked, as the Secret Service."""

import os
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import secretstorage
from jeepney import DBusAddress, MessageType, new_method_call
from jeepney.io.blocking import open_dbus_connection

from .authority import Authority
from .processes import SEARCH_PATH, program, running

BUS = DBusAddress("/org/freedesktop/DBus", "org.freedesktop.DBus", "org.freedesktop.DBus")
BUS_CONFIGURATION = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>{address}</listen><auth>EXTERNAL</auth><policy context="default">
<allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>
"""
KEYRING_PASSWORD = "hasło pęku kluczy".encode()


@dataclass(frozen=True)
class Desktop:
    """A session; `environment` is the whole environment of a program that runs in it."""

    home: Path
    environment: dict[str, str]

    def secrets(self) -> dict[str, str]:
        """What every program has put into the keyring, by the name of its service."""
        with self._keyring() as collection:
            items = list(collection.get_all_items())
            return {item.get_attributes()["service"]: item.get_secret().decode() for item in items}

    def forget_secrets(self) -> None:
        """Empties the keyring."""
        with self._keyring() as collection:
            for item in list(collection.get_all_items()):
                item.delete()

    @contextmanager
    def _keyring(self) -> Iterator[secretstorage.Collection]:
        with open_dbus_connection(bus=self.environment["DBUS_SESSION_BUS_ADDRESS"]) as connection:
            yield secretstorage.get_default_collection(connection)


def _folders(home: Path) -> dict[str, str]:
    places = {
        "XDG_RUNTIME_DIR": home / "run",
        "XDG_CONFIG_HOME": home / ".config",
        "XDG_DATA_HOME": home / ".local" / "share",
        "XDG_CACHE_HOME": home / ".cache",
        "TMPDIR": home / "tmp",
    }
    for place in places.values():
        place.mkdir(parents=True, mode=0o700)
    return {"HOME": str(home)} | {name: str(place) for name, place in places.items()}


def _has_secret_service(address: str) -> bool:
    try:
        connection = open_dbus_connection(bus=address)
    except OSError:
        return False
    with connection:
        call = new_method_call(BUS, "NameHasOwner", "s", ("org.freedesktop.secrets",))
        reply = connection.send_and_get_reply(call, timeout=5)
        return reply.header.message_type is MessageType.method_return and bool(reply.body[0])


@contextmanager
def _pipe() -> Iterator[tuple[int, int]]:
    reading, writing = os.pipe()
    os.set_blocking(reading, False)
    try:
        yield reading, writing
    finally:
        os.close(reading)
        os.close(writing)


class _Line:
    """One line that a starting program writes to a pipe."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._seen = b""

    def complete(self) -> bool:
        with suppress(BlockingIOError):
            self._seen += os.read(self._descriptor, 4096)
        return self._seen.endswith(b"\n")

    @property
    def text(self) -> str:
        return self._seen.decode().strip()


@contextmanager
def running_bus(folder: Path, environment: Mapping[str, str]) -> Iterator[str]:
    """A session bus; gives its address, whose socket is in the environment's XDG_RUNTIME_DIR.

    It starts nothing by itself: the usual one would answer for a missing keyring with one that asks for a password.
    """
    address = f"unix:path={environment['XDG_RUNTIME_DIR']}/bus"
    configuration = folder / "bus.conf"
    configuration.write_text(BUS_CONFIGURATION.format(address=address), encoding="utf-8")
    bus = [program("dbus-daemon", "dbus-daemon"), f"--config-file={configuration}", "--nofork", "--nopidfile"]
    with _pipe() as (reading, writing):
        line = _Line(reading)
        command = [*bus, f"--print-address={writing}"]
        log = folder / "bus.log"
        with running(command, log, line.complete, environment=environment, pass_fds=[writing]):
            yield address


@contextmanager
def running_keyring(folder: Path, environment: Mapping[str, str], password: bytes) -> Iterator[None]:
    """gnome-keyring as the Secret Service of a bus; a password other than the first one leaves it locked."""
    keyring = [program("gnome-keyring-daemon", "gnome-keyring"), "--foreground", "--unlock", "--components=secrets"]
    address = environment["DBUS_SESSION_BUS_ADDRESS"]
    log = folder / "keyring.log"
    with running(keyring, log, lambda: _has_secret_service(address), environment=environment, first_input=password):
        yield


@contextmanager
def running_desktop(folder: Path, authority: Authority) -> Iterator[Desktop]:
    """The session; everything in it ends with the block."""
    home = folder / "home"
    environment = {"PATH": SEARCH_PATH, "LANG": "C.UTF-8", "SSL_CERT_FILE": str(authority.ca_file)} | _folders(home)
    screen = [program("Xvfb", "xvfb"), "-nolisten", "tcp", "-screen", "0", "1280x1000x24", "-displayfd"]
    with ExitStack() as stack:
        reading, writing = stack.enter_context(_pipe())
        line = _Line(reading)
        command = [*screen, str(writing)]
        log = folder / "screen.log"
        stack.enter_context(running(command, log, line.complete, environment=environment, pass_fds=[writing]))
        environment["DISPLAY"] = f":{line.text}"
        environment["DBUS_SESSION_BUS_ADDRESS"] = stack.enter_context(running_bus(folder, environment))
        stack.enter_context(running_keyring(folder, environment, KEYRING_PASSWORD))
        yield Desktop(home, environment)
