"""The steps that make sure that a message is published once: durable, intended, renamed, recorded, in this order."""

from collections.abc import Sequence
from dataclasses import replace

from dms_mail_desktop.errors import TargetUnusable
from dms_mail_desktop.points.documents import DocumentsFolder, Staged
from dms_mail_desktop.points.ledger import Ledger
from dms_mail_desktop.points.ledger_facts import Intended, Intent, Source


class RefusedAloneError(Exception):
    """The system does not let one folder have its name; `reason` is what it says."""

    def __init__(self, reason: TargetUnusable) -> None:
        super().__init__(reason)
        self.reason = reason


def publish(
    ledger: Ledger, documents: DocumentsFolder, source: Source, staged: Sequence[Staged], *, after_due: bool
) -> tuple[Intended, ...]:
    """Publishes a batch of staged messages and says in the same order which were taken already, or refused alone.

    Duplicates are recorded; of messages that another point is storing nothing is. Blocks until all is on the medium.
    Raises TargetUnusable, LedgerDamaged, LedgerUnusable: the next run's recovery then finishes what was begun.
    """
    documents.make_durable(staged)
    intended = ledger.intend(source, documents.target, [_intent(each, after_due) for each in staged])
    names: dict[int, str] = {}
    refused: dict[int, TargetUnusable] = {}
    try:
        for each in intended:
            if each.id is not None:
                try:
                    names[each.id] = renamed(ledger, documents, each.id, each.intent.staged, each.intent.final)
                except RefusedAloneError as error:
                    refused[each.id] = error.reason
    finally:
        if names:
            documents.sync()
            ledger.published(names)
    for each in intended:
        if each.id is None:
            documents.discard(each.intent.staged)
    return tuple(replace(each, refused=refused.get(each.id)) if each.id is not None else each for each in intended)


def renamed(ledger: Ledger, documents: DocumentsFolder, number: int, staged: str, final: str) -> str:
    """Gives a message's folder its final name, or the next free one, and returns it.

    Raises RefusedAloneError, once the message is withdrawn, where the target takes others: a file may be held open for
    good. Else TargetUnusable.
    """
    try:
        return documents.publish(staged, final)
    except TargetUnusable as error:
        if error.full or not documents.staged(staged) or not documents.works():
            raise
        ledger.withdraw([number], error)
        documents.discard(staged)
        raise RefusedAloneError(error) from error


def _intent(staged: Staged, after_due: bool) -> Intent:
    return Intent(
        staged.place, staged.letter, staged.content_key, staged.temp, staged.final, staged.attachments, after_due
    )
