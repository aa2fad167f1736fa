"""Narzędzia, Pakiet diagnostyczny."""

import zipfile
from pathlib import Path

import pytest
from company import PATIENCE, Desk
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialogButtonBox, QFileDialog, QLineEdit, QListWidget, QPlainTextEdit

from dms_mail_desktop.gui.diagnostics_dialog import DiagnosticsDialog


class Visit:
    """Somebody at the window."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        action = desk.window.findChild(QAction, "action_diagnostics")
        assert isinstance(action, QAction)
        assert action.isVisible()
        action.trigger()
        [self.dialog] = desk.window.findChildren(DiagnosticsDialog)
        desk.qtbot.waitUntil(lambda: self.list.count() > 0, timeout=PATIENCE)

    @property
    def list(self) -> QListWidget:
        found = self.dialog.findChild(QListWidget, "parts")
        assert isinstance(found, QListWidget)
        return found

    @property
    def shown(self) -> str:
        found = self.dialog.findChild(QPlainTextEdit, "contents")
        assert isinstance(found, QPlainTextEdit)
        return found.toPlainText()

    def preview(self) -> dict[str, bytes]:
        """Every part as it is read, by going through the list with the keyboard."""
        QTest.keyClick(self.list, Qt.Key.Key_Home)
        read = {}
        for row in range(self.list.count()):
            read[self.list.item(row).text()] = self.shown.encode()
            QTest.keyClick(self.list, Qt.Key.Key_Down)
        return read

    def file_dialog(self) -> QFileDialog:
        self.desk.press("Zapisz…", self.dialog)

        def visible() -> list[QFileDialog]:
            return [each for each in self.dialog.findChildren(QFileDialog) if each.isVisible()]

        self.desk.qtbot.waitUntil(lambda: bool(visible()), timeout=PATIENCE)
        return visible()[0]

    def save_as(self, file: Path) -> None:
        dialog = self.file_dialog()
        line = dialog.findChild(QLineEdit, "fileNameEdit")
        assert isinstance(line, QLineEdit)
        # Typed letter by letter, the completer's popup would take the Return.
        line.setText(str(file))
        buttons = dialog.findChild(QDialogButtonBox)
        assert isinstance(buttons, QDialogButtonBox)
        QTest.mouseClick(buttons.button(QDialogButtonBox.StandardButton.Save), Qt.MouseButton.LeftButton)


@pytest.fixture
def visit(desk: Desk) -> Visit:
    desk.start()
    return Visit(desk)


def test_what_is_shown_is_what_is_written(visit: Visit, tmp_path: Path) -> None:
    read = visit.preview()
    assert list(read) == ["program.txt", "settings.json", "tests.txt", "points.txt", "protocol.txt", "log.txt"]
    visit.save_as(tmp_path / "p.zip")
    visit.desk.wait_for("Pakiet zapisano o ")
    with zipfile.ZipFile(tmp_path / "p.zip") as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == read
    assert visit.desk.button("Zamknij", visit.dialog)


def test_the_package_tells_of_the_window(visit: Visit) -> None:
    program = visit.preview()["program.txt"].decode()
    assert "theme: system" in program
    assert "screens: " in program
    assert "qt: " in program


def test_a_test_of_this_session_is_in_it(desk: Desk) -> None:
    desk.start()
    desk.press("Autoryzacja")
    desk.answer("OK")
    desk.type("test_recipient", "anna.nowak@firma.example")
    desk.press("Wyślij")
    desk.wait_for("Wiadomość została wysłana")
    read = Visit(desk).preview()
    assert "Uwierzytelnienie: XOAUTH2" in read["tests.txt"].decode()
    protocol = read["protocol.txt"].decode()
    assert "C: AUTH XOAUTH2" in protocol
    assert "RCPT TO:<anna.nowak@firma.example>" in protocol
    assert "Bearer" not in protocol
    assert "eyJ" not in protocol


def test_a_file_that_cannot_be_written_is_told_in_place(visit: Visit, tmp_path: Path) -> None:
    target = tmp_path / "missing" / "p.zip"
    visit.dialog.save(target)
    visit.desk.wait_for("nie można zapisać")
    assert visit.desk.button("Anuluj", visit.dialog)
    visit.save_as(tmp_path / "p.zip")
    visit.desk.wait_for("Pakiet zapisano o ")


def test_without_a_file_nothing_is_saved_and_that_is_said(visit: Visit, tmp_path: Path) -> None:
    visit.file_dialog().reject()
    visit.desk.wait_for("niczego nie zapisano")
    assert list(tmp_path.glob("*.zip*")) == []


def test_the_language_changes_in_place(visit: Visit) -> None:
    visit.desk.spoken.choose("en")
    visit.desk.wait_for("What the package will hold")
    visit.desk.qtbot.waitUntil(lambda: "language: en" in visit.shown, timeout=PATIENCE)


def test_the_keyboard_reaches_everything(visit: Visit) -> None:
    assert visit.list.hasFocus() or visit.dialog.focusWidget() is visit.list
    QTest.keyClick(visit.list, Qt.Key.Key_Tab)
    assert isinstance(visit.dialog.focusWidget(), QPlainTextEdit)
    QTest.keyClick(visit.dialog.focusWidget(), Qt.Key.Key_Tab)
    assert visit.dialog.focusWidget() is visit.desk.button("Zapisz…", visit.dialog)
