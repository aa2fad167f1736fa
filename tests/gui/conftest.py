"""The sandbox runs once; every test has its own program, folder and keyring."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from company import Browser, Desk
from list_desk import ListDesk
from points_desk import PointDesk
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from dms_mail_desktop.sandbox.service import Sandbox, SandboxFacts


@pytest.fixture(autouse=True)
def impatient(qapp: QApplication) -> Iterator[None]:
    """A double click takes no time, so that no test has to wait for it."""
    former = qapp.doubleClickInterval()
    qapp.setDoubleClickInterval(0)
    yield
    qapp.setDoubleClickInterval(former)


@pytest.fixture
def sandbox(tmp_path: Path) -> Iterator[tuple[Sandbox, SandboxFacts]]:
    """A company of its own for each test: consents and mailboxes start afresh."""
    folder = tmp_path / "service"
    folder.mkdir()
    made = Sandbox()
    facts = made.start(folder)
    yield made, facts
    made.stop()


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path, sandbox: tuple[Sandbox, SandboxFacts]) -> Iterator[Desk]:
    """A program that was not started yet, with the sandbox's settings in its folder."""
    folder = tmp_path / "profile"
    folder.mkdir()
    browser = Browser()
    made = Desk(qtbot, *sandbox, folder, browser)
    made.prefill()
    yield made
    made.end()
    browser.close()


@pytest.fixture
def points(desk: Desk) -> PointDesk:
    """The same person at the list of points."""
    return PointDesk(desk)


@pytest.fixture
def lists(qtbot: QtBot, tmp_path: Path) -> Iterator[ListDesk]:
    """A person at the tab Lista of one point, over a mailbox and a ledger that the test fills."""
    made = ListDesk(qtbot, tmp_path)
    yield made
    made.close()
