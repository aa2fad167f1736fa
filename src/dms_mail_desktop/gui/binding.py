"""Fields of a model and the widgets that show them, each named by the field's name."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from pydantic import BaseModel
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPlainTextEdit, QSpinBox, QWidget

from dms_mail_desktop.gui.date_field import DateField
from dms_mail_desktop.gui.folder_field import FolderField


class Binder:
    """Moves the values of a model's fields into widgets and back.

    The constructor raises ValueError unless there is exactly one widget for each field, save those in `apart`. A combo
    box's value is the data of its entries, never their text: the members of the field's enumeration in their order,
    or yes and no.
    """

    def __init__(self, model: type[BaseModel], widgets: Mapping[str, QWidget], apart: Collection[str] = ()) -> None:
        surplus = set(widgets) ^ (set(model.model_fields) - set(apart))
        if surplus:
            raise ValueError(f"{model.__name__}: fields and widgets differ in {sorted(surplus)}")
        self._widgets = dict(widgets)
        for name, widget in self._widgets.items():
            if isinstance(widget, QComboBox) and not isinstance(widget, FolderField):
                _set_entries(widget, model.model_fields[name].annotation)

    def widget(self, name: str) -> QWidget:
        """The widget of a field."""
        return self._widgets[name]

    def show(self, values: BaseModel) -> None:
        """Puts a model's values into the widgets."""
        for name, widget in self._widgets.items():
            _put(widget, getattr(values, name))

    def enter(self, values: Mapping[str, Any]) -> None:
        """Puts some values into their widgets as if a person did, in the order of the model: a port comes last."""
        for name, widget in self._widgets.items():
            if name in values:
                _put(widget, values[name])

    def values(self) -> dict[str, Any]:
        """What the widgets hold, by field; not yet judged."""
        return {name: _take(widget) for name, widget in self._widgets.items()}

    def on_change(self, changed: Callable[[str], None]) -> None:
        """Calls `changed` with the field's name whenever a value changes."""
        for name, widget in self._widgets.items():
            _changes_of(widget).connect(lambda *_, name=name: changed(name))


def _set_entries(combo: QComboBox, annotation: Any) -> None:
    entries: list[object] = [True, False] if annotation is bool else list(annotation)
    if combo.count() != len(entries):
        raise ValueError(f"{combo.objectName()}: {combo.count()} entries for {entries}")
    for index, entry in enumerate(entries):
        combo.setItemData(index, entry)


def _put(widget: QWidget, value: Any) -> None:
    match widget:
        case FolderField():
            widget.set_value(value)
        case DateField():
            widget.setText("" if value is None else str(value))
        case QComboBox():
            widget.setCurrentIndex(next(i for i in range(widget.count()) if widget.itemData(i) == value))
        case QLineEdit():
            if widget.text() != value:
                widget.setText(value)
                # A long value shows how it begins.
                widget.setCursorPosition(0)
        case QSpinBox():
            widget.setValue(value)
        case QCheckBox():
            widget.setChecked(value)
        case QPlainTextEdit():
            widget.setPlainText("\n".join(value))
        case _:
            raise TypeError(widget)


def _take(widget: QWidget) -> Any:
    match widget:
        case FolderField() | DateField():
            return widget.value()
        case QComboBox():
            return widget.currentData()
        case QLineEdit():
            return widget.text().strip()
        case QSpinBox():
            return widget.value()
        case QCheckBox():
            return widget.isChecked()
        case QPlainTextEdit():
            return tuple(line.strip() for line in widget.toPlainText().splitlines() if line.strip())
        case _:
            raise TypeError(widget)


def _changes_of(widget: QWidget) -> Any:
    match widget:
        case FolderField():
            return widget.editTextChanged
        case QComboBox():
            return widget.currentIndexChanged
        case QSpinBox():
            return widget.valueChanged
        case QCheckBox():
            return widget.toggled
        case QLineEdit() | QPlainTextEdit():
            return widget.textChanged
        case _:
            raise TypeError(widget)
