"""The colours of the windows by role, for light, dark and high contrast; nothing else names a colour."""

from typing import NamedTuple


class Roles(NamedTuple):
    """One column of the role table; every value is #rrggbb."""

    page: str
    card: str
    card_stroke: str
    hairline: str
    field: str
    field_side: str
    field_line: str
    text: str
    secondary: str
    disabled: str
    accent: str
    on_accent: str
    accent_hover: str
    accent_pressed: str
    link: str
    button: str
    button_hover: str
    button_pressed: str
    button_stroke: str
    selected: str
    on_selected: str
    code: str
    scroll: str
    success: str
    warning: str
    warning_back: str
    warning_stroke: str
    error: str
    error_back: str
    error_stroke: str
    info: str
    info_back: str
    info_stroke: str


LIGHT = Roles(
    page="#f3f3f3",
    card="#ffffff",
    card_stroke="#e2e2e2",
    hairline="#ebebeb",
    field="#ffffff",
    field_side="#cfcfcf",
    field_line="#868686",
    text="#1b1b1b",
    secondary="#5c5c5c",
    disabled="#767676",
    accent="#005fb8",
    on_accent="#ffffff",
    accent_hover="#0a69c2",
    accent_pressed="#00529f",
    link="#005fb8",
    button="#fdfdfd",
    button_hover="#f6f6f6",
    button_pressed="#efefef",
    button_stroke="#cfcfcf",
    selected="#e8f1fb",
    on_selected="#1b1b1b",
    code="#f6f6f6",
    scroll="#8a8a8a",
    success="#0f6e0f",
    warning="#855000",
    warning_back="#fff8e6",
    warning_stroke="#ebd9a8",
    error="#b3261e",
    error_back="#fdf3f2",
    error_stroke="#ebc7c4",
    info="#005fb8",
    info_back="#f1f6fb",
    info_stroke="#c9ddf0",
)

DARK = Roles(
    page="#202020",
    card="#2b2b2b",
    card_stroke="#3b3b3b",
    hairline="#383838",
    field="#252525",
    field_side="#4f4f4f",
    field_line="#8a8a8a",
    text="#f3f3f3",
    secondary="#b9b9b9",
    disabled="#8f8f8f",
    accent="#62c1f7",
    on_accent="#06263a",
    accent_hover="#57b3e8",
    accent_pressed="#4fa3d4",
    link="#62c1f7",
    button="#373737",
    button_hover="#3e3e3e",
    button_pressed="#323232",
    button_stroke="#4f4f4f",
    selected="#26394a",
    on_selected="#f3f3f3",
    code="#232323",
    scroll="#9a9a9a",
    success="#7ccb74",
    warning="#f0c15c",
    warning_back="#352c18",
    warning_stroke="#5a4b25",
    error="#ff9f98",
    error_back="#3a2523",
    error_stroke="#65403c",
    info="#62c1f7",
    info_back="#20303c",
    info_stroke="#36526a",
)


def high_contrast(*, window: str, text: str, highlight: str, highlighted_text: str, disabled: str) -> Roles:
    """The column made of a contrast theme's own five colours: no tints, every line in the text colour."""
    return Roles(
        page=window,
        card=window,
        card_stroke=text,
        hairline=text,
        field=window,
        field_side=text,
        field_line=text,
        text=text,
        secondary=text,
        disabled=disabled,
        accent=highlight,
        on_accent=highlighted_text,
        accent_hover=highlight,
        accent_pressed=highlight,
        link=text,
        button=window,
        button_hover=window,
        button_pressed=window,
        button_stroke=text,
        selected=highlight,
        on_selected=highlighted_text,
        code=window,
        scroll=text,
        success=text,
        warning=text,
        warning_back=window,
        warning_stroke=text,
        error=text,
        error_back=window,
        error_stroke=text,
        info=text,
        info_back=window,
        info_stroke=text,
    )


def with_accent(roles: Roles, accent: str) -> Roles:
    """The column with the system's accent, where that can be read; otherwise the column itself."""
    readable = [ink for ink in ("#ffffff", "#000000") if contrast(accent, ink) >= 4.5]
    if not readable or contrast(accent, roles.card) < 3:
        return roles
    ink = readable[0]
    away = "#000000" if ink == "#ffffff" else "#ffffff"
    return roles._replace(
        accent=accent,
        on_accent=ink,
        accent_hover=mix(accent, away, 0.06),
        accent_pressed=mix(accent, away, 0.14),
        info=accent,
        link=accent if min(contrast(accent, roles.page), contrast(accent, roles.card)) >= 4.5 else roles.link,
    )


def mix(colour: str, other: str, share: float) -> str:
    """The colour with a share (0 to 1) of the other in it."""
    channels = zip(_channels(colour), _channels(other), strict=True)
    return "#" + "".join(f"{round(one + (two - one) * share):02x}" for one, two in channels)


def contrast(one: str, two: str) -> float:
    """The contrast ratio of two colours, 1 to 21 (WCAG 2.2, definition of contrast ratio)."""
    darker, lighter = sorted((_luminance(one), _luminance(two)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(value / 255) for value in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
