"""When somebody must be told about a point: decided from what the ledger knew before a run and what it knows after."""

import re
from dataclasses import replace
from datetime import timedelta
from enum import StrEnum

from dms_mail_desktop import errors
from dms_mail_desktop.errors import MailDesktopError, NetworkFault, Stage, TlsFault
from dms_mail_desktop.points.facts import PointRecord, RunResult

RUNS_IN_A_ROW = 3
PATIENCE = timedelta(minutes=15)
"""Trouble that passes by itself is told when it lasted this long, and over RUNS_IN_A_ROW."""
REMINDER = timedelta(days=1)

PASSING_ERRORS = (
    errors.NameNotResolved,
    errors.ConnectFailed,
    errors.ConnectionLost,
    errors.TimedOut,
    errors.OutcomeUncertain,
    errors.KeyringSilent,
)
BEFORE_SIGN_IN = (Stage.ADDRESS, Stage.CONNECTION, Stage.ENCRYPTION, Stage.GREETING)
PASSING_REPLY = re.compile(r"\[(UNAVAILABLE|INUSE|IN-USE|LOGIN-DELAY|SYS/TEMP)\b", re.IGNORECASE)
"""Response codes of RFC 5530, RFC 2449 and RFC 3206 that mean: try later."""


class Change(StrEnum):
    """What is to be told about a point after a run."""

    NOTHING = "nothing"
    STOPPED = "stopped"
    STILL = "still"
    WORKS_AGAIN = "works_again"


def needs_person(error: MailDesktopError) -> bool:
    """Whether trying again later cannot be expected to help; what is not known to pass by itself does not."""
    match error:
        case errors.TlsFailed(fault=fault):
            return fault is not TlsFault.OTHER
        case errors.TargetUnusable(full=full):
            # A folder is often on a share, and that is a matter of the network.
            return full
        case errors.ServerRefused(stage=stage, reply=reply):
            return stage not in BEFORE_SIGN_IN and not PASSING_REPLY.search(reply.text)
        case errors.ProviderUnreachable(fault=fault):
            return fault is NetworkFault.TLS
    return not isinstance(error, PASSING_ERRORS)


def has_stopped(record: PointRecord) -> bool:
    """Whether the point counts as stopped: a person is needed, or it has failed too often for too long."""
    run, since = record.last_run, record.failing_since
    if run is None or since is None:
        return False
    error = record.error if run.stopped else run.error
    if error is None:
        return False
    lasting = record.failures >= RUNS_IN_A_ROW and run.ended_at - since >= PATIENCE
    return lasting or needs_person(error)


def brought_up(record: PointRecord, result: RunResult) -> PointRecord:
    """The record with a run that failed and that the ledger could not keep: a full disk keeps no record of itself."""
    kept = record.last_run
    if result.error is None or result.dry or result.busy or (kept and kept.started_at >= result.started_at):
        return record
    since, failures = record.failing_since or result.ended_at, record.failures + 1
    return replace(record, last_run=result, failing_since=since, failures=failures, error=result.error)


def later(record: PointRecord, other: PointRecord | None) -> PointRecord:
    """The one of two records of a point that tells of the later run; the first if both do."""
    if other is None or other.last_run is None:
        return record
    return other if record.last_run is None or record.last_run.started_at < other.last_run.started_at else record


def change(before: PointRecord, after: PointRecord) -> Change:
    """What is to be told after a run; a run that was busy, stopped or dry changes nothing."""
    run = after.last_run
    if run is None or run.busy or run.stopped or run.dry:
        return Change.NOTHING
    if has_stopped(after):
        if not has_stopped(before) or before.failing_since != after.failing_since:
            return Change.STOPPED
        return Change.STILL if _days_failing(after) > _days_failing(before) else Change.NOTHING
    return Change.WORKS_AGAIN if has_stopped(before) and run.error is None else Change.NOTHING


def _days_failing(record: PointRecord) -> int:
    if record.last_run is None or record.failing_since is None:
        return 0
    return (record.last_run.ended_at - record.failing_since) // REMINDER
