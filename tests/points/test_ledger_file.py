"""The ledger's file: never overwritten when it is not understood, and every refusal is an error of the family."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from dms_mail_desktop.errors import LedgerDamaged, LedgerTooNew, LedgerUnusable
from dms_mail_desktop.points.facts import State
from dms_mail_desktop.points.ledger import Ledger
from dms_mail_desktop.points.ledger_facts import Outcome
from dms_mail_desktop.points.ledger_file import LedgerFile
from dms_mail_desktop.points.ledger_schema import VERSION

from .deaths import together
from .ledgers import SOURCE, letter, opened, stored

READ_ONLY = """
import os, sys
from pathlib import Path
from dms_mail_desktop.errors import MailDesktopError
from dms_mail_desktop.points.ledger_file import LedgerFile
if not os.geteuid():
    os.setuid(65534)  # nothing is read-only for root
try:
    LedgerFile(Path(sys.argv[1])).rows("UPDATE point SET name = ''")
except MailDesktopError as error:
    print(type(error).__name__, end="")
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A ledger that knows one message."""
    with opened(tmp_path / "ledger.db") as file:
        stored(Ledger(file), "1")
    return tmp_path / "ledger.db"


def executed(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def test_a_new_ledger_says_its_version_and_is_safe_against_a_power_failure(path: Path) -> None:
    with opened(path) as file:
        for pragma, value in {"user_version": VERSION, "journal_mode": "wal", "synchronous": 2}.items():
            assert file.row(f"PRAGMA {pragma}") == (value,)


def test_what_one_program_wrote_the_next_one_reads(path: Path) -> None:
    with opened(path) as file:
        assert Ledger(file).sift(SOURCE, ["1", "2"]).fresh == ("2",)


@pytest.mark.parametrize("content", [b"no database" * 100, b"SQLite format 3\0" + b"\xff" * 4096])
def test_a_file_that_is_no_database_is_left_as_it_is(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "ledger.db"
    path.write_bytes(content)
    with pytest.raises(LedgerDamaged) as raised:
        LedgerFile(path)
    assert raised.value.path == path
    assert raised.value.detail
    assert path.read_bytes() == content


def test_pages_that_are_torn_are_noticed_when_they_are_read(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[:4096] + os.urandom(len(content) - 4096))
    with pytest.raises(LedgerDamaged), opened(path) as file:
        Ledger(file).settle(SOURCE, [Outcome(SOURCE.place("2"), letter(), State.SKIPPED)])


def test_a_database_of_another_program_is_not_taken_over(tmp_path: Path) -> None:
    executed(tmp_path / "ledger.db", "CREATE TABLE account (id)")
    with pytest.raises(LedgerDamaged):
        LedgerFile(tmp_path / "ledger.db")


def test_missing_tables_are_damage(path: Path) -> None:
    executed(path, "DROP TABLE watermark")
    with opened(path) as file, pytest.raises(LedgerDamaged):
        Ledger(file).watermark(SOURCE)


def test_a_ledger_of_a_newer_program_is_left_alone(path: Path) -> None:
    executed(path, f"PRAGMA user_version={VERSION + 1}")
    with pytest.raises(LedgerTooNew) as raised:
        LedgerFile(path)
    assert vars(raised.value) == {"path": path, "found": VERSION + 1, "known": VERSION}


def test_a_folder_that_cannot_be_made_is_the_systems_refusal(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(LedgerUnusable):
        LedgerFile(tmp_path / "file" / "ledger.db")


@pytest.mark.skipif(sys.platform == "win32", reason="other rights")
@pytest.mark.parametrize("new", [True, False])
def test_a_read_only_folder_is_the_systems_refusal(new: bool) -> None:
    with TemporaryDirectory() as name:
        path = Path(name, "ledger.db")
        if not new:
            with opened(path):
                pass
        path.parent.chmod(0o555)
        done = subprocess.run([sys.executable, "-c", READ_ONLY, path], capture_output=True, text=True, check=False)
        path.parent.chmod(0o755)
    assert done.stdout + done.stderr == "LedgerUnusable"


def test_a_ledger_that_another_program_keeps_locked_is_waited_for_and_then_given_up(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as other, opened(path, busy_limit=0.1) as file:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(LedgerUnusable, match="locked"):
            stored(Ledger(file), "2")
        other.execute("ROLLBACK")
        stored(Ledger(file), "2")


@contextmanager
def small_files(limit: int) -> Iterator[None]:
    """No file of this process grows beyond `limit` bytes."""
    resource = pytest.importorskip("resource")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_disk_without_room_loses_nothing_that_was_recorded(path: Path) -> None:
    recorded: list[str] = []

    def record_on(ledger: Ledger) -> None:
        for uid in map(str, range(2, 10_000)):
            stored(ledger, uid)
            recorded.append(uid)

    with opened(path) as file:
        with small_files(64 * 1024), pytest.raises(LedgerUnusable):
            record_on(Ledger(file))
        stored(Ledger(file), "last")
    with opened(path) as file:
        assert file.row("PRAGMA integrity_check") == ("ok",)
        assert recorded
        assert Ledger(file).sift(SOURCE, [*recorded, "last", "never"]).fresh == ("never",)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs processes that can be forked")
def test_programs_that_open_a_new_ledger_at_once_wait_for_each_other(tmp_path: Path) -> None:
    for times in range(5):
        path = tmp_path / f"{times}.db"

        def record(start: Callable[[], None], uid: str, path: Path = path) -> None:
            start()
            with opened(path) as file:
                stored(Ledger(file), uid)

        uids = [str(uid) for uid in range(6)]
        together(*(partial(record, uid=uid) for uid in uids))
        with opened(path) as file:
            assert Ledger(file).sift(SOURCE, uids).fresh == ()


def test_threads_take_turns(path: Path) -> None:
    with opened(path) as file, ThreadPoolExecutor(8) as pool:
        ledger = Ledger(file)
        list(pool.map(lambda uid: stored(ledger, str(uid)), range(2, 100)))
        assert ledger.sift(SOURCE, [str(uid) for uid in range(2, 100)]).fresh == ()


def test_what_fails_half_way_leaves_nothing(path: Path) -> None:
    with opened(path) as file:

        def interrupted() -> Iterator[Outcome]:
            yield Outcome(SOURCE.place("2"), letter(), State.SKIPPED)
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            Ledger(file).settle(SOURCE, interrupted())
        assert Ledger(file).sift(SOURCE, ["2"]).fresh == ("2",)


def test_a_ledger_of_the_first_version_becomes_one_of_today(path: Path) -> None:
    executed(path, "DROP TABLE ledger", "PRAGMA user_version=1")
    with opened(path) as file:
        assert file.row("PRAGMA user_version") == (VERSION,)
        assert file.row("SELECT count(*) FROM message") == (1,)
        owner = Ledger(file).owner("point-a")
    with opened(path) as file:
        assert Ledger(file).owner("point-a") == owner
