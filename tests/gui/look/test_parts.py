"""The parts that a page is made of: sign-in block, buttons, password line, footer, notice, values, message box."""

from pathlib import Path

import pytest
from forms import RegistrationForm, ServerForm, place, settle
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from dms_mail_desktop.gui import icons
from dms_mail_desktop.gui.buttons import StartStopButton
from dms_mail_desktop.gui.copy_line import CopyLine
from dms_mail_desktop.gui.icon_message_box import icon_message_box, mark_primary
from dms_mail_desktop.gui.notice import Notice
from dms_mail_desktop.gui.password_field import PasswordField
from dms_mail_desktop.gui.sign_in_block import SignInBlock
from dms_mail_desktop.gui.states import StateIcon, role_of, spoken

pytestmark = pytest.mark.usefixtures("skin")
DRAWINGS = Path(__file__).parents[3] / "resources" / "icons"


@pytest.fixture
def block(qtbot: QtBot) -> SignInBlock:
    made = SignInBlock()
    qtbot.addWidget(made)
    made.resize(540, 80)
    made.show()
    settle()
    return made


def words(widget: QWidget) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisible() and label.text()]


def test_the_button_starts_a_sign_in_and_stops_it(block: SignInBlock, qtbot: QtBot) -> None:
    assert block.authorise_button.text() == "A&utoryzacja"
    with qtbot.waitSignal(block.authorise_requested):
        block.authorise_button.click()
    block.set_waiting(True)
    assert block.authorise_button.text() == "Przerwi&j"
    with qtbot.waitSignal(block.stop_requested), qtbot.assertNotEmitted(block.authorise_requested):
        block.authorise_button.click()
    block.set_waiting(False)
    assert block.authorise_button.text() == "A&utoryzacja"


def test_a_double_click_does_not_stop_what_it_started(qapp: QApplication, qtbot: QtBot) -> None:
    qapp.setDoubleClickInterval(400)
    button = StartStopButton()
    qtbot.addWidget(button)
    button.start_requested.connect(lambda: button.set_running(True))
    with qtbot.assertNotEmitted(button.stop_requested):
        button.click()
        button.click()


def test_a_click_that_just_missed_the_end_starts_nothing_anew(qapp: QApplication, qtbot: QtBot) -> None:
    button = StartStopButton()
    qtbot.addWidget(button)
    qapp.setDoubleClickInterval(100)
    button.set_running(True)
    button.set_running(False)
    with qtbot.assertNotEmitted(button.start_requested):
        button.click()
    qtbot.wait(120)
    with qtbot.waitSignal(button.start_requested):
        button.click()


def test_the_address_can_be_copied_only_while_the_browser_is_waited_for(block: SignInBlock, qtbot: QtBot) -> None:
    assert not block.copy_button.isVisible()
    block.set_waiting(True)
    with qtbot.waitSignal(block.copy_requested):
        block.copy_button.click()
    block.copy_button.setFocus()
    block.set_waiting(False)
    assert not block.copy_button.isVisible()
    assert block.focusWidget() is block.authorise_button


def test_nothing_moves_when_the_sign_in_arrives(block: SignInBlock) -> None:
    block.set_waiting(True)
    block.show_state(StateIcon.WAITING, "Oczekiwanie…", "Pozostało 4:32.")
    settle()
    parts = [block.authorise_button, *block.findChildren(QLabel)]
    before = [place(part, block).topLeft() for part in parts]
    block.set_waiting(False)
    block.show_state(StateIcon.SUCCESS, "Zalogowano użytkownika a@firma.pl", "Ważne do 14 lutego 2027")
    settle()
    assert [place(part, block).topLeft() for part in parts] == before


def test_the_state_can_be_read_and_its_labels_hide_no_text(block: SignInBlock) -> None:
    block.show_state(StateIcon.BLOCKED, "Zablokowane", "Zasada dostępu warunkowego.")
    assert words(block) == ["Zablokowane", "Zasada dostępu warunkowego."]
    assert all(not label.accessibleName() for label in block.findChildren(QLabel) if label.text())


