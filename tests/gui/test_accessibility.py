"""The window as programs for the blind read it: Qt's own accessibility tree, in every state of the page."""

from collections.abc import Iterator
from itertools import pairwise

import pytest
from company import Desk
from points_desk import PointDesk
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QSpinBox,
    QTabBar,
    QToolButton,
    QWidget,
)

from dms_mail_desktop.gui.table import Table
from dms_mail_desktop.models import AuthMethod, Point, SendingMethod
from dms_mail_desktop.sandbox.directory import ACCOUNTANT, NOTIFICATIONS

FIELDS = (QComboBox, QLineEdit, QPlainTextEdit, QSpinBox)
METHOD = ["Do wysyłania wiadomości email zastosuj"]
ACCOUNT = [
    "Włącz wysyłanie wiadomości email",
    "Nazwa konta",
    "Email (wychodzący)",
    "Nazwa wyświetlana",
    "Adres zwrotny",
    "Opis",
    "Typ serwera",
    "Nazwa serwera",
    "Port",
    "Metoda szyfrowania",
    "Metoda uwierzytelniania",
    "Login",
]
MESSAGE = ["Adres email odbiorcy", "Temat", "Treść wiadomości"]
OAUTH2: dict[str, object] = {}
PASSWORD: dict[str, object] = {"auth_method": AuthMethod.PASSWORD}
SQL = PASSWORD | {"sending_method": SendingMethod.SQL_PROFILE}


def spoken(widget: QWidget) -> QAccessibleInterface:
    found = QAccessible.queryAccessibleInterface(widget)
    assert found is not None
    assert found.isValid()
    return found


def name_of(widget: QWidget) -> str:
    return spoken(widget).text(QAccessible.Text.Name).replace("&", "")


def label_of(widget: QWidget) -> str:
    """The text of the one label that the tree relates to a widget."""
    related = [other for other, _ in spoken(widget).relations(QAccessible.RelationFlag.Label)]
    return related[0].text(QAccessible.Text.Name) if len(related) == 1 else f"{len(related)} labels"


def below(interface: QAccessibleInterface) -> Iterator[QAccessibleInterface]:
    """What can be seen in a part of the tree."""
    for index in range(interface.childCount()):
        child = interface.child(index)
        if child is not None and child.isValid() and not child.state().invisible:
            yield child
            yield from below(child)


def readable(window: QWidget) -> list[str]:
    return [part.text(QAccessible.Text.Name) for part in below(spoken(window))]


def place(widget: QWidget, window: QWidget) -> QPoint:
    return widget.mapTo(window, QPoint())


def opened(desk: Desk, **account: object) -> QWidget:
    desk.prefill(**account)
    window = desk.start()
    window.activateWindow()
    desk.qtbot.waitUntil(window.isActiveWindow)
    return window


def fields_on_show(window: QWidget) -> list[QWidget]:
    found = [child for child in window.findChildren(QWidget) if isinstance(child, FIELDS) and child.isVisible()]
    outer = [child for child in found if not isinstance(child.parent(), (QComboBox, QSpinBox))]
    return sorted(outer, key=lambda field: place(field, window).y())


def reached_by_tab(window: QWidget) -> list[QWidget]:
    """What takes the focus one after the other, from the first field on until it comes round."""
    first = window.findChild(QWidget, "sending_method")
    assert first is not None
    first.setFocus(Qt.FocusReason.TabFocusReason)
    reached: list[QWidget] = []
    while (focused := window.focusWidget()) not in reached:
        reached.append(focused)
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    assert focused is first, f"{focused.objectName()} holds the focus"
    return reached


every_state = pytest.mark.parametrize("account", [OAUTH2, PASSWORD, SQL], ids=["oauth2", "password", "sql"])


