"""Events on a real datagram socket, as the system's journal would get them."""

import re
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from dms_mail_desktop.journal import Event, Severity, Syslog

STOPPED = Event(1000, Severity.ERROR)
WORKS = Event(1002, Severity.INFORMATION)


@pytest.fixture
def address(tmp_path: Path) -> Path:
    return tmp_path / "log"


@pytest.fixture
def daemon(address: Path) -> Iterator[socket.socket]:
    """The other end of /dev/log."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as receiver:
        receiver.bind(str(address))
        receiver.settimeout(5)
        yield receiver


def test_an_event_is_one_line_with_priority_time_tag_and_number(address: Path, daemon: socket.socket) -> None:
    Syslog(address).write(STOPPED, "Punkt „Faktury” przestał działać.\nZaloguj się ponownie.")
    line = daemon.recv(65536).decode()
    shape = r"<11>[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d dms-mail-desktop\[\d+\]: \[1000\] (.*)"
    found = re.fullmatch(shape, line)
    assert found is not None
    assert found[1] == "Punkt „Faktury” przestał działać. Zaloguj się ponownie."


def test_good_news_is_a_notice(address: Path, daemon: socket.socket) -> None:
    Syslog(address).write(WORKS, "Punkt „Faktury” znów działa.")
    assert daemon.recv(65536).startswith(b"<13>")


def test_without_a_daemon_nothing_happens(address: Path) -> None:
    Syslog(address).write(STOPPED, "Nikt nie słucha.")


def test_a_dead_socket_is_no_error(address: Path, daemon: socket.socket) -> None:
    daemon.close()
    Syslog(address).write(STOPPED, "Nikt już nie słucha.")


def test_an_event_too_long_for_a_datagram_is_no_error(address: Path, daemon: socket.socket) -> None:
    Syslog(address).write(STOPPED, "x" * 10_000_000)
    Syslog(address).write(WORKS, "znów")
    assert b"[1002]" in daemon.recv(65536)
