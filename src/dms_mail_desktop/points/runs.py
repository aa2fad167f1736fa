"""The runs of points and what is known of them; what the windows, the command line and the scheduler work with."""

from collections.abc import Callable, Collection
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from dms_mail_desktop.detached import run_detached
from dms_mail_desktop.models import Point
from dms_mail_desktop.points.access import Access
from dms_mail_desktop.points.facts import Entry, Examined, PointRecord, Progress, RunResult, State
from dms_mail_desktop.points.layout import known_ledger

if TYPE_CHECKING:
    from dms_mail_desktop.points.history import History

__all__ = ["Access", "Runs"]

T = TypeVar("T")


def _unheard(_: object) -> None:
    """What nobody listens to."""


def _assumed(_: str) -> bool:
    """That a point exists, where nobody says otherwise."""
    return True


class Runs:
    """The runs over one data folder, which holds the ledger, the points' locks and messages that were set aside."""

    def __init__(self, folder: Path, exists: Callable[[str], bool] = _assumed) -> None:
        """`exists` says of a point's id, on any thread, whether there still is such a point."""
        self._folder, self._exists = folder, exists

    async def run(  # noqa: PLR0913 - what a run works on, and who watches it
        self,
        point: Point,
        access: Access,
        *,
        report: Callable[[Progress], None] = _unheard,
        found: Callable[[Examined], None] | None = None,
        dry: bool = False,
        only: Collection[int] = (),
    ) -> RunResult:
        """One run of a point. What went wrong is in the result; a cancelled run is remembered as stopped.

        A dry run changes nothing anywhere and tells `found` of every message; `only` are the ledger's numbers of the
        messages to be tried again. `report` and `found` are called on the caller's loop.
        """
        from dms_mail_desktop.points.hold import Hold  # noqa: PLC0415 - start-up: all that takes messages apart
        from dms_mail_desktop.points.run import Order, Run  # noqa: PLC0415 - as above

        hold = Hold(self._folder, point, dry=dry, exists=self._exists)
        return await Run(hold, point, access, Order(dry, only, report, found or _unheard)).result()

    async def records(self) -> dict[str, PointRecord]:
        """What is known of the points that ever ran, by their id. Raises PointError."""
        return await self._asked(lambda history: history.records())

    async def history(
        self,
        point_id: str,
        words: str = "",
        states: Collection[State] = (),
        limit: int = 500,
        before: int | None = None,
    ) -> tuple[Entry, ...]:
        """The messages of a point, latest first; `before` is the id of the last one shown. Raises PointError."""
        return await self._asked(lambda history: history.entries(point_id, words, states, limit, before))

    async def retry(self, entry_ids: Collection[int]) -> None:
        """Makes messages that failed or were set aside due in the next run. Raises PointError."""
        await self._asked(lambda history: history.retry(entry_ids))

    async def _asked(self, question: "Callable[[History], T]") -> T:
        def answer() -> T:
            from dms_mail_desktop.points.history import History  # noqa: PLC0415 - start-up: SQLite
            from dms_mail_desktop.points.ledger_file import LedgerFile  # noqa: PLC0415 - as above

            with closing(LedgerFile(known_ledger(self._folder))) as file:
                return question(History(file))

        return await run_detached(answer)