@pytest.mark.parametrize(
    ("account", "labels"),
    [
        (OAUTH2, [*METHOD, *ACCOUNT, *MESSAGE]),
        (PASSWORD, [*METHOD, *ACCOUNT, "Hasło", *MESSAGE]),
        (SQL, [*METHOD, "Serwer SQL", "Nazwa", "Opis", *ACCOUNT[:9], "Login", "Hasło"]),
    ],
    ids=["oauth2", "password", "sql"],
)
def test_every_field_has_the_label_beside_it_as_its_name(
    desk: Desk, account: dict[str, object], labels: list[str]
) -> None:
    shown = fields_on_show(opened(desk, **account))
    assert [label_of(field) for field in shown] == labels
    # A combo box is called by its entry on Linux; its label is the relation above.
    named = [name_of(field) for field in shown if not isinstance(field, QComboBox)]
    assert named == [label_of(field) for field in shown if not isinstance(field, QComboBox)]


@every_state
def test_every_button_has_its_caption_as_its_name(desk: Desk, account: dict[str, object]) -> None:
    window = opened(desk, **account)
    buttons = [button for button in window.findChildren(QAbstractButton) if button.isVisible() and button.text()]
    assert {"Zapisz", "Przywróć"} <= {name_of(button) for button in buttons}
    for button in buttons:
        assert name_of(button) == button.text().replace("&", "")


@every_state
def test_tab_reaches_everything_in_the_order_of_reading_and_nothing_nameless(
    desk: Desk, account: dict[str, object]
) -> None:
    window = opened(desk, **account)
    reached = reached_by_tab(window)
    assert set(fields_on_show(window)) <= set(reached)
    for widget in reached:
        assert name_of(widget), widget.objectName()
        assert widget.isVisible()
    page = window.findChild(QWidget, "column")
    assert page is not None
    inside = [place(widget, window) for widget in reached if page.isAncestorOf(widget)]
    for before, after in pairwise(inside):
        beside = abs(after.y() - before.y()) < 12 and after.x() > before.x()
        assert after.y() > before.y() or beside


def test_the_page_scrolls_by_keyboard_without_taking_the_focus(desk: Desk) -> None:
    window = opened(desk)
    page, email = window.findChild(QScrollArea, "page"), window.findChild(QLineEdit, "email")
    assert page is not None
    assert email is not None
    email.setFocus()
    QTest.keyClick(email, Qt.Key.Key_PageDown)
    assert page.verticalScrollBar().value() > 0
    assert email.hasFocus()


def test_the_state_of_the_sign_in_and_the_result_of_a_test_can_be_read(desk: Desk) -> None:
    window = opened(desk)
    desk.wait_for("Niezalogowano")
    assert "Niezalogowano" in readable(window)
    desk.press("Autoryzacja")
    box = desk.wait_for_box()
    assert spoken(box).role() is QAccessible.Role.AlertMessage
    assert f"Zalogowano użytkownika {NOTIFICATIONS}" in readable(box)
    desk.answer("OK")
    assert f"Zalogowano użytkownika {NOTIFICATIONS}" in readable(window)
    desk.type("test_recipient", ACCOUNTANT)
    desk.press("Wyślij")
    desk.wait_for("Wiadomość została wysłana")
    read = readable(window)
    assert any("Wiadomość została wysłana" in text for text in read)
    for step in ("Adres serwera", "Szyfrowanie", "Uwierzytelnienie", "Przyjęcie treści"):
        assert read[read.index(step) - 1] in ("gotowe", "ostrzeżenie")


def test_a_fault_is_told_with_its_field(desk: Desk) -> None:
    window = opened(desk, login="")
    desk.press("Autoryzacja")
    desk.wait_for("Popraw 1 pole")
    login = window.focusWidget()
    assert label_of(login) == "Login"
    told = spoken(login).text(QAccessible.Text.Description)
    assert told
    assert told in readable(window)


def buttons_reached_by_tab(desk: Desk, window: QWidget) -> list[str]:
    """Captions in the order of Tab, from where the focus is until it comes round."""
    desk.qtbot.waitUntil(lambda: window.focusWidget() is not None)
    reached: list[QWidget] = []
    while (focused := window.focusWidget()) not in reached:
        reached.append(focused)
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    return [name_of(widget) for widget in reached if isinstance(widget, (QAbstractButton, QTabBar))]


