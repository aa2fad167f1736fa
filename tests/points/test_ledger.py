"""What a run asks the ledger: each message once, whatever rules, folders and other points there are."""

from dataclasses import replace
from pathlib import Path

import pytest

from dms_mail_desktop.errors import MessageUnreadable, TargetUnusable
from dms_mail_desktop.models import Mode
from dms_mail_desktop.points.facts import Reason, State
from dms_mail_desktop.points.history import History
from dms_mail_desktop.points.ledger import Ledger
from dms_mail_desktop.points.ledger_facts import AfterDue, Outcome, Source, Unfinished
from dms_mail_desktop.points.ledger_file import LedgerFile

from .ledgers import SOURCE, intent, letter, stored

TARGET = Path("/target")
SECOND_POINT = replace(SOURCE, point_id="point-b")
OTHER_MODE = replace(SECOND_POINT, mode=Mode.DOWNLOAD_ATTACHMENTS)
NEW_RULES = replace(SOURCE, rules="rules-2")
NEW_VALIDITY = replace(SOURCE, uid_validity=8)


def outcome(uid: str, state: State, source: Source = SOURCE, **facts: object) -> Outcome:
    return Outcome(source.place(uid), letter(), state, **facts)  # type: ignore[arg-type]


def test_a_message_is_fresh_until_it_is_settled(ledger: Ledger) -> None:
    stored(ledger, "1")
    ledger.settle(
        SOURCE,
        [
            outcome("2", State.SKIPPED, reason=Reason.SENDER),
            outcome("3", State.DUPLICATE, reason=Reason.DUPLICATE, elsewhere="Archiwum"),
            outcome("4", State.FAILED, error=MessageUnreadable("RecursionError")),
            outcome("5", State.SET_ASIDE, error=MessageUnreadable("RecursionError")),
        ],
    )
    sifted = ledger.sift(SOURCE, ["7", "6", "5", "4", "3", "2", "1"])
    assert sifted.fresh == ("7", "6")
    assert not sifted.taken


def test_skipped_messages_are_judged_anew_by_other_rules(ledger: Ledger) -> None:
    stored(ledger, "1")
    ledger.settle(SOURCE, [outcome("2", State.SKIPPED, reason=Reason.SENDER)])
    assert ledger.sift(NEW_RULES, ["1", "2"]).fresh == ("2",)


def test_the_same_content_is_stored_once_in_one_mode_of_an_account(ledger: Ledger, history: History) -> None:
    stored(ledger, "1", "content")
    moved = replace(SOURCE, folder="Archiwum")
    (again,) = ledger.intend(moved, TARGET, [intent("9", "content", moved)])
    assert again.id is None
    assert again.taken is not None
    assert again.taken.elsewhere == "INBOX"
    (duplicate,) = history.entries("point-a", states=[State.DUPLICATE])
    assert (duplicate.place, duplicate.reason, duplicate.elsewhere) == (moved.place("9"), Reason.DUPLICATE, "INBOX")


def test_the_same_content_twice_in_one_batch_is_stored_once(ledger: Ledger) -> None:
    first, second = ledger.intend(SOURCE, TARGET, [intent("1", "content"), intent("2", "content")])
    assert first.id is not None
    assert second.id is None
    assert second.taken is not None
    assert not second.taken.in_progress
    assert ledger.sift(SOURCE, ["1", "2"]).fresh == ()


def test_the_same_content_is_known_under_another_uidvalidity(ledger: Ledger) -> None:
    stored(ledger, "1", "content")
    ledger.begin(NEW_VALIDITY)
    assert ledger.sift(NEW_VALIDITY, ["1"]).fresh == ("1",)
    (again,) = ledger.intend(NEW_VALIDITY, TARGET, [intent("1", "content", NEW_VALIDITY)])
    assert again.id is None


def test_a_message_that_is_stored_already_is_not_published_again_with_other_content(ledger: Ledger) -> None:
    stored(ledger, "1", "content")
    (again,) = ledger.intend(SOURCE, TARGET, [intent("1", "other content")])
    assert again.id is None
    assert again.taken is not None


def test_both_modes_store_a_message(ledger: Ledger) -> None:
    stored(ledger, "1", "content")
    assert ledger.sift(OTHER_MODE, ["1"]).fresh == ("1",)
    stored(ledger, "1", "content", OTHER_MODE)


def test_a_second_point_of_the_mode_knows_what_the_first_took(ledger: Ledger) -> None:
    stored(ledger, "1")
    ledger.settle(SOURCE, [outcome("2", State.SKIPPED, reason=Reason.SENDER), outcome("3", State.FAILED)])
    sifted = ledger.sift(SECOND_POINT, ["1", "2", "3"])
    assert sifted.fresh == ("2", "3")
    assert {uid: (each.elsewhere, each.in_progress) for uid, each in sifted.taken.items()} == {"1": ("INBOX", False)}
    assert sifted.taken["1"].letter == letter()


