"""The value beside a label where nothing can be typed."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QLabel, QWidget

from dms_mail_desktop.gui import look


class FactLabel(QLabel):
    """Wraps, can be copied, and stands on the line of its label."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._stand()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._stand()

    def _stand(self) -> None:
        above = (look.control_height(self.font()) - self.fontMetrics().height()) // 2
        self.setContentsMargins(0, above, 0, 0)
