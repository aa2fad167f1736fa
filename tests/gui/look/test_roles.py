"""The contrasts that LOOK promises, held for every column of the role table."""

import pytest

from dms_mail_desktop.gui.roles import DARK, LIGHT, Roles, contrast, high_contrast, mix, with_accent

TEXT = (
    ("text", "page"),
    ("text", "card"),
    ("text", "field"),
    ("text", "button"),
    ("text", "button_hover"),
    ("text", "button_pressed"),
    ("text", "code"),
    ("text", "error_back"),
    ("text", "warning_back"),
    ("text", "info_back"),
    ("secondary", "page"),
    ("secondary", "card"),
    ("on_selected", "selected"),
    ("on_accent", "accent"),
    ("on_accent", "accent_hover"),
    ("on_accent", "accent_pressed"),
    ("link", "page"),
    ("link", "card"),
    ("error", "card"),
    ("error", "page"),
    ("error", "error_back"),
    ("warning", "warning_back"),
)
LINES = (
    ("field_line", "card"),
    ("field_line", "button"),
    ("accent", "card"),
    ("scroll", "page"),
    ("success", "card"),
    ("warning", "card"),
    ("info", "card"),
    ("info", "info_back"),
)
BLACK = high_contrast(
    window="#000000", text="#ffffff", highlight="#d6b4fd", highlighted_text="#2b2b2b", disabled="#a6a6a6"
)
ACCENTED = with_accent(LIGHT, "#c30052")


def pairs(kinds: tuple[tuple[str, str], ...]) -> list[object]:
    columns = {"light": LIGHT, "dark": DARK, "contrast": BLACK, "accented": ACCENTED}
    return [
        pytest.param(roles, front, back, id=f"{front} on {back}, {name}")
        for name, roles in columns.items()
        for front, back in kinds
    ]


@pytest.mark.parametrize(("roles", "front", "back"), pairs(TEXT))
def test_text_can_be_read(roles: Roles, front: str, back: str) -> None:
    assert contrast(getattr(roles, front), getattr(roles, back)) >= 4.5


@pytest.mark.parametrize(("roles", "front", "back"), pairs(LINES))
def test_lines_that_carry_meaning_can_be_seen(roles: Roles, front: str, back: str) -> None:
    assert contrast(getattr(roles, front), getattr(roles, back)) >= 3


def test_disabled_text_is_still_legible() -> None:
    assert contrast(LIGHT.disabled, LIGHT.card) >= 4.4
    assert contrast(DARK.disabled, DARK.card) >= 4.3


def test_contrast_is_the_ratio_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)
    assert contrast("#123456", "#123456") == 1


def test_high_contrast_uses_nothing_but_the_systems_colours() -> None:
    assert set(BLACK) == {"#000000", "#ffffff", "#d6b4fd", "#2b2b2b", "#a6a6a6"}


def test_an_accent_that_cannot_be_seen_on_the_card_is_not_taken() -> None:
    assert with_accent(LIGHT, "#ffe08a") == LIGHT
    assert with_accent(DARK, "#101040") == DARK


def test_an_accent_that_can_be_read_is_taken_with_the_text_that_reads_on_it() -> None:
    assert (ACCENTED.accent, ACCENTED.on_accent) == ("#c30052", "#ffffff")
    assert with_accent(DARK, "#ff8c00").on_accent == "#000000"


def test_mixing_goes_from_the_first_to_the_second() -> None:
    assert mix("#000000", "#ffffff", 0) == "#000000"
    assert mix("#000000", "#ffffff", 1) == "#ffffff"
    assert mix("#102030", "#304050", 0.5) == "#203040"
