"""The rows of a form by field name: shown or hidden, with help, advice or an error under the field."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from dms_mail_desktop.gui import look
from dms_mail_desktop.gui.advice_note import AdviceNote
from dms_mail_desktop.gui.field_pair import FieldPair
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
class _Place:
    """Where a row stands in its form: the field, or the pair that holds it, with the notes below."""

    form: QFormLayout
    widget: QWidget
    cell: QVBoxLayout | None = None


@dataclass(slots=True)
class _Row:
    place: _Place
    field: QWidget
    help: _Note | None = None
    error: _Note | None = None
    advice: AdviceNote | None = None

    @property
    def hidden(self) -> bool:
        return self.field.isHidden() or self.place.widget.isHidden()

    def notes(self) -> tuple[_Note | AdviceNote, ...]:
        return tuple(note for note in (self.error, self.advice, self.help) if note is not None)


class FieldRows:
    """The rows of every form layout inside the containers, in their order; a field's name is its objectName.

    The two fields of a pair come and go together, by the name of either. `uncover` brings to the front what a field
    stands on, where that may be covered.
    """

    def __init__(self, *containers: QWidget, uncover: Callable[[QWidget], None] | None = None) -> None:
        self._uncover = uncover
        self._rows: dict[str, _Row] = {}
        for form in (form for container in containers for form in container.findChildren(QFormLayout)):
            for index in range(form.rowCount()):
                item = form.itemAt(index, QFormLayout.ItemRole.FieldRole)
                field = item.widget() if item is not None else None
                if field is not None:
                    place = _Place(form, field)
                    self._rows |= {each.objectName(): _Row(place, each) for each in _fields_of(field)}

    def show_error(self, field: str, sentence: str) -> None:
        """Draws the red line round the field and says under it what to enter."""
        row = self._rows[field]
        if row.error is None:
            row.error = _Note(fault=True)
            self._cell(row.place).insertWidget(1, row.error)
        row.error.label.setText(sentence)
        row.error.setVisible(not row.hidden)
        self._mark(row, invalid=True)

    def clear_error(self, field: str) -> None:
        """Takes the error away, if there is one."""
        row = self._rows[field]
        if row.error is not None and row.error.label.text():
            row.error.label.clear()
            row.error.hide()
            self._mark(row, invalid=False)

    def errors(self) -> tuple[str, ...]:
        """The visible fields with an error, from top to bottom."""
        return tuple(name for name, row in self._rows.items() if self.has_error(name) and not row.hidden)

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
            self._cell(row.place).addWidget(row.help)
        row.help.label.setText(sentence)
        self._show_notes(row)
        self._describe(row)

    def show_advice(self, field: str, sentence: str, action: str = "", act: Callable[[], object] = bool) -> None:
        """Warns under the field, with a button that runs `act`; an error there goes before. Empty takes it away."""
        row = self._rows[field]
        if row.advice is None:
            if not sentence:
                return
            row.advice = AdviceNote()
            self._cell(row.place).insertWidget(1, row.advice)
            last = [each.field for each in self._rows.values() if each.place is row.place][-1]
            QWidget.setTabOrder(last, row.advice.button)
        elif not sentence and row.advice.button.hasFocus():
            row.field.setFocus(Qt.FocusReason.OtherFocusReason)
        row.advice.show_advice(sentence, action, act)
        self._show_notes(row)
        self._describe(row)

    def attach(self, field: str, widget: QWidget) -> None:
        """Puts a widget of its own right under the field, to come and go with it."""
        row = self._rows[field]
        self._cell(row.place).insertWidget(1, widget)
        for before, after in pairwise([row.field, *widget.findChildren(QPushButton)]):
            QWidget.setTabOrder(before, after)

    def set_row_visible(self, field: str, visible: bool) -> None:
        """Shows or hides the field with its label and its notes."""
        place = self._rows[field].place
        place.form.setRowVisible(place.cell if place.cell is not None else place.widget, visible)
        for row in self._rows.values():
            if row.place is place:
                if row.error is not None:
                    row.error.setVisible(visible and bool(row.error.label.text()))
                self._show_notes(row)

    def focus(self, field: str) -> None:
        """Gives the field the keyboard and scrolls to it."""
        row = self._rows[field]
        if self._uncover is not None:
            self._uncover(row.field)
        row.field.setFocus(Qt.FocusReason.OtherFocusReason)
        reveal(row.error if row.error is not None and row.error.isVisible() else row.field)
        reveal(row.field)

    @staticmethod
    def _cell(place: _Place) -> QVBoxLayout:
        """The column under which notes stand; most rows never need one."""
        if place.cell is None:
            position = place.form.getWidgetPosition(place.widget)
            index, role = cast("tuple[int, QFormLayout.ItemRole]", position)
            place.form.removeWidget(place.widget)
            place.cell = QVBoxLayout()
            place.cell.setSpacing(look.scaled(4))
            # A layout centres what has a fixed width.
            narrow = place.widget.minimumWidth() == place.widget.maximumWidth()
            place.cell.addWidget(place.widget, 0, Qt.AlignmentFlag.AlignLeft if narrow else Qt.AlignmentFlag(0))
            place.form.setLayout(index, role, place.cell)
        return place.cell

    def _mark(self, row: _Row, *, invalid: bool) -> None:
        row.field.setProperty("invalid", invalid)
        repolish(row.field)
        self._show_notes(row)
        self._describe(row)

    @staticmethod
    def _show_notes(row: _Row) -> None:
        """An error goes before advice; help that says the same as the error says nothing."""
        if row.advice is not None:
            wrong = row.error is not None and bool(row.error.label.text())
            row.advice.setVisible(bool(row.advice.label.text()) and not wrong and not row.hidden)
        if row.help is not None:
            text, told = row.help.label.text(), row.error.label.text() if row.error is not None else ""
            row.help.setVisible(text not in {"", told} and not row.hidden)

    @staticmethod
    def _describe(row: _Row) -> None:
        texts = dict.fromkeys(note.label.text() for note in row.notes())
        row.field.setAccessibleDescription(" ".join(filter(None, texts)))


def _fields_of(widget: QWidget) -> Iterator[QWidget]:
    if isinstance(widget, FieldPair):
        yield from widget.fields()
    else:
        yield widget
