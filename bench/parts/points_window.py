"""A process that opens a point's dialog by a click and turns the wheel over a long list; prints what each took."""

import json
import sys
import time
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEventLoop, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow, QPushButton, QTableView, QTabWidget, QWidget

from bench.parts.desk import Ticker, pause, until
from bench.parts.window import Painted
from dms_mail_desktop.app import run
from dms_mail_desktop.sandbox.keyring import ThrowAwayKeyring
from dms_mail_desktop.services import build_services

OPENINGS = 10
NOTCH = QPoint(0, -120)
"""One step of a wheel, as Qt counts it."""
NOTCH_MS = 10


def opened(window: QMainWindow) -> float:
    """Seconds from the click on Edytuj until the dialog is painted."""
    button = window.findChild(QPushButton, "edit_button")
    assert isinstance(button, QPushButton)
    painted: list[float] = []
    began = time.perf_counter()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    dialog = next(each for each in window.findChildren(QDialog) if each.isVisible())
    Painted(dialog, lambda: painted.append(time.perf_counter()))
    until(lambda: bool(painted))
    pause(0.3)
    dialog.reject()
    pause(0.2)
    return painted[0] - began


def scrolled(table: QTableView, ticker: Ticker) -> tuple[list[float], list[float]]:
    """The gaps of the ticker while the wheel goes through the whole list, and the processor time of each notch."""
    bar, viewport = table.verticalScrollBar(), table.viewport()
    place = QPointF(viewport.rect().center())
    notches = []
    loop = QEventLoop()
    rest = QTimer(timerType=Qt.TimerType.PreciseTimer, interval=NOTCH_MS)
    rest.timeout.connect(loop.quit)
    rest.start()
    ticker.begin("scrolling")
    while bar.value() < bar.maximum():
        event = QWheelEvent(
            place, viewport.mapToGlobal(place), QPoint(), NOTCH, Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        busy = time.process_time()
        QApplication.sendEvent(viewport, event)
        QCoreApplication.processEvents()
        notches.append(time.process_time() - busy)
        loop.exec()
    ticker.end()
    return [after - before for before, after in pairwise(ticker.ticks["scrolling"])], notches


def work() -> None:
    """Goes to the list, opens the first point several times, then scrolls."""
    window = next(widget for widget in QApplication.topLevelWidgets() if isinstance(widget, QMainWindow))
    tabs = window.findChild(QTabWidget, "tabs")
    tab = window.findChild(QWidget, "points_tab")
    assert isinstance(tabs, QTabWidget)
    assert isinstance(tab, QWidget)
    pause(1)
    began = time.perf_counter()
    tabs.setCurrentWidget(tab)
    table = window.findChild(QTableView, "table")
    assert isinstance(table, QTableView)
    shown: list[float] = []
    Painted(table.viewport(), lambda: shown.append(time.perf_counter() - began))
    until(lambda: bool(shown))
    pause(0.5)
    table.selectRow(0)
    pause(0.2)
    openings = [opened(window) for _ in range(OPENINGS)]
    gaps, notches = scrolled(table, Ticker())
    print(json.dumps({"tab": shown[0], "openings": openings, "gaps": gaps, "notches": notches}), flush=True)


def main(folder: Path) -> int:
    """Runs the program over a prepared profile."""
    application = QApplication(sys.argv[:1])

    def loop() -> int:
        until(lambda: any(isinstance(widget, QMainWindow) for widget in QApplication.topLevelWidgets()))
        work()
        return 0

    QCoreApplication.exec = staticmethod(loop)  # type: ignore[method-assign]
    return run(application, folder, lambda: build_services(folder, backend=ThrowAwayKeyring()))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
