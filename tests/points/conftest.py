"""A ledger of its own for every test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from dms_mail_desktop.points.history import History
from dms_mail_desktop.points.ledger import Ledger
from dms_mail_desktop.points.ledger_file import LedgerFile

from .ledgers import opened


@pytest.fixture
def ledger_file(tmp_path: Path) -> Iterator[LedgerFile]:
    with opened(tmp_path / "data" / "ledger.db") as file:
        yield file


@pytest.fixture
def ledger(ledger_file: LedgerFile) -> Ledger:
    return Ledger(ledger_file)


@pytest.fixture
def history(ledger_file: LedgerFile) -> History:
    return History(ledger_file)
