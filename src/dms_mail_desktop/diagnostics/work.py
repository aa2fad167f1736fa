"""What the tests of this session showed, and how the points stand."""

from collections.abc import Iterator, Mapping

from dms_mail_desktop.mail.step_log import KeptTest, StepLog
from dms_mail_desktop.mail.steps import StepState
from dms_mail_desktop.models import Point, Settings
from dms_mail_desktop.points.facts import PointRecord, RunResult
from dms_mail_desktop.wording import Wording, account_facts
from dms_mail_desktop.wording.runs import tally_words


def tests_text(wording: Wording, log: StepLog) -> str:
    """Every test with its steps and, where it failed, the explanation; "" when there was none."""
    return "\n".join(_test(wording, test) for test in log.tests())


def _test(wording: Wording, test: KeptTest) -> str:
    reports = tuple(test.reports.values())
    error = next((report.error for report in reports if report.state is StepState.FAILED), None)
    account = test.account
    heading = f"== {account['protocol']} {account['host']}:{account['port']} {account['login']} {_when(test.began)}"
    return wording.report_text(heading, reports, error, account)


def points_text(wording: Wording, settings: Settings, records: Mapping[str, PointRecord]) -> str:
    """Every point with its last run, what it failed with, and its counts; "" when there is none."""
    blocks = []
    for point in settings.points:
        lines = _point(wording, point, records.get(point.id), account_facts(point, settings.registration))
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks)


def _point(wording: Wording, point: Point, record: PointRecord | None, account: Mapping[str, object]) -> Iterator[str]:
    say = wording.say
    yield f"== {point.name or point.id}"
    yield say("diagnostics.active" if point.active else "diagnostics.inactive")
    if record is None or record.last_run is None:
        yield say("diagnostics.never_ran")
        return
    yield _run(wording, record.last_run)
    success, failing = record.last_success, record.failing_since
    yield say("diagnostics.last_success", when=_when(success)) if success else say("diagnostics.no_success")
    if failing:
        yield say("diagnostics.failing", when=_when(failing), count=record.failures)
    if record.waiting_aside:
        yield say("diagnostics.aside", count=record.waiting_aside)
    error = record.error or record.last_run.error
    if error:
        told = wording.explain(error, account)
        yield f"{told.title} ({type(error).__name__})"
        yield wording.explanation_text(told)


def _run(wording: Wording, run: RunResult) -> str:
    how = "stopped" if run.stopped else "failed" if run.error else "done"
    seconds = (run.ended_at - run.started_at).total_seconds()
    facts = {"when": _when(run.started_at), "seconds": seconds, "tally": tally_words(wording, run.tally)}
    return wording.say(f"diagnostics.run.{how}", **facts)


def _when(moment: object) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S} UTC"
