"""Puts messages into the target; tells one that cannot be stored from a target that cannot be used."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from threading import Event

from dms_mail_desktop.errors import TargetUnusable
from dms_mail_desktop.models import AfterFetch, Point
from dms_mail_desktop.points.documents import DocumentsFolder, Staged
from dms_mail_desktop.points.judging import Judged
from dms_mail_desktop.points.ledger import Ledger
from dms_mail_desktop.points.ledger_facts import Intended, Source
from dms_mail_desktop.points.publishing import publish

Failed = Callable[[Judged, Exception], None]
"""Told of a message that could not be stored."""


class Storing:
    """The target of one run. Raises TargetUnusable and the ledger's errors."""

    def __init__(self, point: Point, source: Source, ledger: Ledger, documents: DocumentsFolder) -> None:
        self._point, self._source, self._ledger, self._documents = point, source, ledger, documents

    def store(self, messages: Iterable[Judged], failed: Failed, stop: Event) -> Sequence[Intended] | None:
        """Publishes the messages; None if the run was stopped before any was."""
        staged = self._staged(messages, failed, stop)
        if stop.is_set():
            self._discard(staged.values())
            return None
        try:
            return self._told(staged, self._published(list(staged.values())), failed)
        except TargetUnusable as error:
            if self._begun() or not self._only_some(error):
                raise
        # A virus scanner locks or removes what it finds in one message, once it is written.
        intended: list[Intended] = []
        for message, each in staged.items():
            try:
                intended += self._told(staged, self._published([each]), failed)
            except TargetUnusable as error:
                if self._begun() or not self._only_some(error):
                    raise
                self._discard([each])
                failed(message, error)
        return intended

    def _staged(self, messages: Iterable[Judged], failed: Failed, stop: Event) -> dict[Judged, Staged]:
        staged: dict[Judged, Staged] = {}
        for each in messages:
            if stop.is_set():
                break
            place, octets = each.received.place, each.received.octets
            try:
                staged[each] = self._documents.stage(
                    each.parsed,
                    self._point,
                    each.letter,
                    place,
                    raw=octets,
                    left_out=each.left,
                    content_key=each.content_key,
                )
            except Exception as error:
                if isinstance(error, TargetUnusable) and not self._only_some(error):
                    self._discard(staged.values())
                    raise
                failed(each, error)
        return staged

    def _published(self, staged: Sequence[Staged]) -> Sequence[Intended]:
        # The place of a kept copy may be gone; then there is nothing to be done there.
        here = [each for each in staged if each.place == self._source.place(each.place.uid)]
        elsewhere = [each for each in staged if each not in here]
        follows = self._point.after is not AfterFetch.LEAVE
        intended: list[Intended] = []
        for some, after_due in ((here, follows), (elsewhere, False)):
            if some:
                intended += publish(self._ledger, self._documents, self._source, some, after_due=after_due)
        return intended

    def _told(
        self, staged: Mapping[Judged, Staged], intended: Iterable[Intended], failed: Failed
    ) -> Sequence[Intended]:
        """Those of the intended that were not refused alone; of the others `failed` is told."""
        messages = {each.temp: message for message, each in staged.items()}
        for each in intended:
            if each.refused:
                failed(messages[each.intent.staged], each.refused)
        return [each for each in intended if not each.refused]

    def _begun(self) -> bool:
        """Whether something is recorded as about to be published, which only recovery may finish."""
        return any(each.point_id == self._point.id for each in self._ledger.unfinished())

    def _only_some(self, error: TargetUnusable) -> bool:
        """Whether the target takes other files than those that it refused."""
        return not error.full and self._documents.works()

    def _discard(self, staged: Iterable[Staged]) -> None:
        for each in staged:
            self._documents.discard(each.temp)