def test_of_a_message_that_another_point_is_storing_nothing_is_recorded(ledger: Ledger, history: History) -> None:
    ledger.intend(SOURCE, TARGET, [intent("1", "content")])
    sifted = ledger.sift(SECOND_POINT, ["1"])
    assert sifted.taken["1"].in_progress
    (refused,) = ledger.intend(SECOND_POINT, TARGET, [intent("8", "content", SECOND_POINT)])
    assert refused.id is None
    assert refused.taken is not None
    assert refused.taken.in_progress
    assert history.entries("point-b") == ()
    assert ledger.sift(SECOND_POINT, ["8"]).fresh == ("8",)


def test_contents_are_known_before_anything_is_written(ledger: Ledger) -> None:
    stored(ledger, "1", "one")
    ledger.intend(SOURCE, TARGET, [intent("2", "two")])
    keys = {intent("1", content).content_key: content for content in ("one", "two", "three")}
    for source, busy in ((SOURCE, False), (SECOND_POINT, True)):
        found = ledger.taken(source, list(keys))
        assert {keys[each]: taken.in_progress for each, taken in found.items()} == {"one": False, "two": busy}
    assert ledger.taken(OTHER_MODE, list(keys)) == {}


def test_the_watermark_belongs_to_point_folder_uidvalidity_and_rules(ledger: Ledger) -> None:
    ledger.advance(SOURCE, 41)
    ledger.advance(SOURCE, 7)
    assert ledger.watermark(SOURCE) == 41
    for other in (SECOND_POINT, OTHER_MODE, NEW_RULES, NEW_VALIDITY, replace(SOURCE, folder="Archiwum")):
        assert ledger.watermark(other) == 0


def test_what_failed_is_due_with_the_fewest_strikes_first(ledger: Ledger) -> None:
    for _ in range(2):
        ledger.settle(SOURCE, [outcome("1", State.FAILED)])
    ledger.settle(SOURCE, [outcome("2", State.FAILED, raw=Path("/kept/2.eml"))])
    assert [(each.place.uid, each.attempts, each.raw) for each in ledger.due(SOURCE)] == [
        ("2", 1, Path("/kept/2.eml")),
        ("1", 2, None),
    ]


def test_the_third_strike_sets_aside_and_is_no_longer_due(ledger: Ledger, history: History) -> None:
    for state in (State.FAILED, State.FAILED, State.SET_ASIDE):
        ledger.settle(SOURCE, [outcome("1", state, error=MessageUnreadable("x"), raw=Path("/kept/1.eml"))])
    assert ledger.due(SOURCE) == ()
    (entry,) = history.entries("point-a")
    assert (entry.state, entry.attempts, entry.raw) == (State.SET_ASIDE, 3, Path("/kept/1.eml"))
    assert entry.error is not None
    assert vars(entry.error) == {"detail": "x"}


def test_a_retry_makes_a_message_due_without_strikes(ledger: Ledger, history: History) -> None:
    kept = Path("/kept/1.eml")
    ledger.settle(SOURCE, [outcome("1", State.SET_ASIDE, raw=kept)])
    number = stored(ledger, "2")
    history.retry([entry.id for entry in history.entries("point-a")])
    (due,) = ledger.due(SOURCE)
    assert (due.place.uid, due.attempts, due.raw) == ("1", 0, kept)
    assert {entry.id for entry in history.entries("point-a", states=[State.STORED])} == {number}


def test_a_kept_copy_is_due_whatever_folder_the_point_reads_now(ledger: Ledger) -> None:
    ledger.settle(SOURCE, [outcome("1", State.FAILED, raw=Path("/kept/1.eml")), outcome("2", State.FAILED)])
    elsewhere = replace(SOURCE, folder="Archiwum")
    assert [each.place for each in ledger.due(elsewhere)] == [SOURCE.place("1")]
    assert ledger.due(OTHER_MODE) == ()


def test_failures_under_an_old_uidvalidity_end_where_no_copy_was_kept(ledger: Ledger, history: History) -> None:
    ledger.settle(
        SOURCE,
        [
            outcome("1", State.FAILED),
            outcome("2", State.FAILED, raw=Path("/kept/2.eml")),
            outcome("3", State.SET_ASIDE),
        ],
    )
    ledger.begin(SOURCE)
    assert len(ledger.due(SOURCE)) == 2
    ledger.begin(NEW_VALIDITY)
    assert {entry.place.uid for entry in history.entries("point-a")} == {"2", "3"}


def test_a_message_that_failed_can_still_be_stored(ledger: Ledger, history: History) -> None:
    ledger.settle(SOURCE, [outcome("1", State.FAILED, error=MessageUnreadable("x"), raw=Path("/kept/1.eml"))])
    (intended,) = ledger.intend(SOURCE, TARGET, [intent("1")])
    assert intended.id is not None
    (unfinished,) = ledger.unfinished()
    assert unfinished.raw == Path("/kept/1.eml")
    ledger.published({intended.id: "20260703-081500-1-2"})
    (entry,) = history.entries("point-a")
    assert entry.state is State.STORED
    assert (entry.folder, entry.raw, entry.error, entry.attempts) == (TARGET / "20260703-081500-1-2", None, None, 1)


