"""What people ask of the ledger: how the points stand, what became of messages, and to try some again."""

import json
from collections.abc import Collection
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from dms_mail_desktop.points.error_records import error_text, recalled
from dms_mail_desktop.points.facts import Entry, Place, PointRecord, Reason, RunResult, State
from dms_mail_desktop.points.ledger_file import LedgerFile
from dms_mail_desktop.points.ledger_rows import LETTER, folded, to_letter, to_moment, to_number, uid_of
from dms_mail_desktop.points.run_records import recalled_run, run_text
from dms_mail_desktop.points.texts import harmless

_ENTRIES = (
    "SELECT m.id, p.name, s.account, f.name, f.uid_validity, m.uid, m.state, m.at, m.reason, m.error, m.target,"  # noqa: S608 - names of columns only
    f" m.published, m.raw, m.attachments, m.attempts, m.elsewhere, {LETTER} FROM message AS m"
    " JOIN point AS p ON p.id = m.point JOIN folder AS f ON f.id = m.folder JOIN scope AS s ON s.id = m.scope"
    " WHERE m.point = (SELECT id FROM point WHERE name = ?) AND m.state IN (SELECT value FROM json_each(?))"
)
_RECORDS = (
    "SELECT name, last_run, last_success, failing_since, failures, error,"
    " (SELECT count(*) FROM message AS m WHERE m.point = point.id AND m.state = 'set_aside'"
    # As the partial index says it, which SQLite uses for no other term.
    " AND m.state IN ('publishing', 'failed', 'set_aside'))"
    " FROM point WHERE last_run != ''"
)


class History:
    """The ledger as the windows and the command line read it. Blocks; raises LedgerDamaged or LedgerUnusable."""

    def __init__(self, file: LedgerFile) -> None:
        self._file = file

    def end_run(self, result: RunResult) -> None:
        """Remembers how a point's run ended; a dry run and one that found another under way leave no trace.

        A run that a person stopped is remembered, and neither a success nor a failure.
        """
        if result.dry or result.busy:
            return
        point, ended = harmless(result.point_id), to_number(result.ended_at)
        with self._file.transaction():
            self._file.rows("INSERT INTO point (name) VALUES (?) ON CONFLICT DO NOTHING", (point,))
            self._file.rows("UPDATE point SET last_run = ? WHERE name = ?", (run_text(result), point))
            if result.succeeded:
                self._file.rows(
                    "UPDATE point SET last_success = ?, failing_since = NULL, failures = 0, error = '' WHERE name = ?",
                    (ended, point),
                )
            elif not result.stopped:
                self._file.rows(
                    "UPDATE point SET failing_since = ifnull(failing_since, ?), failures = failures + 1, error = ?"
                    " WHERE name = ?",
                    (ended, error_text(result.error), point),
                )

    def records(self) -> dict[str, PointRecord]:
        """What is known of the points that ever ran, by their id."""
        return {
            name: PointRecord(
                name, recalled_run(run), to_moment(success), to_moment(failing), failures, recalled(error), aside
            )
            for name, run, success, failing, failures, error, aside in self._file.rows(_RECORDS)
        }

    def record(self, point_id: str) -> PointRecord:
        """What is known of one point."""
        return self.records().get(point_id, PointRecord(point_id))

    def entries(
        self,
        point_id: str,
        words: str = "",
        states: Collection[State] = (),
        limit: int = 500,
        before: int | None = None,
    ) -> tuple[Entry, ...]:
        """A point's messages, latest first, in which all words are found; `before` is the id of the last one seen."""
        statement, values = _ENTRIES, [harmless(point_id), json.dumps(list(states or State))]
        for word in folded(words).split():
            statement += " AND instr(m.search, ?)"
            values.append(word)
        if before is not None:
            statement += " AND (m.at, m.id) < (SELECT at, id FROM message WHERE id = ?)"
            values.append(str(before))
        statement += " ORDER BY m.at DESC, m.id DESC LIMIT ?"
        return tuple(_entry(row) for row in self._file.rows(statement, (*values, limit)))

    def retry(self, entry_ids: Collection[int]) -> None:
        """Makes messages that failed or were set aside due again, with no strike."""
        with self._file.transaction():
            self._file.many(
                "UPDATE message SET state = 'failed', attempts = 0, at = ?"
                " WHERE id = ? AND state IN ('failed', 'set_aside')",
                [(to_number(datetime.now(UTC)), number) for number in entry_ids],
            )


def _entry(row: Any) -> Entry:
    number, point, account, folder, validity, uid, state, at, reason, error, target, published, raw, *rest = row
    attachments, attempts, elsewhere, *letter = rest
    return Entry(
        number,
        point,
        Place(account, folder, validity, uid_of(uid)),
        to_letter(letter),
        State(state),
        to_moment(at),
        reason=Reason(reason) if reason else None,
        error=recalled(error),
        folder=Path(target, published) if state == State.STORED else None,
        raw=Path(raw) if raw else None,
        attachments=attachments,
        attempts=attempts,
        elsewhere=elsewhere,
    )
