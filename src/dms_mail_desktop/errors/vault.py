"""The operating system's keyring cannot be used as asked."""

from dataclasses import dataclass

from dms_mail_desktop.errors.family import MailDesktopError


@dataclass(eq=False)
class VaultError(MailDesktopError):
    """The operating system's keyring cannot be used; `backend` is its name."""

    backend: str


@dataclass(eq=False)
class KeyringMissing(VaultError):
    """There is no keyring on this computer or in this session."""


@dataclass(eq=False)
class KeyringRefused(VaultError):
    """The keyring would not protect a secret (null, plain text)."""


@dataclass(eq=False)
class KeyringLocked(VaultError):
    """The keyring is locked and was not unlocked."""


@dataclass(eq=False)
class KeyringSilent(VaultError):
    """The keyring did not answer within `seconds`."""

    seconds: float


@dataclass(eq=False)
class KeyringFailed(VaultError):
    """The keyring reported an error of its own."""

    detail: str
    code: int | None = None


@dataclass(eq=False)
class SecretDamaged(VaultError):
    """The stored parts of the secret `name` do not fit together."""

    name: str


@dataclass(eq=False)
class PasswordMissing(MailDesktopError):
    """No password is stored for this login at this host."""

    login: str
    host: str