def test_nothing_unsettles_a_stored_message(ledger: Ledger, history: History) -> None:
    number = stored(ledger, "1")
    ledger.settle(SOURCE, [outcome("1", State.FAILED), outcome("1", State.SKIPPED, reason=Reason.SIZE)])
    ledger.lost([number], TargetUnusable(TARGET, "gone"))
    (entry,) = history.entries("point-a")
    assert (entry.state, entry.attempts) == (State.STORED, 0)


def test_an_intent_is_unfinished_until_it_is_published(ledger: Ledger) -> None:
    first, second = ledger.intend(SOURCE, TARGET, [intent("1"), intent("2")])
    assert first.id is not None
    assert second.id is not None
    ledger.published({first.id: "a"})
    assert ledger.unfinished() == (
        Unfinished(second.id, "point-a", TARGET, ".tmp-20260703-081500-2", "20260703-081500-2", None),
    )


def test_what_is_lost_is_set_aside_and_holds_its_content_no_longer(ledger: Ledger, history: History) -> None:
    (intended,) = ledger.intend(SOURCE, TARGET, [intent("1", "content")])
    assert intended.id is not None
    ledger.lost([intended.id], TargetUnusable(TARGET, "No such file or directory"))
    (entry,) = history.entries("point-a")
    assert (entry.state, type(entry.error)) == (State.SET_ASIDE, TargetUnusable)
    assert ledger.taken(SOURCE, [intended.intent.content_key]) == {}


def test_after_actions_wait_until_the_message_is_stored_and_are_done_once(ledger: Ledger) -> None:
    first, second, third = ledger.intend(
        SOURCE, TARGET, [intent("1", after_due=True), intent("2", after_due=False), intent("3", after_due=True)]
    )
    assert ledger.after_due(SOURCE) == ()
    ledger.published({each.id: each.intent.final for each in (first, second, third) if each.id is not None})
    assert [each.uid for each in ledger.after_due(SOURCE)] == ["1", "3"]
    assert ledger.after_due(NEW_VALIDITY) == ()
    assert first.id is not None
    ledger.after_done([first.id])
    assert ledger.after_due(SOURCE) == (AfterDue(third.id or 0, "3"),)


def test_a_duplicate_has_no_after_action(ledger: Ledger) -> None:
    stored(ledger, "1", "content")
    ledger.intend(SOURCE, TARGET, [intent("2", "content", after_due=True)])
    assert ledger.after_due(SOURCE) == ()


@pytest.mark.parametrize("text", ["'; DROP TABLE message; --", "zażółć \ud800 \x00 gęślą", "%_?:name"])
def test_any_text_can_be_a_fact(ledger: Ledger, history: History, text: str) -> None:
    source = replace(SOURCE, point_id=text, account=text, folder=text)
    letters = replace(letter(subject=text, sender=text), message_id=text, sender_name=text)
    ledger.settle(source, [Outcome(source.place(text), letters, State.SKIPPED, elsewhere=text)])
    ledger.advance(source, 3)
    assert ledger.watermark(source) == 3
    (entry,) = history.entries(text, words=text)
    assert entry.letter.subject == text.replace("\ud800", "\ufffd").replace("\x00", "\ufffd")


def test_a_dry_look_leaves_no_trace(ledger: Ledger, history: History) -> None:
    ledger.sift(SOURCE, ["1"])
    ledger.watermark(SOURCE)
    ledger.due(SOURCE)
    ledger.after_due(SOURCE)
    ledger.taken(SOURCE, ["0" * 64])
    assert history.records() == {}
    assert ledger._file.row("SELECT (SELECT count(*) FROM point), (SELECT count(*) FROM folder)") == (0, 0)


def test_no_question_goes_through_all_messages(ledger: Ledger, ledger_file: LedgerFile, history: History) -> None:
    """With a hundred thousand of them a run would take seconds; the plan is the same with few."""
    asked: list[str] = []
    ledger_file._connection.set_trace_callback(asked.append)
    ledger.begin(SOURCE)
    ledger.watermark(SOURCE)
    ledger.sift(SOURCE, ["1", "2"])
    ledger.taken(SOURCE, ["0" * 64])
    ledger.due(SOURCE)
    ledger.after_due(SOURCE)
    ledger.unfinished()
    history.entries("point-a", before=1)
    history.records()
    ledger_file._connection.set_trace_callback(None)
    ways = [
        way
        for question in asked
        if question.startswith(("SELECT", "DELETE"))
        for *_, way in ledger_file.rows(f"EXPLAIN QUERY PLAN {question}")
    ]
    assert len(ways) > 20
    assert [way for way in ways if way.startswith(("SCAN m", "SCAN point")) or way.endswith("(folder=?)")] == [
        "SCAN point"
    ]
