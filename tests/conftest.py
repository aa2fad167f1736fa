"""What holds for every test: a log record that nobody expected is a failure."""

import logging
import signal
from collections.abc import Iterator

import pytest


def pytest_configure() -> None:
    """Lets Ctrl+C interrupt, also where the tests run in the background of a shell, which makes it ignored."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True)
def no_stray_log_record(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """A test that provokes a warning looks at it and clears it."""
    yield
    stray = [record for record in caplog.get_records("call") if record.levelno >= logging.WARNING]
    assert not stray, [f"{record.name}: {record.getMessage()}" for record in stray]
