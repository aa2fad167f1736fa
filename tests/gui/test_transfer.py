"""Plik, Importuj ustawienia and Eksportuj ustawienia."""

import json
from pathlib import Path
from typing import Any

import pytest
from company import PATIENCE, Desk
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton, QTableView

from dms_mail_desktop.gui.import_dialog import ImportDialog
from dms_mail_desktop.models import AuthMethod, Point, Settings
from dms_mail_desktop.passwords import Passwords
from dms_mail_desktop.vault import Vault


def choose(desk: Desk, action: str, file: Path) -> None:
    """Chooses a file as the file dialog's user does."""
    found = desk.window.findChild(QAction, action)
    assert isinstance(found, QAction)
    assert found.isVisible()
    found.trigger()
    desk.qtbot.waitUntil(lambda: file_dialog(desk) is not None, timeout=PATIENCE)
    dialog = file_dialog(desk)
    assert dialog is not None
    dialog.fileSelected.emit(str(file))
    dialog.close()


def file_dialog(desk: Desk) -> QFileDialog | None:
    return next((dialog for dialog in desk.window.findChildren(QFileDialog) if dialog.isVisible()), None)


def preview(desk: Desk) -> ImportDialog:
    def shown() -> ImportDialog | None:
        return next((each for each in desk.window.findChildren(ImportDialog) if each.isVisible()), None)

    desk.qtbot.waitUntil(lambda: shown() is not None, timeout=PATIENCE)
    found = shown()
    assert found is not None
    return found


def lines(dialog: ImportDialog) -> list[tuple[str, ...]]:
    table = dialog.findChild(QTableView, "changes")
    assert isinstance(table, QTableView)
    model = table.model()
    return [tuple(str(model.index(row, column).data()) for column in range(4)) for row in range(model.rowCount())]


def reads(dialog: ImportDialog, words: str) -> bool:
    return any(label.isVisible() and words in label.text() for label in dialog.findChildren(QLabel))


def offered(dialog: ImportDialog) -> bool:
    captions = [button.text().replace("&", "") for button in dialog.findChildren(QPushButton) if button.isVisible()]
    return "Importuj" in captions


def settings_file(path: Path, settings: Settings, **more: Any) -> Path:
    document = json.loads(settings.model_dump_json()) | more
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


@pytest.fixture
def running(desk: Desk) -> Desk:
    desk.store_settings(desk.saved().model_copy(update={"points": desk.facts.points}))
    desk.start()
    return desk


def test_an_export_holds_what_is_saved_and_no_secret(running: Desk, tmp_path: Path) -> None:
    desk, file = running, tmp_path / "kopia.json"
    choose(desk, "action_export", file)
    desk.wait_for(f"Wyeksportowano do {file}")
    assert Settings.model_validate_json(file.read_bytes()) == desk.saved()


def test_an_export_with_unsaved_changes_says_that_they_are_not_in_it(running: Desk, tmp_path: Path) -> None:
    desk, file = running, tmp_path / "kopia.json"
    desk.type("display_name", "Niezapisana")
    choose(desk, "action_export", file)
    box = desk.wait_for_box()
    assert str(file) in box.informativeText()
    desk.answer("OK")
    assert "Niezapisana" not in file.read_text(encoding="utf-8")


def test_an_export_that_cannot_be_written_is_explained(running: Desk, tmp_path: Path) -> None:
    choose(running, "action_export", tmp_path / "nie" / "ma.json")
    assert "odmówił dostępu" in running.wait_for_box().text()
    running.answer("OK")


def test_an_import_shows_every_change_and_then_shows_it_as_saved(running: Desk, tmp_path: Path) -> None:
    desk, former = running, running.saved()
    changed, removed = former.points
    wanted = former.model_copy(
        update={
            "mail_server": former.mail_server.model_copy(update={"display_name": "Sekretariat", "enabled": False}),
            "points": (
                changed.model_copy(update={"interval": 15, "description": "Nowy opis"}),
                Point(name="Umowy", host="localhost", login="umowy@firma.example"),
            ),
        }
    )
    file = settings_file(tmp_path / "nowe.json", wanted)
    choose(desk, "action_import", file)
    dialog = preview(desk)
    assert lines(dialog) == [
        ("Serwer pocztowy", "Włącz wysyłanie wiadomości email", "Tak", "Nie"),
        ("Serwer pocztowy", "Nazwa wyświetlana", "Powiadomienia DMS", "Sekretariat"),
        ("punkt Faktury", "Opis", "(puste)", "Nowy opis"),
        ("punkt Faktury", "Sprawdzaj co … minut", "5", "15"),
        ("punkt Umowy", "nowy punkt", "", "localhost, umowy@firma.example"),
        (f"punkt {removed.name}", "punkt zostanie usunięty", f"localhost, {removed.login}", "razem z zapisanym hasłem"),
    ]
    assert desk.saved() == former, "nothing is changed before somebody agrees"
    desk.press("Importuj", dialog)
    desk.wait_for(f"Zaimportowano i zapisano ustawienia z {file}")
    assert desk.saved() == wanted
    assert desk.text("display_name") == "Sekretariat"
    assert not desk.window.isWindowModified()


