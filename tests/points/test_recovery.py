"""What a run that died left half done, and where nobody can say any more what it did."""

from collections.abc import Callable
from pathlib import Path

import pytest

from dms_mail_desktop.errors import TargetUnusable
from dms_mail_desktop.locks import ProcessLock
from dms_mail_desktop.points.documents import DocumentsFolder
from dms_mail_desktop.points.facts import State
from dms_mail_desktop.points.history import History
from dms_mail_desktop.points.ledger import Ledger
from dms_mail_desktop.points.ledger_facts import Intent, Outcome, Source
from dms_mail_desktop.points.recovery import recover

from .ledgers import SOURCE, letter, opened
from .messages import POINT, message, names, staged
from .offices import second


@pytest.fixture
def target(tmp_path: Path) -> Path:
    (tmp_path / "target").mkdir()
    return tmp_path / "target"


@pytest.fixture
def lock_of(tmp_path: Path) -> Callable[[str], ProcessLock]:
    return lambda point_id: ProcessLock(tmp_path / f"{point_id}.lock")


def every(_point_id: str) -> bool:
    """No point was removed."""
    return True


def intended(ledger: Ledger, target: Path, source: Source = SOURCE) -> str:
    """Leaves a message between its intent and its renaming, and gives the name it is to get."""
    each = staged(DocumentsFolder(target, ledger.owner(source.point_id)), message(), POINT)
    intent = Intent(each.place, each.letter, each.content_key, each.temp, each.final, each.attachments, after_due=True)
    ledger.intend(source, target, [intent])
    return each.final


def test_what_was_intended_is_published(
    ledger: Ledger, history: History, target: Path, lock_of: Callable[[str], ProcessLock]
) -> None:
    final = intended(ledger, target)
    recover(ledger, "point-a", target, lock_of, every)
    assert names(target) == [final]
    (entry,) = history.entries("point-a")
    assert (entry.state, entry.folder) == (State.STORED, target / final)
    assert [each.uid for each in ledger.after_due(SOURCE)] == ["1"]


def test_the_history_names_the_folder_that_was_published(
    ledger: Ledger, history: History, target: Path, lock_of: Callable[[str], ProcessLock]
) -> None:
    final = intended(ledger, target)
    (target / final).mkdir()
    (target / final / "file").touch()
    recover(ledger, "point-a", target, lock_of, every)
    (entry,) = history.entries("point-a")
    assert entry.folder == target / f"{final}-2"


def test_another_point_whose_lock_is_free_is_recovered_too(
    ledger: Ledger, history: History, target: Path, tmp_path: Path, lock_of: Callable[[str], ProcessLock]
) -> None:
    (tmp_path / "other").mkdir()
    final = intended(ledger, tmp_path / "other", second())
    recover(ledger, "point-a", target, lock_of, every)
    assert names(tmp_path / "other") == [final]
    assert history.entries("point-b")[0].state is State.STORED
    assert lock_of("point-b").acquire()


def test_a_point_that_runs_at_this_moment_is_left_alone(
    ledger: Ledger, target: Path, lock_of: Callable[[str], ProcessLock]
) -> None:
    intended(ledger, target, second())
    running = lock_of("point-b")
    assert running.acquire()
    recover(ledger, "point-a", target, lock_of, every)
    assert len(ledger.unfinished()) == 1
    assert all(name.startswith(".tmp-") for name in names(target))


def test_another_point_whose_target_is_gone_waits_for_its_own_run(
    ledger: Ledger, target: Path, tmp_path: Path, lock_of: Callable[[str], ProcessLock]
) -> None:
    (tmp_path / "other").mkdir()
    intended(ledger, tmp_path / "other", second())
    (tmp_path / "other").rename(tmp_path / "unmounted")
    recover(ledger, "point-a", target, lock_of, every)
    assert len(ledger.unfinished()) == 1


def test_what_a_removed_point_began_in_a_target_that_is_gone_holds_up_no_other_point(
    ledger: Ledger, history: History, target: Path, tmp_path: Path, lock_of: Callable[[str], ProcessLock]
) -> None:
    (tmp_path / "other").mkdir()
    intended(ledger, tmp_path / "other", second())
    (tmp_path / "other").rename(tmp_path / "given away")
    recover(ledger, "point-a", target, lock_of, exists=lambda point_id: point_id == "point-a")
    assert ledger.unfinished() == ()
    assert history.entries("point-b")[0].state is State.SET_ASIDE
    assert ledger.sift(SOURCE, ["1"]).fresh == ("1",)


