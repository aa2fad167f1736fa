"""A window over a running sandbox, and a person at its keyboard and browser."""

import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QSpinBox,
    QWidget,
)
from pytestqt.qtbot import QtBot
from scripted_runs import ScriptedRuns

from dms_mail_desktop.discovery import Lookup
from dms_mail_desktop.gui.background import Background
from dms_mail_desktop.gui.language import Language
from dms_mail_desktop.gui.main_window import MainWindow
from dms_mail_desktop.gui.preferences import Preferences
from dms_mail_desktop.gui.skin import Skin
from dms_mail_desktop.gui.tray import SystemTray
from dms_mail_desktop.journal import NoJournal
from dms_mail_desktop.models import Settings
from dms_mail_desktop.points.runs import Runs
from dms_mail_desktop.sandbox import agent
from dms_mail_desktop.sandbox.directory import NOTIFICATIONS, Directory
from dms_mail_desktop.sandbox.keyring import ThrowAwayKeyring
from dms_mail_desktop.sandbox.lookup import SandboxLookup
from dms_mail_desktop.sandbox.service import Sandbox, SandboxFacts
from dms_mail_desktop.services import Services, build_services

PATIENCE = 10_000
LISTENING = "0A"
"""A state of a row in /proc/net/tcp."""


class Browser(QObject):
    """Qt's hook for addresses that are opened: a scripted person, or nobody."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.pages: list[str] = []
        self.person: Callable[[str], str] | None = self.sign_in_as_asked
        for scheme in ("http", "https"):
            QDesktopServices.setUrlHandler(scheme, self, "open")

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        address = url.toString(QUrl.ComponentFormattingOption.FullyEncoded)
        self.addresses.append(address)
        if self.person is not None:
            person = self.person
            threading.Thread(target=lambda: self.pages.append(person(address)), daemon=True).start()

    def close(self) -> None:
        for scheme in ("http", "https"):
            QDesktopServices.unsetUrlHandler(scheme)

    @property
    def redirect_port(self) -> int:
        """The port of the listener that the last sign-in page sends the browser to."""
        [redirect] = parse_qs(urlsplit(self.addresses[-1]).query)["redirect_uri"]
        return urlsplit(redirect).port or 0

    @staticmethod
    def sign_in_as_asked(address: str) -> str:
        [login] = parse_qs(urlsplit(address).query).get("login_hint", [NOTIFICATIONS])
        return sign_in_as(login)(address)


def sign_in_as(login: str, *, consent: bool = True) -> Callable[[str], str]:
    """A person who signs in with this login, whatever was asked."""
    user = Directory().user(login)
    password = user.password if user else ""
    return lambda address: agent.sign_in(address, login, password, consent=consent)


def port_is_closed(port: int) -> bool:
    """Whether nothing listens on the port any more.

    Where the system tells, not by connecting: Python 3.11 loses a connection that comes while a server closes, and
    says so much later. Nor by taking the port: what remains of its connections holds it for a minute.
    """
    tables = [path for path in (Path("/proc/net/tcp"), Path("/proc/net/tcp6")) if path.exists()]
    if tables:
        rows = [line.split() for path in tables for line in path.read_text().splitlines()[1:]]
        return all(row[3] != LISTENING or int(row[1].rpartition(":")[2], 16) != port for row in rows)
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


@dataclass
class Desk:
    """One program: its services over a folder and keyring that outlive it, its window, its user."""

    qtbot: QtBot
    sandbox: Sandbox
    facts: SandboxFacts
    folder: Path
    browser: Browser
    keyring: ThrowAwayKeyring = field(default_factory=ThrowAwayKeyring)
    language: str = "pl"
    runs: Runs | None = field(default_factory=ScriptedRuns)
    """None for the real ones."""
    system_tray: Callable[[], SystemTray] | None = None
    lookup: Lookup | None = None
    """None for the sandbox's own."""

    def __post_init__(self) -> None:
        self.services: Services
        self.window: MainWindow
        self.background: Background
        self.running = False

    def prefill(self, **mail_server: object) -> None:
        """Writes the sandbox's settings, with other values for the outgoing account."""
        account = self.facts.mail_server.model_copy(update=mail_server)
        self.store_settings(
            Settings().model_copy(update={"registration": self.facts.registration, "mail_server": account})
        )

    def store_settings(self, settings: Settings) -> None:
        """Writes a settings file."""
        store = build_services(self.folder).store
        store.save(settings, store.load().stamp)

    def start(self) -> MainWindow:
        """Opens the program."""
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        self.services = build_services(
            self.folder,
            backend=self.keyring,
            http=self.sandbox.http_client,
            extra_ca=self.facts.ca_file,
            journal=NoJournal(),
            lookup=lambda: self.lookup or SandboxLookup(self.facts.ports),
        )
        if self.runs is not None:
            self.services = replace(self.services, runs=self.runs)
        preferences = Preferences(self.folder)
        preferences.language = self.language
        self.background = Background()
        self.spoken = Language(preferences.language)
        self.skin = Skin(application)
        self.skin.apply()
        self.window = MainWindow(self.spoken, self.skin, preferences, self.system_tray)
        self.window.open(self.services, self.background)
        self.window.show()
        self.qtbot.waitExposed(self.window)
        self.running = True
        return self.window

    def end(self) -> None:
        """Ends the program as leaving the event loop does."""
        if self.running:
            self.running = False
            self.window.close()
            self.background.finish(self.services.accounts.settle)
            self.background.close()
            self.spoken.choose("pl")
            self.window.deleteLater()
            self.qtbot.wait(1)

    def find(self, kind: type[QWidget], name: str) -> QWidget:
        """A widget by its object name."""
        found = self.window.findChild(kind, name)
        assert isinstance(found, kind), name
        return found

    def type(self, name: str, text: str) -> None:
        """Replaces a line's text by typing."""
        line = self.find(QLineEdit, name)
        assert isinstance(line, QLineEdit)
        line.setFocus()
        line.selectAll()
        self.qtbot.keyClick(line, Qt.Key.Key_Delete)
        if text.isascii():
            self.qtbot.keyClicks(line, text)
        else:  # Qt's test keyboard aborts on letters outside Latin-1
            line.insert(text)
        line.editingFinished.emit()

    def choose(self, name: str, text: str) -> None:
        """Chooses a combo box's entry by its text."""
        combo = self.find(QComboBox, name)
        assert isinstance(combo, QComboBox)
        index = combo.findText(text)
        assert index >= 0, text
        combo.setCurrentIndex(index)

    def set_port(self, port: int) -> None:
        """Types a port."""
        box = self.find(QSpinBox, "port")
        assert isinstance(box, QSpinBox)
        box.setValue(port)

    def tick(self, name: str) -> None:
        """Clicks a check box."""
        box = self.find(QCheckBox, name)
        assert isinstance(box, QCheckBox)
        box.click()

    def text(self, name: str) -> str:
        """A line's text."""
        line = self.find(QLineEdit, name)
        assert isinstance(line, QLineEdit)
        return line.text()

    def button(self, caption: str, within: QWidget | None = None) -> QPushButton:
        """A visible button by its caption."""
        for button in (within or self.window).findChildren(QPushButton):
            if button.isVisible() and button.text().replace("&", "") == caption:
                return button
        raise AssertionError(caption)

    def choose_language(self, code: str) -> None:
        """Chooses in the menu Widok → Język."""
        getattr(self.window._ui, {"pl": "action_polish", "en": "action_english"}[code]).trigger()

    def drop_changes(self) -> None:
        """Puts what is saved back, as Przywróć does, so that the window closes without a question."""
        self.window._document.load()
        self.window._show_saved()

    def press(self, caption: str, within: QWidget | None = None) -> None:
        """Presses a button."""
        self.qtbot.mouseClick(self.button(caption, within), Qt.MouseButton.LeftButton)

    def reads(self, words: str) -> bool:
        """Whether the window shows a text with these words."""
        return any(label.isVisible() and words in label.text() for label in self.window.findChildren(QLabel))

    def wait_for(self, words: str) -> None:
        """Waits until the window reads so."""
        self.qtbot.waitUntil(lambda: self.reads(words), timeout=PATIENCE)

    def box(self) -> QMessageBox | None:
        """The message box that is open, if one is."""
        boxes = [box for box in self.window.findChildren(QMessageBox) if box.isVisible()]
        boxes += [box for box in QApplication.topLevelWidgets() if isinstance(box, QMessageBox) and box.isVisible()]
        return boxes[0] if boxes else None

    def wait_for_box(self) -> QMessageBox:
        """Waits for a message box."""
        self.qtbot.waitUntil(lambda: self.box() is not None, timeout=PATIENCE)
        box = self.box()
        assert box is not None
        return box

    def answer(self, caption: str) -> None:
        """Presses a button of the open message box and waits until it is gone."""
        box = self.wait_for_box()
        self.press(caption, box)
        self.qtbot.waitUntil(lambda: not box.isVisible())

    def dialog(self) -> QDialog | None:
        """The dialog that is open and no message box."""
        open_ones = [dialog for dialog in self.window.findChildren(QDialog) if dialog.isVisible()]
        return next((dialog for dialog in open_ones if not isinstance(dialog, QMessageBox)), None)

    def saved(self) -> Settings:
        """What the settings file holds."""
        return build_services(self.folder).store.load().settings
