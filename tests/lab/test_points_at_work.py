"""A point at work as an administrator sees it: the real window, browser, keyring and mail server, and dms-mail run."""

import json
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from dms_mail_desktop.models import Point
from dms_mail_desktop.store import FILE_NAME, SettingsStore

from .browser import Browser
from .computer import SIGNED_IN, Computer, sign_in
from .dms import assert_each_once, documents, finished
from .dovecot import MailPorts
from .post import Postman, Sent, written
from .processes import wait_until
from .provider import SENDER, USERS, Provider
from .window import PATIENCE, Window

pytestmark = pytest.mark.lab

TAB, NAME, SCANS = "Automatyczne generowanie dokumentów", "Faktury – żółte", "Skany"
SHARED = "faktury@firma.example"
RUN, STOP = "Uruchom teraz", "Przerwij"
MANY = 900
DOUBLE_CLICK = 0.5
"""Seconds in which a second click on the button is not taken for a wish to stop."""
DONE, FAILED, SIGN_IN = 0, 1, 3
"""Exit statuses."""
STOPPED, WORKS_AGAIN, SIGN_IN_NEEDED = "[1000]", "[1002]", "[1011]"
"""Numbers of the journal's events."""
COUNTS = ("stored", "skipped", "duplicates", "failed", "set_aside")


class Journal:
    """The journal of the computer, as far as dms-mail tells it something."""

    def __init__(self, listening: socket.socket) -> None:
        self._socket = listening

    def events(self) -> list[str]:
        """What was told since the last question, from the number of the event on."""
        found = []
        while True:
            try:
                line = self._socket.recv(65_536).decode()
            except BlockingIOError:
                return found
            assert "dms-mail-desktop[" in line
            found.append(line.split("]: ", 1)[1])


@pytest.fixture
def journal(set_up_computer: Computer) -> Iterator[Journal]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listening:
        listening.bind(str(set_up_computer.journal))
        listening.setblocking(False)
        yield Journal(listening)


@pytest.fixture
def postman(lab_folder: Path, mail: MailPorts) -> Iterator[Postman]:  # noqa: ARG001 - Dovecot is there first
    found = Postman.of(lab_folder)
    for login in (SENDER, SHARED):
        found.empty(login)
    yield found
    for login in (SENDER, SHARED):
        found.empty(login)


@dataclass(frozen=True)
class Targets:
    """Where the documents of the points come."""

    invoices: Path
    scans: Path


@pytest.fixture
def targets(set_up_computer: Computer, provider: Provider, mail: MailPorts, tmp_path: Path) -> Targets:
    """Those of the two points of the computer, one of each type, which are not active yet."""
    found = Targets(tmp_path / "Dokumenty – żółte", tmp_path / "Skany")
    usual = {"host": "localhost", "encryption": "tls", "auth_method": "oauth2", "login": SENDER, "interval": 60}
    invoices = {"name": NAME, "port": mail.imaps, "target": str(found.invoices)}
    scans = {"name": SCANS, "account_type": "pop3", "port": mail.pop3s, "target": str(found.scans), "mailbox": SHARED}
    scans |= {"mode": "download_attachments", "after": "delete"}
    set_up_computer.set_up(provider, mail, Point(**usual | invoices), Point(**usual | scans))
    for folder in (found.invoices, found.scans):
        folder.mkdir()
    return found


def change(computer: Computer, **fields: Any) -> None:
    """Changes the first point as another program would."""
    store = SettingsStore(computer.profile / FILE_NAME)
    loaded = store.load()
    point, *others = loaded.settings.points
    points = (point.model_copy(update=fields), *others)
    store.save(loaded.settings.model_copy(update={"points": points}), loaded.stamp)


def letters(count: int, first: int) -> list[Sent]:
    return [written(number, files=number % 2) for number in range(first, first + count)]


def switch_on(window: Window, browser: Browser) -> None:
    """Signs in on the form of the point, and makes it active."""
    window.turn(TAB)
    window.open_row(NAME)
    window.turn("Tryb współpracy")
    sign_in(window, browser)
    window.wait_for(SIGNED_IN)
    window.turn("Ogólne")
    window.choose("Aktywny", "Tak")
    window.press("Zapisz")
    window.wait_for("Zapisano")
    window.press("Zamknij")
    window.wait_for_button(RUN)


def assert_history(window: Window) -> None:
    """The tab Lista tells of what was stored, is searched, and of what waits."""
    window.open_row(NAME)
    window.turn("Lista")
    window.press("Historia")
    window.wait_for("Pobrana ")
    assert {row[3] for row in window.rows()} == {"Pobrana"}
    assert len(window.rows()) == 200
    window.write("Szukaj", "Faktura 577/")
    window.wait_for_rows("Faktura 577/2026 – „Żuraw”")
    window.picture("points-8-history")
    assert window.reads("Pobrana ")
    window.press("Co czeka w skrzynce")
    window.press("Pokaż, co czeka")
    window.wait_for("Zostanie pobrana")
    window.picture("points-9-waiting")
    assert sorted((row[0], row[3]) for row in window.rows()) == [
        (f"Faktura {number}/2026 – „Żuraw”", "zostanie pobrana") for number in (MANY + 1, MANY + 2)
    ]
    window.press("Zamknij")
    window.wait_for_button(RUN)


