"""The settings file cannot be used as asked."""

from dataclasses import dataclass
from pathlib import Path

from dms_mail_desktop.errors.family import MailDesktopError


@dataclass(eq=False)
class SettingsError(MailDesktopError):
    """The settings file at `path` cannot be used as asked."""

    path: Path


@dataclass(eq=False)
class SettingsDamaged(SettingsError):
    """The file is no valid settings document; `detail` names the place, `backup` is the last good version."""

    detail: str
    backup: Path | None = None


@dataclass(eq=False)
class ImportDamaged(SettingsDamaged):
    """The file that was to be imported is no valid settings document."""


@dataclass(eq=False)
class SettingsMissing(SettingsError):
    """There is no file to import."""


@dataclass(eq=False)
class SettingsTooNew(SettingsError):
    """The file was written by a newer program."""

    found: int
    known: int


@dataclass(eq=False)
class SettingsReadOnly(SettingsError):
    """A save was refused because the file was opened read-only."""


@dataclass(eq=False)
class SettingsChanged(SettingsError):
    """The file was changed by another program since it was read."""


@dataclass(eq=False)
class SettingsUnwritable(SettingsError):
    """The operating system refused to read, lock or write the file."""

    detail: str
    symbol: str = ""
