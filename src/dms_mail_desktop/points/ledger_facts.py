"""What a run and the ledger tell each other."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from dms_mail_desktop.errors import MailDesktopError, TargetUnusable
from dms_mail_desktop.models import Mode
from dms_mail_desktop.points.facts import Letter, Place, Reason, State


@dataclass(frozen=True, slots=True)
class Source:
    """The folder that a point reads, what it makes of it, and a digest of the rules by which it judges messages."""

    point_id: str
    mode: Mode
    account: str
    folder: str
    uid_validity: int
    rules: str

    def place(self, uid: str) -> Place:
        """Where the message with this UID or UIDL lies."""
        return Place(self.account, self.folder, self.uid_validity, uid)


@dataclass(frozen=True, slots=True)
class Taken:
    """A message that is stored already, or, if `in_progress`, is being stored by another point at this moment.

    `elsewhere` is the folder of the mailbox that it was taken from.
    """

    letter: Letter
    elsewhere: str
    in_progress: bool = False


@dataclass(frozen=True, slots=True)
class Sifted:
    """What the ledger knows of messages in a folder: `fresh` are those to look at, `taken` those of other points."""

    fresh: tuple[str, ...]
    taken: Mapping[str, Taken]


@dataclass(frozen=True, slots=True)
class Due:
    """A message that failed and is to be tried again; `raw` is its kept copy, if there is one."""

    id: int
    place: Place
    letter: Letter
    attempts: int
    raw: Path | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a message that is not stored ended: skipped, duplicate, failed or set aside."""

    place: Place
    letter: Letter
    state: State
    reason: Reason | None = None
    error: MailDesktopError | None = None
    raw: Path | None = None
    elsewhere: str = ""


@dataclass(frozen=True, slots=True)
class Intent:
    """A message that lies whole in the folder `staged` of the target and is about to be renamed to `final`."""

    place: Place
    letter: Letter
    content_key: str
    staged: str
    final: str
    attachments: int
    after_due: bool


@dataclass(frozen=True, slots=True)
class Intended:
    """What became of an intent: its `id` if it may be published, else how the message is `taken`.

    `refused` is what the system has against the folder of this message alone, which was withdrawn then.
    """

    intent: Intent
    id: int | None
    taken: Taken | None
    refused: TargetUnusable | None = None


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A message that a killed run was about to publish, or had published without saying so.

    `staged` and `final` are names in `target`; `raw` is the kept copy that it was stored from, if it was one.
    """

    id: int
    point_id: str
    target: Path
    staged: str
    final: str
    raw: Path | None


@dataclass(frozen=True, slots=True)
class AfterDue:
    """A stored message whose after-action is still to be done."""

    id: int
    uid: str
