"""The journal of the operating system: the Windows event log, or syslog."""

import contextlib
import os
import socket
import sys
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Protocol

SOURCE = "DMS Mail Desktop"
"""The source of events in the Windows event log."""
TAG = "dms-mail-desktop"
"""The same in syslog, where a tag has no spaces (RFC 3164 section 4.1.3)."""
SYSLOG = Path("/dev/log")
SEND_SECONDS = 1.0
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
"""RFC 3164 wants them so, whatever the locale."""


class Severity(StrEnum):
    """How much an event matters."""

    ERROR = "error"
    WARNING = "warning"
    INFORMATION = "information"


PRIORITIES = {Severity.ERROR: 8 + 3, Severity.WARNING: 8 + 4, Severity.INFORMATION: 8 + 5}
"""Facility user, severities error, warning and notice (RFC 3164 section 4.1.1)."""
EVENT_TYPES = {Severity.ERROR: 0x0001, Severity.WARNING: 0x0002, Severity.INFORMATION: 0x0004}
"""EVENTLOG_ERROR_TYPE, EVENTLOG_WARNING_TYPE and EVENTLOG_INFORMATION_TYPE of ReportEventW."""


@dataclass(frozen=True, slots=True)
class Event:
    """A kind of event: its number and how much it matters."""

    number: int
    severity: Severity


class Journal(Protocol):
    """Takes events; where it cannot, it does nothing and raises nothing."""

    def write(self, event: Event, text: str) -> None:
        """Writes one event."""


class NoJournal:
    """A journal that forgets everything."""

    def write(self, event: Event, text: str) -> None:
        """Does nothing."""


class Syslog:
    """Sends events to the system's syslog socket, which systemd's journal reads too (RFC 3164)."""

    def __init__(self, address: Path = SYSLOG) -> None:
        self._address = address

    def write(self, event: Event, text: str) -> None:
        """Sends one line, `[number] text`."""
        now = datetime.now().astimezone()
        stamp = f"{MONTHS[now.month - 1]} {now.day:2} {now:%H:%M:%S}"
        words = " ".join(text.split())
        line = f"<{PRIORITIES[event.severity]}>{stamp} {TAG}[{os.getpid()}]: [{event.number}] {words}"
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender:
            sender.settimeout(SEND_SECONDS)
            sender.connect(str(self._address))
            sender.send(line.encode())


class EventLog:
    """Writes into the log Application of Windows; a source that nobody registered may write there too."""

    def write(self, event: Event, text: str) -> None:
        """Writes one event (learn.microsoft.com/windows/win32/api/winbase/nf-winbase-reporteventw)."""
        if sys.platform == "win32":
            import ctypes  # noqa: PLC0415 - needed for events only
            from ctypes import wintypes  # noqa: PLC0415 - likewise

            library = ctypes.WinDLL("advapi32")
            library.RegisterEventSourceW.restype = wintypes.HANDLE
            handle = wintypes.HANDLE(library.RegisterEventSourceW(None, SOURCE))
            if handle:
                texts = (wintypes.LPCWSTR * 1)(text)
                library.ReportEventW(handle, EVENT_TYPES[event.severity], 0, event.number, None, 1, 0, texts, None)
                library.DeregisterEventSource(handle)


def system_journal() -> Journal:
    """The journal of this computer."""
    return EventLog() if sys.platform == "win32" else Syslog()
