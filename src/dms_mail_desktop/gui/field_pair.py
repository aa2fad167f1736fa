"""Two fields in one row of a form, as the dialog of a point has them: field, label, field."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from dms_mail_desktop.gui import look


class FieldPair(QWidget):
    """Lays out what the form puts into columns 0 and 2, with the second label between; both fields are equally wide."""

    def fields(self) -> tuple[QWidget, ...]:
        """The fields, from left to right."""
        grid = self._grid()
        items = (grid.itemAtPosition(0, column) for column in (0, 2))
        widgets = (item.widget() for item in items if item is not None)
        return tuple(
            widget for widget in widgets if widget is not None and widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        )

    def width_of_label(self) -> int:
        """What the label between the fields needs."""
        label = self._label()
        return label.fontMetrics().horizontalAdvance(label.text()) + 2 if label is not None else 0

    def set_second_label_width(self, width: int) -> None:
        """Makes room for a label of this width, whether this row has one or not."""
        grid = self._grid()
        grid.setHorizontalSpacing(look.scaled(16))
        item = grid.itemAtPosition(0, 1)
        between = item.widget() if item is not None else None
        if between is not None:
            between.setFixedWidth(width)

    def _label(self) -> QLabel | None:
        item = self._grid().itemAtPosition(0, 1)
        widget = item.widget() if item is not None else None
        return widget if isinstance(widget, QLabel) else None

    def _grid(self) -> QGridLayout:
        grid = self.layout()
        if not isinstance(grid, QGridLayout):
            raise TypeError(self.objectName())
        return grid
