"""What a killed run left half done is finished before the next one begins."""

from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from pathlib import Path

from dms_mail_desktop.errors import TargetUnusable
from dms_mail_desktop.locks import ProcessLock
from dms_mail_desktop.points.documents import DocumentsFolder
from dms_mail_desktop.points.ledger import Ledger
from dms_mail_desktop.points.ledger_facts import Unfinished
from dms_mail_desktop.points.publishing import RefusedAloneError, renamed
from dms_mail_desktop.points.set_aside import let_go

Exists = Callable[[str], bool]
"""Whether there is still a point with this id."""


def recover(ledger: Ledger, point_id: str, target: Path, lock_of: Callable[[str], ProcessLock], exists: Exists) -> None:
    """Finishes what runs of this point, whose lock the caller holds, and of points whose lock is free left half done.

    `lock_of` gives the lock of a point by its id. Removes this point's left-overs in its target. What a point began
    that does not exist any more, in a target that cannot be used any more, waits for nobody.
    Raises TargetUnusable when `target` cannot be used, and the ledger's errors.
    """
    for other in {each.point_id for each in ledger.unfinished()} - {point_id}:
        lock = lock_of(other)
        if lock.acquire():
            try:
                left = [each for each in ledger.unfinished() if each.point_id == other]
                if exists(other):
                    # It is that point's own run that tells of a target that cannot be used.
                    with suppress(TargetUnusable):
                        _finish(ledger, left)
                else:
                    _finish_or_give_up(ledger, left)
            finally:
                lock.release()
    own = [each for each in ledger.unfinished() if each.point_id == point_id]
    _finish(ledger, [each for each in own if each.target == target])
    _finish_or_give_up(ledger, [each for each in own if each.target != target])
    DocumentsFolder(target, ledger.owner(point_id)).clean()


def _finish_or_give_up(ledger: Ledger, unfinished: Collection[Unfinished]) -> None:
    """Publishes what lies in targets that no point has any more, and that nobody will bring back for its sake."""
    for target in {each.target for each in unfinished}:
        left = [each for each in unfinished if each.target == target]
        try:
            _finish(ledger, left)
        except TargetUnusable as error:
            ledger.lost([each.id for each in left], error)


def _finish(ledger: Ledger, unfinished: Iterable[Unfinished]) -> None:
    """Publishes what still has its temporary name; the rest was published, and may have been taken away since.

    A message whose folder cannot be renamed is due again, and its kept copy stays.
    """
    names: dict[int, str] = {}
    try:
        for each in unfinished:
            documents = DocumentsFolder(each.target, ledger.owner(each.point_id))
            still = documents.staged(each.staged)
            try:
                name = renamed(ledger, documents, each.id, each.staged, each.final) if still else each.final
            except RefusedAloneError:
                continue
            documents.sync()
            names[each.id] = name
            if each.raw:
                let_go(each.raw)
    finally:
        ledger.published(names)
