"""The forms as everybody meets them: named, in order, whole at every size, in every font and language."""

from collections.abc import Callable

import pytest
from forms import Form, RegistrationForm, ServerForm, cut_texts, fields, place, settle
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QLineEdit, QPlainTextEdit, QSpinBox, QTableView, QWidget

from dms_mail_desktop.gui.controls import ComboBox, SpinBox
from dms_mail_desktop.gui.skin import Skin
from dms_mail_desktop.gui.states import StateIcon
from dms_mail_desktop.models import AuthMethod, Cloud, Encryption, MailServer, Registration, SendingMethod, ServerType

SIZES = ((800, 600), (960, 720), (1600, 1000))


@pytest.fixture(params=["server", "registration"])
def any_form(request: pytest.FixtureRequest) -> Form:
    return request.getfixturevalue("form" if request.param == "server" else "registration")


def test_every_field_of_the_models_has_its_widget(form: ServerForm, registration: RegistrationForm) -> None:
    for name in MailServer.model_fields:
        assert isinstance(getattr(form.ui, name), QWidget), name
        assert getattr(form.ui, name).objectName() == name
    for name in Registration.model_fields:
        assert getattr(registration.ui, name).objectName() == name


def test_the_entries_of_a_combo_stand_in_the_order_of_its_enum(
    form: ServerForm, registration: RegistrationForm
) -> None:
    expected = {
        form.ui.sending_method: SendingMethod,
        form.ui.server_type: ServerType,
        form.ui.encryption: Encryption,
        form.ui.auth_method: AuthMethod,
        registration.ui.cloud: Cloud,
    }
    for combo, choices in expected.items():
        assert combo.count() == len(choices), combo.objectName()
    assert [form.ui.enabled.itemText(index) for index in range(2)] == ["Tak", "Nie"]
    assert [form.ui.encryption.itemText(index) for index in range(4)] == ["Automatyczne", "SSL/TLS", "STARTTLS", "Brak"]


def test_every_field_is_named_by_its_own_label(any_form: Form) -> None:
    labels = [label for label in any_form.window.findChildren(QLabel) if label.buddy() is not None]
    named = {label.buddy().objectName(): label.text() for label in labels}
    assert len(named) == len(labels), "two labels name one field"
    for field in fields(any_form.window):
        assert named.get(field.objectName()), field.objectName()


def test_the_labels_are_those_of_the_specification_in_its_order(form: ServerForm) -> None:
    labels = [label.text() for label in form.ui.account_card.findChildren(QLabel) if label.buddy() is not None]
    assert labels == [
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
        "Hasło",
    ]


def test_every_button_says_what_it_does(any_form: Form) -> None:
    from PySide6.QtWidgets import QAbstractButton

    any_form.show(960, 720)
    for button in any_form.window.findChildren(QAbstractButton):
        if button.isVisible() and not button.objectName().startswith(("qt_", "Scroll")):
            assert button.text() or button.accessibleName(), button.objectName()


def test_the_keyboard_goes_through_the_form_in_the_order_of_reading(any_form: Form) -> None:
    any_form.show(1600, 1000)
    first = current = any_form.window.focusWidget() or any_form.window
    visited: list[QWidget] = []
    while True:
        current = current.nextInFocusChain()
        tab = current.focusPolicy() & Qt.FocusPolicy.TabFocus
        if tab and current.isVisible() and current.isEnabled() and current.focusProxy() is None:
            visited.append(current)
        if current is first or len(visited) > 100:
            break
    page = any_form.ui.page if isinstance(any_form, ServerForm) else any_form.ui.form_page
    inside = [widget for widget in visited if page.widget().isAncestorOf(widget)]
    start = min(range(len(inside)), key=lambda index: place(inside[index], any_form.window).y())
    ordered = inside[start:] + inside[:start]
    tops = [place(widget, any_form.window) for widget in ordered]
    assert len(ordered) >= 7
    for before, after, widget in zip(tops, tops[1:], ordered[1:], strict=False):
        below = after.top() >= before.bottom()
        beside = after.left() > before.left() and after.top() <= before.bottom()
        assert below or beside, widget.objectName()


