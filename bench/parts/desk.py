"""The program at work, with a ticker on its GUI thread; prints when it ticked in each part of the work."""

import json
import subprocess
import sys
import time
from collections.abc import Callable
from multiprocessing.connection import Client
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QEventLoop, QObject, Qt, QTimer, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow, QMessageBox

from dms_mail_desktop.app import run

if TYPE_CHECKING:
    from dms_mail_desktop.services import Services

INTERVAL_MS = 5
PATIENCE = 60.0
IDLE = 1.5
"""Seconds: how long the program is left alone first, as people do, and then watched while it has nothing to do."""
PERSON = 2.0
"""Seconds before the browser's first answer; people take longer, and the window has to stay alive all the while."""
RECIPIENT = "ksiegowosc@przedsiebiorstwo.pl"
LARGE = 5_000_000


class Reply:
    """A response with what msal and the program read of one of requests' responses."""

    def __init__(self, status_code: int, text: str, headers: dict[str, str]) -> None:
        self.status_code, self.text, self.headers = status_code, text, headers
        self.content, self.ok = text.encode(), status_code < 400

    def json(self) -> Any:
        return json.loads(self.text)

    def raise_for_status(self) -> None:
        if not self.ok:
            raise OSError(self.status_code)


class Http:
    """The way to the provider in the other process, in the shape that the program takes."""

    def __init__(self, port: int) -> None:
        self._address = ("127.0.0.1", port)

    def get(self, url: str, **more: Any) -> Reply:
        return self._ask("GET", url, more)

    def post(self, url: str, **more: Any) -> Reply:
        return self._ask("POST", url, more)

    def close(self) -> None:
        """Nothing stays open."""

    def _ask(self, method: str, url: str, more: dict[str, Any]) -> Reply:
        known = {name: more[name] for name in ("params", "data", "headers") if name in more}
        with Client(self._address) as connection:
            connection.send((method, url, known))
            return Reply(*connection.recv())


class Browser(QObject):
    """Signs in as a program of its own, like a browser."""

    def __init__(self) -> None:
        super().__init__()
        self.running: list[subprocess.Popen[bytes]] = []
        QDesktopServices.setUrlHandler("http", self, "open")

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        address = url.toString(QUrl.ComponentFormattingOption.FullyEncoded)
        waiting = f"import sys, time; from dms_mail_desktop.sandbox.agent import main; time.sleep({PERSON})"
        command = [sys.executable, "-c", f"{waiting}; main(sys.argv[1:])", address]
        self.running.append(subprocess.Popen(command, stdout=subprocess.DEVNULL))


class Ticker:
    """Notes the time of every tick, by the part of the work."""

    def __init__(self) -> None:
        self.ticks: dict[str, list[float]] = {}
        self._part = ""
        self._timer = QTimer(timerType=Qt.TimerType.PreciseTimer, interval=INTERVAL_MS)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    def begin(self, part: str) -> None:
        """What follows belongs to `part`; empty stands for what is not measured."""
        self._part = part
        self._tick()

    def end(self) -> None:
        """What follows is not measured."""
        self.begin("")

    def _tick(self) -> None:
        if self._part:
            self.ticks.setdefault(self._part, []).append(time.perf_counter())


def until(ready: Callable[[], bool]) -> None:
    """Runs the event loop until something is so. Raises TimeoutError."""
    deadline = time.monotonic() + PATIENCE
    loop = QEventLoop()
    poll = QTimer(interval=20)
    poll.timeout.connect(lambda: loop.exit() if ready() or time.monotonic() > deadline else None)
    poll.start()
    loop.exec()
    if not ready():
        raise TimeoutError


def pause(seconds: float) -> None:
    """Runs the event loop for a while."""
    ends = time.monotonic() + seconds
    until(lambda: time.monotonic() > ends)


def work(services: "Services", ticker: Ticker) -> None:
    """A person's way through the main job, and then a large message that the program sends by itself."""
    from dms_mail_desktop.gui.mail_server_page import MailServerPage  # noqa: PLC0415 - loaded by the program before

    browser = Browser()
    window = next(widget for widget in QApplication.topLevelWidgets() if isinstance(widget, QMainWindow))
    until(lambda: window.findChild(MailServerPage) is not None)
    page = window.findChild(MailServerPage)
    assert isinstance(page, MailServerPage)
    pause(IDLE)

    ticker.begin("at rest")
    pause(IDLE)

    def box() -> QMessageBox | None:
        return next((each for each in window.findChildren(QMessageBox) if each.isVisible()), None)

    ticker.begin("signing in")
    page.sign_in.start()
    until(lambda: box() is not None)
    ticker.end()
    confirmation = box()
    assert confirmation is not None
    confirmation.accept()
    browser.running[0].wait(PATIENCE)
    pause(0.2)

    recipient = page.findChild(QLineEdit, "test_recipient")
    assert isinstance(recipient, QLineEdit)
    recipient.setText(RECIPIENT)
    ticker.begin("sending the test message")
    page.test.start()
    assert page.test.running
    until(lambda: not page.test.running)
    pause(0.1)
    ticker.end()
    send_large(services, window, ticker)


def send_large(services: "Services", window: QMainWindow, ticker: Ticker) -> None:
    """Hands a message with a large attachment over."""
    from dms_mail_desktop.gui.background import Background  # noqa: PLC0415 - as above
    from dms_mail_desktop.mail.message import Attachment, compose  # noqa: PLC0415
    from dms_mail_desktop.mail.sending import Receipt, send  # noqa: PLC0415

    settings = services.store.load().settings
    server = settings.mail_server
    file = Attachment("dokument.pdf", bytes(range(256)) * (LARGE // 256))
    letter = compose(sender=server.email, to=[RECIPIENT], subject="Dokument", body="W załączeniu.", attachments=[file])
    background, outcomes = Background(), []

    async def hand_over() -> Receipt:
        credential = await services.credential_of("server", server, settings.registration)()
        return await send(server, credential, letter.message, letter.recipients, trust=services.tls)

    ticker.begin("sending 5 MB")
    background.start(window, hand_over, done=outcomes.append, failed=outcomes.append)
    until(lambda: bool(outcomes))
    ticker.end()
    background.close()
    if not isinstance(outcomes[0], Receipt):
        raise outcomes[0]


def main(folder: Path, ca_file: Path, port: int) -> int:
    """Runs the program over a prepared profile."""
    application = QApplication(sys.argv[:1])
    made: list[Services] = []

    def services() -> "Services":
        from dms_mail_desktop.sandbox.keyring import ThrowAwayKeyring  # noqa: PLC0415 - loaded when the program does
        from dms_mail_desktop.services import build_services  # noqa: PLC0415

        made.append(build_services(folder, backend=ThrowAwayKeyring(), http=lambda: Http(port), extra_ca=ca_file))
        return made[0]

    def loop() -> int:
        until(lambda: bool(made))
        ticker = Ticker()
        work(made[0], ticker)
        print(json.dumps(ticker.ticks), flush=True)
        return 0

    QCoreApplication.exec = staticmethod(loop)  # type: ignore[method-assign]
    return run(application, folder, services)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])))
