"""Tells the system's journal when a point stops working, still does not work, or works again."""

from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress

from dms_mail_desktop.detached import run_detached
from dms_mail_desktop.errors import PointError
from dms_mail_desktop.journal import Event, Journal, Severity
from dms_mail_desktop.points.facts import PointRecord, RunResult
from dms_mail_desktop.points.health import Change, brought_up, change, later

EVENTS: Mapping[Change, Event] = {
    Change.STOPPED: Event(1000, Severity.ERROR),
    Change.STILL: Event(1001, Severity.ERROR),
    Change.WORKS_AGAIN: Event(1002, Severity.INFORMATION),
}
"""The numbers are part of the manual: administrators filter by them."""

Words = Callable[[Change, PointRecord], str]
"""The text of an event, from what is known of the point after the run."""


class Alerts:
    """`records` is what is known of all points, by their id; `journal` takes the events."""

    def __init__(self, records: Callable[[], Awaitable[Mapping[str, PointRecord]]], journal: Journal) -> None:
        self._records, self._journal = records, journal
        self._unkept: dict[str, PointRecord] = {}

    async def watch(self, point_id: str, run: Callable[[], Awaitable[RunResult]], words: Words) -> RunResult:
        """Runs the point and tells the journal what changed by that."""
        before = await self._record(point_id)
        result = await run()
        after = self._unkept[point_id] = brought_up(await self._record(point_id), result)
        await run_detached(self.tell, change(before, after), after, words)
        return result

    def tell(self, found: Change, record: PointRecord, words: Words) -> None:
        """Writes the event of a change; blocks for a moment, raises nothing."""
        if found in EVENTS:
            self._journal.write(EVENTS[found], words(found, record))

    async def _record(self, point_id: str) -> PointRecord:
        """What the ledger knows, or what it could not keep."""
        kept = PointRecord(point_id)
        with suppress(PointError):
            kept = (await self._records()).get(point_id, kept)
        return later(kept, self._unkept.get(point_id))
