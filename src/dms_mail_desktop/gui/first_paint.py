"""What can wait until a window is on the screen."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget


class _FirstPaint(QObject):
    def __init__(self, window: QWidget, call: Callable[[], None]) -> None:
        super().__init__(window)
        self._call = call
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            # The children are painted with their window; what is queued comes after them.
            QTimer.singleShot(0, self._call)
        return False


def after_first_paint(window: QWidget, call: Callable[[], None]) -> None:
    """Calls once, as soon as the window was painted for the first time."""
    _FirstPaint(window, call)
