"""The look follows theme, contrast and font, at once and everywhere; an explicit style switches it off."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest
from forms import ServerForm, settle
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMenuBar, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from dms_mail_desktop.gui import icons, look
from dms_mail_desktop.gui.roles import DARK, LIGHT
from dms_mail_desktop.gui.skin import Skin, Theme, looks_like_contrast, style_is_chosen
from dms_mail_desktop.gui.states import IconLabel, StateIcon
from dms_mail_desktop.wording import Explanation, Wording


def page_colour(form: ServerForm) -> str:
    picture = form.window.grab().toImage()
    return QColor(picture.pixel(4, picture.height() // 2)).name()


def card_colour(form: ServerForm) -> str:
    picture = form.ui.sending_card.grab().toImage()
    return QColor(picture.pixel(picture.width() // 2, 5)).name()


def test_the_theme_changes_the_whole_window_at_once(form: ServerForm, skin: Skin) -> None:
    form.show(960, 720)
    assert (page_colour(form), card_colour(form)) == (LIGHT.page, LIGHT.card)
    skin.set_theme(Theme.DARK)
    settle()
    assert (page_colour(form), card_colour(form)) == (DARK.page, DARK.card)
    skin.set_theme(Theme.LIGHT)
    settle()
    assert (page_colour(form), card_colour(form)) == (LIGHT.page, LIGHT.card)
    assert skin.theme is Theme.LIGHT


def test_icons_take_the_colours_of_the_new_theme(form: ServerForm, skin: Skin) -> None:
    form.ui.sign_in.show_state(StateIcon.SUCCESS, "Zalogowano użytkownika a@firma.pl")
    form.show(960, 720)

    def colours() -> tuple[str, str]:
        state = form.ui.sign_in.findChild(IconLabel).pixmap().toImage()
        button = form.ui.send_button.icon().pixmap(20, 16).toImage()
        inked = [button.pixelColor(x, y) for x in range(16) for y in range(16) if button.pixelColor(x, y).alpha() > 250]
        return state.pixelColor(3, 9).name(), inked[0].name()

    assert colours() == (LIGHT.success, LIGHT.text)
    skin.set_theme(Theme.DARK)
    settle()
    assert colours() == (DARK.success, DARK.text)


def test_an_error_stays_marked_when_the_theme_changes(form: ServerForm, skin: Skin) -> None:
    form.show(960, 720)
    form.rows.show_error("email", "Podaj adres.")
    skin.set_theme(Theme.DARK)
    settle()
    picture = form.ui.email.grab().toImage()
    assert QColor(picture.pixel(picture.width() // 2, 0)).name() == DARK.error


def test_high_contrast_takes_the_systems_colours_and_comes_off_again(form: ServerForm, skin: Skin) -> None:
    palette = QPalette()
    for role, colour in (
        (QPalette.ColorRole.Window, "#000000"),
        (QPalette.ColorRole.WindowText, "#ffff00"),
        (QPalette.ColorRole.Highlight, "#1aebff"),
        (QPalette.ColorRole.HighlightedText, "#000000"),
    ):
        palette.setColor(role, QColor(colour))
    form.show(960, 720)
    skin.show_contrast(palette)
    settle()
    assert (page_colour(form), card_colour(form)) == ("#000000", "#000000")
    assert look.current().roles.error == "#ffff00"
    assert look.current().roles.accent == "#1aebff"
    skin.show_contrast(None)
    settle()
    assert page_colour(form) == LIGHT.page


def test_a_large_font_makes_everything_larger(
    skinned: Callable[[float], Skin], make_form: Callable[[], ServerForm]
) -> None:
    skinned(15.0)
    form = make_form()
    form.show(1600, 1000)
    assert look.current().unit == 1.5
    assert form.ui.email.height() >= 48
    assert form.ui.port.width() == 264
    assert form.ui.sending_card.width() == 1260
    assert icons.pixmap("key", "text", 16).deviceIndependentSize().width() == 24


def test_a_small_system_font_is_brought_to_ten_points(skinned: Callable[[float], Skin], qapp: QApplication) -> None:
    skinned(8.0)
    assert qapp.font().pointSizeF() == 10
    assert QApplication.font("QMenuBar").family() == qapp.font().family()


@pytest.mark.usefixtures("skin")
def test_a_button_that_the_keyboard_reached_has_one_ring(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    row = QHBoxLayout(window)
    first, second = QPushButton(), QPushButton()
    for button in (first, second):
        button.setFixedWidth(120)
        row.addWidget(button)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    first.setFocus()
    QTest.keyClick(first, Qt.Key.Key_Tab)
    assert second.hasFocus()
    drawn = second.grab().toImage()
    inside = {drawn.pixelColor(x, y).name() for x in range(4, 116) for y in range(4, second.height() - 4)}
    assert inside == {look.current().roles.button}


def test_the_menu_bar_has_the_font_of_the_rest(form: ServerForm) -> None:
    form.show(960, 720)
    assert form.window.findChild(QMenuBar).font().family() == form.ui.email.font().family()


@pytest.mark.parametrize(
    ("arguments", "environment", "chosen"),
    [
        (["program"], {}, False),
        (["program", "-style", "windows"], {}, True),
        (["program", "-style=windows"], {}, True),
        (["program", "--style", "windows"], {}, True),
        (["program", "--sandbox"], {}, False),
        (["program"], {"QT_STYLE_OVERRIDE": "windows"}, True),
        (["program"], {"QT_STYLE_OVERRIDE": ""}, False),
    ],
)
def test_an_explicit_style_is_noticed(arguments: list[str], environment: dict[str, str], chosen: bool) -> None:
    assert style_is_chosen(arguments, environment) is chosen


@pytest.fixture
def bare(qapp: QApplication) -> Iterator[Skin]:
    former = QFont(qapp.font())
    qapp.setStyleSheet("")
    qapp.setPalette(QPalette())
    skin = Skin(qapp, enabled=False)
    skin.apply()
    yield skin
    skin.deleteLater()
    qapp.setFont(former)
    look.put_in_force(look.Look())


def test_without_the_skin_everything_still_works(
    bare: Skin, qapp: QApplication, make_form: Callable[[], ServerForm]
) -> None:
    form = make_form()
    form.show(960, 720)
    assert qapp.styleSheet() == ""
    assert not look.current().skinned
    form.rows.show_error("email", "Podaj adres.")
    form.ui.steps.set_steps(["Adres", "Połączenie"])
    told = Explanation("", "", "Przyczyna", ("Rada",), "polecenie", "słowa")
    form.ui.steps.show_failure(0, told, Wording("pl"))
    form.ui.clear_text_confirmed.setChecked(True)
    bare.set_theme(Theme.DARK)
    settle()
    assert not form.window.grab().isNull()
    assert form.ui.page.widget().width() == form.ui.page.viewport().width()


def test_asking_the_system_changes_nothing_where_its_palette_told_the_same(form: ServerForm, skin: Skin) -> None:
    form.show(960, 720)
    before = look.current()
    skin.follow_system()
    settle()
    assert look.current() == before
    assert page_colour(form) == LIGHT.page


@pytest.mark.usefixtures("qapp")
def test_a_contrast_theme_is_known_by_its_palette_before_the_system_is_asked() -> None:
    palette = QPalette()
    for role in (QPalette.ColorRole.Window, QPalette.ColorRole.Base):
        palette.setColor(role, QColor("#000000"))
    palette.setColor(QPalette.ColorRole.WindowText, QColor("#ffffff"))
    assert looks_like_contrast(palette)
    palette.setColor(QPalette.ColorRole.Base, QColor("#101010"))
    assert not looks_like_contrast(palette)


def test_no_widget_of_the_first_paint_names_qts_enums() -> None:
    """PySide builds all of them at once: 24 ms at every start."""
    program = (
        "import sys\n"
        "from PySide6 import QtCore\n"
        "from PySide6.QtWidgets import QApplication, QMainWindow\n"
        "application = QApplication([])\n"
        "from dms_mail_desktop.gui.skin import Skin\n"
        "from dms_mail_desktop.gui.generated.ui_main_window import Ui_MainWindow\n"
        "Skin(application).apply()\n"
        "window, ui = QMainWindow(), Ui_MainWindow()\n"
        "ui.setupUi(window)\n"
        "window.show()\n"
        "application.processEvents()\n"
        "sys.exit('Qt' in vars(QtCore))\n"
    )
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([sys.executable, "-c", program], env=environment, timeout=60, check=False)
    assert done.returncode == 0
