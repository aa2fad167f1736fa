"""When somebody is told about a point: previous record, new record, decision."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from dms_mail_desktop import errors
from dms_mail_desktop.errors import MailDesktopError, NetworkFault, Reply, SignInLoss, Stage, TlsFault
from dms_mail_desktop.points.facts import PointRecord, RunResult, Tally
from dms_mail_desktop.points.health import Change, brought_up, change, has_stopped, later, needs_person

START = datetime(2026, 11, 3, 6, 0, tzinfo=UTC)
OFFLINE = errors.ConnectFailed(Stage.CONNECTION, "poczta.firma.pl", 993, NetworkFault.TIMED_OUT, (), "")
SIGN_IN = errors.SignInRequired("anna@firma.pl", SignInLoss.EXPIRED)


def run_at(minutes: float, error: MailDesktopError | None = None, *, failed: int = 0) -> RunResult:
    end = START + timedelta(minutes=minutes)
    return RunResult("p", end - timedelta(seconds=2), end, Tally(failed=failed), error)


def fine(minutes: float = -5, *, failed: int = 0) -> PointRecord:
    run = run_at(minutes, failed=failed)
    return PointRecord("p", run, run.ended_at)


def failing(error: MailDesktopError, failures: int, minutes: float) -> PointRecord:
    """A point that has failed since START and last did so `minutes` later."""
    return PointRecord("p", run_at(minutes, error), START - timedelta(minutes=5), START, failures)


NEW = PointRecord("p")
TABLE = {
    "works": (fine(-10), fine(-5), Change.NOTHING),
    "first run works": (NEW, fine(), Change.NOTHING),
    "first run needs a person": (NEW, failing(SIGN_IN, 1, 0), Change.STOPPED),
    "needs a person": (fine(), failing(SIGN_IN, 1, 0), Change.STOPPED),
    "needs a person as before": (failing(SIGN_IN, 1, 0), failing(SIGN_IN, 2, 5), Change.NOTHING),
    "first network error": (fine(), failing(OFFLINE, 1, 0), Change.NOTHING),
    "third network error, too soon": (failing(OFFLINE, 2, 9), failing(OFFLINE, 3, 14.9), Change.NOTHING),
    "15 minutes, only two errors": (failing(OFFLINE, 1, 0), failing(OFFLINE, 2, 15), Change.NOTHING),
    "third network error after 15 minutes": (failing(OFFLINE, 2, 10), failing(OFFLINE, 3, 15), Change.STOPPED),
    "network error, told already": (failing(OFFLINE, 3, 15), failing(OFFLINE, 4, 20), Change.NOTHING),
    "then a person is needed too": (failing(OFFLINE, 4, 20), failing(SIGN_IN, 5, 25), Change.NOTHING),
    "untold network error, then a person": (failing(OFFLINE, 1, 0), failing(SIGN_IN, 2, 5), Change.STOPPED),
    "short of a day": (failing(SIGN_IN, 9, 1430), failing(SIGN_IN, 10, 1439), Change.NOTHING),
    "a day": (failing(SIGN_IN, 9, 1439), failing(SIGN_IN, 10, 1440), Change.STILL),
    "a day and a run": (failing(SIGN_IN, 10, 1440), failing(SIGN_IN, 11, 1445), Change.NOTHING),
    "the second day": (failing(OFFLINE, 500, 2879), failing(OFFLINE, 501, 2885), Change.STILL),
    "after a weekend switched off": (failing(OFFLINE, 9, 1000), failing(OFFLINE, 10, 5000), Change.STILL),
    "works again": (failing(SIGN_IN, 2, 5), fine(10), Change.WORKS_AGAIN),
    "works again, but a message failed": (failing(SIGN_IN, 2, 5), fine(10, failed=1), Change.WORKS_AGAIN),
    "untold trouble passed": (failing(OFFLINE, 2, 10), fine(15), Change.NOTHING),
    "a message failed": (fine(-10), fine(-5, failed=1), Change.NOTHING),
    "worked and stopped anew unseen": (
        failing(SIGN_IN, 2, -60),
        replace(failing(SIGN_IN, 1, 30), failing_since=START + timedelta(minutes=30)),
        Change.STOPPED,
    ),
}


@pytest.mark.parametrize(("before", "after", "told"), TABLE.values(), ids=TABLE.keys())
def test_what_is_told_after_a_run(before: PointRecord, after: PointRecord, told: Change) -> None:
    assert change(before, after) is told


@pytest.mark.parametrize("kind", ["busy", "stopped", "dry"])
@pytest.mark.parametrize("before", [fine(), failing(SIGN_IN, 2, 5)], ids=["works", "stopped"])
def test_a_run_that_did_not_really_take_place_changes_nothing(before: PointRecord, kind: str) -> None:
    run = replace(run_at(2000), **{kind: True})
    assert change(before, replace(before, last_run=run)) is Change.NOTHING


def test_trouble_that_was_told_is_not_forgotten_when_a_person_stops_a_run() -> None:
    told = failing(SIGN_IN, 2, 5)
    interrupted = replace(told, last_run=replace(run_at(7), stopped=True), error=SIGN_IN)
    assert has_stopped(interrupted)
    assert change(interrupted, fine(10)) is Change.WORKS_AGAIN
    assert change(interrupted, failing(SIGN_IN, 3, 10)) is Change.NOTHING


def test_a_run_is_told_about_once() -> None:
    record = failing(SIGN_IN, 1, 0)
    assert change(record, record) is Change.NOTHING


def test_a_run_that_the_ledger_could_not_keep_counts_all_the_same() -> None:
    unkept = brought_up(failing(OFFLINE, 2, 5), run_at(15, OFFLINE))
    assert (unkept.failures, unkept.failing_since, unkept.last_success) == (3, START, START - timedelta(minutes=5))
    assert has_stopped(unkept)
    assert later(failing(OFFLINE, 2, 5), unkept) is unkept
    assert later(fine(20), unkept) == fine(20)
    assert later(NEW, None) is NEW


def test_a_run_that_the_ledger_kept_counts_once() -> None:
    kept = failing(OFFLINE, 3, 15)
    assert brought_up(kept, run_at(15, OFFLINE)) is kept
    assert later(kept, replace(kept, failures=9)) is kept
    assert brought_up(fine(), replace(run_at(15, OFFLINE), dry=True)) == fine()


def refused(stage: Stage, text: str) -> errors.ServerRefused:
    return errors.ServerRefused(stage, Reply(None, "", text))


PASSING = {
    "no connection": OFFLINE,
    "no name": errors.NameNotResolved(Stage.ADDRESS, "poczta.firma.pl", ""),
    "connection lost": errors.ConnectionLost(Stage.MESSAGES, ""),
    "slow server": errors.TimedOut(Stage.FOLDER, 30),
    "handshake cut off": errors.TlsFailed(Stage.ENCRYPTION, TlsFault.OTHER, "reset"),
    "provider unreachable": errors.ProviderUnreachable("login.example", NetworkFault.SERVER_BUSY, ""),
    "keyring silent": errors.KeyringSilent("wallet", 20),
    "share gone": errors.TargetUnusable(Path("//serwer/dms"), "network path not found"),
    "turned away at the door": refused(Stage.GREETING, "Too many connections"),
    "mailbox in use": refused(Stage.AUTHENTICATION, "[IN-USE] mailbox is locked"),
    "server unavailable": refused(Stage.AUTHENTICATION, "[UNAVAILABLE] try later"),
}
FOR_A_PERSON = {
    "sign-in": SIGN_IN,
    "sign-in blocked": errors.SignInBlocked("anna@firma.pl", SignInLoss.INTERACTION),
    "registration": errors.RegistrationIncomplete(("client_id",)),
    "password": errors.PasswordMissing("anna", "poczta.firma.pl"),
    "keyring": errors.KeyringLocked("wallet"),
    "password refused": refused(Stage.AUTHENTICATION, "[AUTHENTICATIONFAILED] no"),
    "folder missing": refused(Stage.FOLDER, "[NONEXISTENT] unknown mailbox"),
    "certificate": errors.TlsFailed(Stage.ENCRYPTION, TlsFault.EXPIRED, ""),
    "disk full": errors.TargetUnusable(Path("D:/dms"), "no room", full=True),
    "ledger": errors.LedgerDamaged(Path("ledger.sqlite"), "malformed"),
    "ledger's disk full": errors.LedgerUnusable(Path("ledger.sqlite"), "database or disk is full"),
    "after-action": errors.AfterActionFailed("move", "Archiwum", 3, "no such folder"),
    "no lasting names": errors.UidsNotKept("INBOX"),
}


@pytest.mark.parametrize("error", PASSING.values(), ids=PASSING.keys())
def test_trouble_that_passes_by_itself_waits(error: MailDesktopError) -> None:
    assert not needs_person(error)
    assert not has_stopped(failing(error, 1, 0))
    assert has_stopped(failing(error, 3, 15))


@pytest.mark.parametrize("error", FOR_A_PERSON.values(), ids=FOR_A_PERSON.keys())
def test_trouble_that_only_a_person_ends_is_told_at_once(error: MailDesktopError) -> None:
    assert needs_person(error)
    assert has_stopped(failing(error, 1, 0))
