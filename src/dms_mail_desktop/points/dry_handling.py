"""What would become of messages: the same examination as in a run, and nothing is changed anywhere."""

from collections.abc import Iterable, Mapping

from dms_mail_desktop.models import Point
from dms_mail_desktop.points.blocks import Block, Received
from dms_mail_desktop.points.facts import Examined, Reason, State
from dms_mail_desktop.points.handling import Handled
from dms_mail_desktop.points.judging import Judged, examined, judged, unreadable
from dms_mail_desktop.points.ledger import Ledger
from dms_mail_desktop.points.ledger_facts import Source, Taken

TAKEN = (Reason.DUPLICATE, Reason.IN_PROGRESS)


class DryHandling:
    """The work of a dry run. Raises the ledger's errors."""

    def __init__(self, point: Point, source: Source, ledger: Ledger) -> None:
        self._point, self._source, self._ledger = point, source, ledger
        self._met: dict[str, Taken] = {}

    def taken(self, others: Mapping[str, Taken]) -> Handled:
        """Messages of other points."""
        return _told(
            Examined(
                self._source.place(uid), other.letter, Reason.IN_PROGRESS if other.in_progress else Reason.DUPLICATE
            )
            for uid, other in others.items()
        )

    def handle(self, block: Block) -> Handled:
        """One block."""
        found = [Examined(each.place, each.letter, each.reason) for each in block.refused]
        found += [Examined(each.place, each.letter, None, error=each.error) for each in block.struck]
        return _told([*found, *(self._examined(each) for each in block.received)])

    def _examined(self, received: Received) -> Examined:
        try:
            message = judged(self._point, received)
        except Exception as error:  # noqa: BLE001 - whatever one message provokes, the others go on
            return Examined(received.place, received.letter, None, error=unreadable(error))
        known = self._known(message)
        if known is None and message.reason is None:
            self._met[message.content_key] = Taken(message.letter, received.place.folder)
        return examined(message, known)

    def _known(self, message: Judged) -> Taken | None:
        key = message.content_key
        return self._met.get(key) or self._ledger.taken(self._source, (key,)).get(key)


def _told(found: Iterable[Examined]) -> Handled:
    handled = Handled(examined=list(found))
    handled.counts.update(map(_state, handled.examined))
    if handled.examined:
        handled.subject = handled.examined[-1].letter.subject
    return handled


def _state(message: Examined) -> State:
    """What the message would become."""
    if message.error:
        return State.FAILED
    if message.reason is None:
        return State.STORED
    return State.DUPLICATE if message.reason in TAKEN else State.SKIPPED
