"""The list of points and the dialog of one as everybody meets them: named, in order, whole in every language."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from forms import Form, cut_texts, fields, place, settle
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QAbstractButton, QComboBox, QDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from dms_mail_desktop.errors import LedgerDamaged
from dms_mail_desktop.gui import look
from dms_mail_desktop.gui.field_rows import FieldRows
from dms_mail_desktop.gui.generated.ui_point_dialog import Ui_PointDialog
from dms_mail_desktop.gui.generated.ui_points_page import Ui_PointsPage
from dms_mail_desktop.gui.message_details import Details
from dms_mail_desktop.gui.message_lines import MessageLine
from dms_mail_desktop.gui.messages_model import MessageRow, MessagesModel
from dms_mail_desktop.gui.points_bar import fit_bar
from dms_mail_desktop.gui.skin import Skin
from dms_mail_desktop.gui.states import StateIcon
from dms_mail_desktop.gui.table import HEADER, ROW, Table
from dms_mail_desktop.models import AccountType, AfterFetch, AuthMethod, Encryption, Mode, Point
from dms_mail_desktop.wording import Wording

TABS = range(5)


class PointForm(Form):
    """The dialog without behaviour."""

    def __init__(self) -> None:
        self.window = window = QDialog()
        self.ui = ui = Ui_PointDialog()
        ui.setupUi(window)
        self.rows = FieldRows(window)
        self.rows.show_help("encryption", "STARTTLS jest wymagane. Bez szyfrowania program się nie połączy.")
        self.rows.show_error("host", "Podaj nazwę lub adres serwera poczty przychodzącej.")
        ui.sign_in.show_state(StateIcon.SUCCESS, "Zalogowano użytkownika powiadomienia.systemu@przedsiebiorstwo.pl")
        ui.check_state.show_state(StateIcon.SUCCESS, "Skrzynka otwarta, folder „Odebrane”", "128 wiadomości")
        ui.newest.show_messages("Najnowsze wiadomości", [MessageLine("Faktura" * 20, "Energia", "dziś o 14:32", True)])
        ui.after.clear()
        ui.after.addItem("oznacz jako przeczytane")


@pytest.fixture
def make_point(qtbot: object) -> Callable[[], PointForm]:
    def make() -> PointForm:
        made = PointForm()
        qtbot.addWidget(made.window)  # type: ignore[attr-defined]
        return made

    return make


@pytest.mark.usefixtures("skin")
def test_every_field_of_a_point_has_its_widget_and_its_label(make_point: Callable[[], PointForm]) -> None:
    form = make_point()
    for name in set(Point.model_fields) - {"id"}:
        assert getattr(form.ui, name).objectName() == name
    labels = [label for label in form.window.findChildren(QLabel) if label.buddy() is not None]
    named = {label.buddy().objectName(): label.text() for label in labels}
    assert len(named) == len(labels), "two labels name one field"
    for field in fields(form.window):
        inside = isinstance(field.parent(), QComboBox)
        assert inside or named.get(field.objectName()), field.objectName()


@pytest.mark.usefixtures("skin")
def test_the_entries_of_a_combo_stand_in_the_order_of_its_enum() -> None:
    ui, window = Ui_PointDialog(), QDialog()
    ui.setupUi(window)
    expected = {"mode": Mode, "account_type": AccountType, "auth_method": AuthMethod, "encryption": Encryption}
    for name, choices in {**expected, "after": AfterFetch}.items():
        assert getattr(ui, name).count() == len(choices), name
    assert [ui.account_type.itemText(index) for index in range(2)] == ["IMAP", "POP3"]
    window.deleteLater()


@pytest.mark.parametrize("points", [10.0, 14.0])
@pytest.mark.parametrize("code", ["pl", "en"])
def test_no_text_of_the_dialog_is_cut(
    skinned: Callable[[float], Skin],
    language: Callable[[str], None],
    make_point: Callable[[], PointForm],
    points: float,
    code: str,
) -> None:
    skinned(points)
    language(code)
    form = make_point()
    for tab in TABS:
        form.ui.tabs.setCurrentIndex(tab)
        form.show(round(840 * points / 10), round(620 * points / 10))
        assert list(cut_texts(form.window)) == [], tab


@pytest.mark.parametrize("points", [10.0, 14.0])
@pytest.mark.parametrize("code", ["pl", "en"])
def test_no_text_of_an_empty_list_is_cut_in_the_smallest_window(
    skinned: Callable[[float], Skin], language: Callable[[str], None], points: float, code: str
) -> None:
    skinned(points)
    language(code)
    page, ui = QWidget(), Ui_PointsPage()
    ui.setupUi(page)
    ui.list_card.hide()
    ui.notice.hide()
    fit_bar(ui, 800)
    page.resize(800, 440)
    page.show()
    settle()
    assert list(cut_texts(page)) == []
    page.close()
    page.deleteLater()


@pytest.mark.parametrize("code", ["pl", "en"])
@pytest.mark.usefixtures("skin")
def test_no_two_captions_of_the_dialog_share_a_mnemonic(
    language: Callable[[str], None], make_point: Callable[[], PointForm], code: str
) -> None:
    language(code)
    form = make_point()
    form.ui.steps.set_steps(["Adres"])
    form.ui.sign_in.set_waiting(True)
    form.show(840, 620)
    buttons = [button.text() for button in form.window.findChildren(QAbstractButton) if button.isVisible()]
    keys = [QKeySequence.mnemonic(text).toString() for text in buttons if "&" in text]
    assert len(keys) == len(set(keys)), sorted(keys)


@pytest.mark.parametrize("points", [10.0, 14.0])
@pytest.mark.parametrize("code", ["pl", "en"])
def test_no_text_of_the_list_is_cut_in_the_smallest_dialog(
    skinned: Callable[[float], Skin],
    language: Callable[[str], None],
    make_point: Callable[[], PointForm],
    points: float,
    code: str,
) -> None:
    skinned(points)
    language(code)
    form = make_point()
    ui, wording = form.ui.list_part.build(), Wording("pl" if code == "pl" else "en")
    form.ui.tabs.setCurrentWidget(form.ui.list_tab)
    rows = [MessageRow("Faktura " * 20, "ksiegowosc@" + "dostawca" * 8 + ".pl", "", "", StateIcon.SUCCESS)] * 50
    told = wording.explain(LedgerDamaged(Path("/dane/" + "ledger" * 20), "file is not a database"))
    facts = (("Folder", "D:\\" + "Dokumenty" * 30), ("Temat", "Faktura " * 30))
    details = Details(StateIcon.ERROR, wording.say("gui.history.headline.set_aside"), "", facts, told)
    for part, table, shown in (
        (ui.waiting_button, ui.waiting_table, ui.waiting_details),
        (ui.history_button, ui.history_table, ui.history_details),
    ):
        model = MessagesModel()
        model.setParent(form.window)
        table.setModel(model)
        model.show_rows(rows)
        model.fit_columns(table)
        shown.show_details(details, wording)
        part.setChecked(True)
        for widget in (ui.waiting_card, ui.history_card, ui.history_actions):
            widget.show()
        ui.folder_button.hide()  # a message that failed has no folder
        ui.waiting_state.show_state(StateIcon.WARNING, "2 wiadomości", wording.say("gui.waiting.outdated"))
        text = wording.say("gui.history.retry.unsaved", count=12)
        ui.history_state.show_state(StateIcon.INFO, text)
        for width, height in ((760, 520), (840, 620)):
            form.show(round(width * points / 10), round(height * points / 10))
            assert form.window.height() == round(height * points / 10)
            scrolled = shown.viewer.findChildren(QLabel)
            below = [shown, *([ui.history_actions] if part is ui.history_button else [])]
            assert table.height() >= look.scaled(HEADER + ROW)
            assert [
                child for child in below if not place(child, form.window).top() > place(table, form.window).bottom()
            ] == []
            assert set(cut_texts(form.window)) - {label.text() for label in scrolled} == set()


@pytest.mark.usefixtures("skin")
def test_nothing_beside_the_button_moves_when_a_look_begins(make_point: Callable[[], PointForm]) -> None:
    form = make_point()
    ui = form.ui.list_part.build()
    form.ui.tabs.setCurrentWidget(form.ui.list_tab)
    form.show(840, 620)
    ui.waiting_state.show_state(StateIcon.SUCCESS, "2 wiadomości do pobrania", "dziś o 14:32")
    settle()
    before = [place(widget, form.window).topLeft() for widget in (ui.look_button, ui.waiting_state)]
    ui.look_button.set_running(True)
    settle()
    assert [place(widget, form.window).topLeft() for widget in (ui.look_button, ui.waiting_state)] == before


@pytest.mark.usefixtures("skin")
def test_a_row_is_put_into_words_once_and_not_when_it_is_painted(qtbot: QtBot) -> None:
    model, table = MessagesModel(), Table()
    qtbot.addWidget(table)
    table.setModel(model)
    rows = [
        MessageRow(f"Faktura {number}", "Energia", "dziś o 14:32", "Pobrana", StateIcon.SUCCESS) for number in range(3)
    ]
    model.show_rows(rows)
    cells = [[model.data(model.index(row, column)) for column in range(4)] for row in range(3)]
    assert all(cell is rows[row][column] for row in range(3) for column, cell in enumerate(cells[row]))
    icons = {id(model.data(model.index(row, 3), Qt.ItemDataRole.DecorationRole)) for row in range(3)}
    assert len(icons) == 1


@pytest.mark.usefixtures("skin")
def test_a_hundred_thousand_messages_scroll_as_ten_do(qtbot: QtBot) -> None:
    def paints(count: int) -> float:
        model, table = MessagesModel(), Table()
        qtbot.addWidget(table)
        table.setModel(model)
        model.show_rows(
            [MessageRow(f"Faktura {n}", "Energia", "dziś o 14:32", "Pobrana", StateIcon.SUCCESS) for n in range(count)]
        )
        table.resize(790, 300)
        table.show()
        settle()
        began = time.perf_counter()
        for step in range(20):
            table.verticalScrollBar().setValue(table.verticalScrollBar().maximum() * step // 20)
            table.repaint()
        return time.perf_counter() - began

    assert paints(100_000) < 5 * paints(20) + 0.1


@pytest.mark.parametrize("code", ["pl", "en"])
@pytest.mark.usefixtures("skin")
def test_no_two_captions_of_the_list_share_a_mnemonic(
    language: Callable[[str], None], make_point: Callable[[], PointForm], code: str
) -> None:
    language(code)
    form = make_point()
    ui, say = form.ui.list_part.build(), Wording("pl" if code == "pl" else "en").say
    form.ui.tabs.setCurrentWidget(form.ui.list_tab)
    form.ui.footer.show_status(StateIcon.ERROR, "Popraw 3 pola.", say("gui.button.next_fault"))
    ui.waiting_failure.show()
    ui.waiting_failure.offer(sign_in=True)
    ui.history_actions.show()
    ui.history_empty.show_state("search", "Nic", "Nic", say("gui.history.show_all"))
    for part, running in ((ui.waiting_button, False), (ui.waiting_button, True), (ui.history_button, True)):
        part.setChecked(True)
        ui.look_button.set_running(running)
        form.show(840, 620)
        captions = [label.text() for label in form.window.findChildren(QLabel) if label.isVisible() and label.buddy()]
        captions += [button.text() for button in form.window.findChildren(QAbstractButton) if button.isVisible()]
        keys = [QKeySequence.mnemonic(text).toString() for text in captions if "&" in text]
        assert len(keys) > 4
        assert len(keys) == len(set(keys)), sorted(keys)
