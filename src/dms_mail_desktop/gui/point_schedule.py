"""When points are due while the window is open."""

from collections.abc import Mapping

FIRST_AFTER = 20.0
"""Seconds from the start, from a change of the point or from the end of the computer's sleep to the next run."""
SPREAD = 5.0
"""Seconds between the first runs of two points: they often share a server."""
ASLEEP = 60.0
"""The computer slept when nobody asked for this many seconds; its network comes back after the programs do."""


class Schedule:
    """Asked every few seconds; times are seconds of the clock on the wall, which goes on while the computer sleeps."""

    def __init__(self) -> None:
        self._due: dict[str, float] = {}
        self._intervals: dict[str, float] = {}
        self._asked: float | None = None

    def due(self, intervals: Mapping[str, float], now: float) -> list[str]:
        """The points that are to run now, longest due first; `intervals` are those of the active points in seconds.

        A run is counted only when `ran` tells of it.
        """
        if self._asked is None or not 0 <= now - self._asked < ASLEEP:
            self._due.clear()
        self._asked, self._intervals = now, dict(intervals)
        known = {each: self._due[each] for each in intervals if each in self._due}
        fresh = (each for each in intervals if each not in known)
        new = {each: now + FIRST_AFTER + place * SPREAD for place, each in enumerate(fresh)}
        # A shorter interval, and a clock that was set back, count at once.
        self._due = {each: min(at, now + intervals[each]) for each, at in known.items()} | new
        return sorted((each for each, at in self._due.items() if at <= now), key=self._due.__getitem__)

    def ran(self, point_id: str, at: float) -> None:
        """The point ran until then, in this window or elsewhere; its interval counts from there.

        A time that is still to come was told by a clock that was wrong then.
        """
        if point_id in self._due and (self._asked is None or at < self._asked + ASLEEP):
            self._due[point_id] = max(self._due[point_id], at + self._intervals[point_id])

    def restart(self, point_id: str) -> None:
        """The point was changed: it runs as soon as after a start."""
        self._due.pop(point_id, None)
