"""How far a job has come, as a thin line; the words stand elsewhere."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QProgressBar, QSizePolicy, QWidget

from dms_mail_desktop.gui import look

HEIGHT = 4


class ProgressLine(QProgressBar):
    """Stands empty while the whole is not known: nothing moves by itself. Without a job it takes no room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextVisible(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.hide()

    def show_progress(self, done: int, total: int | None) -> None:
        """Shows that `done` of `total` are done."""
        self.setRange(0, max(total or 0, 1))
        self.setValue(min(done, total or 0))
        self.show()

    def sizeHint(self) -> QSize:
        return QSize(look.scaled(100), look.scaled(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, look.scaled(HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        painter, roles = QPainter(self), look.current().roles
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        whole, radius = QRectF(self.rect()), self.height() / 2
        painter.setBrush(QColor(roles.field_side))
        painter.drawRoundedRect(whole, radius, radius)
        if self.value() > 0:
            whole.setWidth(max(whole.width() * self.value() / self.maximum(), self.height()))
            painter.setBrush(QColor(roles.accent))
            painter.drawRoundedRect(whole, radius, radius)
        painter.end()
