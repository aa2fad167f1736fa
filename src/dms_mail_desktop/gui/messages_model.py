"""Messages as a table of four columns: subject, sender, date, and what becomes of them."""

from collections.abc import Sequence
from enum import IntEnum
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QIcon

from dms_mail_desktop.gui import look
from dms_mail_desktop.gui.row_icon import row_icon
from dms_mail_desktop.gui.states import StateIcon
from dms_mail_desktop.gui.table import ICON, ICON_GAP, Table

Index = QModelIndex | QPersistentModelIndex
TEXTS = (int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.ToolTipRole))
DECORATION, FOREGROUND = int(Qt.ItemDataRole.DecorationRole), int(Qt.ItemDataRole.ForegroundRole)
CELL_PADDING = 28
"""Left and right of a cell's text, px at 10 pt."""


class Column(IntEnum):
    """The columns from left to right."""

    SUBJECT = 0
    SENDER = 1
    DATE = 2
    STATE = 3


COLUMNS = len(Column)


class MessageRow(NamedTuple):
    """A message in words, in the order of the columns, and the icon of its state."""

    subject: str
    sender: str
    date: str
    state: str
    icon: StateIcon


class MessagesModel(QAbstractTableModel):
    """Shows rows that were put into words before; asks for more of them when the last one comes into view."""

    more_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._captions = ("",) * COLUMNS
        self._rows: list[MessageRow] = []
        self._longest_date = ""
        self._states: set[str] = set()
        self._icons: dict[StateIcon, QIcon] = {}
        self._quiet = QBrush()
        self._more = False

    def show_captions(self, captions: Sequence[str]) -> None:
        """Names the columns."""
        self._captions = tuple(captions)
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, COLUMNS - 1)

    def show_rows(self, rows: Sequence[MessageRow], *, more: bool = False) -> None:
        """Shows these in place of the former ones; `more` says that others follow if they are asked for."""
        self.beginResetModel()
        self._longest_date, self._states, self._icons = "", set(), {}
        self._quiet = QBrush(QColor(look.current().roles.secondary))
        self._rows, self._more = [], more
        self._take(rows)
        self.endResetModel()

    def append_rows(self, rows: Sequence[MessageRow], *, more: bool = False) -> None:
        """Shows these below the others."""
        self._more = more
        if rows:
            self.beginInsertRows(QModelIndex(), len(self._rows), len(self._rows) + len(rows) - 1)
            self._take(rows)
            self.endInsertRows()

    def fit_columns(self, table: Table) -> None:
        """Gives date and state what their longest text needs; subject and sender divide the rest 62 to 38."""
        width, fixed = table.fontMetrics().horizontalAdvance, dict[int, int]()
        icon = look.scaled(ICON + 2 * ICON_GAP + 8)
        for column, texts, more in ((Column.DATE, {self._longest_date}, 0), (Column.STATE, self._states, icon)):
            widest = max(map(width, texts), default=0) + more
            fixed[column] = max(widest, width(self._captions[column])) + look.scaled(CELL_PADDING)
        table.share_out(fixed, {int(Column.SUBJECT): 62, int(Column.SENDER): 38}, (int(Column.DATE),))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else COLUMNS

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._captions[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        # Asked dozens of times for each notch of the wheel: plain numbers, and everything worked out before.
        row, column = self._rows[index.row()], index.column()
        if role in TEXTS:
            return row[column]
        if role == DECORATION and column == Column.STATE:
            return self._icon(row.icon)
        if role == FOREGROUND and column in (Column.SENDER, Column.DATE):
            return self._quiet
        return None

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and self._more

    def fetchMore(self, parent: Index) -> None:
        if self.canFetchMore(parent):
            self._more = False
            self.more_wanted.emit()

    def _take(self, rows: Sequence[MessageRow]) -> None:
        self._rows += rows
        self._longest_date = max((self._longest_date, *(row.date for row in rows)), key=len)
        self._states.update(row.state for row in rows)

    def _icon(self, state: StateIcon) -> QIcon:
        if state not in self._icons:
            self._icons[state] = row_icon(state)
        return self._icons[state]