def test_a_state_that_does_not_fit_beside_the_buttons_stands_below_them(block: SignInBlock) -> None:
    block.show_state(StateIcon.SUCCESS, "Zalogowano użytkownika " + "bardzo.dlugi.adres" * 3 + "@firma.pl")
    settle()
    text = next(label for label in block.findChildren(QLabel) if label.text().startswith("Zalogowano"))
    assert place(text, block).top() > place(block.authorise_button, block).bottom()
    block.show_state(StateIcon.SUCCESS, "Zalogowano użytkownika a@firma.pl")
    settle()
    assert place(text, block).left() > place(block.authorise_button, block).right()


def test_the_eye_shows_the_password_and_hides_it_again(qtbot: QtBot) -> None:
    line = PasswordField()
    qtbot.addWidget(line)
    line.show()
    qtbot.keyClicks(line, "tajne")
    assert (line.displayText(), line.eye_button.accessibleName()) == ("●●●●●", "Pokaż hasło")
    line.eye_button.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(line.eye_button, Qt.Key.Key_Space)
    assert (line.displayText(), line.eye_button.accessibleName()) == ("tajne", "Ukryj hasło")
    line.hide_text()
    assert line.echoMode() == QLineEdit.EchoMode.Password


def test_the_eye_comes_right_after_its_line(form: ServerForm) -> None:
    form.show(960, 720)
    following = form.ui.password.nextInFocusChain()
    assert following is form.ui.password.eye_button


def test_the_footer_says_where_things_stand(form: ServerForm, qtbot: QtBot) -> None:
    form.show(800, 600)
    footer = form.main.footer
    assert not words(footer)
    footer.show_status(None, "Niezapisane zmiany")
    assert words(footer) == ["Niezapisane zmiany"]
    assert not footer.link_button.isVisible()
    footer.show_status(StateIcon.ERROR, "Nie zapisano. Popraw 3 pola.", "Pokaż następne")
    with qtbot.waitSignal(footer.link_activated):
        footer.link_button.click()
    footer.show_status(None, "")
    assert not words(footer)


def test_a_status_has_one_line_where_there_is_room(form: ServerForm) -> None:
    form.show(960, 720)
    form.main.footer.show_status(StateIcon.ERROR, "Nie zapisano. Popraw 3 pola.", "Pokaż następne")
    settle()
    text = next(label for label in form.main.footer.findChildren(QLabel) if label.text())
    assert text.heightForWidth(text.width()) < 2 * text.fontMetrics().height()


def test_the_footer_never_moves_for_a_long_status(form: ServerForm) -> None:
    form.show(800, 600)
    before = place(form.main.footer.save_button, form.window)
    form.main.footer.show_status(StateIcon.ERROR, "Nie zapisano: plik zmienił w tym czasie inny program. " * 2)
    settle()
    assert place(form.main.footer.save_button, form.window).left() == before.left()
    assert form.window.width() == 800


def test_restoring_is_offered_only_when_there_is_something_to_restore(form: ServerForm, qtbot: QtBot) -> None:
    form.show(800, 600)
    footer = form.main.footer
    assert not footer.other_button.isEnabled()
    footer.set_restorable(True)
    footer.other_button.setFocus()
    with qtbot.waitSignal(footer.restore_requested):
        footer.other_button.click()
    footer.set_restorable(False)
    assert form.window.focusWidget() is footer.save_button


def test_saving_is_always_possible(form: ServerForm, registration: RegistrationForm, qtbot: QtBot) -> None:
    for footer in (form.main.footer, registration.ui.footer):
        with qtbot.waitSignal(footer.save_requested):
            footer.save_button.click()
    with qtbot.waitSignal(registration.ui.footer.close_requested):
        registration.ui.footer.other_button.click()


