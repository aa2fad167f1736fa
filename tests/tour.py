"""The tour of `dev.py demo` where nobody can look: the main job in the real window, each step told and pictured.

The argument is the folder for the screenshots. Exit status 0 only if the message really arrived, and
every message of the mailbox became a whole document.
"""

import json
import os
import shutil
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Collection, Coroutine
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parent / "gui"))

from company import Browser, Desk, sign_in_as
from points_desk import PointDesk
from PySide6.QtCore import qInstallMessageHandler
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from dms_mail_desktop.gui.page import reveal
from dms_mail_desktop.mail.mailbox_probe import MailboxResult, check_mailbox
from dms_mail_desktop.models import AuthMethod, Point
from dms_mail_desktop.sandbox.directory import ACCOUNTANT, NOTIFICATIONS, Directory
from dms_mail_desktop.sandbox.service import Sandbox

PATIENCE = 60.0
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SWITCHES = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run")


class Hands:
    """What the tour needs of pytest-qt's bot, without pytest."""

    keyClick = staticmethod(QTest.keyClick)  # noqa: N815 - Qt's names
    keyClicks = staticmethod(QTest.keyClicks)  # noqa: N815
    mouseClick = staticmethod(QTest.mouseClick)  # noqa: N815
    wait = staticmethod(QTest.qWait)
    waitExposed = staticmethod(QTest.qWaitForWindowExposed)  # noqa: N815

    @staticmethod
    def waitUntil(condition: Callable[[], bool], *, timeout: int = 5000) -> None:  # noqa: N802, ARG004
        ends = time.monotonic() + PATIENCE
        while not condition():
            if time.monotonic() > ends:
                raise TimeoutError("the window did not come so far")
            QTest.qWait(20)


