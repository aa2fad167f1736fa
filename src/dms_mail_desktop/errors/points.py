"""A configuration point could not do its work, for a reason on this computer."""

from dataclasses import dataclass
from pathlib import Path

from dms_mail_desktop.errors.family import MailDesktopError


@dataclass(eq=False)
class PointError(MailDesktopError):
    """A configuration point could not do its work, for a reason on this computer."""


@dataclass(eq=False)
class TargetUnusable(PointError):
    """Documents cannot be stored in `path`; `full` says whether the disk has no room.

    `detail` is the system's word and `symbol` the name of its refusal, as in the ledger's errors.
    """

    path: Path
    detail: str
    full: bool = False
    symbol: str = ""


@dataclass(eq=False)
class LedgerDamaged(PointError):
    """The ledger of handled messages at `path` cannot be read; nothing is fetched without it."""

    path: Path
    detail: str
    symbol: str = ""


@dataclass(eq=False)
class LedgerTooNew(PointError):
    """The ledger was written by a newer program."""

    path: Path
    found: int
    known: int


@dataclass(eq=False)
class LedgerUnusable(PointError):
    """The operating system refused to open, lock or write the ledger."""

    path: Path
    detail: str
    symbol: str = ""


@dataclass(eq=False)
class UidsNotKept(PointError):
    """The server gives messages no lasting name (no UIDVALIDITY or UIDL), so none could be told from another."""

    folder: str


@dataclass(eq=False)
class AfterActionFailed(PointError):
    """Messages were stored, but what was to become of them in the mailbox was refused; `detail` is the server's word.

    `action` is the value of AfterFetch, `folder` where messages were to be moved or "", `count` how many wait for it.
    """

    action: str
    folder: str
    count: int
    detail: str


@dataclass(eq=False)
class MessageUnreadable(PointError):
    """A message could not be taken apart; `detail` names what broke."""

    detail: str


@dataclass(eq=False)
class MessageGone(PointError):
    """A message is on the server no more, and no copy of it was kept."""
