"""One of two buttons side by side, of which one is down: what a tab shows."""

from PySide6.QtCore import Property
from PySide6.QtWidgets import QPushButton, QWidget

from dms_mail_desktop.gui.labels import repolish


class Segment(QPushButton):
    """A form gives its place as the property segment (first, last); the arrow keys go from one to the other."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAutoDefault(False)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self._place = ""

    def _set_place(self, place: str) -> None:
        self._place = place
        repolish(self)

    segment = Property(str, lambda self: self._place, _set_place)
