"""Messages on their way from the mailbox to the documents, in blocks that fit into memory."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from dms_mail_desktop.errors import MailDesktopError
from dms_mail_desktop.points.facts import Letter, Place, Reason
from dms_mail_desktop.points.ledger_facts import Due
from dms_mail_desktop.points.mailbox import Candidate
from dms_mail_desktop.points.mime.octets import Octets

BLOCK_SIZE = 8_000_000
"""In bytes: what is fetched at once; a larger message passes through a file."""
BLOCK_COUNT = 50


@dataclass(slots=True)
class Received:
    """A message that was fetched; `due` if it is one to try again. A large one is mapped from a file."""

    place: Place
    letter: Letter
    octets: Octets = field(repr=False)
    due: Due | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """A message whose header was enough to leave it in the mailbox."""

    place: Place
    letter: Letter
    reason: Reason


@dataclass(frozen=True, slots=True)
class Struck:
    """A message that could not be fetched; `gone` if it never will be."""

    place: Place
    letter: Letter
    error: MailDesktopError
    due: Due | None = None
    gone: bool = False


@dataclass(slots=True)
class Block:
    """Messages that are handled together; `vanished` are UIDs of new ones that are on the server no more."""

    received: list[Received] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    struck: list[Struck] = field(default_factory=list)
    vanished: list[str] = field(default_factory=list)

    @property
    def uids(self) -> set[str]:
        """All new ones; those to be tried again may have come from other folders."""
        messages: list[Received | Struck] = [*self.received, *self.struck]
        new = {each.place.uid for each in messages if each.due is None}
        return new.union(self.vanished, (each.place.uid for each in self.refused))


def grouped(candidates: Sequence[Candidate]) -> Iterator[list[Candidate]]:
    """The messages in groups that are fetched at once; a large one is alone."""
    group: list[Candidate] = []
    room = 0
    for each in candidates:
        if group and (each.letter.size > room or len(group) == BLOCK_COUNT):
            yield group
            group = []
        if not group:
            room = BLOCK_SIZE
        group.append(each)
        room -= each.letter.size
    if group:
        yield group