def test_tab_goes_from_the_tabs_through_the_page_to_the_footer(desk: Desk) -> None:
    window = opened(desk, login="")
    desk.window.show_sandbox("https://localhost/")
    desk.press("Autoryzacja")
    desk.wait_for("Popraw 1 pole")
    desk.find(QTabBar, "qt_tabwidget_tabbar").setFocus()
    expected = ["Odebrane wiadomości", "Wykryj ustawienia", "Autoryzacja", "Wyślij", "Pokaż następne", "Zapisz"]
    assert buttons_reached_by_tab(desk, window)[1:] == expected


def test_the_result_of_a_test_comes_before_the_footer(desk: Desk) -> None:
    window = opened(desk)
    desk.press("Wyślij")
    desk.type("test_recipient", ACCOUNTANT)
    desk.press("Wyślij")
    desk.wait_for("Nie wysłano")
    window.findChild(QTabBar).setFocus()
    expected = ["Wykryj ustawienia", "Autoryzacja", "Wyślij", "Kopiuj wynik", "Zapisz"]
    assert buttons_reached_by_tab(desk, window)[1:] == expected


@pytest.mark.parametrize("cloud", [0, 4])
def test_tab_goes_from_a_registration_to_the_values_for_the_provider_to_the_footer(desk: Desk, cloud: int) -> None:
    desk.start()
    desk.window.open_registration()
    dialog = desk.dialog()
    assert dialog is not None
    chosen = dialog.findChild(QComboBox, "cloud")
    assert chosen is not None
    assert dialog.focusWidget() is chosen
    chosen.setCurrentIndex(cloud)
    desk.qtbot.wait(1)
    reached = buttons_reached_by_tab(desk, dialog)
    copied = reached.count("Kopiuj")
    assert copied >= 4
    assert reached == ["Sprawdź", "Zgoda administratora…", *["Kopiuj"] * copied, "Zapisz", "Zamknij"]


def test_nothing_is_nameless_not_even_what_is_hidden(desk: Desk) -> None:
    window = opened(desk)
    for button in window.findChildren(QPushButton):
        assert name_of(button), button.parent()


def test_nothing_of_the_points_is_nameless(points: PointDesk) -> None:
    points.store(Point(id="f", name="Faktury", host="localhost", login=ACCOUNTANT))
    table = points.open()
    assert name_of(table) == "Punkty konfiguracyjne"
    dialog = points.edit("Faktury")
    points.tab(2)
    for kind in (QPushButton, Table):
        for widget in points.desk.window.findChildren(kind):
            assert name_of(widget), widget.parent()
    lines = dialog.findChildren(QLineEdit)
    buttons = [button for line in lines for button in line.findChildren(QToolButton)]
    assert "Wyczyść" in map(name_of, buttons)
    assert all(map(name_of, buttons))


def test_nothing_of_the_diagnostic_package_is_nameless(desk: Desk) -> None:
    desk.start()
    desk.window._ui.action_diagnostics.trigger()
    dialog = desk.dialog()
    assert dialog is not None
    for button in dialog.findChildren(QPushButton):
        assert name_of(button), button.parent()


def test_the_status_is_read_before_the_buttons_of_the_footer(desk: Desk) -> None:
    window = opened(desk)
    desk.type("description", "Inny opis")
    read = readable(window)
    assert read.index("Niezapisane zmiany") < read.index("Zapisz")


def test_the_page_shows_what_the_keyboard_comes_to_from_outside(desk: Desk) -> None:
    window = opened(desk)
    window.resize(800, 600)
    page, first, last = (window.findChild(QWidget, name) for name in ("page", "sending_method", "send_button"))
    assert isinstance(page, QScrollArea)
    window.findChild(QTabBar).setFocus()
    for key, found in ((Qt.Key.Key_Backtab, last), (Qt.Key.Key_Tab, first)):
        while window.focusWidget() is not found:
            QTest.keyClick(window.focusWidget(), key)
            focused = window.focusWidget()
            if page.isAncestorOf(focused):
                assert page.viewport().rect().contains(QRect(place(focused, page.viewport()), focused.size()))
