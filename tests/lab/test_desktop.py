"""The session by itself: keyring, screen, default browser."""

import subprocess
import sys

import pytest

from .browser import Browser
from .desktop import Desktop
from .provider import Provider

pytestmark = pytest.mark.lab

KEEP = "import keyring; keyring.set_password('lab', 'anna', 'ż' * 9000)"
READ = "import keyring; print(type(keyring.get_keyring()).__module__, len(keyring.get_password('lab', 'anna')))"
OPEN = """
import sys
from PySide6.QtCore import QTimer, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
app = QGuiApplication(sys.argv)
print(QDesktopServices.openUrl(QUrl(sys.argv[1])))
QTimer.singleShot(1000, app.quit)
app.exec()
"""


def run(desktop: Desktop, script: str, *arguments: str) -> str:
    command = [sys.executable, "-c", script, *arguments]
    outcome = subprocess.run(command, env=desktop.environment, capture_output=True, text=True, check=False, timeout=60)
    assert outcome.returncode == 0, outcome.stderr
    return outcome.stdout.strip()


def test_the_keyring_keeps_a_large_secret_between_two_programs(desktop: Desktop) -> None:
    run(desktop, KEEP)
    assert run(desktop, READ) == "keyring.backends.SecretService 9000"


def test_qt_opens_the_default_browser(desktop: Desktop, browser: Browser, provider: Provider) -> None:
    address = provider.issuer + "/.well-known/openid-configuration"
    assert run(desktop, OPEN, address) == "True"
    browser.wait_for_text(provider.issuer)
    assert browser.address() == address
