"""A dry run with the values on the form: what it has found so far, and how it ended."""

from datetime import UTC, datetime

from PySide6.QtCore import QObject, QTimer, Signal

from dms_mail_desktop.errors import RegistrationIncomplete
from dms_mail_desktop.gui.background import Background, Job
from dms_mail_desktop.gui.mailbox_check import CheckForm
from dms_mail_desktop.models import Point
from dms_mail_desktop.points.facts import Examined, Progress, RunResult, Tally
from dms_mail_desktop.services import Services

GATHER_MS = 50
"""How long messages are gathered before they are told of together."""
AT_START = Progress(None, Tally())


class MailboxLook(QObject):
    """One look at a time; nothing in the mailbox changes."""

    changed = Signal()
    """It began, came further, ended or was taken away; `found` may have more."""
    ended = Signal()

    def __init__(self, form: CheckForm, services: Services, background: Background, parent: QObject) -> None:
        super().__init__(parent)
        self._form, self._services, self._background = form, services, background
        self._job: Job | None = None
        self._gathering = QTimer(self)
        self._gathering.setSingleShot(True)
        self._gathering.setInterval(GATHER_MS)
        self._gathering.timeout.connect(self.changed)
        self._forget()

    @property
    def running(self) -> bool:
        """Whether a look is under way."""
        return self._job is not None and self._job.running

    @property
    def due(self) -> list[Examined]:
        """The messages that would be fetched."""
        return [each for each in self.found if each.reason is None and each.error is None]

    def start(self) -> None:
        """Looks into the mailbox, once the form has what that needs."""
        point = self._form.point()
        if point is None:
            return
        try:
            access = self._services.access_of(point, self._form.registration(), self._form.password())
        except RegistrationIncomplete as error:
            self._form.register(error)
            return
        self.clear()
        self.point = point
        report = self._background.relay(self, self._report)
        found = self._background.relay(self, self._gather)
        self._job = self._background.start(
            self,
            lambda: self._services.runs.run(point, access, report=report, found=found, dry=True),
            done=self._end,
            failed=self._fail,
        )
        self.changed.emit()

    def stop(self) -> None:
        """Ends the look at once; what was found stays."""
        if self._job is not None and self._job.running:
            self._job.cancel()
            self._end(None)

    def clear(self) -> None:
        """Takes away what an earlier look found."""
        self.stop()
        self._forget()
        self.changed.emit()

    def _forget(self) -> None:
        self.point = Point()
        self.found: list[Examined] = []
        self.progress = AT_START
        self.result: RunResult | None = None
        self.ended_at: datetime | None = None

    def _report(self, progress: Progress) -> None:
        if self.running:
            self.progress = progress
            self._tell_soon()

    def _gather(self, examined: Examined) -> None:
        if self.running:
            self.found.append(examined)
            self._tell_soon()

    def _tell_soon(self) -> None:
        if not self._gathering.isActive():
            self._gathering.start()

    def _end(self, result: RunResult | None) -> None:
        """Ends with a result, or without one when it was stopped."""
        self._gathering.stop()
        self.result, self.ended_at = result, datetime.now(UTC)
        self.changed.emit()
        self.ended.emit()

    def _fail(self, error: Exception) -> None:
        self._end(None)
        raise error
