"""What a run holds from its beginning to its end: the lock of its point, and the ledger."""

import contextlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Event

from dms_mail_desktop.errors import LedgerUnusable, PointError
from dms_mail_desktop.errors.system import symbol_of
from dms_mail_desktop.locks import ProcessLock
from dms_mail_desktop.models import Point
from dms_mail_desktop.points.documents import DocumentsFolder
from dms_mail_desktop.points.dry_handling import DryHandling
from dms_mail_desktop.points.facts import RunResult
from dms_mail_desktop.points.handling import Handler, Handling
from dms_mail_desktop.points.history import History
from dms_mail_desktop.points.layout import known_ledger, ledger_path, lock_path
from dms_mail_desktop.points.ledger import Ledger
from dms_mail_desktop.points.ledger_facts import Due, Source, Taken
from dms_mail_desktop.points.ledger_file import LedgerFile
from dms_mail_desktop.points.recovery import Exists, recover
from dms_mail_desktop.points.set_aside import SetAside


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run has to look at: new messages, those that other points have taken, and those to be tried again."""

    fresh: tuple[str, ...]
    taken: Mapping[str, Taken]
    due: tuple[Due, ...]

    @property
    def total(self) -> int:
        """All of them."""
        return len(self.fresh) + len(self.taken) + len(self.due)


@dataclass(slots=True)
class Front:
    """How far a folder is settled: `last` is the last UID that was listed, `open` are those still to be looked at."""

    source: Source
    last: int
    open: set[str]

    @property
    def reached(self) -> int:
        """The UID up to which nothing is open."""
        return min(map(int, self.open)) - 1 if self.open else self.last


class Hold:
    """One run's hold on its point; a dry run holds nothing that anybody could wait for. Its calls block."""

    def __init__(self, folder: Path, point: Point, *, dry: bool, exists: Exists) -> None:
        self._folder, self._point, self._dry, self._exists = folder, point, dry, exists
        self._lock: ProcessLock | None = None
        self._file: LedgerFile | None = None
        self._front: Front | None = None

    def take(self) -> bool:
        """Takes the lock and opens the ledger; False if another run of the point is under way.

        What killed runs left half done is finished then. Raises TargetUnusable and the ledger's errors.
        """
        path = ledger_path(self._folder)
        if self._dry:
            with _usable(path):
                self._file = LedgerFile(known_ledger(self._folder))
            return True
        lock = self._lock_of(self._point.id)
        with _usable(lock_path(self._folder, self._point.id)):
            if not lock.acquire():
                return False
        self._lock = lock
        self._file = LedgerFile(path)
        recover(self.ledger, self._point.id, Path(self._point.target), self._lock_of, self._exists)
        return True

    @property
    def ledger(self) -> Ledger:
        """The ledger, once it is open."""
        if self._file is None:
            raise LedgerUnusable(ledger_path(self._folder), "closed")
        return Ledger(self._file)

    def handler(self, source: Source, stop: Event) -> Handler:
        """What handles the messages of the folder."""
        if self._dry:
            return DryHandling(self._point, source, self.ledger)
        documents = DocumentsFolder(Path(self._point.target), self.ledger.owner(self._point.id))
        aside = SetAside(self._folder, self._point.id)
        return Handling(self._point, source, self.ledger, documents=documents, aside=aside, stop=stop)

    def plan(self, source: Source, listed: Sequence[str], only: Collection[int]) -> Plan:
        """What is to be looked at: listed messages, and those that failed, or of them the numbers in `only`."""
        if not self._dry:
            self.ledger.begin(source)
            if not source.uid_validity and not only:
                self.ledger.free(source, listed)
        sifted = self.ledger.sift(source, listed)
        due = tuple(each for each in self.ledger.due(source) if not only or each.id in only)
        if source.uid_validity and listed and not self._dry:
            self._front = Front(source, int(listed[-1]), {*sifted.fresh, *sifted.taken})
        return Plan(sifted.fresh, sifted.taken, due)

    def check_target(self) -> None:
        """Raises TargetUnusable if no document could be stored; a point that has no target yet is not judged."""
        if self._point.target:
            DocumentsFolder(Path(self._point.target), self._point.id).check()

    def settled(self, uids: Collection[str]) -> None:
        """Takes note of listed messages that no later run needs to look at."""
        if self._front is not None:
            self._front.open.difference_update(uids)

    def end(self, result: RunResult) -> RunResult:
        """Remembers how the run ended and lets go; gives the result, with the error of a ledger that failed now."""
        try:
            if self._file is not None:
                with contextlib.closing(self._file):
                    if self._front is not None:
                        self.ledger.advance(self._front.source, self._front.reached)
                    History(self._file).end_run(result)
        except PointError as error:
            return replace(result, error=result.error or error)
        finally:
            if self._lock is not None:
                self._lock.release()
        return result

    def _lock_of(self, point_id: str) -> ProcessLock:
        path = lock_path(self._folder, point_id)
        with _usable(path):
            return ProcessLock(path)


@contextlib.contextmanager
def _usable(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise LedgerUnusable(path, error.strerror or str(error), symbol_of(error)) from error
