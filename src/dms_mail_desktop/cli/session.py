"""What every command works with, how it ends, and how it refuses."""

from dataclasses import dataclass
from enum import IntEnum

from pydantic import BaseModel

from dms_mail_desktop import errors
from dms_mail_desktop.cli.terminal import Terminal
from dms_mail_desktop.errors import MailDesktopError
from dms_mail_desktop.exchange import FieldFault, settings_faults
from dms_mail_desktop.models import Settings
from dms_mail_desktop.rules import Strictness
from dms_mail_desktop.services import Services
from dms_mail_desktop.wording import Wording


class Status(IntEnum):
    """The exit status of a command."""

    DONE = 0
    FAILED = 1
    USAGE = 2
    SIGN_IN = 3


SETTINGS_AT_FAULT = (
    errors.SettingsDamaged,
    errors.SettingsTooNew,
    errors.SettingsReadOnly,
    errors.SettingsMissing,
    errors.RegistrationIncomplete,
    errors.PasswordMissing,
    errors.ClearTextRefused,
    errors.TokenHostRefused,
    errors.LoginNotAscii,
)
"""Errors that only another setting ends."""


def status_of(error: MailDesktopError) -> Status:
    """The exit status that an error means."""
    if isinstance(error, errors.SignInRequired):
        return Status.SIGN_IN
    return Status.USAGE if isinstance(error, SETTINGS_AT_FAULT) else Status.FAILED


class Refused(Exception):
    """The command cannot do what was asked; `name` is that of the text under cli.refused."""

    def __init__(self, name: str, status: Status = Status.USAGE, **facts: object) -> None:
        super().__init__(name)
        self.name = name
        self.status = status
        self.facts = facts


class FieldsRefused(Exception):
    """Settings that are missing or wrong, as triples of path, fault and the fault's context."""

    def __init__(self, faults: tuple[FieldFault, ...]) -> None:
        super().__init__(*(path for path, _, _ in faults))
        self.faults = faults


@dataclass(frozen=True)
class Session:
    """The services, the language and the terminal of one command."""

    services: Services
    wording: Wording
    terminal: Terminal

    def settings(self) -> Settings:
        """The saved settings. Raises SettingsError for a file that cannot be understood."""
        loaded = self.services.store.load()
        if loaded.read_only:
            raise loaded.read_only
        return loaded.settings


def judged(model: BaseModel, strictness: Strictness, prefix: str = "") -> None:
    """Raises FieldsRefused unless the values satisfy the rules; `prefix` begins the paths."""
    if faults := settings_faults(model, strictness, prefix):
        raise FieldsRefused(faults)
