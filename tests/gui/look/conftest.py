"""A skin on the test application, taken off again, and the forms."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from forms import RegistrationForm, ServerForm
from PySide6.QtCore import QTranslator
from PySide6.QtGui import QFont, QPalette
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from dms_mail_desktop import gui
from dms_mail_desktop.gui import look
from dms_mail_desktop.gui.skin import Skin

ENGLISH = Path(gui.__file__).parents[1] / "data" / "dms_mail_desktop_en.qm"


@pytest.fixture
def skinned(qapp: QApplication) -> Iterator[Callable[[float], Skin]]:
    """Puts the skin on in a body font of the given size; taken off after the test."""
    made: list[Skin] = []
    former = QFont(qapp.font())

    def put_on(points: float = 10.0) -> Skin:
        font = QFont("Open Sans")
        font.setPointSizeF(points)
        qapp.setFont(font)
        if not made:
            made.append(Skin(qapp))
        made[0].apply()
        return made[0]

    yield put_on
    for skin in made:
        skin.deleteLater()
    qapp.setStyleSheet("")
    qapp.setPalette(QPalette())
    qapp.setFont(former)
    look.put_in_force(look.Look())


@pytest.fixture
def skin(skinned: Callable[[float], Skin]) -> Skin:
    return skinned(10.0)


@pytest.fixture
def language(qapp: QApplication) -> Iterator[Callable[[str], None]]:
    """Chooses the language of what is built after it, and of what follows changes."""
    translator = QTranslator()
    assert translator.load(str(ENGLISH))

    def choose(code: str) -> None:
        if code == "en":
            qapp.installTranslator(translator)
        else:
            qapp.removeTranslator(translator)

    yield choose
    qapp.removeTranslator(translator)


@pytest.fixture
def make_form(qtbot: QtBot) -> Callable[[], ServerForm]:
    """Builds the form once the test has chosen font and language."""

    def make() -> ServerForm:
        made = ServerForm()
        qtbot.addWidget(made.window)
        return made

    return make


@pytest.fixture
def form(skinned: Callable[[float], Skin], make_form: Callable[[], ServerForm]) -> ServerForm:
    skinned(10.0)
    return make_form()


@pytest.fixture
def registration(skinned: Callable[[float], Skin], qtbot: QtBot) -> RegistrationForm:
    skinned(10.0)
    made = RegistrationForm()
    qtbot.addWidget(made.window)
    return made