def test_a_notice_has_a_button_only_with_an_action(qtbot: QtBot) -> None:
    notice = Notice()
    qtbot.addWidget(notice)
    notice.show_notice(StateIcon.WARNING, "Wymagane logowanie", "Hasło zmieniono wczoraj.", "Zaloguj")
    assert words(notice) == ["Wymagane logowanie", "Hasło zmieniono wczoraj."]
    with qtbot.waitSignal(notice.action_requested):
        notice.action_button.click()
    notice.show_notice(StateIcon.INFO, "Profil", "Bez przycisku.")
    assert not notice.action_button.isVisible()


def test_the_button_of_a_notice_always_has_a_name_that_says_what_it_is_about(qtbot: QtBot) -> None:
    notice = Notice()
    qtbot.addWidget(notice)
    button = notice.action_button
    assert button.accessibleName() == "Komunikat"
    notice.show_notice(StateIcon.INFO, "Profil", "Bez przycisku.")
    assert button.accessibleName() == "Profil"
    notice.show_notice(StateIcon.RUNNING, "Faktury: pobieranie", "", "Prze&rwij", concerns="Faktury")
    assert button.accessibleName() == "Przerwij: Faktury"
    notice.set_action("Sprawdź")
    assert button.accessibleName() == "Sprawdź: Faktury"


def test_every_value_for_the_provider_can_be_copied(registration: RegistrationForm) -> None:
    registration.show(960, 640)
    lines = registration.ui.values.findChildren(CopyLine)
    assert [line.text() for line in lines] == ["Aplikacje mobilne i klasyczne", "http://localhost"]
    lines[1].copy_button.click()
    assert QGuiApplication.clipboard().text() == "http://localhost"
    assert lines[1].copy_button.accessibleDescription() == "URI"


def test_values_take_the_place_of_the_former(registration: RegistrationForm) -> None:
    registration.show(960, 640)
    registration.ui.values.set_values([("Adres", "https://localhost")])
    settle()
    assert [line.text() for line in registration.ui.values.findChildren(CopyLine) if line.isVisible()] == [
        "https://localhost"
    ]


def test_a_message_box_is_qts_own_with_our_icon(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    box = icon_message_box(parent, StateIcon.SUCCESS, "Logowanie", "Zalogowano użytkownika a@firma.pl")
    button = box.addButton("&OK", QMessageBox.ButtonRole.AcceptRole)
    mark_primary(box, button)
    box.open()
    settle()
    assert box.iconPixmap().deviceIndependentSize().width() == 32
    assert box.defaultButton() is button
    assert box.accessibleDescription() == "gotowe"
    box.done(0)


@pytest.mark.parametrize("state", list(StateIcon))
def test_every_state_has_a_drawing_and_a_word(state: StateIcon) -> None:
    drawn = icons.pixmap(state.value, role_of(state), 20).toImage()
    inked = sum(drawn.pixelColor(x, y).alpha() > 128 for x in range(20) for y in range(20))
    assert inked > 3
    assert spoken(state)


def test_states_differ_in_shape_not_only_in_colour() -> None:
    shapes = {bytes(icons.pixmap(state.value, "text", 20).toImage().constBits()) for state in StateIcon}
    assert len(shapes) == len(StateIcon)


def test_drawings_name_no_colour_but_black_and_white() -> None:
    import re

    for drawing in DRAWINGS.glob("*.svg"):
        colours = set(re.findall(r"#[0-9a-fA-F]{3,6}", drawing.read_text(encoding="utf-8")))
        assert drawing.stem == "program" or colours <= {"#000", "#fff"}, drawing.name


def test_every_drawing_is_in_the_collection() -> None:
    listed = (DRAWINGS.parent / "resources.qrc").read_text(encoding="utf-8")
    assert all(f"<file>icons/{drawing.name}</file>" in listed for drawing in DRAWINGS.glob("*.svg"))


def test_a_drawing_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(FileNotFoundError):
        icons.pixmap("nothing", "text", 16)
