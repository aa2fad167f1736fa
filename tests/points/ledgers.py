"""A ledger and what is told to it, for tests."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from dms_mail_desktop.models import Mode
from dms_mail_desktop.points.facts import Letter
from dms_mail_desktop.points.ledger import Ledger
from dms_mail_desktop.points.ledger_facts import Intent, Source
from dms_mail_desktop.points.ledger_file import LedgerFile

SENT_AT = datetime(2026, 7, 3, 8, 15, tzinfo=UTC)
SOURCE = Source("point-a", Mode.GENERATE_DOCUMENTS, "faktury@imap.firma.pl", "INBOX", 7, "rules-1")


@contextmanager
def opened(path: Path, **options: float) -> Iterator[LedgerFile]:
    """The ledger in a file, closed afterwards."""
    file = LedgerFile(path, **options)
    try:
        yield file
    finally:
        file.close()


def letter(subject: str = "Faktura FV/118/2026", sender: str = "biuro@dostawca.pl") -> Letter:
    return Letter("<1@dostawca.pl>", subject, "Łucja Żak", sender, SENT_AT, SENT_AT, 270_000)


def key(content: str) -> str:
    return sha256(content.encode()).hexdigest()


def intent(uid: str, content: str | None = None, source: Source = SOURCE, *, after_due: bool = False) -> Intent:
    """The message `uid`, whose content is its own unless told."""
    name = f"20260703-081500-{uid}"
    return Intent(source.place(uid), letter(), key(content or uid), f".tmp-{name}", name, 2, after_due)


def stored(ledger: Ledger, uid: str, content: str | None = None, source: Source = SOURCE) -> int:
    """Has the ledger know a message as stored, and gives its number."""
    (intended,) = ledger.intend(source, Path("/target"), [intent(uid, content, source)])
    assert intended.id is not None
    ledger.published({intended.id: intended.intent.final})
    return intended.id
