"""run: the points do their work, one after the other; for people and for the task scheduler."""

import asyncio
import contextlib
import signal
from argparse import Namespace
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from dms_mail_desktop.cli.faults import fault_lines
from dms_mail_desktop.cli.run_accounts import look_after_accounts
from dms_mail_desktop.cli.run_report import (
    examined_facts,
    examined_line,
    result_facts,
    result_line,
    unfit_facts,
    unfit_line,
)
from dms_mail_desktop.cli.session import FieldsRefused, Refused, Session, Status, judged
from dms_mail_desktop.cli.subjects import subject_of
from dms_mail_desktop.errors import PasswordMissing, RegistrationIncomplete, SignInRequired
from dms_mail_desktop.models import Point, Registration, Settings
from dms_mail_desktop.points.facts import Examined, Progress, RunResult, Tally
from dms_mail_desktop.points.runs import Access
from dms_mail_desktop.rules import Strictness
from dms_mail_desktop.wording import account_facts


@dataclass(frozen=True, slots=True)
class Task:
    """A point that is to run, and what opens its mailbox."""

    point: Point
    access: Access
    registration: Registration


async def run(session: Session, options: Namespace) -> Status:
    """Runs the named points, or all active ones. Raises Refused for an unknown name, before any of them runs.

    A point whose settings are not fit is told in its turn and holds up no other.
    """
    settings = session.settings()
    chosen = _chosen(settings, options.points)
    session.terminal.document["points"] = []
    if not chosen:
        session.terminal.line(session.wording.say("cli.run.none"))
    try:
        with _ending_on_request():
            results = await _each(session, settings.registration, chosen, dry=options.dry_run)
            status = _status(results)
            if not options.dry_run:
                needed = await look_after_accounts(session, settings, told=status is Status.SIGN_IN)
                # A run of named points answers for them alone.
                status = Status.SIGN_IN if needed and not options.points else status
    except asyncio.CancelledError:
        raise Refused("stopped", Status.FAILED) from None
    return status if len(results) == len(chosen) else Status.USAGE


async def _each(
    session: Session, registration: Registration, chosen: dict[str, Point], *, dry: bool
) -> list[RunResult]:
    """One run after the other; what nobody expected of one of them is raised when the others have had theirs."""
    results: list[RunResult] = []
    unexpected: list[Exception] = []
    for path, point in chosen.items():
        try:
            task = _task(session, registration, point, path)
            if task is not None:
                results.append(await _one(session, task, dry=dry))
        except Exception as error:  # noqa: BLE001 - a fault of this program in one point is none of the others'
            unexpected.append(error)
    if unexpected:
        raise unexpected[0]
    return results


def _task(session: Session, registration: Registration, point: Point, path: str) -> Task | None:
    """The point with what opens its mailbox; None, and told, if its settings are not fit for a run."""
    try:
        judged(point, Strictness.RUN, path)
        return Task(point, session.services.access_of(point, registration), registration)
    except (FieldsRefused, RegistrationIncomplete) as problem:
        _tell_unfit(session, point, problem)
        return None


def _tell_unfit(session: Session, point: Point, problem: FieldsRefused | RegistrationIncomplete) -> None:
    wording, terminal, name = session.wording, session.terminal, point.name or point.id
    terminal.line(unfit_line(wording, name, problem))
    if isinstance(problem, FieldsRefused):
        details = "\n".join(fault_lines(wording, problem))
    else:
        told = wording.explain(problem, account_facts(point))
        details = f"{told.title}.\n{wording.explanation_text(told)}"
    terminal.problem(f"{name}: {details}")
    document = {"name": name, "active": point.active, "id": point.id, "succeeded": False}
    terminal.document["points"].append(document | {"error": unfit_facts(wording, point, problem)})


def _chosen(settings: Settings, names: Sequence[str]) -> dict[str, Point]:
    """The points by their place in the settings. Raises Refused."""
    if not names:
        return {f"points.{index}": point for index, point in enumerate(settings.points) if point.active}
    chosen = {}
    for name in names:
        subject = subject_of(settings, name)
        if not isinstance(subject.account, Point):
            raise Refused("no_such_point", point=name)
        chosen[subject.path] = subject.account
    return chosen


async def _one(session: Session, task: Task, *, dry: bool) -> RunResult:
    """One run, told when it is over; a run that is stopped is told too, before the command ends."""
    point, started, handled = task.point, datetime.now(UTC), Tally()
    examined: list[Examined] = []
    runs, wording = session.services.runs, session.wording
    name, facts = point.name or point.id, account_facts(point, task.registration)

    def report(progress: Progress) -> None:
        nonlocal handled
        handled = progress.tally

    try:
        found = examined.append if dry else None
        result = await session.services.alerts.watch(
            point.id,
            lambda: runs.run(point, task.access, report=report, found=found, dry=dry),
            lambda change, record: wording.alert(change, name, record, facts),
        )
    except asyncio.CancelledError:
        _tell(session, task, RunResult(point.id, started, datetime.now(UTC), handled, dry=dry, stopped=True), examined)
        raise
    _tell(session, task, result, examined)
    return result


def _tell(session: Session, task: Task, result: RunResult, examined: Sequence[Examined]) -> None:
    wording, terminal, name = session.wording, session.terminal, task.point.name or task.point.id
    facts = account_facts(task.point, task.registration)
    terminal.line(result_line(wording, name, result, facts))
    for each in examined:
        terminal.line(f"    {examined_line(wording, each, facts)}")
    if result.error is not None:
        told = wording.explain(result.error, facts)
        terminal.problem(f"{name}: {told.title}.\n{wording.explanation_text(told)}")
    document = {"name": name, "active": task.point.active, **result_facts(wording, result, facts)}
    if result.dry:
        document["messages"] = [examined_facts(wording, each, facts) for each in examined]
    terminal.document["points"].append(document)


def _status(results: Sequence[RunResult]) -> Status:
    """A sign-in comes first: a person must act, and it explains the rest."""
    if any(isinstance(result.error, SignInRequired | PasswordMissing) for result in results):
        return Status.SIGN_IN
    failed = any(result.error or result.tally.failed or result.tally.set_aside for result in results)
    return Status.FAILED if failed else Status.DONE


@contextlib.contextmanager
def _ending_on_request() -> Iterator[None]:
    """Lets the system's request to end stop the run as Ctrl+C does; Windows has no such request."""
    loop, task = asyncio.get_running_loop(), asyncio.current_task()
    with contextlib.ExitStack() as at_the_end:
        if task is not None:
            with contextlib.suppress(NotImplementedError, ValueError):
                loop.add_signal_handler(signal.SIGTERM, task.cancel)
                at_the_end.callback(loop.remove_signal_handler, signal.SIGTERM)
        yield
