"""What people see of the ledger: the state of points, and what became of each message."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from dms_mail_desktop.errors import ConnectionLost, MessageUnreadable, Stage
from dms_mail_desktop.points.facts import Entry, Letter, PointRecord, Reason, RunResult, State, Tally
from dms_mail_desktop.points.history import History
from dms_mail_desktop.points.ledger import Ledger
from dms_mail_desktop.points.ledger_facts import Outcome

from .ledgers import SENT_AT, SOURCE, letter, stored

LOST = ConnectionLost(Stage.MESSAGES, "bye")


def run(minute: int, **facts: object) -> RunResult:
    at = SENT_AT + timedelta(minutes=minute)
    return RunResult("point-a", at, at + timedelta(seconds=9), **facts)  # type: ignore[arg-type]


def ended(minute: int) -> datetime:
    return run(minute).ended_at


def test_a_point_that_never_ran_has_no_record(history: History) -> None:
    assert history.records() == {}
    assert history.record("point-a") == PointRecord("point-a")


def test_a_run_is_remembered_with_all_its_facts(history: History) -> None:
    result = run(0, tally=Tally(5, 4, 3, 2, 1), error=LOST, stopped=True)
    history.end_run(result)
    back = history.record("point-a").last_run
    assert back is not None
    assert back == replace(result, error=back.error)
    assert type(back.error) is ConnectionLost
    assert vars(back.error) == vars(LOST)


def test_failures_are_counted_since_the_last_success(history: History) -> None:
    for minute, error in enumerate([None, LOST, LOST]):
        history.end_run(run(minute, error=error))
    record = history.record("point-a")
    assert (record.last_success, record.failing_since, record.failures) == (ended(0), ended(1), 2)
    history.end_run(run(3))
    record = history.record("point-a")
    assert (record.last_success, record.failing_since, record.failures) == (ended(3), None, 0)


def test_a_run_that_somebody_stopped_is_neither_success_nor_failure(history: History) -> None:
    history.end_run(run(0, error=LOST))
    history.end_run(run(1, stopped=True))
    assert str(history.record("point-a").error) == str(LOST)
    record = history.record("point-a")
    assert (record.last_success, record.failing_since, record.failures) == (None, ended(0), 1)
    assert record.last_run is not None
    assert record.last_run.stopped


@pytest.mark.parametrize("kind", ["dry", "busy"])
def test_dry_runs_and_busy_ones_leave_no_trace(history: History, kind: str) -> None:
    history.end_run(run(0, **{kind: True}))
    assert history.records() == {}


def test_the_record_counts_the_messages_that_wait_for_a_person(ledger: Ledger, history: History) -> None:
    history.end_run(run(0))
    ledger.settle(SOURCE, [skipped(uid, state=State.SET_ASIDE) for uid in ("1", "2")])
    ledger.settle(replace(SOURCE, point_id="point-b"), [skipped("1", state=State.SET_ASIDE)])
    assert history.record("point-a").waiting_aside == 2


def skipped(uid: str, subject: str = "Oferta", sender: str = "x@firma.pl", state: State = State.SKIPPED) -> Outcome:
    return Outcome(SOURCE.place(uid), letter(subject, sender), state, Reason.SENDER)


def uids(entries: tuple[Entry, ...]) -> list[str]:
    return [entry.place.uid for entry in entries]


def test_an_entry_tells_all_that_is_known(ledger: Ledger, history: History) -> None:
    before = datetime.now(UTC)
    number = stored(ledger, "1")
    ledger.settle(
        SOURCE,
        [
            Outcome(
                SOURCE.place("2"),
                Letter("", "", "", "", None, None, 0),
                State.SET_ASIDE,
                error=MessageUnreadable("x"),
                raw=Path("/kept/2.eml"),
            )
        ],
    )
    aside, first = history.entries("point-a")
    assert before <= first.at <= datetime.now(UTC)
    assert first == Entry(
        number,
        "point-a",
        SOURCE.place("1"),
        letter(),
        State.STORED,
        first.at,
        folder=Path("/target/20260703-081500-1"),
        attachments=2,
    )
    assert aside.letter == Letter("", "", "", "", None, None, 0)
    assert (aside.raw, aside.folder, str(aside.error)) == (Path("/kept/2.eml"), None, "MessageUnreadable(detail='x')")


def test_the_history_is_the_points_own(ledger: Ledger, history: History) -> None:
    stored(ledger, "1")
    assert history.entries("point-b") == ()


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("", ["3", "2", "1"]),
        ("faktura", ["1"]),
        ("FAKTURA żółw", ["1"]),
        ("żółw faktura", ["1"]),
        ("ŻÓŁW", ["2", "1"]),
        ("biuro@", ["1"]),
        ("faktura oferta", []),
        ("100%", ["3"]),
        ("_", []),
    ],
)
def test_all_words_are_searched_in_any_case_and_order(
    ledger: Ledger, history: History, words: str, found: list[str]
) -> None:
    ledger.settle(
        SOURCE,
        [
            skipped("1", "Faktura za żółwia", "biuro@firma.pl"),
            skipped("2", "Żółwie"),
            skipped("3", "Rabat 100% na karmę"),
        ],
    )
    assert uids(history.entries("point-a", words)) == found


def test_states_choose_and_what_is_being_published_is_not_shown(ledger: Ledger, history: History) -> None:
    stored(ledger, "1")
    ledger.settle(SOURCE, [skipped("2"), skipped("3", state=State.SET_ASIDE), skipped("4", state=State.FAILED)])
    assert uids(history.entries("point-a", states=[State.SET_ASIDE, State.FAILED])) == ["4", "3"]
    assert uids(history.entries("point-a", states=[State.STORED])) == ["1"]
    ledger._file.rows("UPDATE message SET state = 'publishing' WHERE uid = '1'")
    assert uids(history.entries("point-a")) == ["4", "3", "2"]


def test_pages_follow_each_other_without_gap_or_repetition(ledger: Ledger, history: History) -> None:
    ledger.settle(SOURCE, [skipped(str(uid)) for uid in range(10)])
    ledger._file.rows("UPDATE message SET at = at / 10000000 * 10000000")
    shown: list[str] = []
    before = None
    while page := history.entries("point-a", "oferta", limit=3, before=before):
        assert len(page) <= 3
        shown += uids(page)
        before = page[-1].id
    assert shown == [str(uid) for uid in reversed(range(10))]


def test_what_changed_last_is_shown_first(ledger: Ledger, history: History) -> None:
    ledger.settle(SOURCE, [skipped("1", state=State.FAILED), skipped("2")])
    stored(ledger, "1")
    assert uids(history.entries("point-a")) == ["1", "2"]
