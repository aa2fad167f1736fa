"""Historia: the messages that a point has handled, and what can be done with them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from company import PATIENCE
from list_desk import POINT, ListDesk
from listed_runs import entry
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit

from dms_mail_desktop.errors import LedgerDamaged, MessageUnreadable
from dms_mail_desktop.gui.history_list import PAGE
from dms_mail_desktop.gui.point_dialog import Opening
from dms_mail_desktop.models import Point
from dms_mail_desktop.points.facts import Entry, Reason, State

BROKEN = MessageUnreadable("multipart/mixed")


class FileManager(QObject):
    """Qt's hook for folders that are opened."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []
        QDesktopServices.setUrlHandler("file", self, "open")

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        self.opened.append(url.toLocalFile())


@pytest.fixture
def manager() -> Iterator[FileManager]:
    made = FileManager()
    yield made
    QDesktopServices.unsetUrlHandler("file")


def subjects(lists: ListDesk) -> list[str]:
    return [subject for subject, _ in lists.rows()]


def test_without_messages_it_says_what_starts_the_point(lists: ListDesk) -> None:
    lists.open()
    assert lists.runs.asked == []
    lists.show_history()
    lists.wait_for("Ten punkt nie pobrał jeszcze żadnej wiadomości")
    assert lists.reads("Uruchom teraz")
    assert lists.rows() == []


def test_every_state_has_its_word_latest_first(lists: ListDesk) -> None:
    states = list(State)
    lists.runs.ledger = [entry(number, state, reason=Reason.SIZE) for number, state in enumerate(states)]
    lists.open()
    lists.show_history()
    lists.wait_for_rows(5)
    assert lists.rows() == [
        ("Faktura 4", "Odłożona"),
        ("Faktura 3", "Nieudana"),
        ("Faktura 2", "Powtórzona"),
        ("Faktura 1", "Pominięta"),
        ("Faktura 0", "Pobrana"),
    ]
    assert [index.row() for index in lists.table.selectionModel().selectedRows()] == [0]


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (
            entry(1, folder=Path("/dokumenty/20261120-8c1f"), attachments=2),
            ["Pobrana 20 listopada 2026", "/dokumenty/20261120-8c1f", "Odebrane", "2"],
        ),
        (entry(1, State.SKIPPED, reason=Reason.SENDER), ["Pominięta: nadawca spoza listy dozwolonych"]),
        (entry(1, State.DUPLICATE, elsewhere="Archiwum"), ["została już pobrana z folderu „Archiwum”"]),
        (entry(1, State.DUPLICATE), ["Powtórzona: ta sama wiadomość została już pobrana"]),
        (
            entry(1, State.FAILED, error=BROKEN, attempts=2),
            ["Nie udało się jej pobrać", "spróbuje jeszcze raz", "Przyczyna", "multipart/mixed", "Co zrobić", "2"],
        ),
        (entry(1, State.FAILED, error=BROKEN), ["Czeka na ponowną próbę"]),
        (
            entry(1, State.SET_ASIDE, error=BROKEN, attempts=3, raw=Path("/dane/set-aside/1.eml")),
            ["Odłożona po nieudanych próbach", "Program sam już nie spróbuje", "/dane/set-aside/1.eml", "Przyczyna"],
        ),
    ],
)
def test_the_details_say_all_that_is_known(lists: ListDesk, made: Entry, words: list[str]) -> None:
    lists.runs.ledger = [made]
    lists.open()
    lists.show_history()
    lists.wait_for(words[0])
    assert [word for word in words if not lists.reads(word)] == []
    assert lists.reads("Energia Polska <efaktura@energia.pl>")
    assert lists.reads("48 kB")


def test_typing_searches_once_the_keyboard_rests_and_the_last_answer_counts(lists: ListDesk) -> None:
    lists.runs.ledger = [entry(1, subject="Faktura"), entry(2, subject="Umowa serwisowa"), entry(3, subject="Umyte")]
    lists.open()
    lists.show_history()
    lists.wait_for_rows(3)
    line = lists.find(QLineEdit, "words")
    QTest.keyClicks(line, "umow")
    lists.wait_for_rows(1)
    assert subjects(lists) == ["Umowa serwisowa"]
    assert [words for words, *_ in lists.runs.asked] == ["", "umow"]
    lists.type("words", "rachunek")
    lists.wait_for("Żadna wiadomość nie pasuje")
    lists.press("Pokaż wszystkie")
    lists.wait_for_rows(3)
    assert line.hasFocus()


