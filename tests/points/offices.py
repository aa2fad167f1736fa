"""A mailbox, a target and the DMS that takes documents away, for tests of "exactly once"."""

import json
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path

from dms_mail_desktop.locks import ProcessLock
from dms_mail_desktop.points.documents import DocumentsFolder
from dms_mail_desktop.points.facts import Reason, State
from dms_mail_desktop.points.history import History
from dms_mail_desktop.points.ledger import Ledger
from dms_mail_desktop.points.ledger_facts import Outcome, Source
from dms_mail_desktop.points.publishing import publish
from dms_mail_desktop.points.recovery import recover

from .ledgers import SOURCE, opened
from .messages import POINT, staged


@dataclass
class Office:
    """The messages of a mailbox by their UIDs, and what of them the DMS has."""

    folder: Path
    mailbox: Mapping[str, bytes]
    taken: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.target.mkdir(parents=True)

    @property
    def target(self) -> Path:
        return self.folder / "target"

    @property
    def ledger(self) -> Path:
        return self.folder / "ledger.db"

    def lock(self, point_id: str) -> ProcessLock:
        return ProcessLock(self.folder / f"{point_id}.lock")

    def run(self, source: Source = SOURCE, before_publishing: Callable[[], object] = nullcontext) -> None:
        """One run of a point, as far as storing is concerned; nothing if another one is under way."""
        lock = self.lock(source.point_id)
        if not lock.acquire():
            return
        try:
            with opened(self.ledger) as file:
                ledger = Ledger(file)
                ledger.begin(source)
                recover(ledger, source.point_id, self.target, self.lock, lambda _: True)
                documents = DocumentsFolder(self.target, ledger.owner(source.point_id))
                sifted = ledger.sift(source, list(self.mailbox))
                ledger.settle(
                    source,
                    [
                        Outcome(source.place(uid), each.letter, State.DUPLICATE, Reason.DUPLICATE)
                        for uid, each in sifted.taken.items()
                        if not each.in_progress
                    ],
                )
                batch = [staged(documents, self.mailbox[uid], POINT, uid) for uid in sifted.fresh]
                before_publishing()
                publish(ledger, documents, source, batch, after_due=True)
        finally:
            lock.release()

    def take(self) -> None:
        """The DMS takes away every finished folder, and looks whether it is whole."""
        for folder in self.target.iterdir():
            if folder.name.startswith("."):
                continue
            document = json.loads((folder / "document.json").read_text("utf-8"))
            files = {each["file"]: each["sha256"] for each in document["attachments"]}
            files["message.eml"] = document["message"]["sha256"]
            assert {path.name for path in folder.iterdir()} == {"document.json", *files}
            for name, digest in files.items():
                assert sha256((folder / name).read_bytes()).hexdigest() == digest
            self.taken[document["message"]["key"]] += 1
            folder.rename(self.folder / f"taken-{self.taken.total()}")

    def states(self, point_id: str = SOURCE.point_id) -> dict[str, State]:
        """How each message stands in the point's history."""
        with opened(self.ledger) as file:
            return {entry.place.uid: entry.state for entry in History(file).entries(point_id)}


def second(source: Source = SOURCE) -> Source:
    """The same for another point."""
    return replace(source, point_id="point-b")
