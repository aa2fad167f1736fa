"""The surfaces that hold a page's rows: the card and the hairline between its groups."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QWidget

from dms_mail_desktop.gui import look

CARD_RADIUS = 8


def paint_surface(widget: QWidget, fill: str, stroke: str, radius: int, below: int = 0) -> None:
    """Fills the widget's rectangle, less `below` px at its foot, with a rounded surface under a stroke one px wide."""
    painter = QPainter(widget)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(stroke), 1))
    painter.setBrush(QColor(fill))
    painter.drawRoundedRect(QRectF(widget.rect()).adjusted(0.5, 0.5, -0.5, -0.5 - below), radius, radius)
    painter.end()


class Card(QFrame):
    """A white surface for rows that belong together."""

    def sizeHint(self) -> QSize:
        # QWidget would ask for the height in the hint's width; a QFormLayout keeps the answer in place of that for
        # the width it has, and would place its rows by it.
        layout = self.layout()
        return super().sizeHint() if layout is None else layout.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        roles = look.current().roles
        paint_surface(self, roles.card, roles.card_stroke, CARD_RADIUS)


class Hairline(QFrame):
    """The line between two groups of one card, with its share of the space around."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(look.scaled(4) * 2 + 1)

    def sizeHint(self) -> QSize:
        return QSize(0, self.height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        painter = QPainter(self)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.fillRect(0, self.height() // 2, self.width(), 1, QColor(look.current().roles.hairline))
        painter.end()
