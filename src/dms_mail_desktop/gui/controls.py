"""Fields that draw their own arrows and ticks, and leave their value alone when a page is scrolled over them."""

from PySide6.QtCore import Property, QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QSpinBox, QStyledItemDelegate, QWidget

from dms_mail_desktop.gui import look

INDICATOR = 18
"""Side of a check box's square with its border, px at 10 pt."""
Points = tuple[tuple[float, float], ...]
DOWN: Points = ((-4, -2), (0, 2), (4, -2))
SMALL_UP: Points = ((-3, 1.5), (0, -1.5), (3, 1.5))
SMALL_DOWN: Points = ((-3, -1.5), (0, 1.5), (3, -1.5))
TICK: Points = ((-4, 0.2), (-1.2, 3), (4.2, -3))


def _draw(painter: QPainter, points: Points, centre: QPointF, colour: str, width: float = 1.4) -> None:
    unit = look.current().unit
    painter.setPen(
        QPen(QColor(colour), width * unit, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    )
    painter.drawPolyline([centre + QPointF(x, y) * unit for x, y in points])


def _painter(widget: QWidget) -> QPainter:
    painter = QPainter(widget)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    return painter


def _arrow_colour(widget: QWidget) -> str:
    roles = look.current().roles
    return roles.secondary if widget.isEnabled() else roles.disabled


def _set_short(widget: QWidget, short: bool) -> None:
    """One of the two widths that fields have."""
    if short:
        widget.setFixedWidth(look.scaled(look.SHORT_FIELD))


class ComboBox(QComboBox):
    """A combo box; the wheel turns it only while it has the focus."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        # The width comes from the row, not from the longest entry.
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)
        self._popup_ready = False

    short = Property(bool, lambda self: self.minimumWidth() == self.maximumWidth(), _set_short)

    def showPopup(self) -> None:
        if not self._popup_ready:
            # The ::item rules of a style sheet need it; it makes the whole popup, too dear for every start.
            self.setItemDelegate(QStyledItemDelegate(self))
            self._popup_ready = True
        super().showPopup()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if look.current().skinned:
            painter = _painter(self)
            centre = QPointF(self.width() - look.scaled(15), self.height() / 2)
            _draw(painter, DOWN, centre, _arrow_colour(self))
            painter.end()


class SpinBox(QSpinBox):
    """A number field; the wheel turns it only while it has the focus."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        if look.current().skinned:
            # The padding of a style sheet does not move a spin box's text.
            self.lineEdit().setTextMargins(look.scaled(8), 0, 0, 0)

    short = Property(bool, lambda self: self.minimumWidth() == self.maximumWidth(), _set_short)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if look.current().skinned:
            painter = _painter(self)
            x, middle, offset = self.width() - look.scaled(15), self.height() / 2, look.scaled(7)
            _draw(painter, SMALL_UP, QPointF(x, middle - offset), _arrow_colour(self), 1.2)
            _draw(painter, SMALL_DOWN, QPointF(x, middle + offset), _arrow_colour(self), 1.2)
            painter.end()


class CheckBox(QCheckBox):
    """A check box whose tick is drawn by us under the skin."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if look.current().skinned and self.isChecked():
            painter = _painter(self)
            centre = QPointF(look.scaled(INDICATOR) / 2, self.height() / 2)
            _draw(painter, TICK, centre, look.current().roles.on_accent, 1.7)
            painter.end()
