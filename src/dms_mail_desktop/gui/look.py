"""What painted widgets need of the look in force: colours, the unit that sizes grow with, whether the skin is on.

It is one value for the whole process, as Qt's own palette and style are; `skin` is the only module that changes it.
"""

from typing import NamedTuple

from PySide6.QtGui import QFont, QFontMetricsF

from dms_mail_desktop.gui.roles import LIGHT, Roles

COLUMN = 840
"""Widest column of a page, in logical px at 10 pt."""
SIDE = 24
"""Least distance between the column and the window's edge."""
SHORT_FIELD = 176
LABELS = (180, 300)
"""Narrowest and widest label column."""


class Look(NamedTuple):
    """Colours, unit (1.0 at 10 pt and below) and whether our skin is applied."""

    roles: Roles = LIGHT
    unit: float = 1.0
    skinned: bool = False


class _InForce:
    look = Look()


def current() -> Look:
    """The look in force."""
    return _InForce.look


def put_in_force(look: Look) -> None:
    """Makes `look` the one that `current` answers; widgets follow by the palette change that comes next."""
    _InForce.look = look


def unit_of(font: QFont) -> float:
    """How much larger than in the drawings everything is for this font."""
    return max(1.0, font.pointSizeF() / 10) if font.pointSizeF() > 0 else 1.0


def scaled(length: float) -> int:
    """A length of the drawings in the unit in force."""
    return round(length * current().unit)


def control_height(font: QFont) -> int:
    """The height of fields and buttons in this font, in logical px."""
    return max(scaled(32), round(QFontMetricsF(font).height()) + scaled(14))


def column_margins(width: int) -> tuple[int, int]:
    """Left and right margin of the column in a window of this width."""
    left = max(scaled(SIDE), (width - scaled(COLUMN)) // 2)
    return left, max(scaled(SIDE), width - scaled(COLUMN) - left)
