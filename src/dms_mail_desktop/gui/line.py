"""The line one px high between the page and what stands above and below it."""

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QWidget


class Line(QWidget):
    """Filled from the palette: Qt paints it alone, which costs a start less than a painter of ours."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFixedHeight(1)
        self.setBackgroundRole(QPalette.ColorRole.Mid)
        self.setAutoFillBackground(True)
