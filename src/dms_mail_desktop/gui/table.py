"""The table of a page: whole rows, hairlines, no grid, as high as its rows until the page is full."""

from PySide6.QtCore import QEvent, QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QSizePolicy, QTableView, QWidget

from dms_mail_desktop.gui import look

ROW = 40
HEADER = 36
ICON = 16
ICON_GAP = 2
"""Between a state's icon and its words."""
STRETCHED = 100
"""Least width of a column that takes a share of the room, px at 10 pt."""


class Table(QTableView):
    """Opens a row by double click or Enter; Tab leaves it."""

    opened = Signal(QModelIndex)
    removal_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shares: dict[int, int] = {}
        self._fixed: dict[int, int] = {}
        self._expendable: tuple[int, ...] = ()
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.setIconSize(QSize(look.scaled(ICON + ICON_GAP), look.scaled(ICON)))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setSortingEnabled(True)
        side, across = self.verticalHeader(), self.horizontalHeader()
        side.hide()
        side.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        across.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        across.setHighlightSections(False)
        across.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        across.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.doubleClicked.connect(self.opened)
        self._measure()

    def share_out(self, fixed: dict[int, int], shares: dict[int, int], expendable: tuple[int, ...] = ()) -> None:
        """Gives columns the width of their contents in `fixed`, px; those in `shares` divide the rest.

        Where the rest is too little, the `expendable` columns go one after the other.
        """
        self._fixed, self._shares, self._expendable = fixed, shares, expendable
        self._lay_out()

    def sizeHint(self) -> QSize:
        rows = self.model().rowCount() if self.model() is not None else 0
        height = self.horizontalHeader().height() + rows * self.verticalHeader().defaultSectionSize()
        return QSize(look.scaled(look.COLUMN), height)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, min(self.sizeHint().height(), look.scaled(HEADER + 2 * ROW)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, plain = event.key(), not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and self.currentIndex().isValid() and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(self.currentIndex())
        elif plain and self.currentIndex().isValid() and key == Qt.Key.Key_Delete:
            self.removal_requested.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the hairlines over the cells, and beside the current row a bar that says where the keyboard is.

        Once for all cells: a delegate of ours would be asked for each of them.
        """
        super().paintEvent(event)
        if self.model() is None:
            return
        painter, roles = QPainter(self.viewport()), look.current().roles
        hairline, width, last = QColor(roles.hairline), self.viewport().width(), self.model().rowCount() - 1
        for row in range(max(0, self.rowAt(0)), last):
            bottom = self.rowViewportPosition(row) + self.rowHeight(row) - 1
            if bottom > self.viewport().height():
                break
            painter.fillRect(0, bottom, width, 1, hairline)
        if self.hasFocus() and self.currentIndex().isValid():
            row = self.currentIndex().row()
            bar = (0, self.rowViewportPosition(row), look.scaled(3), self.rowHeight(row) - 1)
            painter.fillRect(*bar, QColor(roles.accent))
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()
        place = self.visualRect(self.currentIndex())
        if place.isValid() and 0 <= place.top() < event.oldSize().height():
            # What opens below a row that was just selected must not cover it.
            self.scrollTo(self.currentIndex())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._measure()

    def _measure(self) -> None:
        line = self.fontMetrics().height()
        self.verticalHeader().setDefaultSectionSize(max(look.scaled(ROW), line + look.scaled(14)))
        self.horizontalHeader().setFixedHeight(max(look.scaled(HEADER), line + look.scaled(10)))

    def _lay_out(self) -> None:
        least, rest = len(self._shares) * look.scaled(STRETCHED), self.viewport().width() - sum(self._fixed.values())
        for column in self._expendable:
            self.setColumnHidden(column, rest < least)
            rest += self._fixed[column] if rest < least else 0
        total = sum(self._shares.values())
        for column, width in self._fixed.items():
            self.setColumnWidth(column, width)
        left = max(rest, least)
        for column, share in self._shares.items():
            width = left if share == total else left * share // total
            self.setColumnWidth(column, width)
            left, total = left - width, total - share
