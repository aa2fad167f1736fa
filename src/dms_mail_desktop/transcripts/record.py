"""The lines of one conversation that are kept: the beginning, and the latest ones."""

import threading
from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime
from enum import StrEnum

BEGINNING = 100
"""Lines from the greeting on, where signing in is."""
LATEST = 400
LINE_LIMIT = 1000
"""Characters of a line that are kept."""


class Side(StrEnum):
    """Who said a line; NOTE is the listener's own."""

    CLIENT = "C"
    SERVER = "S"
    NOTE = "-"


Line = tuple[float, Side, str, int]
"""Seconds since the beginning, who, what, and how often in a row."""


def _now() -> datetime:
    return datetime.now(UTC)


class Conversation:
    """One conversation; may be written to and read from different threads."""

    def __init__(self, protocol: str, host: str, port: int, clock: Callable[[], datetime] = _now) -> None:
        self.protocol, self.host, self.port = protocol, host, port
        self._clock = clock
        self.began = clock()
        self._lock = threading.Lock()
        self._beginning: list[Line] = []
        self._latest: deque[Line] = deque(maxlen=LATEST)
        self._dropped = 0

    def add(self, side: Side, text: str) -> None:
        """Keeps a line that holds nothing secret; the same line again is counted."""
        kept = text[:LINE_LIMIT]
        with self._lock:
            lines = self._latest or self._beginning
            if lines and lines[-1][1:3] == (side, kept):
                lines[-1] = (*lines[-1][:3], lines[-1][3] + 1)
                return
            line = ((self._clock() - self.began).total_seconds(), side, kept, 1)
            if len(self._beginning) < BEGINNING:
                self._beginning.append(line)
                return
            self._dropped += len(self._latest) == LATEST
            self._latest.append(line)

    def lines(self) -> tuple[tuple[Line, ...], int, tuple[Line, ...]]:
        """The beginning, how many lines after it were dropped, and the latest ones."""
        with self._lock:
            return tuple(self._beginning), self._dropped, tuple(self._latest)
