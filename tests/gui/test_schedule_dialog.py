"""Narzędzia, Zaplanuj w systemie."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from company import PATIENCE, Desk
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QSpinBox, QWidget
from pytestqt.qtbot import QtBot

from dms_mail_desktop.errors import MailDesktopError, SchedulerMissing, SchedulerRefused
from dms_mail_desktop.gui.background import Background
from dms_mail_desktop.gui.copy_line import CopyLine
from dms_mail_desktop.gui.language import Language
from dms_mail_desktop.gui.schedule_dialog import ScheduleDialog
from dms_mail_desktop.schedule import Kind, Schedule
from dms_mail_desktop.services import build_services


class System:
    """A scheduler that keeps one schedule, or fails as told."""

    def __init__(self, kind: Kind = Kind.WINDOWS, found: Schedule | None = None) -> None:
        self.kind = kind
        self.found = found or Schedule()
        self.failure: MailDesktopError | None = None
        self.language = ""

    def __call__(self, language: str) -> "System":
        self.language = language
        return self

    def text(self, minutes: int) -> str:
        return f"schtasks /MO {minutes} {self.language}"

    def by_hand(self, minutes: int) -> str:
        return f"*/{minutes} dms-mail"

    async def state(self) -> Schedule:
        await asyncio.sleep(0)
        if isinstance(self.failure, SchedulerMissing):
            raise self.failure
        return self.found

    async def register(self, minutes: int) -> None:
        if self.failure is not None:
            raise self.failure
        self.found = Schedule(registered=True, minutes=minutes)

    async def remove(self) -> None:
        self.found = Schedule()


class Visit:
    """Somebody at the dialog."""

    def __init__(self, qtbot: QtBot, dialog: ScheduleDialog) -> None:
        self.qtbot, self.dialog = qtbot, dialog

    def wait_for(self, words: str) -> None:
        self.qtbot.waitUntil(lambda: self.reads(words), timeout=PATIENCE)

    def reads(self, words: str) -> bool:
        return any(label.isVisible() and words in label.text() for label in self.dialog.findChildren(QLabel))

    def button(self, caption: str) -> QPushButton | None:
        buttons = self.dialog.findChildren(QPushButton)
        return next((each for each in buttons if each.isVisible() and each.text().replace("&", "") == caption), None)

    def press(self, caption: str) -> None:
        button = self.button(caption)
        assert button is not None
        button.click()

    @property
    def interval(self) -> QSpinBox:
        found = self.dialog.findChild(QSpinBox, "interval")
        assert isinstance(found, QSpinBox)
        return found

    def line(self, name: str = "command") -> str:
        found = self.dialog.findChild(CopyLine, name)
        assert isinstance(found, CopyLine)
        return found.text() if found.isVisible() else ""


@pytest.fixture
def visit(qtbot: QtBot, tmp_path: Path) -> Iterator[Callable[..., Visit]]:
    background, language, parent = Background(), Language("pl"), QWidget()
    qtbot.addWidget(parent)

    def open_dialog(system: System, code: str = "pl") -> Visit:
        language.choose(code)
        dialog = ScheduleDialog(replace(build_services(tmp_path), scheduler=system), background, language, parent)
        dialog.open()
        qtbot.waitExposed(dialog)
        return Visit(qtbot, dialog)

    yield open_dialog
    language.choose("pl")
    background.close()


def test_it_says_that_nothing_is_scheduled_and_shows_the_line(visit: Callable[..., Visit]) -> None:
    there = visit(System())
    there.wait_for("Niezaplanowane")
    assert there.line() == "schtasks /MO 5 pl"
    assert there.button("Usuń z systemu") is None
    there.interval.setValue(12)
    assert there.line() == "schtasks /MO 12 pl"


def test_registering_and_removing_show_what_the_system_then_has(visit: Callable[..., Visit]) -> None:
    system = System()
    there = visit(system)
    there.wait_for("Niezaplanowane")
    there.interval.setValue(12)
    there.press("Zarejestruj")
    there.wait_for("System uruchamia punkty co 12 minut")
    there.wait_for("Zarejestrowano o ")
    assert system.found == Schedule(registered=True, minutes=12)
    there.press("Usuń z systemu")
    there.wait_for("Niezaplanowane")
    there.wait_for("Usunięto o ")
    assert system.found == Schedule()


def test_the_interval_in_use_is_the_one_on_the_form(visit: Callable[..., Visit]) -> None:
    there = visit(System(found=Schedule(registered=True, minutes=30)))
    there.wait_for("System uruchamia punkty co 30 minut")
    assert there.interval.value() == 30
    assert there.line() == "schtasks /MO 30 pl"


def test_a_task_of_another_installation_is_no_success(visit: Callable[..., Visit]) -> None:
    there = visit(System(found=Schedule(registered=True, minutes=30, current=False)))
    there.wait_for("System uruchamia coś innego")
    assert there.button("Zarejestruj") is not None
    assert there.button("Usuń z systemu") is not None


def test_a_refusal_is_shown_with_the_systems_words_and_can_be_tried_again(visit: Callable[..., Visit]) -> None:
    system = System()
    there = visit(system)
    there.wait_for("Niezaplanowane")
    system.failure = SchedulerRefused("schtasks /Create", 1, "BŁĄD: Odmowa dostępu.")
    there.press("Zarejestruj")
    there.wait_for("System odrzucił polecenie")
    assert there.reads("Odpowiedź systemu")
    assert there.reads("BŁĄD: Odmowa dostępu.")
    assert there.reads("Polecenie zakończyło się kodem 1.")
    system.failure = None
    there.press("Zarejestruj")
    there.wait_for("System uruchamia punkty co 5 minut")
    assert not there.reads("Odmowa dostępu")


def test_without_a_scheduler_there_is_a_line_for_cron_and_nothing_to_register(visit: Callable[..., Visit]) -> None:
    system = System(Kind.SYSTEMD)
    system.failure = SchedulerMissing("systemctl", "Failed to connect to bus")
    there = visit(system)
    there.wait_for("Failed to connect to bus")
    assert there.line() == "*/5 dms-mail"
    assert there.reads("crontab -e")
    assert there.button("Zarejestruj") is None
    assert there.line("linger") == ""


def test_lingering_is_explained_where_there_is_systemd(visit: Callable[..., Visit]) -> None:
    there = visit(System(Kind.SYSTEMD))
    there.wait_for("Niezaplanowane")
    assert there.line("linger") == "loginctl enable-linger"
    there.dialog.findChild(CopyLine, "linger").copy_button.click()  # type: ignore[union-attr]
    assert QApplication.clipboard().text() == "loginctl enable-linger"


def test_the_scheduled_runs_speak_the_language_of_the_window(visit: Callable[..., Visit]) -> None:
    system = System(found=Schedule(registered=True, minutes=1))
    there = visit(system, "en")
    there.wait_for("The system runs the points every minute")
    assert there.line() == "schtasks /MO 1 en"
    assert there.button("Register") is not None


def test_the_menu_opens_it(desk: Desk) -> None:
    window = desk.start()
    action = window.findChild(QAction, "action_schedule")
    assert isinstance(action, QAction)
    action.trigger()
    dialog = window.findChild(ScheduleDialog)
    assert isinstance(dialog, ScheduleDialog)
    assert dialog.isVisible()
    dialog.close()
