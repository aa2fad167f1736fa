"""The rows of a form by field name: shown or hidden, with a line of help or an error under the field."""

from dataclasses import dataclass
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from dms_mail_desktop.gui import look
from dms_mail_desktop.gui.labels import label, repolish
from dms_mail_desktop.gui.page import reveal
from dms_mail_desktop.gui.states import IconLabel, StateIcon


class _Note(QWidget):
    """One line under a field: help, or an error with its icon."""

    def __init__(self, *, fault: bool) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, look.scaled(4))
        row.setSpacing(look.scaled(6))
        if fault:
            icon = IconLabel()
            icon.show_state(StateIcon.ERROR, 16)
            row.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        self.label: QLabel = label("fault" if fault else "help", wrap=True)
        row.addWidget(self.label, 1)


@dataclass(slots=True)
class _Row:
    form: QFormLayout
    field: QWidget
    cell: QVBoxLayout | None = None
    help: _Note | None = None
    error: _Note | None = None

    def notes(self) -> tuple[_Note, ...]:
        return tuple(note for note in (self.error, self.help) if note is not None)


class FieldRows:
    """The rows of every form layout inside `container`; a field's name is its objectName."""

    def __init__(self, container: QWidget) -> None:
        self._rows: dict[str, _Row] = {}
        for form in container.findChildren(QFormLayout):
            for index in range(form.rowCount()):
                item = form.itemAt(index, QFormLayout.ItemRole.FieldRole)
                field = item.widget() if item is not None else None
                if field is not None:
                    self._rows[field.objectName()] = _Row(form, field)

    def show_error(self, field: str, sentence: str) -> None:
        """Draws the red line round the field and says under it what to enter."""
        row = self._rows[field]
        if row.error is None:
            row.error = _Note(fault=True)
            self._cell(row).insertWidget(1, row.error)
        row.error.label.setText(sentence)
        row.error.setVisible(not row.field.isHidden())
        self._show_help(row)
        self._mark(row, invalid=True)

    def clear_error(self, field: str) -> None:
        """Takes the error away, if there is one."""
        row = self._rows[field]
        if row.error is not None and row.error.label.text():
            row.error.label.clear()
            row.error.hide()
            self._show_help(row)
            self._mark(row, invalid=False)

    def errors(self) -> tuple[str, ...]:
        """The visible fields with an error, from top to bottom."""
        return tuple(name for name, row in self._rows.items() if self.has_error(name) and not row.field.isHidden())

    def has_error(self, field: str) -> bool:
        """Whether the field shows an error."""
        error = self._rows[field].error
        return error is not None and bool(error.label.text())

    def show_help(self, field: str, sentence: str) -> None:
        """Says under the field what the choice means; an empty sentence takes the line away."""
        row = self._rows[field]
        if row.help is None:
            if not sentence:
                return
            row.help = _Note(fault=False)
            self._cell(row).addWidget(row.help)
        row.help.label.setText(sentence)
        self._show_help(row)
        self._describe(row)

    def set_row_visible(self, field: str, visible: bool) -> None:
        """Shows or hides the field with its label and its notes."""
        row = self._rows[field]
        row.form.setRowVisible(row.cell if row.cell is not None else row.field, visible)
        if row.error is not None:
            row.error.setVisible(visible and bool(row.error.label.text()))
        self._show_help(row)

    def focus(self, field: str) -> None:
        """Gives the field the keyboard and scrolls to it."""
        row = self._rows[field]
        row.field.setFocus(Qt.FocusReason.OtherFocusReason)
        reveal(row.error if row.error is not None and row.error.isVisible() else row.field)
        reveal(row.field)

    def _cell(self, row: _Row) -> QVBoxLayout:
        """The column under which notes stand; most rows never need one."""
        if row.cell is None:
            position = row.form.getWidgetPosition(row.field)
            index, role = cast("tuple[int, QFormLayout.ItemRole]", position)
            row.form.removeWidget(row.field)
            row.cell = QVBoxLayout()
            row.cell.setSpacing(look.scaled(4))
            # A layout centres what has a fixed width.
            narrow = row.field.minimumWidth() == row.field.maximumWidth()
            row.cell.addWidget(row.field, 0, Qt.AlignmentFlag.AlignLeft if narrow else Qt.AlignmentFlag(0))
            row.form.setLayout(index, role, row.cell)
        return row.cell

    def _mark(self, row: _Row, *, invalid: bool) -> None:
        row.field.setProperty("invalid", invalid)
        repolish(row.field)
        self._describe(row)

    @staticmethod
    def _show_help(row: _Row) -> None:
        """Help that says the same as the error under the same field says nothing."""
        if row.help is not None:
            text, told = row.help.label.text(), row.error.label.text() if row.error is not None else ""
            row.help.setVisible(text not in ("", told) and not row.field.isHidden())

    @staticmethod
    def _describe(row: _Row) -> None:
        texts = dict.fromkeys(note.label.text() for note in row.notes())
        row.field.setAccessibleDescription(" ".join(filter(None, texts)))
