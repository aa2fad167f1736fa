"""The steps that make sure that a message is published once: durable, intended, renamed, recorded, in this order."""

from collections.abc import Sequence

from dms_mail_desktop.points.documents import DocumentsFolder, Staged
from dms_mail_desktop.points.ledger import Ledger
from dms_mail_desktop.points.ledger_facts import Intended, Intent, Source


def publish(
    ledger: Ledger, documents: DocumentsFolder, source: Source, staged: Sequence[Staged], *, after_due: bool
) -> tuple[Intended, ...]:
    """Publishes a batch of staged messages and says in the same order which of them were taken already.

    Duplicates are recorded; of messages that another point is storing nothing is. Blocks until all is on the medium.
    Raises TargetUnusable, LedgerDamaged, LedgerUnusable: the next run's recovery then finishes what was begun.
    """
    documents.make_durable(staged)
    intended = ledger.intend(source, documents.target, [_intent(each, after_due) for each in staged])
    names: dict[int, str] = {}
    try:
        for each in intended:
            if each.id is not None:
                names[each.id] = documents.publish(each.intent.staged, each.intent.final)
    finally:
        if names:
            documents.sync()
            ledger.published(names)
    for each in intended:
        if each.id is None:
            documents.discard(each.intent.staged)
    return intended


def _intent(staged: Staged, after_due: bool) -> Intent:
    return Intent(
        staged.place, staged.letter, staged.content_key, staged.temp, staged.final, staged.attachments, after_due
    )
