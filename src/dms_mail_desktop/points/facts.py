"""What is known of messages and runs; shared by the run, the ledger, the windows and the command line."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from dms_mail_desktop.errors import MailDesktopError

EXAMPLE = 120
"""Characters of a body that a dry run tells, as an example of what a document will hold."""


class State(StrEnum):
    """How a message stands in the ledger."""

    STORED = "stored"
    """Its documents are in the target."""
    SKIPPED = "skipped"
    """The point's rules leave it in the mailbox; `Reason` says why."""
    DUPLICATE = "duplicate"
    """The same message was stored from another place."""
    FAILED = "failed"
    """It failed and will be tried again."""
    SET_ASIDE = "set_aside"
    """It failed three times; a person decides."""


class Reason(StrEnum):
    """Why a message is not fetched."""

    SENDER = "sender"
    NO_ATTACHMENT = "no_attachment"
    EXTENSION = "extension"
    SIZE = "size"
    TOO_OLD = "too_old"
    DUPLICATE = "duplicate"
    IN_PROGRESS = "in_progress"
    """Another run is storing the same message at this moment."""


class LeftOut(StrEnum):
    """Why an attachment of a fetched message is not stored as a file of its own."""

    EXTENSION = "extension"
    SIZE = "size"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a message lies: `account` is user@host; POP3 has folder "" and uid_validity 0; uid is the UID or UIDL."""

    account: str
    folder: str
    uid_validity: int
    uid: str


@dataclass(frozen=True, slots=True)
class Letter:
    """A message as its header tells; times in UTC, `size` in bytes."""

    message_id: str
    subject: str
    sender_name: str
    sender: str
    sent_at: datetime | None
    arrived_at: datetime | None
    size: int


@dataclass(frozen=True, slots=True)
class AttachmentFacts:
    """An attachment: the name it was sent with, its media type, its decoded size in bytes; `left_out` if not stored."""

    name: str
    media_type: str
    size: int
    left_out: LeftOut | None = None


@dataclass(frozen=True, slots=True)
class Examined:
    """A message that a dry run looked at: `reason` is None if it would be fetched; `error` if it cannot be read.

    `text` is how its body begins, at most EXAMPLE characters on one line.
    """

    place: Place
    letter: Letter
    reason: Reason | None
    attachments: tuple[AttachmentFacts, ...] = ()
    error: MailDesktopError | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A message in the history of a point; `id` is the ledger's number of it.

    `folder` is where its documents were put, `raw` the kept copy of a message that was set aside, `at` (UTC) when the
    state was reached, `attempts` how often it failed, `elsewhere` the folder that a duplicate was stored from.
    """

    id: int
    point_id: str
    place: Place
    letter: Letter
    state: State
    at: datetime
    reason: Reason | None = None
    error: MailDesktopError | None = None
    folder: Path | None = None
    raw: Path | None = None
    attachments: int = 0
    attempts: int = 0
    elsewhere: str = ""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many messages a run handled, by outcome; `failed` will be tried again, `set_aside` were given up now."""

    stored: int = 0
    skipped: int = 0
    duplicates: int = 0
    failed: int = 0
    set_aside: int = 0

    @property
    def handled(self) -> int:
        """All of them."""
        return self.stored + self.skipped + self.duplicates + self.failed + self.set_aside


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run has come; `total` is None while the mailbox is being asked, `subject` that of the last message."""

    total: int | None
    tally: Tally
    subject: str = ""


@dataclass(frozen=True, slots=True)
class RunResult:
    """How a run ended; times in UTC.

    `error` is what stopped it, or what failed after everything was stored (AfterActionFailed). `busy` says that another
    run of the same point was under way and this one did nothing; `stopped` that a person stopped it.
    """

    point_id: str
    started_at: datetime
    ended_at: datetime
    tally: Tally = field(default_factory=Tally)
    error: MailDesktopError | None = None
    dry: bool = False
    busy: bool = False
    stopped: bool = False

    @property
    def succeeded(self) -> bool:
        """Whether the point did all its work: nothing stopped it, and no message failed."""
        return self.error is None and not self.busy and not self.stopped and not self.tally.failed


@dataclass(frozen=True, slots=True)
class PointRecord:
    """What the ledger knows of a point: its last run, its last success, since when it has been failing (UTC).

    `waiting_aside` is how many messages are set aside and wait for a person.
    """

    point_id: str
    last_run: RunResult | None = None
    last_success: datetime | None = None
    failing_since: datetime | None = None
    failures: int = 0
    """Runs that failed since the last success."""
    error: MailDesktopError | None = None
    """What the last of them failed with; a run that a person stopped leaves it."""
    waiting_aside: int = 0