@pytest.mark.parametrize("points", [10.0, 14.0])
@pytest.mark.parametrize("code", ["pl", "en"])
def test_no_text_is_cut_in_the_smallest_window(
    skinned: Callable[[float], Skin],
    language: Callable[[str], None],
    make_form: Callable[[], ServerForm],
    points: float,
    code: str,
) -> None:
    skinned(points)
    language(code)
    form = make_form()
    form.ui.sign_in.set_waiting(True)
    form.ui.sign_in.show_state(StateIcon.SUCCESS, "Zalogowano użytkownika powiadomienia.systemu@przedsiebiorstwo.pl")
    form.rows.show_error("email", "Podaj pełny adres, na przykład powiadomienia@firma.pl.")
    form.rows.show_help("encryption", "STARTTLS jest wymagane. Bez szyfrowania program się nie połączy.")
    form.main.footer.show_status(StateIcon.ERROR, "Nie zapisano. Popraw 3 pola.", "Pokaż następne")
    form.show(800, 600)
    assert list(cut_texts(form.window)) == []


@pytest.mark.parametrize("points", [10.0, 14.0])
@pytest.mark.parametrize("code", ["pl", "en"])
def test_nothing_scrolls_sideways_in_the_smallest_window(
    skinned: Callable[[float], Skin],
    language: Callable[[str], None],
    make_form: Callable[[], ServerForm],
    points: float,
    code: str,
) -> None:
    skinned(points)
    language(code)
    form = make_form()
    form.show(800, 600)
    page = form.ui.page
    assert page.widget().width() == page.viewport().width()
    for card in form.cards:
        right = place(card, form.window).right()
        for field in fields(card):
            assert place(field, form.window).right() < right, field.objectName()


@pytest.mark.parametrize("size", SIZES)
def test_all_share_the_columns_two_edges(form: ServerForm, size: tuple[int, int]) -> None:
    form.show(*size)
    edges = {(place(card, form.window).left(), place(card, form.window).right()) for card in form.cards}
    assert len(edges) == 1
    left, right = edges.pop()
    assert right - left + 1 == min(840, size[0] - 48)
    assert abs(left - (size[0] - 1 - right)) <= 1
    bar = form.main.tabs.tabBar()
    assert place(bar, form.window).left() + bar.tabRect(0).left() == left
    assert place(form.main.footer.other_button, form.window).right() == right


@pytest.mark.parametrize("size", SIZES)
def test_fields_stand_in_one_column_in_two_widths(form: ServerForm, size: tuple[int, int]) -> None:
    form.show(*size)
    places = {field.objectName(): place(field, form.window) for card in form.cards for field in fields(card)}
    assert len({rectangle.left() for rectangle in places.values()}) == 1
    assert len({rectangle.width() for rectangle in places.values()}) == 2
    short = {name for name, rectangle in places.items() if rectangle.width() == 176}
    assert short == {"enabled", "server_type", "port", "encryption", "auth_method"}


def test_all_controls_have_one_height_focused_or_not(form: ServerForm) -> None:
    form.show(960, 720)
    controls = [field for field in fields(form.page) if not isinstance(field, QPlainTextEdit)]
    heights = {control.objectName(): control.height() for control in controls}
    assert set(heights.values()) == {32}, heights
    for control in controls:
        control.setFocus()
        settle()
        assert control.height() == 32, control.objectName()


def test_a_label_stands_beside_the_first_line_of_its_field_however_tall_the_row(form: ServerForm) -> None:
    form.rows.show_error("email", "Podaj pełny adres, na przykład powiadomienia@firma.pl.")
    form.show(960, 720)
    for name in ("email", "test_body", "host"):
        label = getattr(form.ui, f"{name}_label")
        text = place(label, form.window).top() + label.contentsMargins().top()
        assert 0 < text - place(getattr(form.ui, name), form.window).top() < 10, name


def test_a_page_ends_where_its_last_card_ends(form: ServerForm) -> None:
    form.show(800, 600)
    tail = form.ui.column.height() - place(form.ui.test_section, form.ui.column).bottom()
    assert tail <= 26


