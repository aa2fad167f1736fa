"""What becomes of the messages of a run, block by block: taken apart, judged, stored, and told to the ledger."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from threading import Event
from typing import Protocol

from dms_mail_desktop.models import Point
from dms_mail_desktop.points.blocks import Block, Received, Struck
from dms_mail_desktop.points.documents import DocumentsFolder
from dms_mail_desktop.points.facts import Examined, Letter, Place, Reason, State, Tally
from dms_mail_desktop.points.judging import Judged, judged, unreadable
from dms_mail_desktop.points.ledger import Ledger
from dms_mail_desktop.points.ledger_facts import Outcome, Source, Taken
from dms_mail_desktop.points.mime.octets import Octets
from dms_mail_desktop.points.set_aside import SetAside, let_go
from dms_mail_desktop.points.storing import Storing

STRIKES = 3
"""After so many failures a message is set aside."""


@dataclass(slots=True)
class Handled:
    """What became of messages; `open` are the UIDs of those that the next run has to look at again."""

    counts: Counter[State] = field(default_factory=Counter)
    open: set[str] = field(default_factory=set)
    subject: str = ""
    examined: list[Examined] = field(default_factory=list)


class Handler(Protocol):
    """What a run and a dry run do with messages; every call blocks the thread."""

    def taken(self, others: Mapping[str, Taken]) -> Handled:
        """Messages that another point of the same account has stored, or is storing, by their UIDs."""

    def handle(self, block: Block) -> Handled:
        """Messages from the mailbox."""


def tally_of(counts: Mapping[State, int]) -> Tally:
    """The counts as they are shown, in the same order."""
    return Tally(*(counts.get(state, 0) for state in State))


class Handling:
    """The work of a run. Raises TargetUnusable and the ledger's errors."""

    def __init__(  # noqa: PLR0913 - what a message passes through
        self, point: Point, source: Source, ledger: Ledger, *, documents: DocumentsFolder, aside: SetAside, stop: Event
    ) -> None:
        self._point, self._source, self._ledger = point, source, ledger
        self._aside, self._stop = aside, stop
        self._storing = Storing(point, source, ledger, documents)

    def taken(self, others: Mapping[str, Taken]) -> Handled:
        """What is stored already is a duplicate; what is being stored stays open."""
        handled = Handled(open={uid for uid, other in others.items() if other.in_progress})
        done = [(self._source.place(uid), other) for uid, other in others.items() if not other.in_progress]
        self._settle(handled, [_duplicate(place, other.letter, other) for place, other in done])
        return handled

    def handle(self, block: Block) -> Handled:
        """One block; when the run is stopped before any of it is published, it is as if never begun."""
        handled = Handled()
        outcomes = [Outcome(each.place, each.letter, State.SKIPPED, each.reason) for each in block.refused]
        outcomes += [self._strike(each) for each in block.struck]
        ready = self._new(self._ready(block.received, outcomes), outcomes, handled)

        def failed(message: Judged, error: Exception) -> None:
            received = message.received
            struck = Struck(received.place, message.letter, unreadable(error), received.due)
            outcomes.append(self._strike(struck, received.octets))

        intended = self._storing.store(ready, failed, self._stop)
        if intended is None:
            return Handled()
        for each in intended:
            if each.taken is None:
                handled.counts[State.STORED] += 1
            elif each.taken.in_progress:
                handled.open.add(each.intent.place.uid)
            else:
                handled.counts[State.DUPLICATE] += 1
        self._settle(handled, outcomes)
        self._let_go(block.received, outcomes, handled.open)
        letters = [*(each.letter for each in outcomes), *(each.intent.letter for each in intended)]
        handled.subject = letters[-1].subject if letters else ""
        return handled

    def _ready(self, received: Iterable[Received], outcomes: list[Outcome]) -> list[Judged]:
        """The messages that the rules let through."""
        ready = []
        for each in received:
            try:
                message = judged(self._point, each)
            except Exception as error:  # noqa: BLE001 - whatever one message provokes, the others go on
                outcomes.append(self._strike(Struck(each.place, each.letter, unreadable(error), each.due), each.octets))
                continue
            if message.reason:
                outcomes.append(Outcome(each.place, message.letter, State.SKIPPED, message.reason))
            else:
                ready.append(message)
        return ready

    def _new(self, messages: Iterable[Judged], outcomes: list[Outcome], handled: Handled) -> list[Judged]:
        """Those of them whose content is not stored already: a known one need not be written to find that out."""
        messages = list(messages)
        known = self._ledger.taken(self._source, {each.content_key for each in messages})
        for each in messages:
            other = known.get(each.content_key)
            if other and other.in_progress:
                handled.open.add(each.received.place.uid)
            elif other:
                outcomes.append(_duplicate(each.received.place, each.letter, other))
        return [each for each in messages if each.content_key not in known]

    def _strike(self, struck: Struck, octets: Octets | None = None) -> Outcome:
        """The outcome of a failure; the last one keeps a copy of the message, if there are octets to keep."""
        due = struck.due
        raw = due.raw if due else None
        final = struck.gone or (due.attempts if due else 0) + 1 >= STRIKES
        if final and raw is None and octets is not None:
            raw = self._aside.keep(struck.letter, octets)
        state = State.SET_ASIDE if final else State.FAILED
        return Outcome(struck.place, struck.letter, state, error=struck.error, raw=raw)

    def _settle(self, handled: Handled, outcomes: list[Outcome]) -> None:
        if outcomes:
            self._ledger.settle(self._source, outcomes)
            handled.counts.update(each.state for each in outcomes)

    def _let_go(self, received: Iterable[Received], outcomes: Iterable[Outcome], still_open: Collection[str]) -> None:
        """Removes the kept copies of messages with which it went well now."""
        failed = {each.place for each in outcomes if each.state in (State.FAILED, State.SET_ASIDE)}
        for each in received:
            if each.due and each.due.raw and each.place not in failed and each.place.uid not in still_open:
                let_go(each.due.raw)


def _duplicate(place: Place, letter: Letter, other: Taken) -> Outcome:
    return Outcome(place, letter, State.DUPLICATE, Reason.DUPLICATE, elsewhere=other.elsewhere)
