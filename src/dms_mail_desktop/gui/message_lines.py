"""A few messages of a mailbox: subject, sender, date, one line each."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from dms_mail_desktop.gui import look
from dms_mail_desktop.gui.elided_label import ElidedLabel
from dms_mail_desktop.gui.labels import label

ROW_HEIGHT = 28


class MessageLine(NamedTuple):
    """A message in words; `unread` makes its subject strong."""

    subject: str
    sender: str
    date: str
    unread: bool = False


class MessageLines(QWidget):
    """Shows the messages it is told; takes no room without any."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._caption = label("caption")
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(look.scaled(16))
        self._grid.setVerticalSpacing(0)
        self._grid.setColumnStretch(0, 58)
        self._grid.setColumnStretch(1, 42)
        self._grid.addWidget(self._caption, 0, 0, 1, 3)
        self._cells: list[QLabel] = []
        self.hide()

    def show_messages(self, caption: str, lines: Sequence[MessageLine]) -> None:
        """Shows these lines in place of the former ones."""
        for cell in self._cells:
            cell.hide()
            cell.deleteLater()
        self._cells = []
        self._caption.setText(caption)
        for row, line in enumerate(lines, 1):
            self._grid.setRowMinimumHeight(row, look.scaled(ROW_HEIGHT))
            subject = ElidedLabel("strong" if line.unread else "state")
            sender, date = ElidedLabel("quiet"), label("help")
            subject.show_text(line.subject)
            sender.show_text(line.sender)
            date.setText(line.date)
            date.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            for column, cell in enumerate((subject, sender, date)):
                self._grid.addWidget(cell, row, column)
                self._cells.append(cell)
        self.setVisible(bool(lines))
