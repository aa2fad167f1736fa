"""What the ledger knows of the points, as far as the window has read it."""

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from dms_mail_desktop.errors import MailDesktopError
from dms_mail_desktop.gui.background import Background, Job
from dms_mail_desktop.points.facts import PointRecord, RunResult
from dms_mail_desktop.points.health import Change, brought_up, change, later
from dms_mail_desktop.points.runs import Runs


@dataclass(frozen=True, slots=True)
class News:
    """What is to be told of a point, whoever ran it."""

    change: Change
    record: PointRecord


class PointRecords(QObject):
    """Read when asked to, never on the GUI thread; the first reading is no news."""

    learnt = Signal()
    """The records were read anew, or cannot be read."""
    told = Signal(object)
    """Somebody should know; carries News."""

    def __init__(self, runs: Runs, background: Background, parent: QObject) -> None:
        super().__init__(parent)
        self._runs, self._background = runs, background
        self._records: Mapping[str, PointRecord] | None = None
        self._ended: dict[str, PointRecord] = {}
        self.error: MailDesktopError | None = None
        """Why the records cannot be read; nothing is fetched then."""
        self._reading: Job | None = None

    @property
    def known(self) -> Mapping[str, PointRecord]:
        """The records by the ids of their points."""
        return self._records or {}

    @property
    def asked(self) -> bool:
        """Whether the ledger has answered, if only that it cannot be read."""
        return self._records is not None or self.error is not None

    def read(self) -> None:
        """Asks the ledger; no network call."""
        if self._reading is not None:
            self._reading.cancel()
        self._reading = self._background.start(self, self._runs.records, done=self._learn, failed=self._unreadable)

    def ended(self, result: RunResult) -> None:
        """Takes note of a run of this window, which the ledger may have been unable to keep, and asks the ledger."""
        record = brought_up(self.known.get(result.point_id, PointRecord(result.point_id)), result)
        if record.last_run is result:
            self._ended[result.point_id] = record
        self.read()

    def _learn(self, kept: dict[str, PointRecord]) -> None:
        records = {each: later(kept.get(each, PointRecord(each)), self._ended.get(each)) for each in kept | self._ended}
        former, self._records, self.error = self._records, records, None
        self.learnt.emit()
        if former is None:
            return  # it was told when it happened
        for point_id, record in records.items():
            found = change(former.get(point_id, PointRecord(point_id)), record)
            if found is not Change.NOTHING:
                self.told.emit(News(found, record))

    def _unreadable(self, error: Exception) -> None:
        if not isinstance(error, MailDesktopError):
            raise error
        self.error = error
        self.learnt.emit()


def failure_of(record: PointRecord | None) -> MailDesktopError | None:
    """What the point fails with; a run that a person stopped says nothing about it."""
    run = record.last_run if record is not None else None
    if record is None or run is None:
        return None
    return record.error if run.stopped else run.error