def test_the_state_narrows_the_list(lists: ListDesk) -> None:
    lists.runs.ledger = [entry(1), entry(2, State.SET_ASIDE, error=BROKEN), entry(3, State.SKIPPED, reason=Reason.SIZE)]
    lists.open()
    lists.show_history()
    lists.wait_for_rows(3)
    lists.choose("states", "odłożone")
    lists.wait_for_rows(1)
    assert lists.rows() == [("Faktura 2", "Odłożona")]
    assert lists.runs.asked[-1] == ("", (State.SET_ASIDE,), PAGE, None)
    lists.choose("states", "powtórzone")
    lists.wait_for("Żadna wiadomość nie pasuje")


def test_more_is_read_when_the_end_comes_into_view(lists: ListDesk) -> None:
    lists.runs.ledger = [entry(number) for number in range(2 * PAGE + 50)]
    lists.open()
    lists.show_history()
    lists.wait_for_rows(PAGE)
    for rows in (2 * PAGE, 2 * PAGE + 50):
        lists.table.scrollToBottom()
        lists.wait_for_rows(rows)
    lists.table.scrollToBottom()
    QApplication.processEvents()
    assert [before for *_, before in lists.runs.asked] == [None, PAGE + 50, 50]
    assert subjects(lists)[-1] == "Faktura 0"


def test_a_run_that_ended_refreshes_the_list_with_the_same_message_selected(lists: ListDesk) -> None:
    lists.runs.ledger = [entry(number, State.FAILED, error=BROKEN, attempts=1) for number in range(4)]
    lists.open()
    lists.show_history()
    lists.wait_for_rows(4)
    lists.select(2)
    lists.dialog.show_run(running=True)
    assert lists.reads("Punkt pracuje…")
    lists.runs.ledger = [entry(number) for number in range(5)]
    lists.dialog.show_run(running=False)
    lists.wait_for_rows(5)
    assert [index.row() for index in lists.table.selectionModel().selectedRows()] == [3]
    assert lists.reads("Pobrana 20 listopada 2026")
    assert not lists.reads("Punkt pracuje…")


def test_another_try_starts_a_run_of_a_saved_point(lists: ListDesk) -> None:
    lists.runs.ledger = [entry(1), entry(2, State.SET_ASIDE, error=BROKEN, attempts=3), entry(3, State.FAILED)]
    lists.open()
    asked_for: list[str] = []
    lists.dialog.run_requested.connect(asked_for.append)
    lists.show_history()
    lists.wait_for_rows(3)
    lists.select(1)
    assert lists.reads("Punkt uruchomi się od razu i spróbuje pobrać tę wiadomość.")
    lists.select(0, 1, 2)
    assert lists.reads("Zaznaczono 3 wiadomości")
    assert lists.reads("2 z nich można spróbować pobrać ponownie.")
    assert lists.reads("spróbuje pobrać te 2 wiadomości.")
    lists.press("Spróbuj ponownie")
    lists.qtbot.waitUntil(lambda: asked_for == ["p1"], timeout=PATIENCE)
    assert lists.runs.retried == [(3, 2)]
    lists.select(1)
    lists.wait_for("Czeka na ponowną próbę")


@pytest.mark.parametrize(
    ("point", "description", "words"),
    [
        (POINT, "nowy opis", "bo zmiany nie są zapisane"),
        (POINT.model_copy(update={"target": ""}), "", "bo brakuje mu ustawień"),
    ],
)
def test_another_try_waits_for_the_next_run_of_a_point_that_cannot_run_now(
    lists: ListDesk, point: Point, description: str, words: str
) -> None:
    lists.runs.ledger = [entry(2, State.FAILED, error=BROKEN, attempts=1)]
    lists.open(point)
    asked_for: list[str] = []
    lists.dialog.run_requested.connect(asked_for.append)
    lists.type("description", description)
    lists.show_history()
    lists.wait_for(words)
    lists.press("Spróbuj ponownie")
    lists.wait_for("Czeka na ponowną próbę")
    assert lists.runs.retried == [(2,)]
    assert asked_for == []


def test_what_a_retry_does_follows_the_form(lists: ListDesk) -> None:
    lists.runs.ledger = [entry(2, State.FAILED, error=BROKEN, attempts=1)]
    lists.open()
    lists.show_history()
    lists.wait_for("Punkt uruchomi się od razu")
    lists.type("description", "nowy opis")
    assert lists.reads("bo zmiany nie są zapisane")
    lists.press("Zapisz")
    lists.wait_for("Punkt uruchomi się od razu")