def test_what_a_removed_point_began_is_published_where_its_target_is_there(
    ledger: Ledger, target: Path, tmp_path: Path, lock_of: Callable[[str], ProcessLock]
) -> None:
    (tmp_path / "other").mkdir()
    final = intended(ledger, tmp_path / "other", second())
    recover(ledger, "point-a", target, lock_of, exists=lambda point_id: point_id == "point-a")
    assert names(tmp_path / "other") == [final]
    assert list(ledger.sift(SOURCE, ["1"]).taken) == ["1"]


def test_a_target_that_is_gone_for_now_loses_nothing(
    ledger: Ledger, history: History, target: Path, tmp_path: Path, lock_of: Callable[[str], ProcessLock]
) -> None:
    final = intended(ledger, target)
    target.rename(tmp_path / "unmounted")
    with pytest.raises(TargetUnusable):
        recover(ledger, "point-a", target, lock_of, every)
    assert len(ledger.unfinished()) == 1
    (tmp_path / "unmounted").rename(target)
    recover(ledger, "point-a", target, lock_of, every)
    assert names(target) == [final]
    assert history.entries("point-a")[0].state is State.STORED


def test_what_was_intended_in_the_former_target_is_finished_there(
    ledger: Ledger, target: Path, tmp_path: Path, lock_of: Callable[[str], ProcessLock]
) -> None:
    final = intended(ledger, target)
    (tmp_path / "new").mkdir()
    recover(ledger, "point-a", tmp_path / "new", lock_of, every)
    assert names(target) == [final]
    assert ledger.unfinished() == ()


def test_what_was_intended_in_a_former_target_that_is_gone_waits_for_a_person(
    ledger: Ledger, history: History, target: Path, tmp_path: Path, lock_of: Callable[[str], ProcessLock]
) -> None:
    """It may have been published there, so the program itself does not store it again."""
    intended(ledger, target)
    target.rename(tmp_path / "given away")
    (tmp_path / "new").mkdir()
    recover(ledger, "point-a", tmp_path / "new", lock_of, every)
    (entry,) = history.entries("point-a")
    assert entry.state is State.SET_ASIDE
    assert isinstance(entry.error, TargetUnusable)
    assert entry.error.path == target
    history.retry([entry.id])
    assert [each.place for each in ledger.due(SOURCE)] == [SOURCE.place("1")]


def test_the_kept_copy_goes_when_its_message_is_published(
    ledger: Ledger, target: Path, tmp_path: Path, lock_of: Callable[[str], ProcessLock]
) -> None:
    kept = tmp_path / "kept.eml"
    kept.write_bytes(message())
    ledger.settle(SOURCE, [Outcome(SOURCE.place("1"), letter(), State.FAILED, raw=kept)])
    intended(ledger, target)
    recover(ledger, "point-a", target, lock_of, every)
    assert not kept.exists()


def test_a_folder_that_cannot_be_renamed_holds_up_no_others(
    ledger: Ledger,
    history: History,
    target: Path,
    monkeypatch: pytest.MonkeyPatch,
    lock_of: Callable[[str], ProcessLock],
) -> None:
    """A scanner may keep a file of it open for good, so that it cannot even be removed."""
    documents = DocumentsFolder(target, "point-a")
    one, two = (staged(documents, message(subject), POINT, uid) for uid, subject in (("1", "one"), ("2", "two")))
    intents = [Intent(x.place, x.letter, x.content_key, x.temp, x.final, 1, after_due=True) for x in (one, two)]
    ledger.intend(SOURCE, target, intents)
    rename = Path.rename

    def refuse(path: Path, new: Path) -> Path:
        if path.name == one.temp:
            raise PermissionError(13, "in use")
        return rename(path, new)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", refuse)
        patch.setattr("shutil.rmtree", lambda _path, ignore_errors: ignore_errors)
        recover(ledger, "point-a", target, lock_of, every)
    assert {each.place.uid: each.state for each in history.entries("point-a")} == {
        "1": State.FAILED,
        "2": State.STORED,
    }
    assert two.final in names(target)
    assert [each.place.uid for each in ledger.due(SOURCE)] == ["1"]
    assert one.content_key not in ledger.taken(SOURCE, [one.content_key])


def test_another_computer_with_the_same_point_and_target_loses_nothing_of_what_it_is_storing(
    ledger: Ledger, target: Path, tmp_path: Path, lock_of: Callable[[str], ProcessLock]
) -> None:
    """Settings are copied from computer to computer with the ids of their points."""
    final = intended(ledger, target)
    with opened(tmp_path / "elsewhere" / "ledger.db") as file:
        recover(Ledger(file), "point-a", target, lock_of, every)
    recover(ledger, "point-a", target, lock_of, every)
    assert names(target) == [final]
