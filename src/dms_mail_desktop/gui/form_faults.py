"""The faults of a form, shown at its fields and taken back as they are corrected."""

from collections.abc import Callable, Mapping
from typing import Any

from pydantic import BaseModel, ValidationError
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from dms_mail_desktop.gui.field_rows import FieldRows
from dms_mail_desktop.gui.language import Language
from dms_mail_desktop.rules import Fault, Strictness

Faults = Mapping[str, tuple[str, Mapping[str, object]]]
"""For each faulty field the type of its error and the error's facts, as pydantic gives them."""
Judge = Callable[[], Faults]


class FormFaults(QObject):
    """Shows what a judge finds, and asks the same judge again after every change."""

    changed = Signal()

    def __init__(self, rows: FieldRows, language: Language, prefix: str, parent: QObject) -> None:
        super().__init__(parent)
        self._rows, self._language, self._prefix = rows, language, prefix
        self._judge: Judge | None = None
        self._shown: Faults = {}
        self.saving = False
        self._focused = ""
        language.changed.connect(self._say)

    @property
    def count(self) -> int:
        """How many fields are to be corrected."""
        return len(self._shown)

    @property
    def names(self) -> tuple[str, ...]:
        """The fields that are to be corrected, in the order of the form."""
        return self._rows.errors()

    def check(self, judge: Judge, *, saving: bool = False) -> bool:
        """Shows what `judge` finds, the first fault in focus; says whether there is none.

        `saving` remembers that a save was refused, for the words of the status.
        """
        self._judge, self.saving = judge, saving
        self._replace(judge())
        if self._shown:
            self._focused = self._rows.errors()[0]
            self._rows.focus(self._focused)
        else:
            self._judge = None
        return not self._shown

    def follow(self) -> None:
        """After a change of the form: faults that are no more go away, new ones wait for the next check."""
        if self._judge is not None and self._shown:
            left = self._judge()
            self._replace({name: left[name] for name in self._shown if name in left})

    def clear(self) -> None:
        """Takes all away."""
        self._judge = None
        self._replace({})

    def focus_next(self) -> None:
        """Puts the keyboard into the faulty field below the one that has it or had it last."""
        focused = QApplication.focusWidget()
        if focused is not None and focused.objectName() in self._shown:
            self._focused = focused.objectName()
        names = self._rows.errors()
        if names:
            after = names.index(self._focused) + 1 if self._focused in names else 0
            self._focused = names[after % len(names)]
            self._rows.focus(self._focused)

    def _replace(self, faults: Faults) -> None:
        before = self._shown
        for name in before.keys() - faults.keys():
            self._rows.clear_error(name)
        self._shown = dict(faults)
        self._say()
        if before.keys() != faults.keys():
            self.changed.emit()

    def _say(self) -> None:
        for name, (fault, context) in self._shown.items():
            self._rows.show_error(name, self._language.wording.fault(fault, f"{self._prefix}{name}", context))


def faults_of(model: type[BaseModel], values: dict[str, Any], strictness: Strictness) -> Faults:
    """What the model finds wrong with the values, by field."""
    found = _findings(model, values, strictness)
    malformed = {name for name, (kind, _) in found.items() if kind not in list(Fault)}
    if malformed:
        # The rules are judged only once every value has its form.
        rest = {name: value for name, value in values.items() if name not in malformed}
        found = {**_findings(model, rest, strictness), **found}
    return found


def _findings(model: type[BaseModel], values: dict[str, Any], strictness: Strictness) -> Faults:
    try:
        model.model_validate(values, context=strictness)
    except ValidationError as error:
        return {str(fault["loc"][0]): (fault["type"], fault.get("ctx", {})) for fault in reversed(error.errors())}
    return {}
