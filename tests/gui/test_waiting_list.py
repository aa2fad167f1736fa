"""Co czeka w skrzynce: what a dry run with the values on the form finds, and what is said of each message."""

import pytest
from company import PATIENCE
from list_desk import POINT, ListDesk
from listed_runs import PDF, examined
from PySide6.QtWidgets import QProgressBar, QTabWidget

from dms_mail_desktop.credentials import Password
from dms_mail_desktop.errors import ConnectFailed, MessageUnreadable, NetworkFault, Stage
from dms_mail_desktop.gui.registration_dialog import RegistrationDialog
from dms_mail_desktop.gui.table import Table
from dms_mail_desktop.models import AuthMethod, Registration, Settings
from dms_mail_desktop.points.facts import AttachmentFacts, LeftOut, Reason


def test_before_the_first_look_the_tab_says_what_a_look_is(lists: ListDesk) -> None:
    lists.open()
    assert lists.reads("Jeszcze nie sprawdzono, co czeka")
    assert lists.reads("Niczego nie pobierze ani nie zmieni.")
    assert lists.rows() == []
    assert lists.runs.points == []


def test_messages_appear_as_they_are_looked_at_and_the_count_goes_on(lists: ListDesk) -> None:
    lists.runs.mailbox = [examined(1), examined(2, Reason.SENDER)]
    lists.runs.held = True
    lists.open()
    lists.look()
    lists.wait_for_rows(2)
    assert lists.rows() == [("Faktura 1", "zostanie pobrana"), ("Faktura 2", "nadawca spoza listy")]
    lists.wait_for("Sprawdzono 2 z 4")
    line = lists.find(QProgressBar, "waiting_progress")
    assert isinstance(line, QProgressBar)
    assert line.isVisible()
    assert (line.value(), line.maximum()) == (2, 4)
    assert "Przerwij" in lists.captions()
    lists.runs.held = False
    lists.wait_for("1 wiadomość do pobrania")
    assert lists.reads("1 zostanie w skrzynce")
    assert not line.isVisible()
    assert "Pokaż, co czeka" in lists.captions()


def test_a_look_is_dry_and_uses_what_is_on_the_form(lists: ListDesk) -> None:
    lists.open(POINT.model_copy(update={"target": ""}))
    lists.type("host", "nowa.firma.pl")
    lists.look()
    lists.wait_for("Nic nowego nie czeka")
    [point] = lists.runs.points
    assert (point.id, point.host, lists.runs.dry) == ("p1", "nowa.firma.pl", [True])
    assert lists.runs.credentials == [Password("faktury@firma.pl", "tajne")]
    assert lists.dialog.isWindowModified()


def test_what_a_look_lacks_is_marked_at_its_field_and_nothing_starts(lists: ListDesk) -> None:
    lists.open()
    lists.type("host", "")
    lists.look()
    assert lists.dialog.focusWidget().objectName() == "host"
    assert lists.reads("Podaj nazwę lub adres serwera poczty przychodzącej.")
    lists.tab(0)
    lists.type("host", "poczta.firma.pl")
    lists.tab(2)
    lists.choose("mode", "Współpraca ze skrzynką pocztową (pobieranie załączników)")
    lists.type("since", "wczoraj")
    lists.press("Pokaż, co czeka")
    assert lists.dialog.focusWidget().objectName() == "since"
    assert lists.runs.points == []


def test_without_a_registration_a_look_asks_for_it(lists: ListDesk) -> None:
    lists.open(POINT.model_copy(update={"auth_method": AuthMethod.OAUTH2}))
    lists.press("Pokaż, co czeka")
    assert any(dialog.isVisible() for dialog in lists.dialog.findChildren(RegistrationDialog))
    assert lists.runs.points == []


