"""The runs of points while the window is open: the one place that starts them, by hand and by their interval."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from dms_mail_desktop.credentials import Credential
from dms_mail_desktop.errors import RegistrationIncomplete, SignInError
from dms_mail_desktop.gui.background import Background, Job
from dms_mail_desktop.gui.document import Document
from dms_mail_desktop.gui.form_faults import faults_of
from dms_mail_desktop.gui.language import Language
from dms_mail_desktop.gui.point_records import PointRecords, failure_of
from dms_mail_desktop.gui.point_schedule import Schedule
from dms_mail_desktop.models import Point
from dms_mail_desktop.points.facts import PointRecord, Progress, RunResult, Tally
from dms_mail_desktop.points.health import Change
from dms_mail_desktop.points.runs import Access
from dms_mail_desktop.rules import Strictness
from dms_mail_desktop.services import Services
from dms_mail_desktop.wording.explanations import account_facts

AT_A_TIME = 2
"""Runs under way; each may hold a large message, and they share the line."""
CLOCK_MS = 5_000
"""How often the schedule is asked."""
READ_EVERY = 60.0
"""Seconds after which the ledger is read anew: points also run outside the window."""
REPORT_EVERY = 0.1
"""Least time between two reports of a run that are shown, in seconds."""
NOTHING_YET = Progress(None, Tally())


@dataclass(slots=True)
class Activity:
    """A run that waits for its turn, is under way, or is `over` and not yet found in the ledger."""

    point: Point
    progress: Progress = NOTHING_YET
    job: Job | None = None
    begun: bool = False
    stopping: bool = False
    over: bool = False

    @property
    def waiting(self) -> bool:
        """Whether it waits for its turn."""
        return self.job is None

    @property
    def stoppable(self) -> bool:
        """Whether a person can still end it."""
        return not self.stopping and not self.over


class PointRuns(QObject):
    """At most AT_A_TIME runs at once and one of each point; the others wait for their turn, those of a person first."""

    changed = Signal(str)
    """The run of the point with this id waits, began, came further or ended."""

    def __init__(  # noqa: PLR0913 - what the window shares with it
        self,
        document: Document,
        services: Services,
        background: Background,
        language: Language,
        parent: QObject,
        *,
        clock: Callable[[], float] = time.time,
    ) -> None:
        super().__init__(parent)
        self._document, self._services, self._background = document, services, background
        self._language, self._now = language, clock
        self.records = PointRecords(services.runs, background, self)
        self.records.learnt.connect(self._settle)
        self._activities: dict[str, Activity] = {}
        self._busy: set[str] = set()
        self._asked: set[str] = set()
        self._points = {point.id: point for point in document.settings.points}
        self._schedule = Schedule()
        self._read_at: float | None = None
        self._clock = QTimer(self)
        self._clock.setInterval(CLOCK_MS)
        self._clock.timeout.connect(self.tick)
        document.changed.connect(self._follow_points)

    def begin(self) -> None:
        """Reads what is known, and from now on runs the active points by their intervals; harmless the second time."""
        if not self._clock.isActive():
            self._clock.start()
            self.tick()

    def tick(self) -> None:
        """Starts the points that are due."""
        now = self._now()
        intervals = {each: 60.0 * point.interval for each, point in self._points.items() if point.active}
        self._enqueue(self._points[each] for each in self._schedule.due(intervals, now))
        if self._points and (self._read_at is None or not 0 <= now - self._read_at < READ_EVERY):
            self._read_at = now
            self.records.read()

    def activity(self, point_id: str) -> Activity | None:
        """The run of a point that waits or is under way."""
        return self._activities.get(point_id)

    def found_busy(self, point_id: str) -> bool:
        """Whether this window's last run of the point found another one under way, and did nothing."""
        return point_id in self._busy

    def was_asked(self, point_id: str) -> bool:
        """Whether a person started the point in this window."""
        return point_id in self._asked

    def start(self, point: Point) -> None:
        """Runs a point, if it is fit, before those whose interval is over."""
        self._asked.add(point.id)
        self._enqueue((point,), first=True)

    def start_all(self) -> None:
        """Runs all active points."""
        self._enqueue(point for point in self._points.values() if point.active)

    def start_signed_in(self) -> None:
        """Runs the active points that could not work for want of a sign-in."""
        known = self.records.known.items()
        waited = [point_id for point_id, record in known if isinstance(failure_of(record), SignInError)]
        self._enqueue(point for point in self._points.values() if point.active and point.id in waited)

    def stop(self, point_id: str) -> None:
        """Ends a run; what was stored stays stored."""
        activity = self._activities.get(point_id)
        if activity is None or not activity.stoppable:
            return
        activity.stopping = True
        if activity.job is None:
            del self._activities[point_id]
        elif activity.begun:
            activity.job.cancel()
        self.changed.emit(point_id)

    def stop_all(self) -> None:
        """Ends everything, with the window."""
        self._clock.stop()
        for activity in self._activities.values():
            if activity.job is not None:
                activity.job.cancel()
        self._activities.clear()

    def _enqueue(self, points: Iterable[Point], *, first: bool = False) -> None:
        new = {point.id: Activity(point) for point in points if point.id not in self._activities and is_fit(point)}
        self._activities = new | self._activities if first else self._activities | new
        self._start_waiting()
        for point_id in new:
            self.changed.emit(point_id)

    def _start_waiting(self) -> None:
        under_way = sum(activity.job is not None and not activity.over for activity in self._activities.values())
        waiting = [activity for activity in self._activities.values() if activity.waiting]
        for activity in waiting[: max(0, AT_A_TIME - under_way)]:
            self._start(activity)
            self.changed.emit(activity.point.id)

    def _start(self, activity: Activity) -> None:
        point, services, access = activity.point, self._services, self._access_of(activity.point)
        wording, account = self._language.wording, account_facts(point, self._document.settings.registration)
        self._busy.discard(point.id)
        begun = self._background.relay(self, self._begin)
        report = sparing(self._background.relay(self, partial(self._report, activity)))
        ended = self._background.relay(self, partial(self._end, activity))

        def words(change: Change, record: PointRecord) -> str:
            return wording.alert(change, point.name or point.id, record, account)

        async def work() -> None:
            # A job that is cancelled tells nobody; the run is over only when it has let go of everything.
            result: RunResult | None = None
            begun(activity)
            try:
                run = partial(services.runs.run, point, access, report=report)
                result = await services.alerts.watch(point.id, run, words)
            finally:
                ended(result)

        activity.job = self._background.start(self, work, done=lambda _: None, failed=_raise)

    def _access_of(self, point: Point) -> Access:
        """What opens the mailbox; without a registration the run fails, and is remembered and told as any other."""
        try:
            return self._services.access_of(point, self._document.settings.registration)
        except RegistrationIncomplete as error:
            reason = error

        async def refuse() -> Credential:
            raise reason

        return Access(refuse, self._services.tls)

    def _begin(self, activity: Activity) -> None:
        """From here on the end will be told, however it comes."""
        activity.begun = True
        if activity.stopping and activity.job is not None:
            activity.job.cancel()

    def _report(self, activity: Activity, progress: Progress) -> None:
        activity.progress = progress
        self.changed.emit(activity.point.id)

    def _end(self, activity: Activity, result: RunResult | None) -> None:
        point_id = activity.point.id
        activity.over = True
        self._schedule.ran(point_id, self._now())
        if result is not None and result.busy:
            self._busy.add(point_id)
        self._start_waiting()
        if result is None:
            self.records.read()
        else:
            self.records.ended(result)

    def _settle(self) -> None:
        """Forgets the runs that the ledger tells of now."""
        over = [point_id for point_id, activity in self._activities.items() if activity.over]
        for point_id in over:
            del self._activities[point_id]
            self.changed.emit(point_id)
        for point_id, record in self.records.known.items():
            if record.last_run is not None:
                self._schedule.ran(point_id, record.last_run.ended_at.timestamp())

    def _follow_points(self) -> None:
        former, self._points = self._points, {point.id: point for point in self._document.settings.points}
        for point_id in former.keys() - self._points.keys():
            self.stop(point_id)
        for point_id in (each for each, point in self._points.items() if former.get(each) != point):
            self._schedule.restart(point_id)
            self._change_waiting(point_id)

    def _change_waiting(self, point_id: str) -> None:
        """A run that waits for its turn is one of the point as it is now, and none of one that is unfit now."""
        activity = self._activities.get(point_id)
        if activity is not None and activity.waiting:
            activity.point = self._points[point_id]
            if not is_fit(activity.point):
                self.stop(point_id)


def is_fit(point: Point) -> bool:
    """Whether the point has all that it needs to do its work."""
    return not faults_of(Point, dict(point), Strictness.RUN)


def sparing(tell: Callable[[Progress], None]) -> Callable[[Progress], None]:
    """Tells of progress no more often than can be read; of a new total always."""
    told_at = -REPORT_EVERY
    total: int | None = None

    def report(progress: Progress) -> None:
        nonlocal told_at, total
        now = time.monotonic()
        if progress.total != total or now - told_at >= REPORT_EVERY:
            told_at, total = now, progress.total
            tell(progress)

    return report


def _raise(error: Exception) -> None:
    raise error
