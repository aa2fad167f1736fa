"""The list of points and the dialog of one as everybody meets them: named, in order, whole in every language."""

from collections.abc import Callable

import pytest
from forms import Form, cut_texts, fields, settle
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QAbstractButton, QComboBox, QDialog, QLabel, QWidget

from dms_mail_desktop.gui.field_rows import FieldRows
from dms_mail_desktop.gui.generated.ui_point_dialog import Ui_PointDialog
from dms_mail_desktop.gui.generated.ui_points_page import Ui_PointsPage
from dms_mail_desktop.gui.message_lines import MessageLine
from dms_mail_desktop.gui.skin import Skin
from dms_mail_desktop.gui.states import StateIcon
from dms_mail_desktop.models import AccountType, AfterFetch, AuthMethod, Encryption, Mode, Point

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