def test_a_look_can_be_stopped_and_what_it_found_stays(lists: ListDesk) -> None:
    lists.runs.mailbox, lists.runs.held = [examined(1)], True
    lists.open()
    lists.look()
    lists.wait_for_rows(1)
    lists.qtbot.wait(450)  # a double click on the button that started it does not stop it
    lists.press("Przerwij")
    assert lists.reads("Przerwano")
    assert len(lists.rows()) == 1
    lists.qtbot.waitUntil(lambda: lists.runs.stopped == 1, timeout=PATIENCE)


def test_closing_the_dialog_ends_a_look(lists: ListDesk) -> None:
    lists.runs.mailbox, lists.runs.held = [examined(1)], True
    lists.open()
    lists.look()
    lists.wait_for_rows(1)
    lists.press("Zamknij")
    lists.press("Odrzuć")
    lists.qtbot.waitUntil(lambda: lists.runs.stopped == 1, timeout=PATIENCE)
    assert not lists.dialog.isVisible()


def test_the_details_tell_attachments_and_what_is_left_out(lists: ListDesk) -> None:
    film = AttachmentFacts("film.mp4", "video/mp4", 48_000_000, LeftOut.SIZE)
    nameless = AttachmentFacts("", "image/png", 900)
    lists.runs.mailbox = [examined(1, attachments=(PDF, film, nameless)), examined(2, attachments=())]
    lists.open()
    lists.look()
    lists.wait_for("Zostanie pobrana")
    assert lists.reads("Energia Polska <efaktura@energia.pl>")
    assert lists.reads("FV_118.pdf, 182 kB")
    assert lists.reads("film.mp4, 48 MB – nie zostanie zapisany: za duży")
    assert lists.reads("bez nazwy (image/png), 900 B")
    lists.select(1)
    assert not lists.reads("film.mp4")
    assert lists.reads("brak")


@pytest.mark.parametrize(
    ("reason", "short", "full"),
    [
        (Reason.SENDER, "nadawca spoza listy", "nadawca spoza listy dozwolonych"),
        (Reason.NO_ATTACHMENT, "bez załączników", "brak załączników"),
        (Reason.EXTENSION, "inne rozszerzenia", "żaden załącznik nie ma dozwolonego rozszerzenia"),
        (Reason.SIZE, "za duże załączniki", "każdy załącznik jest za duży"),
        (Reason.TOO_OLD, "za stara", "starsza niż ustawiona data"),
        (Reason.DUPLICATE, "już pobrana", "ta sama wiadomość została już pobrana"),
        (Reason.IN_PROGRESS, "pobierana teraz", "pobiera ją teraz inny przebieg"),
    ],
)
def test_why_a_message_stays_is_said_shortly_and_in_full(
    lists: ListDesk, reason: Reason, short: str, full: str
) -> None:
    lists.runs.mailbox = [examined(1, reason)]
    lists.open()
    lists.look()
    lists.wait_for(f"Nie zostanie pobrana: {full}")
    assert lists.rows() == [("Faktura 1", short)]


def test_a_message_that_cannot_be_read_shows_cause_and_remedy(lists: ListDesk) -> None:
    lists.runs.mailbox = [examined(1, attachments=(), error=MessageUnreadable("multipart/mixed"))]
    lists.open()
    lists.look()
    lists.wait_for("Tej wiadomości nie można odczytać")
    assert lists.rows() == [("Faktura 1", "nie do odczytania")]
    assert lists.reads("Wiadomości nie udało się rozłożyć na treść i załączniki: multipart/mixed.")
    assert lists.reads("Co zrobić")


def test_a_look_that_fails_shows_cause_and_remedy_in_place(lists: ListDesk) -> None:
    lists.runs.error = ConnectFailed(
        Stage.CONNECTION, "poczta.firma.pl", 993, NetworkFault.TIMED_OUT, ("10.0.0.1",), ""
    )
    lists.open()
    lists.look()
    lists.wait_for("Nie działa: ")
    assert lists.reads("Przyczyna")
    assert lists.reads("poczta.firma.pl")
    assert not lists.reads("Jeszcze nie sprawdzono")
    lists.runs.error = None
    lists.press("Pokaż, co czeka")
    lists.wait_for("Nic nowego nie czeka")
    assert not lists.reads("Przyczyna")


