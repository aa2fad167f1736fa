"""What starting the program does, and what it leaves for later; in a process of its own, with nothing loaded."""

import json
import os
import subprocess
import sys

import pytest

from dms_mail_desktop.models import AuthMethod, MailServer, Point, Registration, Settings
from dms_mail_desktop.store import FILE_NAME, SettingsStore

START = """
import json
import sys

connections = []


def listen(event, arguments):
    if event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"):
        connections.append(event)
    # A session bus is reached over a socket too; its address is a path.
    if event == "socket.connect" and isinstance(arguments[1], tuple):
        connections.append(event)


sys.addaudithook(listen)

from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow

from dms_mail_desktop.gui.first_paint import after_first_paint

loaded = {}
run = QCoreApplication.exec


def now():
    return sorted({name.partition(".")[0] for name in sys.modules})


def watch():
    window = next(each for each in QApplication.topLevelWidgets() if isinstance(each, QMainWindow))
    after_first_paint(window, lambda: painted(window))
    return run()


def painted(window):
    loaded["painted"] = now()
    wait(window)


def wait(window):
    login = window.findChild(QLineEdit, "login")
    runs = window._watch.runs if window._watch is not None else None
    read = runs is not None and runs.records.asked
    if login is not None and login.text() and not window._page.sign_in._reading.running and read:
        loaded["filled"] = now()
        loop, error = runs._clock.isActive(), str(runs.records.error)
        told = {"loaded": loaded, "connections": connections, "login": login.text(), "runs": loop, "error": error}
        print(json.dumps(told))
        window.close()
        QCoreApplication.quit()
    else:
        QTimer.singleShot(10, lambda: wait(window))


QCoreApplication.exec = staticmethod(watch)
from dms_mail_desktop.app import main

sys.exit(main([]))
"""


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """What a start over a complete OAuth2 account and an active point told, on a computer without a keyring."""
    folder = tmp_path_factory.mktemp("profile")
    account = MailServer(
        email="powiadomienia@firma.example",
        host="smtp.office365.com",
        auth_method=AuthMethod.OAUTH2,
        login="powiadomienia@firma.example",
    )
    registration = Registration(tenant="firma.example", client_id="6f2b6a3e-6d9c-4f7e-9a43-0d1c8b7f5e21")
    point = Point(
        name="Faktury", host="outlook.office365.com", login="faktury@firma.example", active=True, target=str(folder)
    )
    store = SettingsStore(folder / FILE_NAME)
    settings = Settings(mail_server=account, registration=registration, points=(point,))
    store.save(settings, store.load().stamp)
    environment = os.environ | {"DMS_MAIL_HOME": str(folder), "DBUS_SESSION_BUS_ADDRESS": "disabled:"}
    done = subprocess.run(
        [sys.executable, "-c", START], env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    told: dict[str, object] = json.loads(done.stdout)
    return told


NETWORK_LIBRARIES = ("msal", "requests", "aiosmtplib", "aioimaplib")


@pytest.mark.parametrize("library", [*NETWORK_LIBRARIES, "keyring", "cryptography", "pydantic", "asyncio"])
def test_the_window_is_painted_without(start: dict[str, dict[str, list[str]]], library: str) -> None:
    assert library not in start["loaded"]["painted"]


@pytest.mark.parametrize("library", NETWORK_LIBRARIES)
def test_the_filled_in_form_is_shown_without(start: dict[str, dict[str, list[str]]], library: str) -> None:
    assert library not in start["loaded"]["filled"]


def test_nothing_is_asked_of_the_network(start: dict[str, object]) -> None:
    assert start["login"] == "powiadomienia@firma.example"
    assert (start["runs"], start["error"]) == (True, "None")
    assert start["connections"] == []
