"""Icons from one black drawing each, tinted at load in the colour of a role: black draws, white cuts out."""

from functools import lru_cache

from PySide6 import QtGui
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon, QPixmap

from dms_mail_desktop.gui import look
from dms_mail_desktop.gui.generated import resources_rc as resources_rc  # noqa: PLC0414 - registers the drawings


def pixmap(name: str, role: str, size: int) -> QPixmap:
    """The icon in a role's colour, `size` logical px at 10 pt, sharp on the densest screen."""
    ratio = max(screen.devicePixelRatio() for screen in QtGui.QGuiApplication.screens())
    return _tinted(name, getattr(look.current().roles, role), look.scaled(size), ratio)


def icon(name: str, role: str = "text", size: int = 16, gap: int = 0) -> QIcon:
    """The icon for buttons and lists: greyed when disabled, unchanged in a selected row.

    `gap` px right of the drawing stay empty: a style sheet cannot set a button's caption apart from its icon.
    """
    made = QIcon(_beside(pixmap(name, role, size), gap))
    made.addPixmap(_beside(pixmap(name, role, size), gap), QIcon.Mode.Selected)
    made.addPixmap(_beside(pixmap(name, "disabled", size), gap), QIcon.Mode.Disabled)
    return made


def program_icon() -> QIcon:
    """The program's own icon, in its own colours."""
    return QIcon(":/icons/program.svg")


def _beside(drawing: QPixmap, gap: int) -> QPixmap:
    if not gap:
        return drawing
    ratio = drawing.devicePixelRatio()
    wider = QPixmap(drawing.width() + round(look.scaled(gap) * ratio), drawing.height())
    wider.setDevicePixelRatio(ratio)
    wider.fill(QColor(0, 0, 0, 0))
    painter = QtGui.QPainter(wider)
    painter.drawPixmap(0, 0, drawing)
    painter.end()
    return wider


@lru_cache(maxsize=256)
def _tinted(name: str, colour: str, size: int, ratio: float) -> QPixmap:
    side = round(size * ratio)
    reader = QtGui.QImageReader(f":/icons/{name}.svg")
    reader.setScaledSize(QSize(side, side))
    reader.setBackgroundColor(QColor("#ffffff"))
    drawing = reader.read()
    if drawing.isNull():
        raise FileNotFoundError(name)
    drawing.invertPixels()
    tinted = QtGui.QImage(drawing.size(), QtGui.QImage.Format.Format_ARGB32_Premultiplied)
    tinted.fill(QColor(colour))
    tinted.setAlphaChannel(drawing.convertToFormat(QtGui.QImage.Format.Format_Grayscale8))
    tinted.setDevicePixelRatio(ratio)
    return QPixmap.fromImage(tinted)
