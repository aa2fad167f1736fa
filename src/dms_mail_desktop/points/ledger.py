"""The ledger of handled messages: what makes sure that each is stored once, whatever breaks on the way."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from dms_mail_desktop.errors import MailDesktopError
from dms_mail_desktop.points.error_records import error_text
from dms_mail_desktop.points.facts import Place, State
from dms_mail_desktop.points.ledger_facts import (
    AfterDue,
    Due,
    Intended,
    Intent,
    Outcome,
    Sifted,
    Source,
    Taken,
    Unfinished,
)
from dms_mail_desktop.points.ledger_file import LedgerFile
from dms_mail_desktop.points.ledger_rows import (
    FREED,
    LETTER,
    NOTE_PLACE,
    SETTLED,
    UPSERT,
    duplicate_of,
    intent_values,
    outcome_values,
    place_values,
    to_letter,
    to_number,
)
from dms_mail_desktop.points.texts import harmless

PUBLISHING = "publishing"
"""The state between an intent and its confirmation, which only the recovery sees."""
# Terms as they stand in the partial indexes, which SQLite uses for no others.
_OPEN = "m.state IN ('publishing', 'stored')"
_WAITING = "m.state IN ('publishing', 'failed', 'set_aside')"
_AFTER_DONE = "UPDATE message SET after_due = 0 WHERE id = ?"
# The order of a CROSS JOIN is kept: look each message up, do not go through the folder.
_LISTED = "json_each(?) AS listed CROSS JOIN message AS m ON m.folder = ? AND m.uid = listed.value"


class Ledger:
    """What a run asks and tells. Every call blocks, is one transaction, and raises LedgerDamaged or LedgerUnusable."""

    def __init__(self, file: LedgerFile) -> None:
        self._file = file

    def owner(self, point_id: str) -> str:
        """What names a point among those of all computers, even where its settings were copied from another one."""
        (name,) = self._file.row("SELECT name FROM ledger")
        return f"{name}/{point_id}"

    def begin(self, source: Source) -> None:
        """Notes that a run reads this folder; failures under another UIDVALIDITY end: their messages have new UIDs."""
        with self._file.transaction():
            point, folder = self._noted(source)
            self._file.rows(
                f"DELETE FROM message AS m WHERE {_WAITING} AND m.state = 'failed' AND point = ? AND raw = ''"  # noqa: S608
                " AND folder IN (SELECT old.id FROM folder AS old JOIN folder AS new USING (scope, name)"
                " WHERE new.id = ? AND old.id != new.id)",
                (point, folder),
            )

    def watermark(self, source: Source) -> int:
        """The UID up to which every message of the folder is settled under these rules; 0 if none is."""
        found = self._file.row(
            "SELECT uid FROM watermark WHERE point = ? AND folder = ? AND rules = ?",
            (*self._known(source), source.rules),
        )
        return int(found[0]) if found else 0

    def advance(self, source: Source, uid: int) -> None:
        """Raises the watermark: every message up to this UID has its row, or is none of these rules' concern."""
        with self._file.transaction():
            self._file.rows(
                "INSERT INTO watermark VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET uid = max(uid, excluded.uid)",
                (*self._noted(source), source.rules, uid),
            )

    def sift(self, source: Source, uids: Sequence[str]) -> Sifted:
        """Which of these messages to look at, in their order, and which another point of the scope has taken.

        Messages that are `due` are neither; skipped ones are fresh again when the rules have changed.
        """
        point, folder = self._known(source)
        rows = self._file.rows(
            f"SELECT m.uid, m.point = ?, m.state, m.rules FROM {_LISTED}",  # noqa: S608
            (point, *_listed(uids, folder)),
        )
        own = {uid for uid, mine, state, rules in rows if mine and (state != State.SKIPPED or rules == source.rules)}
        others = {uid for uid, mine, state, _ in rows if not mine and state in (PUBLISHING, State.STORED)} - own
        letters = self._file.rows(
            f"SELECT m.uid, m.state, {LETTER} FROM {_LISTED} WHERE m.point != ? AND {_OPEN}",  # noqa: S608
            (*_listed(others, folder), point),
        )
        taken = {uid: Taken(to_letter(letter), source.folder, state == PUBLISHING) for uid, state, *letter in letters}
        return Sifted(tuple(uid for uid in uids if uid not in own and uid not in taken), taken)

    def taken(self, source: Source, content_keys: Collection[str]) -> Mapping[str, Taken]:
        """Which of these contents are stored in the scope already, or are being stored by another point."""
        rows = self._file.rows(
            f"SELECT m.content_key, m.state = 'publishing' AND p.name != ?, f.name, {LETTER} FROM scope AS s"  # noqa: S608
            f" JOIN message AS m ON m.scope = s.id AND {_OPEN} AND m.content_key IN (SELECT value FROM json_each(?))"
            " JOIN folder AS f ON f.id = m.folder JOIN point AS p ON p.id = m.point"
            " WHERE s.account = ? AND s.mode = ?",
            (source.point_id, json.dumps(list(content_keys)), harmless(source.account), source.mode),
        )
        return {key: Taken(to_letter(letter), name, bool(busy)) for key, busy, name, *letter in rows}

    def due(self, source: Source) -> tuple[Due, ...]:
        """The messages to try again, those with fewest strikes first: in this folder, and wherever a copy was kept."""
        point, folder = self._known(source)
        rows = self._file.rows(
            f"SELECT m.id, s.account, f.name, f.uid_validity, m.uid, m.attempts, m.raw, {LETTER} FROM message AS m"  # noqa: S608
            " JOIN folder AS f ON f.id = m.folder JOIN scope AS s ON s.id = m.scope"
            f" WHERE {_WAITING} AND m.state = 'failed' AND m.point = ? AND s.mode = ? AND (m.folder = ? OR m.raw != '')"
            " ORDER BY m.attempts, m.id",
            (point, source.mode, folder),
        )
        return tuple(
            Due(number, Place(account, name, validity, uid), to_letter(letter), attempts, Path(raw) if raw else None)
            for number, account, name, validity, uid, attempts, raw, *letter in rows
        )

    def settle(self, source: Source, outcomes: Iterable[Outcome]) -> None:
        """Records how messages ended that are not stored; one that failed has a strike more. Stored ones stay so."""
        with self._file.transaction():
            for outcome in outcomes:
                self._upsert(source, outcome.place, outcome_values(source, outcome))

    def intend(self, source: Source, target: Path, intents: Iterable[Intent]) -> tuple[Intended, ...]:
        """Records what is about to be published, and what is a duplicate instead, in the order of the intents.

        Nothing is recorded of a message that another point is storing at this moment.
        """
        with self._file.transaction():
            return tuple(self._intend(source, target, intent) for intent in intents)

    def published(self, folders: Mapping[int, str]) -> None:
        """Records that messages are stored, each by the name of its folder in the target, by the intents' ids."""
        at = to_number(datetime.now(UTC))
        with self._file.transaction():
            self._file.many(
                "UPDATE message SET state = 'stored', at = ?, published = ?, raw = ''"
                " WHERE id = ? AND state = 'publishing'",
                [(at, name, number) for number, name in folders.items()],
            )

    def withdraw(self, ids: Collection[int], error: MailDesktopError) -> None:
        """Makes messages due again that were certainly not published; whoever tries them next counts the strikes."""
        with self._file.transaction():
            self._file.many(
                "UPDATE message SET state = 'failed', at = ?, error = ?, after_due = 0"
                " WHERE id = ? AND state = 'publishing'",
                [(to_number(datetime.now(UTC)), error_text(error), number) for number in ids],
            )

    def lost(self, ids: Collection[int], error: MailDesktopError) -> None:
        """Sets messages aside of which nobody can say whether they were published."""
        with self._file.transaction():
            self._file.many(
                "UPDATE message SET state = 'set_aside', at = ?, error = ?, attempts = attempts + 1"
                " WHERE id = ? AND state = 'publishing'",
                [(to_number(datetime.now(UTC)), error_text(error), number) for number in ids],
            )

    def unfinished(self) -> tuple[Unfinished, ...]:
        """What killed runs left half done, of all points; also what other runs are doing at this moment."""
        rows = self._file.rows(
            "SELECT m.id, p.name, m.target, m.staged, m.published, m.raw FROM message AS m"  # noqa: S608
            f" JOIN point AS p ON p.id = m.point WHERE {_WAITING} AND m.state = 'publishing'"
        )
        return tuple(
            Unfinished(number, point, Path(target), staged, final, Path(raw) if raw else None)
            for number, point, target, staged, final, raw in rows
        )

    def after_due(self, source: Source) -> tuple[AfterDue, ...]:
        """The stored messages of the folder whose after-action is still to be done."""
        rows = self._file.rows(
            "SELECT id, uid FROM message WHERE after_due AND point = ? AND folder = ? AND state = 'stored' ORDER BY id",
            self._known(source),
        )
        return tuple(AfterDue(*row) for row in rows)

    def after_done(self, ids: Collection[int]) -> None:
        """Records that nothing more is to be done in the mailbox for these messages."""
        with self._file.transaction():
            self._file.many(_AFTER_DONE, [(number,) for number in ids])

    def deleted(self, ids: Collection[int]) -> None:
        """The same for messages that were deleted over POP3: their UIDLs may name others now (RFC 1939 section 7)."""
        with self._file.transaction():
            self._file.many(_AFTER_DONE, [(number,) for number in ids])
            self._file.many(
                f"UPDATE message SET {FREED} WHERE (folder, uid) = (SELECT folder, uid FROM message WHERE id = ?)"  # noqa: S608
                f" AND NOT after_due AND {SETTLED}",
                [(number,) for number in ids],
            )

    def free(self, source: Source, listed: Collection[str]) -> None:
        """Takes note of all the UIDLs in a POP3 mailbox: others that were met there may name new messages one day."""
        with self._file.transaction():
            self._file.rows(
                # What is freed already sorts before, so that its number costs nothing.
                f"UPDATE message SET {FREED} WHERE folder = ? AND uid >= '!' AND NOT after_due AND {SETTLED}"  # noqa: S608
                " AND uid NOT IN (SELECT value FROM json_each(?))",
                (self._known(source)[1], json.dumps(list(listed))),
            )

    def _intend(self, source: Source, target: Path, intent: Intent) -> Intended:
        taken = self.taken(source, (intent.content_key,)).get(intent.content_key)
        if taken is None:
            number = self._upsert(source, intent.place, intent_values(source, target, intent))
            if number is not None:
                return Intended(intent, number, None)
            # The place itself is stored already; its content cannot have changed since.
            taken = Taken(intent.letter, intent.place.folder)
        elif not taken.in_progress:
            self._upsert(source, intent.place, outcome_values(source, duplicate_of(intent, taken)))
        return Intended(intent, None, taken)

    def _upsert(self, source: Source, place: Place, values: Mapping[str, Any]) -> int | None:
        point, folder = self._noted(source, place)
        found = self._file.rows(UPSERT, {**values, "point": point, "folder": folder})
        return found[0][0] if found else None

    def _known(self, source: Source, place: Place | None = None) -> tuple[int, int]:
        """The numbers of the point and of a folder, the source's unless told; 0 for what the ledger has not met."""
        found = self._file.row(
            "SELECT (SELECT id FROM point WHERE name = :point), (SELECT f.id FROM folder AS f JOIN scope AS s"
            " ON s.id = f.scope WHERE account = :account AND mode = :mode AND f.name = :folder"
            " AND uid_validity = :uid_validity)",
            place_values(source, place or source.place("")),
        )
        return found[0] or 0, found[1] or 0

    def _noted(self, source: Source, place: Place | None = None) -> tuple[int, int]:
        """The same; what the ledger has not met is noted."""
        found = self._known(source, place)
        if all(found):
            return found
        for statement in NOTE_PLACE:
            self._file.rows(statement, place_values(source, place or source.place("")))
        return self._known(source, place)


def _listed(uids: Iterable[str], folder: int) -> tuple[str, int]:
    """The values of _LISTED."""
    return json.dumps(list(uids)), folder
