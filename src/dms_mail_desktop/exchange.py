"""Settings on their way from one computer to another: a file without secrets, and what taking it over would change."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from dms_mail_desktop.disk import Disk
from dms_mail_desktop.errors import ImportDamaged, SettingsDamaged, SettingsMissing, SettingsUnwritable
from dms_mail_desktop.errors.system import symbol_of
from dms_mail_desktop.models import Point, Settings
from dms_mail_desktop.rules import Strictness
from dms_mail_desktop.store import SettingsStore

FieldFault = tuple[str, str, Mapping[str, Any]]
"""The path of a field from the settings' root, the type of its fault, and the fault's facts."""


class Difference(StrEnum):
    """What becomes of a point."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A value that becomes another."""

    name: str
    before: object
    after: object


@dataclass(frozen=True, slots=True)
class PointChange:
    """A point that is added, changed or removed; `point` as it will be, or as it was; `fields` of a changed one."""

    difference: Difference
    point: Point
    fields: tuple[FieldChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Changes:
    """What other settings would change; points are told by their ids."""

    registration: tuple[FieldChange, ...]
    mail_server: tuple[FieldChange, ...]
    points: tuple[PointChange, ...]
    reordered: bool

    @property
    def removed(self) -> tuple[Point, ...]:
        """The points that go; nobody can use the passwords kept for them any more."""
        return tuple(each.point for each in self.points if each.difference is Difference.REMOVED)

    def __bool__(self) -> bool:
        return bool(self.registration or self.mail_server or self.points or self.reordered)


def export_settings(settings: Settings, target: Path) -> None:
    """Writes the settings, which hold no secrets, whole or not at all. Raises SettingsUnwritable."""
    disk, whole = Disk(), target.with_name(target.name + ".new")
    try:
        disk.write(whole, (settings.model_dump_json(indent=2) + "\n").encode())
        disk.replace(whole, target)
    except OSError as error:
        raise SettingsUnwritable(target, error.strerror or type(error).__name__, symbol_of(error)) from error


def read_settings(source: Path) -> Settings:
    """The settings of another file, in today's form and not yet judged; `settings_faults` judges them.

    Raises SettingsMissing, ImportDamaged, SettingsTooNew, SettingsUnwritable.
    """
    if not source.is_file():
        raise SettingsMissing(source)
    loaded = SettingsStore(source).load()
    if isinstance(loaded.read_only, SettingsDamaged):
        raise ImportDamaged(source, loaded.read_only.detail)
    if loaded.read_only:
        raise loaded.read_only
    return loaded.settings


def settings_faults(model: BaseModel, strictness: Strictness, prefix: str = "") -> tuple[FieldFault, ...]:
    """What the rules find wrong with settings or with a part of them, whose place in them is `prefix`."""
    try:
        type(model).model_validate(model.model_dump(by_alias=True), context=strictness)
    except ValidationError as error:
        faults = error.errors(include_url=False, include_input=False)
    else:
        return ()
    return tuple(
        (".".join(map(str, (*filter(None, [prefix]), *fault["loc"]))), fault["type"], fault.get("ctx", {}))
        for fault in faults
    )


def changes_between(before: Settings, after: Settings) -> Changes:
    """What is different in `after`."""
    old, new = ({point.id: point for point in settings.points} for settings in (before, after))
    kept = [each for each in old if each in new]
    return Changes(
        tuple(_field_changes(before.registration, after.registration)),
        tuple(_field_changes(before.mail_server, after.mail_server)),
        tuple(_point_changes(old, new)),
        kept != [each for each in new if each in old],
    )


def _point_changes(old: Mapping[str, Point], new: Mapping[str, Point]) -> Iterator[PointChange]:
    for key, point in new.items():
        if key not in old:
            yield PointChange(Difference.ADDED, point)
        elif fields := tuple(_field_changes(old[key], point)):
            yield PointChange(Difference.CHANGED, point, fields)
    for key, point in old.items():
        if key not in new:
            yield PointChange(Difference.REMOVED, point)


def _field_changes(before: BaseModel, after: BaseModel) -> Iterator[FieldChange]:
    for name, value in after:
        former = getattr(before, name)
        if former != value:
            yield FieldChange(name, former, value)