def test_a_look_that_lacks_a_sign_in_leads_to_it(lists: ListDesk) -> None:
    point = POINT.model_copy(update={"auth_method": AuthMethod.OAUTH2, "host": "outlook.office365.com"})
    registration = Registration(client_id="11111111-2222-3333-4444-555555555555", tenant="firma.pl")
    lists.open(point, settings=Settings(registration=registration, points=(point,)))
    lists.press("Pokaż, co czeka")
    lists.wait_for("Nie działa: ")
    lists.press("Przejdź do logowania")
    tabs = lists.find(QTabWidget, "tabs")
    assert isinstance(tabs, QTabWidget)
    assert tabs.currentIndex() == 0
    assert lists.button("Autoryzacja").hasFocus()


def test_a_point_at_work_is_said_so(lists: ListDesk) -> None:
    lists.runs.busy = True
    lists.open()
    lists.look()
    lists.wait_for("Punkt właśnie pracuje")


def test_what_was_found_goes_with_the_mailbox_and_ages_with_the_filters(lists: ListDesk) -> None:
    lists.runs.mailbox = [examined(1)]
    lists.open()
    lists.look()
    lists.wait_for("1 wiadomość do pobrania")
    lists.choose("mode", "Współpraca ze skrzynką pocztową (pobieranie załączników)")
    assert lists.reads("Ustawienia w formularzu zmieniły się od tego sprawdzenia.")
    assert len(lists.rows()) == 1
    lists.type("description", "nie zmienia niczego")
    assert len(lists.rows()) == 1
    lists.type("host", "inna.firma.pl")
    assert lists.rows() == []
    assert lists.reads("Jeszcze nie sprawdzono, co czeka")


def test_the_newest_message_found_is_the_example_of_the_fields(lists: ListDesk) -> None:
    left_out = AttachmentFacts("film.mp4", "video/mp4", 9, LeftOut.SIZE)
    newest = examined(1, attachments=(PDF, left_out), text="Dzień dobry, przesyłamy fakturę za listopad.")
    lists.runs.mailbox = [examined(3), newest, examined(0, Reason.SENDER)]
    lists.open()
    lists.look()
    lists.wait_for("2 wiadomości do pobrania")
    lists.tab(3)
    assert lists.reads("Przykład: Temat = „Faktura 1”")
    assert lists.reads("Przykład: Treść = „Dzień dobry, przesyłamy fakturę za listopad.”")
    assert lists.reads("Przykład: Załączniki = „FV_118.pdf”")
    lists.tab(0)
    lists.type("host", "inna.firma.pl")
    lists.tab(3)
    assert lists.reads("Przykład: Temat = „Faktura FV/118/2026”")


def test_thousands_of_messages_come_in_few_steps_and_keep_the_selected_one(lists: ListDesk) -> None:
    lists.runs.mailbox = [examined(number) for number in range(5000)]
    lists.runs.held = True
    lists.open()
    table, steps = lists.find(Table, "waiting_table"), list[int]()
    assert isinstance(table, Table)
    table.model().rowsInserted.connect(lambda *_: steps.append(1))
    lists.look()
    lists.wait_for_rows(5000)
    assert len(steps) < 100
    lists.select(3)
    lists.runs.held = False
    lists.wait_for("5\N{NO-BREAK SPACE}000 wiadomości do pobrania")
    assert [index.row() for index in table.selectionModel().selectedRows()] == [3]


def test_the_tab_follows_the_language(lists: ListDesk) -> None:
    lists.runs.mailbox = [examined(1, Reason.SENDER)]
    lists.open()
    lists.look()
    lists.wait_for("0 wiadomości do pobrania")
    lists.language.choose("en")
    lists.wait_for("It will not be fetched: the sender is not on the list of allowed ones")
    assert lists.rows() == [("Faktura 1", "sender not on the list")]
    lists.qtbot.waitUntil(lambda: "Look what is waiting" in lists.captions(), timeout=PATIENCE)
