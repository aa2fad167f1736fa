"""A label for texts with addresses in them, which can be any length."""

from math import ceil

from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QWidget

from dms_mail_desktop.gui import look
from dms_mail_desktop.gui.labels import PlainLabel

_WRAP = QTextOption()
_WRAP.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)


class AddressLabel(PlainLabel):
    """Wraps between words and, where one is too long for the line, within it."""

    def __init__(self, kind: str, parent: QWidget | None = None) -> None:
        super().__init__(kind, "", parent)
        self.setWordWrap(True)

    def longest_word(self) -> int:
        """The width that keeps every word whole."""
        return max((self.fontMetrics().horizontalAdvance(word) for word in self.text().split()), default=0)

    def heightForWidth(self, width: int) -> int:
        return self._laid_out(width)[1]

    def sizeHint(self) -> QSize:
        width = self.fontMetrics().horizontalAdvance(self.text()) + 2  # a line is laid out in fractions of a px
        return QSize(width, self.heightForWidth(max(width, 1)))

    def minimumSizeHint(self) -> QSize:
        return QSize(look.scaled(80), self.fontMetrics().height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        painter = QPainter(self)
        painter.setPen(self.palette().windowText().color())
        self._laid_out(self.width())[0].draw(painter, QPointF(0, 0))
        painter.end()

    def _laid_out(self, width: int) -> tuple[QTextLayout, int]:
        layout = QTextLayout(self.text().replace("\n", "\N{LINE SEPARATOR}"), self.font())
        layout.setTextOption(_WRAP)
        height = 0.0
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(width, 1))
            line.setPosition(QPointF(0, height))
            height += line.height()
        layout.endLayout()
        return layout, ceil(height)
