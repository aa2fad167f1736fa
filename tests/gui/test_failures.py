"""What nobody expected: one dialog, from whatever thread it came."""

import sys
import threading
from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QMainWindow, QMessageBox
from pytestqt.qtbot import QtBot

from dms_mail_desktop.gui.failures import Failures
from dms_mail_desktop.gui.language import Language


def in_a_thread(call: Callable[[], None]) -> None:
    thread = threading.Thread(target=call)
    thread.start()
    thread.join()


@pytest.mark.parametrize("thread", ["GUI", "other"])
def test_an_unexpected_error_is_shown_once_with_a_report(
    qtbot: QtBot, caplog: pytest.LogCaptureFixture, thread: str
) -> None:
    failures = Failures(Language("pl"))
    window = QMainWindow()
    qtbot.addWidget(window)
    window.show()

    def fail() -> None:
        try:
            int("nieoczekiwane")
        except ValueError:
            failures._catch(*sys.exc_info())  # type: ignore[arg-type]

    for _ in range(2):
        in_a_thread(fail) if thread == "other" else fail()
    assert not window.findChildren(QMessageBox)  # not from within what failed
    qtbot.waitUntil(lambda: bool(window.findChildren(QMessageBox)))
    qtbot.wait(10)
    [box] = window.findChildren(QMessageBox)
    assert "nieoczekiwane" in box.detailedText()
    box.accept()
    assert [record.levelname for record in caplog.records] == ["ERROR", "ERROR"]
    caplog.clear()
