"""The step list: all rows from the start, the failure under its row and in view."""

import pytest
from forms import ServerForm, place, settle
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from dms_mail_desktop.gui.copy_line import CopyLine
from dms_mail_desktop.gui.failure_block import FailureBlock
from dms_mail_desktop.gui.states import StateIcon
from dms_mail_desktop.gui.step_list import StepList
from dms_mail_desktop.wording import Explanation, Wording

NAMES = [f"Krok {number}" for number in range(1, 10)]
COMMAND = "Set-CASMailbox -Identity a@firma.pl -SmtpClientAuthenticationDisabled $false"
WORDS = "535 5.7.139 Authentication unsuccessful <b>"


@pytest.fixture
def steps(form: ServerForm) -> StepList:
    form.show(800, 600)
    assert not form.ui.steps.isVisible()
    form.ui.steps.set_steps(NAMES)
    settle()
    return form.ui.steps


def texts(steps: StepList) -> list[str]:
    return [label.text() for label in steps.findChildren(QLabel) if label.isVisible() and label.text()]


def fail(steps: StepList, index: int = 5) -> None:
    steps.set_step(index, StateIcon.ERROR, "odrzucone przez serwer", "388 ms")
    steps.set_heading(StateIcon.ERROR, "Nie wysłano", "dziś o 14:32")
    told = Explanation("", "", "Wyłączone.", ("Włącz.",), COMMAND, WORDS, "https://learn.microsoft.com/x")
    steps.show_failure(index, told, Wording("pl"))
    settle()


def test_all_steps_stand_from_the_start_and_the_list_does_not_jump(steps: StepList) -> None:
    assert [text for text in texts(steps) if text.startswith("Krok")] == NAMES
    before = steps.height()
    for index in range(9):
        steps.set_step(index, StateIcon.SUCCESS, "wszystko dobrze", "12 ms")
    steps.set_heading(StateIcon.SUCCESS, "Wiadomość została wysłana", "dziś o 14:32, w 1,28 s")
    settle()
    assert steps.height() == before
    assert texts(steps).count("12 ms") == 9


def test_details_stand_on_the_edge_of_the_fields(steps: StepList, form: ServerForm) -> None:
    steps.set_step(0, StateIcon.SUCCESS, "smtp.firma.pl → 192.0.2.1", "1 ms")
    settle()
    detail = next(label for label in steps.findChildren(QLabel) if "192.0.2.1" in label.text())
    assert place(detail, form.window).left() == place(form.ui.test_subject, form.window).left()


def test_states_can_be_heard(steps: StepList) -> None:
    steps.set_step(0, StateIcon.SUCCESS, "", "")
    fail(steps)
    spoken = [label.accessibleName() for label in steps.findChildren(QLabel) if not label.pixmap().isNull()]
    assert spoken[0] == "błąd"
    assert spoken[1:] == ["gotowe", *["nie wykonano"] * 4, "błąd", *["nie wykonano"] * 3]


def test_a_failure_is_explained_under_its_row_and_brought_into_view(steps: StepList, form: ServerForm) -> None:
    fail(steps)
    block = steps.findChild(FailureBlock)
    row = next(label for label in steps.findChildren(QLabel) if label.text() == "Krok 6")
    following = next(label for label in steps.findChildren(QLabel) if label.text() == "Krok 7")
    view = place(form.ui.page.viewport(), form.window)
    assert place(row, form.window).bottom() < place(block, form.window).top() < place(following, form.window).top()
    assert view.top() <= place(row, form.window).top()
    assert place(block, form.window).bottom() <= view.bottom()
    for text in ("Przyczyna", "Wyłączone.", "Co zrobić", "Włącz.", COMMAND, "Odpowiedź serwera", WORDS):
        assert text in texts(steps)


def test_what_a_server_said_is_shown_as_it_is(steps: StepList) -> None:
    fail(steps)
    label = next(label for label in steps.findChildren(QLabel) if label.text() == WORDS)
    assert label.textFormat() == label.textFormat().PlainText


def test_the_verdict_may_hold_any_text(steps: StepList) -> None:
    steps.set_heading(StateIcon.ERROR, "<img src=x> & co", "dziś")
    heading = next(label for label in steps.findChildren(QLabel) if "co" in label.text())
    assert "<img" not in heading.text()


def test_parts_without_text_take_no_room(steps: StepList) -> None:
    steps.show_failure(2, Explanation("", "", "Wyłączone.", ()), Wording("pl"))
    settle()
    block = steps.findChild(FailureBlock)
    visible = [label.text() for label in block.findChildren(QLabel) if label.isVisible()]
    assert visible == ["Przyczyna", "Wyłączone."]


def test_the_command_has_its_own_copy_button(steps: StepList) -> None:
    fail(steps)
    line = steps.findChild(CopyLine)
    assert line.copy_button.accessibleName() == "Kopiuj"
    line.copy_button.click()
    assert QGuiApplication.clipboard().text() == COMMAND


def test_there_is_nothing_to_copy_while_a_test_runs(steps: StepList, qtbot: QtBot) -> None:
    steps.set_heading(StateIcon.RUNNING, "Trwa wysyłanie…", "krok 1 z 9")
    assert not steps.copy_button.isEnabled()
    fail(steps)
    with qtbot.waitSignal(steps.copy_requested):
        steps.copy_button.click()


def test_a_new_test_begins_without_the_former_failure(steps: StepList) -> None:
    before = steps.height()
    fail(steps)
    steps.set_steps(NAMES)
    settle()
    assert not steps.findChild(FailureBlock).isVisible()
    assert steps.height() == before
    assert "388 ms" not in texts(steps)


def test_another_number_of_steps_takes_the_place_of_the_former(steps: StepList) -> None:
    steps.set_steps(NAMES[:4])
    settle()
    assert [text for text in texts(steps) if text.startswith("Krok")] == NAMES[:4]


def test_clear_takes_everything_away(steps: StepList, form: ServerForm) -> None:
    before = form.ui.test_card.height()
    steps.clear()
    settle()
    assert form.ui.test_card.height() < before - 200


def test_a_long_detail_is_shortened_and_shown_whole_as_a_tool_tip(steps: StepList) -> None:
    long = "TLS 1.3 · " + "bardzo-długa-nazwa-serwera." * 8 + "pl"
    steps.set_step(2, StateIcon.SUCCESS, long, "61 ms")
    settle()
    label = next(label for label in steps.findChildren(QLabel) if label.text() == long)
    assert label.toolTip() == long
    assert label.width() < 600


def test_a_refusal_of_microsofts_offers_the_text_for_its_administrator(steps: StepList, qtbot: QtBot) -> None:
    told = Explanation("", "", "Wyłączone.", ("Włącz.", "Poczekaj."), COMMAND, WORDS)
    steps.show_failure(5, told, Wording("pl"), request=True)
    settle()
    block = steps.findChild(FailureBlock)
    [button] = [each for each in block.findChildren(QPushButton) if each.isVisible()]
    assert button.text().replace("&", "") == "Kopiuj dla administratora Microsoft 365"
    assert "1. Włącz.\n2. Poczekaj." in texts(steps)
    with qtbot.waitSignal(steps.request_wanted):
        button.click()
    steps.show_failure(5, told, Wording("pl"))
    settle()
    assert not button.isVisible()