def test_the_wheel_does_not_change_what_it_passes(form: ServerForm) -> None:
    from PySide6.QtCore import QPoint, QPointF
    from PySide6.QtGui import QWheelEvent
    from PySide6.QtWidgets import QApplication

    form.show(960, 720)
    form.ui.email.setFocus()
    for field in (*form.page.findChildren(ComboBox), *form.page.findChildren(SpinBox)):
        before = field.currentIndex() if isinstance(field, QComboBox) else field.value()
        centre = QPointF(field.rect().center())
        turn = QWheelEvent(
            centre,
            field.mapToGlobal(centre),
            QPoint(),
            QPoint(0, -120),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(field, turn)
        assert before == (field.currentIndex() if isinstance(field, QComboBox) else field.value()), field.objectName()


def test_tab_leaves_every_field(form: ServerForm) -> None:
    assert not form.window.findChildren(QTableView)
    assert all(text.tabChangesFocus() for text in form.window.findChildren(QPlainTextEdit))


def test_captions_follow_the_language_while_the_window_stands(
    form: ServerForm, language: Callable[[str], None]
) -> None:
    form.ui.sign_in.set_waiting(True)
    form.ui.send_button.set_running(True)
    form.ui.encryption.setCurrentIndex(3)
    form.show(960, 720)
    language("en")
    form.retranslate()
    settle()
    assert form.ui.email_label.text() == "E-mail (outgoing)"
    assert form.ui.encryption.currentText() == "None"
    assert form.ui.sign_in.copy_button.text() == "&Copy address"
    assert form.ui.send_button.text() == "Sto&p"
    assert form.main.footer.save_button.text() == "&Save"
    assert form.ui.password.eye_button.accessibleName() == "Show password"
    assert form.ui.sql_notice.action_button.text() == "Switch to the &mail component"
    form.ui.send_button.set_running(False)
    assert form.ui.send_button.text() == "Sen&d"


@pytest.mark.parametrize("code", ["pl", "en"])
@pytest.mark.usefixtures("skin")
def test_no_two_captions_on_show_share_a_mnemonic(
    language: Callable[[str], None], make_form: Callable[[], ServerForm], code: str
) -> None:
    from PySide6.QtGui import QKeySequence
    from PySide6.QtWidgets import QAbstractButton

    language(code)
    form = make_form()
    form.ui.sql_section.hide()
    form.ui.steps.set_steps(["Adres"])
    form.show(960, 720)
    form.ui.sign_in.set_waiting(True)
    titles = [action.text() for action in form.main.menu_bar.actions()]
    buttons = [button.text() for button in form.window.findChildren(QAbstractButton) if button.isVisible()]
    keys = [QKeySequence.mnemonic(text).toString() for text in (*titles, *buttons) if "&" in text]
    assert len(keys) == len(set(keys)), sorted(keys)


def test_check_boxes_and_read_only_lines_say_so(form: ServerForm) -> None:
    assert [box.text() for box in form.page.findChildren(QCheckBox)] == ["Zgadzam się na &brak szyfrowania"]
    read_only = [line.objectName() for line in form.page.findChildren(QLineEdit) if line.isReadOnly()]
    assert read_only == ["sql_server", "profile_name", "profile_description"]


def test_the_port_is_a_port(form: ServerForm) -> None:
    port = form.ui.port
    assert isinstance(port, QSpinBox)
    assert (port.minimum(), port.maximum(), port.value()) == (1, 65535, 25)


def test_a_card_is_as_tall_as_its_rows_however_tall_the_window(registration: RegistrationForm) -> None:
    registration.ui.check_state.show_state(StateIcon.SUCCESS, "Dostawca odpowiada", "login.firma.pl")
    for name in ("issuer", "scopes", "mail_hosts"):
        registration.rows.set_row_visible(name, False)
    registration.show(960, 1000)
    last = place(registration.ui.consent_button, registration.window)
    card = place(registration.ui.registration_card, registration.window)
    assert card.bottom() - last.bottom() == 16
