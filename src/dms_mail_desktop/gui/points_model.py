"""The configuration points as a table, and the order in which it is shown."""

from collections.abc import Sequence
from datetime import UTC, datetime
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSortFilterProxyModel, Qt
from PySide6.QtGui import QBrush, QColor, QIcon

from dms_mail_desktop.gui import look
from dms_mail_desktop.gui.language import Language
from dms_mail_desktop.gui.point_states import ICONS, PointState, Standing, Standings
from dms_mail_desktop.gui.row_icon import row_icon
from dms_mail_desktop.gui.states import StateIcon
from dms_mail_desktop.models import Point

Index = QModelIndex | QPersistentModelIndex
TEXTS = (int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.ToolTipRole))
DECORATION, FOREGROUND = int(Qt.ItemDataRole.DecorationRole), int(Qt.ItemDataRole.ForegroundRole)


class Column(IntEnum):
    """The columns from left to right."""

    NAME = 0
    MODE = 1
    ACCOUNT = 2
    ACTIVE = 3
    RAN = 4
    STATE = 5


COLUMNS = len(Column)
NEVER = datetime.min.replace(tzinfo=UTC)


class PointsModel(QAbstractTableModel):
    """Shows what it is given; it changes nothing."""

    def __init__(self, standings: Standings, language: Language) -> None:
        super().__init__()
        self._standings, self._language = standings, language
        self._points: tuple[Point, ...] = ()
        self._standing: list[Standing] = []
        self._icons: dict[StateIcon, QIcon] = {}
        self._texts: list[tuple[str, ...]] = []
        self._quiet = QBrush()

    def show_points(self, points: Sequence[Point]) -> None:
        """Shows these points in place of the former ones."""
        self.beginResetModel()
        self._points = tuple(points)
        self._work_out()
        self.endResetModel()

    def refresh(self) -> None:
        """Works out the states anew; language and colours may be others too."""
        self._work_out()
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(Column) - 1)
        if self._points:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._points) - 1, len(Column) - 1))

    def refresh_point(self, point_id: str) -> None:
        """Works out the state of one point anew."""
        row = self.row_of(point_id)
        if row >= 0:
            self._standing[row] = self._standings.of(self._points[row])
            self._texts[row] = tuple(self._text(row, column) for column in Column)
            self.dataChanged.emit(self.index(row, 0), self.index(row, COLUMNS - 1))

    def point(self, row: int) -> Point:
        """The point of a row."""
        return self._points[row]

    def standing(self, row: int) -> Standing:
        """How the point of a row stands."""
        return self._standing[row]

    def ran_at(self, row: int) -> datetime:
        """When the point of a row ran last."""
        record = self._standing[row].record
        return record.last_run.ended_at if record is not None and record.last_run is not None else NEVER

    def row_of(self, point_id: str) -> int:
        """The row of a point, or -1."""
        return next((row for row, point in enumerate(self._points) if point.id == point_id), -1)

    def widest_texts(self, column: Column) -> tuple[str, ...]:
        """Every different text of a column with few of them, its caption first."""
        texts = dict.fromkeys(row[column] for row in self._texts)
        if column is Column.STATE:
            # What a count comes to, so that the columns stand still while it grows.
            busy = [standing for standing in self._standing if standing.activity is not None]
            texts |= {self._state_text(standing, whole=True): None for standing in busy}
        return (self._caption(column), *texts)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._points)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else COLUMNS

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._caption(Column(section))
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        # Asked dozens of times for each notch of the wheel: plain numbers, and everything worked out before.
        column = index.column()
        if role in TEXTS:
            return self._texts[index.row()][column]
        if role == DECORATION and column == Column.STATE:
            return self._icon(ICONS[self._standing[index.row()].state])
        if role == FOREGROUND and column not in (Column.NAME, Column.STATE):
            return self._quiet
        return None

    def _work_out(self) -> None:
        self._standing = [self._standings.of(point) for point in self._points]
        self._texts = [tuple(self._text(row, column) for column in Column) for row in range(len(self._points))]
        self._quiet = QBrush(QColor(look.current().roles.secondary))
        self._icons = {}

    def _caption(self, column: Column) -> str:
        return self._language.wording.say(f"gui.points.column.{column.name.lower()}")

    def _text(self, row: int, column: Column) -> str:
        say, point = self._language.wording.say, self._points[row]
        match column:
            case Column.NAME:
                return point.name or point.id
            case Column.MODE:
                return say(f"gui.points.mode.{point.mode}")
            case Column.ACCOUNT:
                return point.mailbox or point.login
            case Column.ACTIVE:
                return say(f"value.bool.{str(point.active).lower()}")
            case Column.RAN:
                ran = self.ran_at(row)
                return say("gui.points.never_ran") if ran is NEVER else self._language.wording.formats.recent(ran)
            case Column.STATE:
                return self._state_text(self._standing[row])

    def _state_text(self, standing: Standing, *, whole: bool = False) -> str:
        """The state with the count of a run; `whole` as if all messages were handled."""
        say, activity = self._language.wording.say, standing.activity
        if activity is None or activity.stopping or activity.waiting or not activity.progress.total:
            key = "stopping" if activity and activity.stopping else "waiting" if activity and activity.waiting else ""
            return say(f"gui.points.state.{key or standing.state}")
        total = activity.progress.total
        return say("gui.points.state.count", number=total if whole else activity.progress.tally.handled, total=total)

    def _icon(self, state: StateIcon) -> QIcon:
        if state not in self._icons:
            self._icons[state] = row_icon(state)
        return self._icons[state]


class PointsOrder(QSortFilterProxyModel):
    """The order of the captions' choosing: texts as the language orders them, states by how much they ask for."""

    def __init__(self, model: PointsModel) -> None:
        super().__init__(model)
        self._model = model
        self.setSourceModel(model)
        self.setSortCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setSortLocaleAware(True)

    def lessThan(self, left: Index, right: Index) -> bool:
        if left.column() == Column.STATE:
            order = list(PointState)
            states = (self._model.standing(index.row()).state for index in (left, right))
            before, after = (order.index(state) for state in states)
            return before < after
        if left.column() == Column.RAN:
            return self._model.ran_at(left.row()) < self._model.ran_at(right.row())
        return super().lessThan(left, right)
