"""The steps of a test: their states, and the course that runs them and tells of every change."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from time import perf_counter
from typing import Any

from dms_mail_desktop.errors import MailDesktopError, MailError, Stage


class StepState(StrEnum):
    """How far a step is."""

    PENDING = "pending"
    RUNNING = "running"
    DONE = "done"
    WARNING = "warning"
    FAILED = "failed"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class StepReport:
    """One step: raw facts (named where the test is), seconds once it is over, and the error if it failed."""

    stage: Stage
    state: StepState
    facts: Mapping[str, Any] = field(default_factory=dict)
    seconds: float | None = None
    error: MailDesktopError | None = None


@dataclass(frozen=True, slots=True)
class ProbeResult:
    """All steps in their order, and what ended the test early."""

    steps: tuple[StepReport, ...]
    error: MailDesktopError | None = None

    @property
    def passed(self) -> bool:
        """Whether no step failed."""
        return self.error is None


Facts = dict[str, Any]
Step = Callable[[], Awaitable[tuple[Facts, bool]]]
"""Does the work of a step; returns its facts and whether they deserve a warning."""


class Course:
    """Runs steps one after the other and tells of every change."""

    def __init__(self, stages: Iterable[Stage], report: Callable[[StepReport], None]) -> None:
        self._report = report
        self._steps = {stage: StepReport(stage, StepState.PENDING) for stage in stages}

    async def run(self, steps: Mapping[Stage, Step], seconds: Mapping[Stage, float]) -> ProbeResult:
        """Runs the steps until one fails; the stages without a step, or after a failure, are skipped.

        `seconds` holds the times of the stages that were measured more closely than from here.
        """
        error: MailDesktopError | None = None
        for stage, step in steps.items():
            self._tell(StepReport(stage, StepState.RUNNING))
            started = perf_counter()
            try:
                facts, warn = await step()
            except MailDesktopError as failure:
                error, failed = failure, self._where(failure, stage)
                self._tell(
                    StepReport(failed, StepState.FAILED, {}, seconds.get(failed, perf_counter() - started), error)
                )
                break
            state = StepState.WARNING if warn else StepState.DONE
            self._tell(StepReport(stage, state, facts, seconds.get(stage, perf_counter() - started)))
        for step_report in self._steps.values():
            if step_report.state in (StepState.PENDING, StepState.RUNNING):
                self._tell(StepReport(step_report.stage, StepState.SKIPPED))
        return ProbeResult(tuple(self._steps.values()), error)

    def _where(self, error: MailDesktopError, running: Stage) -> Stage:
        """The stage an error belongs to: with STARTTLS the greeting can fail while encryption is under way."""
        stage = error.stage if isinstance(error, MailError) else running
        unfinished = (
            self._steps[stage].state in (StepState.PENDING, StepState.RUNNING) if stage in self._steps else False
        )
        return stage if unfinished else running

    def _tell(self, step_report: StepReport) -> None:
        self._steps[step_report.stage] = step_report
        self._report(step_report)
