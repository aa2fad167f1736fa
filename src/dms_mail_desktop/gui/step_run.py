"""A test of an account, step by step: what starts it and stops it, what its list shows, what can be copied."""

import time
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication

from dms_mail_desktop.errors import MailDesktopError, Stage
from dms_mail_desktop.gui.background import Background, Job
from dms_mail_desktop.gui.buttons import StartStopButton
from dms_mail_desktop.gui.language import Language
from dms_mail_desktop.gui.page import reveal
from dms_mail_desktop.gui.states import StateIcon
from dms_mail_desktop.gui.step_list import StepList
from dms_mail_desktop.mail.steps import ProbeResult, StepReport, StepState
from dms_mail_desktop.wording.request import administrator_request, is_for_microsoft

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
class Trial:
    """One test: its steps, the work that reports them, and what its texts need.

    `account_facts` fill in the explanations; `count` is the number of recipients where something is sent.
    """

    stages: tuple[Stage, ...]
    work: Callable[[Callable[[StepReport], None]], Coroutine[Any, Any, ProbeResult]]
    account_facts: Mapping[str, object]
    count: int = 1
    sending: bool = False


class StepRun(QObject):
    """One test at a time; the button that starts it stops it."""

    started = Signal()
    ended = Signal(object)
    """The test is over, with its ProbeResult or None when it was stopped; what it learnt of the sign-in may be new."""

    def __init__(
        self,
        steps: StepList,
        button: StartStopButton,
        prepare: Callable[[], Trial | None],
        background: Background,
        language: Language,
    ) -> None:
        """`prepare` makes the test of what is on the form, or None after it showed what is missing there."""
        super().__init__(steps)
        self._steps, self._button, self._prepare = steps, button, prepare
        self._background, self._language = background, language
        self._job: Job | None = None
        self._trial: Trial | None = None
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
        steps.request_wanted.connect(self._copy_request)
        language.changed.connect(self._show_all)

    @property
    def running(self) -> bool:
        """Whether a test is under way."""
        return self._job is not None and self._job.running

    def start(self) -> None:
        """Runs the test, once the form has what that needs."""
        trial = self._prepare()
        if trial is None:
            return
        self._trial, self._result = trial, None
        self._reports = {stage: StepReport(stage, StepState.PENDING) for stage in trial.stages}
        self._started = self._step_started = time.monotonic()
        report = self._background.relay(self, self._report)
        self._job = self._background.start(self, lambda: trial.work(report), done=self._end, failed=self._fail)
        self._button.set_running(True)
        self._clock.start()
        self._show_all()
        self.started.emit()
        # The list has its place only after the layouts have run.
        QTimer.singleShot(0, self, lambda: reveal(self._steps))

    def stop(self) -> None:
        """Ends the test at once; what was already done stays done, and the list says how far it came."""
        if self._job is not None and self._job.running:
            self._job.cancel()
            skipped = {
                stage: StepReport(stage, StepState.SKIPPED)
                for stage, report in self._reports.items()
                if report.state in (StepState.PENDING, StepState.RUNNING)
            }
            self._reports |= skipped
            self._end(None)

    @property
    def _sending(self) -> bool:
        return self._trial is not None and self._trial.sending

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
        self.ended.emit(result)

    def _fail(self, error: Exception) -> None:
        self._end(None)
        raise error

    def _count(self) -> None:
        for report in self._reports.values():
            if report.state is StepState.RUNNING:
                self._show_step(report)

    def _show_all(self) -> None:
        trial = self._trial
        if trial is None:
            return
        wording, method = self._language.wording, str(trial.account_facts["auth_method"])
        self._steps.set_steps([wording.stage(stage, method=method, count=trial.count) for stage in trial.stages])
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
        index = list(self._reports).index(report.stage)
        self._steps.set_step(index, ICONS[report.state], wording.step_detail(report), shown)

    def _show_failure(self, error: MailDesktopError) -> None:
        assert self._trial is not None  # noqa: S101 - a failure is one of a test
        wording, account = self._language.wording, self._trial.account_facts
        told, request = wording.explain(error, account), is_for_microsoft(error, account)
        index = next(i for i, report in enumerate(self._reports.values()) if report.error is error)
        self._steps.show_failure(index, told, wording, request=request)

    def _show_heading(self) -> None:
        wording = self._language.wording
        if self.running:
            done = sum(report.state in (StepState.DONE, StepState.WARNING) for report in self._reports.values())
            total = len(self._reports)
            step = wording.say("gui.test.step", number=min(done + 1, total), total=total)
            verdict = wording.say("verdict.running" if self._sending else "verdict.checking")
            self._steps.set_heading(StateIcon.RUNNING, verdict, step)
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
        account = self._trial.account_facts if self._trial is not None else {}
        return icon, wording.verdict(self._result.steps, self._result.error, account, sending=self._sending)

    def _copy(self) -> None:
        if self._trial is None:
            return
        error = self._result.error if self._result is not None else None
        heading = self._verdict()[1]
        text = self._language.wording.report_text(heading, self._reports.values(), error, self._trial.account_facts)
        QGuiApplication.clipboard().setText(text)

    def _copy_request(self) -> None:
        error = self._result.error if self._result is not None else None
        if self._trial is not None and error is not None:
            wording, account = self._language.wording, self._trial.account_facts
            QGuiApplication.clipboard().setText(administrator_request(wording, error, account, self._ended_at))
