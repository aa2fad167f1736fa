"""What is known of the schedule, and what every scheduler can do."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class Kind(StrEnum):
    """Which part of which system keeps the schedule."""

    WINDOWS = "windows"
    """The Task Scheduler of Windows."""
    SYSTEMD = "systemd"
    """A timer of the user's systemd."""


@dataclass(frozen=True, slots=True)
class Program:
    """What is to run: an absolute path with its arguments; `home` is the profile's folder if it is not the usual."""

    arguments: tuple[str, ...]
    home: str = ""


@dataclass(frozen=True, slots=True)
class Schedule:
    """How the points are scheduled: `minutes` between runs, None if unknown; `current` if just this program runs."""

    registered: bool = False
    minutes: int | None = None
    current: bool = True


class Scheduler(Protocol):
    """One system's scheduler, for one program."""

    kind: Kind

    def text(self, minutes: int) -> str:
        """What `register` does, as a person would enter it."""

    def by_hand(self, minutes: int) -> str:
        """What a person may set up where nothing can be registered."""

    async def state(self) -> Schedule:
        """How things stand. Raises ScheduleError; SchedulerMissing where nothing can be registered."""

    async def register(self, minutes: int) -> None:
        """Lets the system run the program every so many minutes. Raises ScheduleError."""

    async def remove(self) -> None:
        """Takes the schedule away; harmless where there is none. Raises ScheduleError."""
