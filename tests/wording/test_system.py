"""What the system refuses is told in the language of the program, and what is unknown as the system tells it."""

import errno
import os
import sqlite3
from pathlib import Path

import pytest

from dms_mail_desktop.errors import LedgerDamaged, LedgerUnusable, SettingsUnwritable, TargetUnusable
from dms_mail_desktop.errors.system import symbol_of
from dms_mail_desktop.points.documents import DocumentsFolder
from dms_mail_desktop.points.ledger_file import LedgerFile
from dms_mail_desktop.wording import Wording

FREQUENT = (
    *(errno.ENOENT, errno.ENOTDIR, errno.EACCES, errno.EPERM, errno.ENOSPC, errno.EROFS, errno.EEXIST),
    *(errno.ENAMETOOLONG, errno.EHOSTUNREACH, errno.ETIMEDOUT),
)


@pytest.mark.parametrize("number", FREQUENT)
@pytest.mark.parametrize("language", ["pl", "en"])
def test_the_systems_words_do_not_appear_where_ours_are_known(number: int, language: str) -> None:
    refusal = OSError(number, os.strerror(number))
    for kind in (LedgerUnusable, SettingsUnwritable):
        error = kind(Path("x"), os.strerror(number), symbol=symbol_of(refusal))
        assert os.strerror(number) not in Wording(language).explain(error).cause


def test_an_unknown_refusal_keeps_the_systems_words() -> None:
    error = TargetUnusable(Path("x"), "The moon stands wrong", symbol=symbol_of(OSError(errno.EDOM, "moon")))
    assert "The moon stands wrong" in Wording("pl").explain(error).cause


@pytest.mark.parametrize(("number", "symbol"), [(53, "NETWORK_PATH"), (32, "IN_USE"), (5, "EACCES")])
def test_windows_own_numbers_come_first(number: int, symbol: str) -> None:
    error = OSError(errno.EACCES, "refused")
    error.winerror = number  # type: ignore[attr-defined, unused-ignore]
    assert symbol_of(error) == symbol


def test_a_target_that_is_a_file_is_told_in_polish(tmp_path: Path) -> None:
    (tmp_path / "plik").write_text("x")
    with pytest.raises(TargetUnusable) as raised:
        DocumentsFolder(tmp_path / "plik", "p").check()
    assert ": to nie jest katalog." in Wording("pl").explain(raised.value).cause


def test_a_ledger_that_is_no_database_is_told_in_polish(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    path.write_text("not a database at all " * 99)
    with pytest.raises(LedgerDamaged) as raised:
        LedgerFile(path)
    assert ": plik nie jest bazą danych." in Wording("pl").explain(raised.value).cause


def test_another_programs_database_is_told_in_polish(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE x (y)")
    other.close()
    with pytest.raises(LedgerDamaged) as raised:
        LedgerFile(path)
    assert ": to baza danych innego programu." in Wording("pl").explain(raised.value).cause