class Tour:
    """Tells each step and pictures it."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._number = folder, 0
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)

    def step(self, told: str, *windows: QWidget, at: QWidget | None = None) -> None:
        QTest.qWait(150)
        if at is not None:
            reveal(at)
        self._number += 1
        self.tell(f"{self._number}. {told}")
        for window in windows:
            window.grab().save(str(self._folder / f"{self._number:02}.png"))

    @staticmethod
    def tell(told: str) -> None:
        print(told, flush=True)


def person_at_chromium(password: str) -> Callable[[str], str] | None:
    """Somebody who signs in in a real browser, or None where there is none."""
    browser = next(filter(None, map(shutil.which, CHROMIUM)), None)
    driver = shutil.which("chromedriver")
    if browser is None or driver is None:
        return None
    from selenium.webdriver import Chrome, ChromeOptions
    from selenium.webdriver.chrome.service import Service
    from selenium.webdriver.common.by import By

    def sign_in(address: str) -> str:
        options = ChromeOptions()
        options.binary_location = browser
        profile = tempfile.mkdtemp(prefix="dms-mail-tour-")
        for switch in (*SWITCHES, f"--user-data-dir={profile}"):
            options.add_argument(switch)
        with Chrome(options, Service(driver)) as chrome:
            chrome.implicitly_wait(PATIENCE)
            chrome.get(address)
            chrome.find_element(By.CSS_SELECTOR, "input[type=password]").send_keys(password)
            chrome.find_element(By.CSS_SELECTOR, "form button").click()
            chrome.find_element(By.CSS_SELECTOR, "button[value=yes]").click()
            chrome.find_element(By.XPATH, "//*[contains(text(), 'Gratulacje')]")
            text = chrome.find_element(By.TAG_NAME, "body").text
        shutil.rmtree(profile, ignore_errors=True)
        return text

    return sign_in


def main(pictures: Path) -> int:
    """Gives the tour."""
    # The offscreen platform says of itself what it cannot do; a person who reads the tour need not know.
    qInstallMessageHandler(lambda _kind, _context, text: None if "does not support" in text else print(text))
    QApplication(sys.argv[:1])
    tour, sandbox = Tour(pictures), Sandbox()
    with tempfile.TemporaryDirectory(prefix="dms-mail-demo-", ignore_cleanup_errors=True) as name:
        service, profile = Path(name) / "service", Path(name) / "profile"
        service.mkdir()
        profile.mkdir()
        facts = sandbox.start(service)
        desk = Desk(Hands(), sandbox, facts, profile, Browser(), runs=None)  # type: ignore[arg-type]
        try:
            return 0 if toured(desk, tour) else 1
        except (AssertionError, TimeoutError):
            traceback.print_exc()
            tour.step("The tour ended early; the last picture shows where.", desk.window)
            return 1
        finally:
            desk.end()
            desk.browser.close()
            sandbox.stop()


def toured(desk: Desk, tour: Tour) -> bool:
    """The main job; says whether the message arrived."""
    desk.prefill(login="", email="", auth_method=AuthMethod.PASSWORD, port=desk.facts.mail_server.port)
    desk.start()
    tour.step("The settings open without any network call.", desk.window)
    sign_in = desk.find(QWidget, "sign_in")
    desk.type("email", NOTIFICATIONS)
    desk.choose("auth_method", "OAuth2")
    desk.type("login", NOTIFICATIONS)
    tour.step(f"The form is filled in: OAuth2 for {NOTIFICATIONS}.", desk.window, at=sign_in)
    user = Directory().user(NOTIFICATIONS)
    assert user is not None
    chromium = person_at_chromium(user.password)
    desk.browser.person = chromium or sign_in_as(user.login)
    desk.press("Autoryzacja")
    desk.qtbot.waitUntil(lambda: bool(desk.browser.addresses))
    who = "headless Chromium" if chromium else "a scripted user agent (no Chromium and ChromeDriver found)"
    tour.step(
        f"The browser opens on {urlsplit(desk.browser.addresses[0]).netloc}: {who} signs in.", desk.window, at=sign_in
    )
    box = desk.wait_for_box()
    tour.step(f"The application says: {box.text()}", desk.window, box, at=sign_in)
    desk.answer("OK")
    desk.qtbot.waitUntil(lambda: bool(desk.browser.pages))
    tour.step(f"The browser says: {' / '.join(desk.browser.pages[0].splitlines()[:2])}")
    desk.type("test_recipient", ACCOUNTANT)
    desk.press("Wyślij")
    desk.wait_for("Wiadomość została wysłana")
    tour.step(
        f"The test message to {ACCOUNTANT} was sent; every step is listed.", desk.window, at=desk.find(QWidget, "steps")
    )
    message = desk.sandbox.wait_for_message(10)
    arrived = message.recipients == (ACCOUNTANT,) and "działa" in message.text and message.method == "XOAUTH2"
    tour.step(f"It arrived: “{message.subject}”, signed in with {message.method}." if arrived else "It did not arrive.")
    desk.press("Zapisz")
    desk.wait_for("Zapisano")
    tour.step("The settings are saved.", desk.window)
    desk.end()
    desk.start()
    desk.wait_for(f"Zalogowano użytkownika {NOTIFICATIONS}")
    desk.type("test_recipient", NOTIFICATIONS)
    desk.press("Wyślij")
    desk.wait_for("Wiadomość została wysłana")
    again = desk.sandbox.wait_for_message(10, 2).recipients == (NOTIFICATIONS,)
    once = len(desk.browser.addresses) == 1
    tour.step(
        "After a restart a second message goes out without signing in again.",
        desk.window,
        at=desk.find(QWidget, "steps"),
    )
    subjects = newest_subjects(desk)
    found = message.subject in subjects
    tour.step(f"The mailbox check over IMAP, with the same sign-in, reads the newest messages: {', '.join(subjects)}.")
    return arrived and again and once and found and documents_made(desk, tour, subjects)


def documents_made(desk: Desk, tour: Tour, subjects: Collection[str]) -> bool:
    """Runs a point on that mailbox; says whether each of these messages became a whole document."""
    points, own = PointDesk(desk), own_point(desk)
    desk.end()
    points.store(own)
    points.open()
    points.select(own.name)
    desk.press("Uruchom teraz")
    desk.wait_for(f"{own.name}: punkt działa")
    tour.step("A configuration point works on the same mailbox: “Uruchom teraz” makes documents of it.", desk.window)
    made = [document_in(folder) for folder in sorted(Path(own.target).iterdir())]
    for folder, document, whole in made:
        files = ", ".join(["document.json", *document["fields"]["Załączniki"], document["message_file"]])
        tour.tell(f"    {folder}: {files}" if whole else f"    {folder} is damaged.")
    stored = {document["message"]["subject"] for _, document, _ in made}
    return all(whole for _, _, whole in made) and stored >= set(subjects)


def document_in(folder: Path) -> tuple[str, dict[str, Any], bool]:
    """The name of a folder in the target, its document, and whether exactly the files are there that it names."""
    document: dict[str, Any] = json.loads((folder / "document.json").read_text(encoding="utf-8"))
    named = {each["file"]: each["sha256"] for each in document["attachments"]}
    named[document["message_file"]] = document["message"]["sha256"]
    others = [path for path in folder.iterdir() if path.name != "document.json"]
    return folder.name, document, named == {path.name: sha256(path.read_bytes()).hexdigest() for path in others}


def own_point(desk: Desk) -> Point:
    """A point on the mailbox of the account that is signed in."""
    [point] = (point for point in desk.facts.points if point.account_type == "imap")
    return point.model_copy(update={"login": NOTIFICATIONS, "mailbox": "", "active": True})


def newest_subjects(desk: Desk) -> list[str]:
    """The subjects that the check of the account's own mailbox finds."""
    own, services, outcome = own_point(desk), desk.services, []
    credential = services.credential_of(own.id, own, desk.facts.registration)

    def check() -> Coroutine[Any, Any, MailboxResult]:
        return check_mailbox(own, credential, services.tls, report=lambda _step: None)

    desk.background.start(desk.window, check, done=outcome.append, failed=outcome.append)
    desk.qtbot.waitUntil(lambda: bool(outcome))
    assert isinstance(outcome[0], MailboxResult), outcome[0]
    assert outcome[0].passed, outcome[0].error
    return [message.subject for message in outcome[0].messages]


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
