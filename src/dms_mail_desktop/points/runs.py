"""The runs of points and what is known of them; what the windows, the command line and the scheduler work with."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from dms_mail_desktop.mail.sending import CredentialSource, Trust
from dms_mail_desktop.models import Point
from dms_mail_desktop.points.facts import Entry, Examined, PointRecord, Progress, RunResult, State


@dataclass(frozen=True, slots=True)
class Access:
    """What opens a point's mailbox; `token_hosts` are the hosts that may see a token, None where it needs none."""

    credential: CredentialSource = field(repr=False)
    tls: Trust = field(repr=False)
    token_hosts: Iterable[str] | None = None


def _unheard(_progress: Progress) -> None:
    """Progress that nobody watches."""


class Runs:
    """The runs over one data folder, which holds the ledger, the points' locks and messages that were set aside."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

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
        """One run of a point. What went wrong is in the result; a cancelled run is recorded as stopped.

        A dry run changes nothing anywhere and tells `found` of every message; `only` are the ledger's numbers of the
        messages to be tried again. `report` and `found` are called on the caller's loop.
        """
        raise NotImplementedError

    async def records(self) -> dict[str, PointRecord]:
        """What is known of the points that ever ran, by their id. Raises PointError."""
        raise NotImplementedError

    async def history(
        self,
        point_id: str,
        words: str = "",
        states: Collection[State] = (),
        limit: int = 500,
        before: int | None = None,
    ) -> tuple[Entry, ...]:
        """The messages of a point, latest first; `before` is the id of the last one shown. Raises PointError."""
        raise NotImplementedError

    async def retry(self, entry_ids: Collection[int]) -> None:
        """Makes messages that failed or were set aside due in the next run. Raises PointError."""
        raise NotImplementedError
