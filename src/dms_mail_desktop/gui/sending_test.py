"""The section "Wyślij testową wiadomość email": sends one message with the values on the form, step by step."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication

from dms_mail_desktop.errors import MailDesktopError, Stage
from dms_mail_desktop.gui.background import Background, Job
from dms_mail_desktop.gui.buttons import StartStopButton
from dms_mail_desktop.gui.language import Language
from dms_mail_desktop.gui.page import reveal
from dms_mail_desktop.gui.states import StateIcon
from dms_mail_desktop.gui.step_list import StepList
from dms_mail_desktop.mail.message import Composed
from dms_mail_desktop.mail.probe import SENDING_STAGES, ProbeResult, StepReport, StepState, check_sending
from dms_mail_desktop.mail.sending import CredentialSource
from dms_mail_desktop.models import MailServer
from dms_mail_desktop.services import Services

ICONS = {
    StepState.PENDING: StateIcon.SKIPPED,
    StepState.RUNNING: StateIcon.RUNNING,
    StepState.DONE: StateIcon.SUCCESS,
    StepState.WARNING: StateIcon.WARNING,
    StepState.FAILED: StateIcon.ERROR,
    StepState.SKIPPED: StateIcon.SKIPPED,
}
TICK_MS = 1000


@dataclass(frozen=True)
class TestMessage:
    """What is sent, with what; `account_facts` fill in the explanations."""

    __test__ = False  # not a test case, whatever its name

    server: MailServer
    credential: CredentialSource
    composed: Composed
    account_facts: Mapping[str, object]
    token_hosts: tuple[str, ...] | None


class SendingTest(QObject):
    """One test at a time; the button that starts it stops it."""

    ended = Signal()
    """The test is over; what it learnt of the sign-in may be new."""

    def __init__(  # noqa: PLR0913, PLR0917 - its parts
        self,
        steps: StepList,
        button: StartStopButton,
        message: Callable[[], TestMessage | None],
        services: Services,
        background: Background,
        language: Language,
    ) -> None:
        super().__init__(steps)
        steps.prepare(len(SENDING_STAGES))
        self._steps, self._button, self._message = steps, button, message
        self._services, self._background, self._language = services, background, language
        self._job: Job | None = None
        self._sent: TestMessage | None = None
        self._reports: dict[Stage, StepReport] = {}
        self._result: ProbeResult | None = None
        self._started = self._step_started = 0.0
        self._took, self._ended_at = 0.0, datetime.now(UTC)
        self._clock = QTimer(self)
        self._clock.setInterval(TICK_MS)
        self._clock.timeout.connect(self._count)
        button.start_requested.connect(self.start)
        button.stop_requested.connect(self.stop)
        steps.copy_requested.connect(self._copy)
        language.changed.connect(self._show_all)

    @property
    def running(self) -> bool:
        """Whether a test is under way."""
        return self._job is not None and self._job.running

    def start(self) -> None:
        """Sends, once the form has what that needs."""
        message = self._message()
        if message is None:
            return
        self._sent, self._result = message, None
        self._reports = {stage: StepReport(stage, StepState.PENDING) for stage in SENDING_STAGES}
        self._started = self._step_started = time.monotonic()
        report = self._background.relay(self, self._report)
        self._job = self._background.start(
            self,
            partial(
                check_sending,
                message.server,
                message.credential,
                self._services.tls,
                message=message.composed.message,
                recipients=message.composed.recipients,
                report=report,
                token_hosts=message.token_hosts,
            ),
            done=self._end,
            failed=self._fail,
        )
        self._button.set_running(True)
        self._clock.start()
        self._show_all()
        # The list has its place only after the layouts have run.
        QTimer.singleShot(0, self, lambda: reveal(self._steps))

    def stop(self) -> None:
        """Ends the test at once; what was already accepted stays sent, and the list says how far it came."""
        if self._job is not None and self._job.running:
            self._job.cancel()
            skipped = {
                stage: StepReport(stage, StepState.SKIPPED)
                for stage, report in self._reports.items()
                if report.state in (StepState.PENDING, StepState.RUNNING)
            }
            self._reports |= skipped
            self._end(None)

    def _report(self, report: StepReport) -> None:
        if self.running:
            self._reports[report.stage] = report
            self._step_started = time.monotonic()
            self._show_step(report)
            self._show_heading()

    def _end(self, result: ProbeResult | None) -> None:
        self._clock.stop()
        self._button.set_running(False)
        self._took, self._ended_at = time.monotonic() - self._started, datetime.now(UTC)
        self._result = result
        if result is not None:
            self._reports = {report.stage: report for report in result.steps}
        self._show_all()
        self.ended.emit()

    def _fail(self, error: Exception) -> None:
        self._end(None)
        raise error

    def _count(self) -> None:
        for report in self._reports.values():
            if report.state is StepState.RUNNING:
                self._show_step(report)

    def _show_all(self) -> None:
        if self._sent is None:
            return
        wording, method = self._language.wording, self._sent.server.auth_method
        count = len(self._sent.composed.recipients)
        self._steps.set_steps([wording.stage(stage, method=method, count=count) for stage in SENDING_STAGES])
        for report in self._reports.values():
            self._show_step(report)
        self._show_heading()
        if self._result is not None and self._result.error is not None:
            self._show_failure(self._result.error)

    def _show_step(self, report: StepReport) -> None:
        wording = self._language.wording
        seconds = report.seconds
        shown = "" if seconds is None else wording.formats.duration(seconds)
        if report.state is StepState.RUNNING and (waited := int(time.monotonic() - self._step_started)):
            shown = f"{waited} s"
        index = SENDING_STAGES.index(report.stage)
        self._steps.set_step(index, ICONS[report.state], wording.step_detail(report), shown)

    def _show_failure(self, error: MailDesktopError) -> None:
        assert self._sent is not None  # noqa: S101 - a failure is one of a message
        told = self._language.wording.explain(error, self._sent.account_facts)
        index = next(i for i, stage in enumerate(SENDING_STAGES) if self._reports[stage].error is error)
        self._steps.show_failure(index, told.cause, told.remedy, told.command, told.server_words, told.link)

    def _show_heading(self) -> None:
        wording = self._language.wording
        if self.running:
            done = sum(report.state in (StepState.DONE, StepState.WARNING) for report in self._reports.values())
            step = wording.say("gui.test.step", number=min(done + 1, len(SENDING_STAGES)), total=len(SENDING_STAGES))
            self._steps.set_heading(StateIcon.RUNNING, wording.say("verdict.running"), step)
            return
        icon, verdict = self._verdict()
        took = "took" if icon in (StateIcon.SUCCESS, StateIcon.WARNING) else "took_failed"
        self._steps.set_heading(icon, verdict, wording.say(f"verdict.{took}", when=self._ended_at, seconds=self._took))

    def _verdict(self) -> tuple[StateIcon, str]:
        wording = self._language.wording
        if self._result is None:
            return StateIcon.OFF, wording.say("verdict.stopped")
        if self._result.error is not None:
            icon = StateIcon.ERROR
        elif any(report.state is StepState.WARNING for report in self._result.steps):
            icon = StateIcon.WARNING
        else:
            icon = StateIcon.SUCCESS
        return icon, wording.verdict(self._result.steps, self._result.error)

    def _copy(self) -> None:
        if self._sent is None:
            return
        error = self._result.error if self._result is not None else None
        heading = self._verdict()[1]
        text = self._language.wording.report_text(heading, self._reports.values(), error, self._sent.account_facts)
        QGuiApplication.clipboard().setText(text)
