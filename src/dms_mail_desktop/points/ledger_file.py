"""The ledger's file: an SQLite database that several threads and programs use at once."""

import sqlite3
import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from dms_mail_desktop.errors import LedgerDamaged, LedgerTooNew, LedgerUnusable
from dms_mail_desktop.errors.system import symbol_of
from dms_mail_desktop.locks import POLL_INTERVAL
from dms_mail_desktop.points.ledger_schema import APPLICATION_ID, MIGRATIONS, SCHEMA, VERSION

BUSY_LIMIT = 15.0
"""Seconds to wait for another program that writes; a transaction takes milliseconds."""
Values = Sequence[Any] | Mapping[str, Any]
_DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_FORMAT, sqlite3.SQLITE_ERROR)
"""The file is no database, a broken one, or one with other tables than its version has."""


class LedgerFile:
    """One connection to the ledger at `path`; its calls block, take turns, and raise the ledger's PointErrors."""

    def __init__(self, path: Path, *, busy_limit: float = BUSY_LIMIT) -> None:
        self.path = path
        self._busy_limit = busy_limit
        self._turn = threading.RLock()
        with self._converted():
            path.parent.mkdir(parents=True, exist_ok=True)
            self._connection = sqlite3.connect(path, timeout=busy_limit, isolation_level=None, check_same_thread=False)
        try:
            with self._converted():
                self._open()
        except BaseException:
            self._connection.close()
            raise

    def close(self) -> None:
        """Ends the connection; the last one to end tidies the files beside the ledger away."""
        with self._turn, self._converted():
            self._connection.close()

    def rows(self, statement: str, values: Values = ()) -> list[Any]:
        """What one statement finds or changes."""
        with self._turn, self._converted():
            return self._connection.execute(statement, values).fetchall()

    def row(self, statement: str, values: Values = ()) -> Any:
        """The first row that a statement finds, or None."""
        with self._turn, self._converted():
            return self._connection.execute(statement, values).fetchone()

    def many(self, statement: str, values: Iterable[Values]) -> None:
        """One statement for each set of values."""
        with self._turn, self._converted():
            self._connection.executemany(statement, values)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """What happens inside is on the medium afterwards, or nothing of it; no other program writes meanwhile."""
        with self._turn, self._converted():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    def _open(self) -> None:
        self._write_ahead()
        self._connection.execute("PRAGMA synchronous=FULL")
        self._connection.execute("PRAGMA foreign_keys=ON")
        if self._version() == VERSION:
            return
        with self.transaction():
            found = self._version()
            for statements in [SCHEMA] if not found else MIGRATIONS[found - 1 :]:
                for statement in statements:
                    self._connection.execute(statement)
            self._connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
            self._connection.execute(f"PRAGMA user_version={VERSION}")

    def _write_ahead(self) -> None:
        """Has writers append to a file of their own, so that readers need not wait for them."""
        until = time.monotonic() + self._busy_limit
        while True:
            try:
                self._connection.execute("PRAGMA journal_mode=WAL")
            except sqlite3.OperationalError as error:
                # For this one change SQLite does not wait by itself while another program opens the same file.
                if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() >= until:
                    raise
                time.sleep(POLL_INTERVAL)
            else:
                return

    def _version(self) -> int:
        """The version of the tables, 0 in an empty file. Raises LedgerTooNew, LedgerDamaged."""
        # Another program may be making the tables: who saw them sees whose they are, and which.
        (tables,) = self._connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        (owner,) = self._connection.execute("PRAGMA application_id").fetchone()
        (found,) = self._connection.execute("PRAGMA user_version").fetchone()
        if tables and owner != APPLICATION_ID:
            raise LedgerDamaged(self.path, "another program's database", "FOREIGN_DATABASE")
        if found > VERSION:
            raise LedgerTooNew(self.path, found, VERSION)
        return int(found)

    @contextmanager
    def _converted(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.DatabaseError as error:
            code = getattr(error, "sqlite_errorcode", None)
            if isinstance(error, (sqlite3.IntegrityError, sqlite3.ProgrammingError)) or code is None:
                raise
            kind = LedgerDamaged if code & 0xFF in _DAMAGE else LedgerUnusable
            # Extended names, such as SQLITE_BUSY_SNAPSHOT, begin with the plain one.
            symbol = "_".join(error.sqlite_errorname.split("_")[:2])
            raise kind(self.path, str(error), symbol) from error
        except OSError as error:
            raise LedgerUnusable(self.path, error.strerror or str(error), symbol_of(error)) from error