def ended(process: subprocess.Popen[bytes], status: int) -> dict[str, Any]:
    """What a run of the point told, at its end with this exit status."""
    output, errors = process.communicate(timeout=2 * PATIENCE)
    assert process.returncode == status, errors.decode()
    assert bool(errors) == (status != DONE)
    [told] = json.loads(output)["points"]
    assert isinstance(told, dict)
    return told


def run(computer: Computer, status: int = DONE, *names: str) -> dict[str, Any]:
    with computer.begun("run", *names) as process:
        return ended(process, status)


@contextmanager
def two_at_once(computer: Computer) -> Iterator[list[subprocess.Popen[bytes]]]:
    with computer.begun("run", NAME) as one, computer.begun("run", NAME) as other:
        yield [one, other]


def test_a_point_works_from_the_button_and_from_dms_mail_run(
    set_up_computer: Computer, browser: Browser, postman: Postman, targets: Targets, journal: Journal
) -> None:
    computer, target, sent = set_up_computer, targets.invoices, letters(MANY, first=1)
    scanned = [written(number, files=2) for number in range(5001, 5004)]
    postman.deliver(SENDER, *sent)
    postman.deliver(SHARED, *scanned, written(5004, files=0))
    with computer.opened() as window:
        switch_on(window, browser)
        window.select_row(NAME)
        window.press(RUN)
        time.sleep(DOUBLE_CLICK)
        window.wait_for(f" z {MANY}, pobrano ")
        window.picture("points-6-running")
        window.press(STOP)
        window.wait_for(f"{NAME}: pobieranie przerwano")
        before = len(finished(target))
        assert 0 < before < MANY
        window.wait_for_button(RUN)
        window.press(RUN)
        window.wait_for(f"{NAME}: punkt działa")
        window.picture("points-7-done")
        assert window.reads(f"Pobrano {MANY - before} ")
        assert {row[0]: row[-1] for row in window.rows()} == {NAME: "Działa", SCANS: "Wyłączony"}
        assert_each_once(documents(target), sent)
        window.select_row(SCANS)
        window.press(RUN)
        wait_until(lambda: len(finished(targets.scans)) == 3, "the documents of the other point")
        assert_each_once(documents(targets.scans), scanned)

        sent += letters(2, first=MANY + 1)
        postman.deliver(SENDER, *sent[-2:])
        assert_history(window)
        assert len(finished(target)) == MANY
        assert window.close() == 0

    assert [run(computer)[count] for count in COUNTS] == [2, 0, 0, 0, 0]
    assert [run(computer)[count] for count in COUNTS] == [0, 0, 0, 0, 0]
    scanned.append(written(5005, files=1))
    postman.deliver(SHARED, scanned[-1])
    assert [run(computer, DONE, SCANS)[count] for count in COUNTS] == [1, 0, 0, 0, 0]
    assert_each_once(documents(targets.scans), scanned)
    assert_each_once(documents(target), sent)
    assert journal.events() == []

    sent += letters(100, first=MANY + 3)
    postman.deliver(SENDER, *sent[-100:])
    with two_at_once(computer) as processes:
        told = [ended(process, DONE) for process in processes]
    assert sum(each["stored"] for each in told) == 100
    assert_each_once(documents(target), sent)


def test_dms_mail_run_says_why_a_point_does_not_work_and_tells_the_journal(  # noqa: PLR0917 - the parts of the lab
    set_up_computer: Computer,
    browser: Browser,
    provider: Provider,
    postman: Postman,
    targets: Targets,
    journal: Journal,
) -> None:
    computer, target, sent = set_up_computer, targets.invoices, letters(3, first=1)
    postman.deliver(SENDER, *sent)
    change(computer, active=True, folder="Nie ma")

    assert run(computer, SIGN_IN)["error"]["type"] == "SignInRequired"
    assert [event.split()[0] for event in journal.events()] == [STOPPED]
    with computer.begun("sign-in", NAME) as process:
        browser.sign_in(SENDER, USERS[SENDER])
        browser.consent()
        browser.wait_for_text("Gratulacje! Zostałeś zalogowany")
        assert process.wait(PATIENCE) == 0

    assert run(computer, FAILED)["error"]["type"] == "ServerRefused"
    assert documents(target) == []
    change(computer, folder="INBOX")
    assert run(computer)["stored"] == 3
    assert_each_once(documents(target), sent)
    [event] = journal.events()
    assert event.startswith(f"{WORKS_AGAIN} ")
    assert NAME in event

    provider.revoke(SENDER)
    refused = run(computer, SIGN_IN, NAME)["error"]
    assert refused["type"] == "SignInRequired"
    assert [event.split()[0] for event in journal.events()] == [STOPPED, SIGN_IN_NEEDED]
    with computer.opened() as window:
        window.wait_for(f"{NAME}: wymagane jest ponowne logowanie")
        window.picture("points-10-stopped")
        assert window.close() == 0