def test_an_import_can_be_left(running: Desk, tmp_path: Path) -> None:
    desk, former = running, running.saved()
    choose(desk, "action_import", settings_file(tmp_path / "nowe.json", former, points=[]))
    desk.press("Anuluj", preview(desk))
    desk.qtbot.wait(50)
    assert desk.saved() == former


def test_the_password_of_a_point_that_goes_is_forgotten(running: Desk, tmp_path: Path) -> None:
    desk = running
    point = Point(name="Hasłem", host="localhost", login="a@firma.example", auth_method=AuthMethod.PASSWORD)
    file = settings_file(tmp_path / "nowe.json", desk.saved())
    desk.end()
    desk.store_settings(desk.saved().model_copy(update={"points": (*desk.saved().points, point)}))
    desk.start()
    passwords: list[None] = []
    desk.background.start(
        desk.window,
        lambda: Passwords(Vault(desk.keyring, desk.folder)).write(point.id, point.host, point.login, "tajne"),
        done=passwords.append,
        failed=lambda error: pytest.fail(str(error)),
    )
    desk.qtbot.waitUntil(lambda: bool(passwords), timeout=PATIENCE)
    assert any(point.id in service for service, _ in desk.keyring._entries)
    choose(desk, "action_import", file)
    desk.press("Importuj", preview(desk))
    desk.qtbot.waitUntil(lambda: not any(point.id in service for service, _ in desk.keyring._entries), timeout=PATIENCE)


def test_unsaved_changes_are_named_before_they_are_lost(running: Desk, tmp_path: Path) -> None:
    desk = running
    file = settings_file(tmp_path / "nowe.json", desk.saved(), points=[])
    desk.type("display_name", "Niezapisana")
    choose(desk, "action_import", file)
    dialog = preview(desk)
    assert reads(dialog, "Niezapisane zmiany na formularzu zostaną utracone")
    desk.press("Importuj", dialog)
    desk.qtbot.waitUntil(lambda: desk.text("display_name") == "Powiadomienia DMS", timeout=PATIENCE)


def test_the_same_settings_change_nothing(running: Desk, tmp_path: Path) -> None:
    desk = running
    choose(desk, "action_import", settings_file(tmp_path / "te-same.json", desk.saved()))
    dialog = preview(desk)
    assert reads(dialog, "Plik zawiera te same ustawienia")
    assert not offered(dialog)
    dialog.reject()


def test_settings_at_fault_are_named_field_by_field(running: Desk, tmp_path: Path) -> None:
    desk, former = running, running.saved()
    wrong = former.mail_server.model_dump(mode="json") | {"host": "https://poczta", "email": ""}
    choose(desk, "action_import", settings_file(tmp_path / "błędne.json", former, mail_server=wrong))
    dialog = preview(desk)
    assert reads(dialog, "Nazwa serwera (mail_server.host): Podaj samą nazwę serwera")
    assert reads(dialog, "Email (wychodzący) (mail_server.email)")
    assert not offered(dialog)
    dialog.reject()


@pytest.mark.parametrize(
    ("content", "title"),
    [
        ("{", "Plik nie zawiera ustawień tego programu"),
        ('{"schema": 99}', "Plik ustawień zapisała nowsza wersja programu"),
    ],
)
def test_a_file_that_cannot_be_read_is_explained(running: Desk, tmp_path: Path, content: str, title: str) -> None:
    desk, former = running, running.saved()
    file = tmp_path / "obcy.json"
    file.write_text(content, encoding="utf-8")
    choose(desk, "action_import", file)
    assert desk.wait_for_box().text() == title
    desk.answer("OK")
    assert desk.saved() == former