def test_only_what_fits_the_message_is_offered(lists: ListDesk) -> None:
    folder, raw = Path("/dokumenty/1"), Path("/dane/1.eml")
    offered = {"Spróbuj ponownie", "Otwórz katalog", "Zapisz wiadomość…"}
    lists.runs.ledger = [
        entry(1, folder=folder),
        entry(2, State.SET_ASIDE, raw=raw),
        entry(3, State.SET_ASIDE),
        entry(4, State.SKIPPED, reason=Reason.SIZE),
    ]
    lists.open()
    lists.show_history()
    lists.wait_for_rows(4)
    shown = []
    for row in (3, 2, 1, 0):
        lists.select(row)
        shown.append(offered & set(lists.captions()))
    assert shown == [
        {"Otwórz katalog"},
        {"Spróbuj ponownie", "Zapisz wiadomość…"},
        {"Spróbuj ponownie"},
        set(),
    ]


def test_the_folder_is_opened_by_button_and_by_enter(lists: ListDesk, manager: FileManager, tmp_path: Path) -> None:
    folder = tmp_path / "20261120-8c1f"
    folder.mkdir()
    lists.runs.ledger = [entry(1, folder=folder)]
    lists.open()
    lists.show_history()
    lists.wait_for_rows(1)
    lists.press("Otwórz katalog")
    lists.qtbot.waitUntil(lambda: manager.opened == [str(folder)], timeout=PATIENCE)
    lists.table.setFocus()
    QTest.keyClick(lists.table, Qt.Key.Key_Return)
    lists.qtbot.waitUntil(lambda: len(manager.opened) == 2, timeout=PATIENCE)


def test_a_folder_that_the_dms_has_taken_is_said_so(lists: ListDesk, manager: FileManager, tmp_path: Path) -> None:
    lists.runs.ledger = [entry(1, folder=tmp_path / "zabrany")]
    lists.open()
    lists.show_history()
    lists.wait_for_rows(1)
    lists.press("Otwórz katalog")
    lists.wait_for("Tego katalogu już tu nie ma")
    assert lists.reads(str(tmp_path / "zabrany"))
    assert manager.opened == []


def test_the_kept_message_is_saved_where_somebody_wants_it(lists: ListDesk, tmp_path: Path) -> None:
    raw = tmp_path / "20261120-8c1f.eml"
    raw.write_bytes(b"Subject: x\r\n\r\n\x00\xff")
    lists.runs.ledger = [entry(1, State.SET_ASIDE, raw=raw)]
    lists.open()
    lists.show_history()
    lists.wait_for_rows(1)
    lists.press("Zapisz wiadomość…")
    dialog = lists.dialog.findChild(QFileDialog)
    assert dialog is not None
    assert Path(dialog.selectedFiles()[0]).name == raw.name
    target = tmp_path / "kopia.eml"
    dialog.fileSelected.emit(str(target))
    lists.wait_for("Zapisano")
    assert target.read_bytes() == raw.read_bytes()
    dialog.fileSelected.emit(str(tmp_path / "nie ma" / "kopia.eml"))
    lists.wait_for("Nie zapisano: nie ma takiego pliku lub katalogu")
    dialog.close()


def test_a_ledger_that_cannot_be_read_shows_cause_and_remedy_and_comes_back(lists: ListDesk) -> None:
    lists.runs.ledger = [entry(1)]
    lists.runs.unreadable = LedgerDamaged(Path("/dane/ledger.sqlite"), "file is not a database")
    lists.open()
    lists.show_history()
    lists.wait_for("Rejestru /dane/ledger.sqlite nie można odczytać: file is not a database.")
    assert lists.reads("Co zrobić")
    assert not lists.reads("Ten punkt nie pobrał")
    lists.runs.unreadable = None
    lists.press("Co czeka w skrzynce")
    lists.show_history()
    lists.wait_for_rows(1)
    assert not lists.reads("Co zrobić")


def test_the_dialog_can_be_opened_at_the_history(lists: ListDesk) -> None:
    lists.runs.ledger = [entry(1)]
    lists.open(opening=Opening.HISTORY)
    lists.wait_for_rows(1)
    assert lists.dialog.focusWidget().objectName() == "history_button"


def test_the_history_follows_the_language(lists: ListDesk) -> None:
    lists.runs.ledger = [entry(1, State.SET_ASIDE, error=BROKEN)]
    lists.open()
    lists.show_history()
    lists.wait_for_rows(1)
    lists.choose("states", "odłożone")
    lists.language.choose("en")
    lists.wait_for("Set aside after failed attempts")
    assert lists.rows() == [("Faktura 1", "Set aside")]
    lists.choose("states", "all")
    lists.qtbot.waitUntil(lambda: {"Try again", "History"} <= set(lists.captions()), timeout=PATIENCE)
