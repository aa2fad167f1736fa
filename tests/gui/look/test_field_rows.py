"""Errors and help under their fields, and rows that come and go."""

from collections.abc import Callable

import pytest
from forms import RegistrationForm, ServerForm, place, settle
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QLabel, QLayout

from dms_mail_desktop.gui import look
from dms_mail_desktop.gui.advice_note import AdviceNote
from dms_mail_desktop.gui.skin import Skin

SENTENCE = "Podaj pełny adres, na przykład powiadomienia@firma.pl."
NAMES = ("tenant", "client_id", "issuer", "scopes", "mail_hosts")


def colour_at(form: ServerForm, name: str) -> str:
    field = getattr(form.ui, name)
    return QColor(field.grab().toImage().pixel(field.width() // 2, 0)).name()


def sentences(form: ServerForm, name: str) -> list[str]:
    field = getattr(form.ui, name)
    below = [label for label in form.page.findChildren(QLabel) if label.isVisible() and label.text()]
    near = [label for label in below if 0 < place(label, form.window).top() - place(field, form.window).bottom() < 16]
    return [label.text() for label in near if label.buddy() is None]


def test_an_error_stands_under_its_field_with_a_red_line_round_it(form: ServerForm) -> None:
    form.show(960, 720)
    before = place(form.ui.display_name, form.window).top()
    assert colour_at(form, "email") != look.current().roles.error
    form.rows.show_error("email", SENTENCE)
    settle()
    assert sentences(form, "email") == [SENTENCE]
    assert colour_at(form, "email") == look.current().roles.error
    assert place(form.ui.display_name, form.window).top() > before + 16
    assert form.ui.email.accessibleDescription() == SENTENCE
    assert form.rows.errors() == ("email",)


def test_an_error_that_is_put_right_leaves_nothing_behind(form: ServerForm) -> None:
    form.show(960, 720)
    before = place(form.ui.display_name, form.window).top()
    form.rows.show_error("email", SENTENCE)
    settle()
    form.rows.clear_error("email")
    settle()
    assert sentences(form, "email") == []
    assert colour_at(form, "email") != look.current().roles.error
    assert place(form.ui.display_name, form.window).top() == before
    assert form.ui.email.accessibleDescription() == ""
    assert form.rows.errors() == ()


def test_a_field_without_an_error_may_be_cleared(form: ServerForm) -> None:
    form.rows.clear_error("host")
    assert form.rows.errors() == ()


@pytest.mark.parametrize("name", ["port", "encryption", "test_body", "clear_text_confirmed"])
def test_every_kind_of_field_shows_its_error(form: ServerForm, name: str) -> None:
    form.show(960, 720)
    form.rows.show_error(name, SENTENCE)
    settle()
    assert sentences(form, name) == [SENTENCE]


def test_a_short_field_keeps_its_width_with_a_note(form: ServerForm) -> None:
    form.rows.show_help("encryption", "Połączenie będzie szyfrowane.")
    form.show(960, 720)
    assert form.ui.encryption.width() == 176
    assert place(form.ui.encryption, form.window).left() == place(form.ui.host, form.window).left()


def test_errors_are_listed_from_top_to_bottom(form: ServerForm) -> None:
    form.show(960, 720)
    for name in ("login", "email", "host"):
        form.rows.show_error(name, SENTENCE)
    assert form.rows.errors() == ("email", "host", "login")


def test_a_hidden_row_hides_all_of_itself_and_comes_back_whole(form: ServerForm) -> None:
    form.show(960, 720)
    form.rows.show_help("encryption", "Połączenie będzie szyfrowane.")
    form.rows.show_error("encryption", SENTENCE)
    form.rows.set_row_visible("encryption", False)
    settle()
    assert not form.ui.encryption.isVisible()
    assert not form.ui.encryption_label.isVisible()
    assert form.rows.errors() == ()
    form.rows.clear_error("encryption")
    form.rows.set_row_visible("encryption", True)
    settle()
    assert form.ui.encryption_label.isVisible()
    assert sentences(form, "encryption") == ["Połączenie będzie szyfrowane."]


def test_a_hidden_row_takes_no_room(form: ServerForm) -> None:
    form.show(960, 720)
    before = form.ui.account_card.height()
    form.rows.set_row_visible("password", False)
    settle()
    assert form.ui.account_card.height() == before - 40
    form.rows.set_row_visible("password", True)
    settle()
    assert form.ui.account_card.height() == before


def test_an_error_on_a_hidden_row_waits_until_it_is_shown(form: ServerForm) -> None:
    form.show(960, 720)
    form.rows.set_row_visible("password", False)
    form.rows.show_error("password", SENTENCE)
    settle()
    assert form.rows.errors() == ()
    form.rows.set_row_visible("password", True)
    settle()
    assert form.rows.errors() == ("password",)
    assert sentences(form, "password") == [SENTENCE]


def test_focus_brings_the_field_and_its_error_into_view(form: ServerForm) -> None:
    form.show(800, 600)
    form.rows.show_error("login", SENTENCE)
    settle()
    form.rows.focus("login")
    settle()
    view = place(form.ui.page.viewport(), form.window)
    field = place(form.ui.login, form.window)
    assert form.window.focusWidget() is form.ui.login
    assert view.top() <= field.top()
    assert field.bottom() + 24 <= view.bottom()


def test_a_warning_is_as_far_from_its_field_before_the_first_showing_as_after(
    skinned: Callable[[float], Skin], make_form: Callable[[], ServerForm]
) -> None:
    skinned(14.0)
    form = make_form()
    form.rows.show_advice("host", "Nazwa serwera nie pasuje do tej chmury.", "Popraw")
    form.show(960, 720)
    form.rows.show_advice("login", "Login nie jest adresem email.", "Popraw")
    settle()
    early, late = form.window.findChildren(AdviceNote)
    assert measures(early) == measures(late)
    gaps = [place(note, form.window).top() - place(field, form.window).bottom()
            for note, field in ((early, form.ui.host), (late, form.ui.login))]  # fmt: skip
    assert gaps[0] == gaps[1]


def measures(note: AdviceNote) -> list[object]:
    layouts = [layout for layout in note.findChildren(QLayout) if layout is not None]
    return [(layout.spacing(), layout.contentsMargins()) for layout in layouts]


def test_help_goes_when_it_has_nothing_to_say(form: ServerForm) -> None:
    form.show(960, 720)
    before = form.ui.account_card.height()
    form.rows.show_help("encryption", "Połączenie będzie szyfrowane.")
    settle()
    assert form.ui.account_card.height() > before
    form.rows.show_help("encryption", "")
    settle()
    assert form.ui.account_card.height() == before


@pytest.mark.parametrize("height", [640, 900])
def test_help_of_several_lines_covers_no_field(registration: RegistrationForm, height: int) -> None:
    registration.ui.policy_notice.hide()
    registration.show(960, height)
    # Each is a line longer in the width that the form would like than in the one it has.
    for name in NAMES:
        width, words = registration.ui.scopes.sizeHint().width() + 20, [name]
        while registration.window.fontMetrics().horizontalAdvance(" ".join(words)) < width:
            words.append("słowo")
        registration.rows.show_help(name, " ".join(words))
    settle()
    notes = {note.text().partition(" ")[0]: note for note in registration.window.findChildren(QLabel)}
    for name in NAMES:
        field, note = getattr(registration.ui, name), notes[name]
        assert place(note, registration.window).top() > place(field, registration.window).bottom(), name
        assert note.height() == note.heightForWidth(note.width()), name
