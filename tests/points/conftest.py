"""A ledger of its own for every test, and a desk at which points run."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from dms_mail_desktop.points.history import History
from dms_mail_desktop.points.ledger import Ledger
from dms_mail_desktop.points.ledger_file import LedgerFile
from dms_mail_desktop.sandbox.service import Sandbox, SandboxFacts

from .ledgers import opened
from .run_desk import Desk


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


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Sandbox, SandboxFacts]]:
    """One sandbox for a module: it takes longer to start than most tests to run."""
    sandbox = Sandbox()
    yield sandbox, sandbox.start(tmp_path_factory.mktemp("sandbox"))
    sandbox.stop()


@pytest.fixture
def desk(company: tuple[Sandbox, SandboxFacts], tmp_path: Path) -> Desk:
    return Desk(tmp_path, *company)
