"""The program as it is started for people, with a hand on its mouse and keyboard that a test guides from outside.

Arguments: the descriptors on which commands come and answers go, one JSON value a line. Nothing of the program is
replaced: the mouse and the keyboard act on its windows as the window system would, and the rest only looks.
"""

import json
import os
import runpy
import sys
from collections.abc import Callable, Iterator
from threading import Thread
from typing import Any

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QMainWindow,
    QMenu,
    QMenuBar,
    QMessageBox,
    QPlainTextEdit,
    QScrollArea,
    QSpinBox,
    QTabBar,
    QTableView,
    QWidget,
)

NONE = Qt.KeyboardModifier.NoModifier
Spot = tuple[QWindow, Qt.MouseButton, Qt.KeyboardModifier, QPoint]
addresses: list[str] = []
"""Where the program connected to, or asked for the address of, since it started."""


def note_connection(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "socket.connect" and isinstance(arguments[1], tuple):
        addresses.append(f"{arguments[1][0]}:{arguments[1][1]}")
    elif event == "socket.getaddrinfo":
        addresses.append(str(arguments[0]))


def windows() -> list[QWidget]:
    """The windows on the screen; the one that has the word comes first."""
    shown = [window for window in QApplication.topLevelWidgets() if window.isVisible() and window.windowHandle()]
    front = QApplication.activeModalWidget()
    return sorted(shown, key=lambda window: (window is not front, isinstance(window, QMainWindow)))


def visible(window: QWidget, kind: type[QWidget]) -> Iterator[Any]:
    for child in window.findChildren(kind):
        if child.isVisible() and child.window() is window:
            yield child


def caption(text: str) -> str:
    return text.replace("&", "")


def fields(window: QWidget) -> dict[str, QWidget]:
    """What can be filled in, by the label beside it."""
    labels = [label for label in visible(window, QLabel) if label.buddy() is not None]
    return {caption(label.text()): label.buddy() for label in labels}


def value(field: QWidget) -> str:
    match field:
        case QComboBox():
            return field.currentText()
        case QSpinBox():
            return field.cleanText()
        case QLineEdit():
            return field.displayText()
        case QPlainTextEdit():
            return field.toPlainText()
    return ""


def rows(table: QTableView) -> list[list[str]]:
    model = table.model()
    columns = range(model.columnCount())
    return [[str(model.index(row, column).data()) for column in columns] for row in range(model.rowCount())]


def states(window: QWidget) -> dict[str, str]:
    """Every state's icon as it is spoken, by the words right of it."""
    words, found = [label for label in visible(window, QLabel) if label.text()], {}
    for icon in visible(window, QLabel):
        if icon.accessibleName() and not icon.pixmap().isNull():
            row = range(icon.y(), icon.y() + icon.height())
            beside = [each for each in words if each.parent() is icon.parent() and each.geometry().center().y() in row]
            right = min((each for each in beside if each.x() > icon.x()), key=QLabel.x, default=icon)
            found[right.text()] = icon.accessibleName()
    return found


def described(window: QWidget) -> dict[str, Any]:
    texts = [label.text() for label in visible(window, QLabel) if label.text()]
    buttons = [button for button in visible(window, QAbstractButton) if button.text()]
    return {
        "box": isinstance(window, QMessageBox),
        "title": window.windowTitle(),
        "modified": window.isWindowModified(),
        "active": window.isActiveWindow(),
        "texts": texts,
        "states": states(window),
        "rows": [row for table in visible(window, QTableView) for row in rows(table)],
        "buttons": {caption(button.text()): button.isEnabled() for button in buttons},
        "icons": [caption(button.text()) for button in buttons if not button.icon().isNull()],
        "fields": {name: value(field) for name, field in fields(window).items()},
    }


def place(widget: QWidget) -> tuple[QWindow, QPoint]:
    """Scrolls the middle of a widget into view; AssertionError if something else is there."""
    ancestor = widget.parentWidget()
    while ancestor is not None:
        if isinstance(ancestor, QScrollArea):
            ancestor.ensureWidgetVisible(widget)
        ancestor = ancestor.parentWidget()
    window = widget.window()
    point = widget.mapTo(window, widget.rect().center())
    there = window.childAt(point)
    assert there is widget or (there is not None and widget.isAncestorOf(there)), f"{there} is in front of {widget}"
    return window.windowHandle(), point


def click(widget: QWidget) -> QWindow:
    window, point = place(widget)
    QTest.mouseClick(window, Qt.MouseButton.LeftButton, NONE, point)
    return window


def look() -> list[dict[str, Any]]:
    return [described(window) for window in windows()]


def connections() -> list[str]:
    return addresses


def press(name: str) -> None:
    """Clicks a button of the window that has the word."""
    found = [button for button in visible(windows()[0], QAbstractButton) if caption(button.text()) == name]
    assert found, f"no button {name}"
    assert found[0].isEnabled(), f"{name} is disabled"
    click(found[0])


def field_named(name: str) -> QWidget:
    found = fields(windows()[0])
    assert name in found, f"no field {name}, but {sorted(found)}"
    return found[name]


def write(name: str, text: str) -> None:
    """Replaces what a field holds by typing, and leaves the field."""
    field = field_named(name)
    editor = field.viewport() if isinstance(field, QAbstractScrollArea) else field
    window = click(editor)
    QTest.keyClick(window, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(window, Qt.Key.Key_Delete)
    for letter in text:
        key, typed = (Qt.Key.Key_Return, "\r") if letter == "\n" else (Qt.Key.Key_unknown, letter)
        QTest.sendKeyEvent(QTest.KeyAction.Click, window, key, typed, NONE)
    QTest.keyClick(window, Qt.Key.Key_Tab)


def choose(name: str, entry: str) -> None:
    """Opens a combo box and goes to an entry with the arrows."""
    combo = field_named(name)
    assert isinstance(combo, QComboBox)
    wanted = combo.findText(entry)
    assert wanted >= 0, f"{name} has no {entry}"
    window = click(combo)
    if combo.isEditable():  # the click went into its line
        QTest.keyClick(window, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    popup = combo.view().window().windowHandle()
    QTest.keyClick(popup, Qt.Key.Key_Home)
    for _ in range(wanted):
        QTest.keyClick(popup, Qt.Key.Key_Down)
    QTest.keyClick(popup, Qt.Key.Key_Return)


def entries(name: str) -> list[str]:
    """What a combo box offers."""
    combo = field_named(name)
    assert isinstance(combo, QComboBox)
    return [combo.itemText(index) for index in range(combo.count())]


def turn(name: str) -> None:
    """Clicks the tab of this name."""
    bars = list(visible(windows()[0], QTabBar))
    found = [(bar, index) for bar in bars for index in range(bar.count()) if caption(bar.tabText(index)) == name]
    assert found, f"no tab {name}"
    bar, index = found[0]
    QTest.mouseClick(*spot(bar, bar.tabRect(index).center()))


def open_row(text: str) -> None:
    """Clicks twice on the row that begins with a text."""
    target = _row(text)
    QTest.mouseClick(*target)
    QTest.mouseDClick(*target)


def _row(text: str) -> Spot:
    [table] = visible(windows()[0], QTableView)
    found = [number for number, row in enumerate(rows(table)) if row[0] == text]
    assert found, f"no row {text}"
    return spot(table.viewport(), table.visualRect(table.model().index(found[0], 0)).center())


def select_row(text: str) -> None:
    """Clicks on the row that begins with a text."""
    QTest.mouseClick(*_row(text))


def pick(menu: str, entry: str) -> None:
    """Opens a menu of the menu bar and clicks an entry."""
    [bar] = visible(windows()[0], QMenuBar)
    QTest.mouseClick(*spot(bar, middle(bar, menu)))
    opened = QApplication.activePopupWidget()
    assert isinstance(opened, QMenu), f"{opened} instead of a menu"
    QTest.mouseClick(*spot(opened, middle(opened, entry)))


def middle(menu: QMenu | QMenuBar, name: str) -> QPoint:
    found = [action for action in menu.actions() if caption(action.text()) == name]
    assert found, f"no menu {name}"
    assert found[0].isEnabled(), f"{name} is disabled"
    return menu.actionGeometry(found[0]).center()


def spot(widget: QWidget, point: QPoint) -> Spot:
    """Where to click for a point of a widget."""
    window = widget.window()
    return window.windowHandle(), Qt.MouseButton.LeftButton, NONE, widget.mapTo(window, point)


def clipboard() -> str:
    return QGuiApplication.clipboard().text()


def picture(stem: str) -> None:
    """Pictures every window, whatever stands before it on the screen."""
    for number, window in enumerate(reversed(windows())):
        window.grab().save(f"{stem}{'-above' * number}.png")


def close() -> None:
    windows()[-1].windowHandle().close()


COMMANDS: dict[str, Callable[..., Any]] = {
    command.__name__: command
    for command in (
        *(
            look,
            connections,
            press,
            write,
            choose,
            entries,
            turn,
            open_row,
            select_row,
            pick,
            clipboard,
            picture,
            close,
        ),
    )
}


class Hand(QObject):
    """Takes commands on a thread of its own and carries them out on the window's."""

    _commanded = Signal(str)

    def __init__(self, commands: int, answers: int) -> None:
        super().__init__()
        self._commands, self._answers = commands, answers
        self._commanded.connect(self._obey, Qt.ConnectionType.QueuedConnection)

    def listen(self) -> None:
        with os.fdopen(self._commands) as lines:
            for line in lines:
                self._commanded.emit(line)

    def _obey(self, line: str) -> None:
        command, *arguments = json.loads(line)
        try:
            answer = {"done": COMMANDS[command](*arguments)}
        except AssertionError as refused:
            answer = {"refused": str(refused)}
        os.write(self._answers, json.dumps(answer).encode() + b"\n")


def main() -> None:
    hand = Hand(*map(int, sys.argv[1:]))
    sys.argv[1:] = []
    sys.addaudithook(note_connection)
    Thread(target=hand.listen, daemon=True).start()
    runpy.run_module("dms_mail_desktop", run_name="__main__")


if __name__ == "__main__":
    main()
