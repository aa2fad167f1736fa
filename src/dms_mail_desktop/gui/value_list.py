"""Values to be entered elsewhere: a caption and a line to copy for each."""

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from dms_mail_desktop.gui import look
from dms_mail_desktop.gui.copy_line import CopyLine
from dms_mail_desktop.gui.labels import label


class ValueList(QWidget):
    """Shows pairs of caption and value."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(look.scaled(4))
        self._shown: tuple[tuple[str, str], ...] = ()

    def set_values(self, values: Sequence[tuple[str, str]]) -> None:
        """Shows these pairs instead of the former ones."""
        if tuple(values) == self._shown:
            return
        self._shown = tuple(values)
        while item := self._column.takeAt(0):
            if former := item.widget():
                former.hide()
                former.deleteLater()
        for number, (caption, value) in enumerate(values):
            heading = label("caption", caption, wrap=True)
            heading.setContentsMargins(0, look.scaled(8) if number else 0, 0, 0)
            line = CopyLine()
            line.show_text(value)
            line.copy_button.setAccessibleDescription(caption)
            self._column.addWidget(heading)
            self._column.addWidget(line)
