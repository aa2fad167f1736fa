"""The signed-in accounts as a table: never a token, only what is known about each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import IntEnum, StrEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QBrush, QColor

from dms_mail_desktop.gui import look
from dms_mail_desktop.gui.language import Language
from dms_mail_desktop.gui.row_icon import row_icon
from dms_mail_desktop.gui.states import StateIcon
from dms_mail_desktop.models import Settings
from dms_mail_desktop.oauth.account import Account
from dms_mail_desktop.oauth.health import Health, days_left, health_of
from dms_mail_desktop.usage import Usage, belongs, usage_of
from dms_mail_desktop.wording import Wording

Index = QModelIndex | QPersistentModelIndex


class Column(IntEnum):
    """The columns from left to right."""

    ACCOUNT = 0
    RIGHTS = 1
    USED = 2
    DAYS_LEFT = 3
    STATE = 4


class AccountState(StrEnum):
    """How things stand with an account: its health, as far as the registration in force can use it."""

    OK = Health.OK
    EXPIRING = Health.EXPIRING
    REQUIRED = Health.REQUIRED
    BLOCKED = Health.BLOCKED
    FOREIGN = "foreign"
    """Signed in with another registration, so that nothing here can use or renew it."""


ICONS = {
    AccountState.OK: StateIcon.SUCCESS,
    AccountState.EXPIRING: StateIcon.WARNING,
    AccountState.REQUIRED: StateIcon.WARNING,
    AccountState.BLOCKED: StateIcon.BLOCKED,
    AccountState.FOREIGN: StateIcon.OFF,
}


@dataclass(frozen=True, slots=True)
class Row:
    """An account and what it means for the settings in force."""

    account: Account
    usage: Usage
    state: AccountState
    days_left: int | None

    @classmethod
    def of(cls, account: Account, settings: Settings) -> "Row":
        """The account under these settings, now."""
        now = datetime.now(UTC)
        own = belongs(account, settings.registration)
        state = AccountState(health_of(account, now)) if own else AccountState.FOREIGN
        return cls(account, usage_of(account, settings), state, days_left(account, now))


def left_text(wording: Wording, row: Row) -> str:
    """When an unused sign-in dies."""
    if row.days_left is None:
        return "–"
    return wording.say("gui.accounts.days", count=row.days_left) if row.days_left else wording.say("gui.accounts.today")


class AccountsModel(QAbstractTableModel):
    """Shows the rows that it is given."""

    def __init__(self, language: Language) -> None:
        super().__init__()
        self._language = language
        self._rows: tuple[Row, ...] = ()

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Shows these in place of the former ones."""
        self.beginResetModel()
        self._rows = tuple(rows)
        self.endResetModel()

    def refresh(self) -> None:
        """Says and draws everything anew."""
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(Column) - 1)
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, len(Column) - 1))

    def account_row(self, number: int) -> Row:
        """What a row of the table shows."""
        return self._rows[number]

    def number_of(self, key: str) -> int:
        """The row of an account, or -1."""
        return next((number for number, row in enumerate(self._rows) if row.account.key == key), -1)

    def texts(self, column: Column) -> tuple[str, ...]:
        """The caption of a column and all that stands under it."""
        return (self._caption(column), *(self._text(row, column) for row in self._rows))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(Column)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._caption(Column(section))
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, column = self._rows[index.row()], Column(index.column())
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.ToolTipRole:
                return self._text(row, column)
            case Qt.ItemDataRole.DecorationRole if column is Column.STATE:
                return row_icon(ICONS[row.state])
            case Qt.ItemDataRole.DecorationRole if column is Column.DAYS_LEFT and row.state is AccountState.EXPIRING:
                return row_icon(StateIcon.WARNING)
            case Qt.ItemDataRole.ForegroundRole if column not in (Column.ACCOUNT, Column.STATE):
                return QBrush(QColor(look.current().roles.secondary))
            case _:
                return None

    def _caption(self, column: Column) -> str:
        return self._language.wording.say(f"gui.accounts.column.{column.name.lower()}")

    def _text(self, row: Row, column: Column) -> str:
        wording = self._language.wording
        match column:
            case Column.ACCOUNT:
                return row.account.username
            case Column.RIGHTS:
                return ", ".join(wording.rights(row.account.scopes))
            case Column.USED:
                return ", ".join(wording.places(row.usage)) or wording.say("gui.accounts.unused")
            case Column.DAYS_LEFT:
                return left_text(wording, row)
            case Column.STATE:
                return wording.say(f"gui.accounts.state.{row.state}")
