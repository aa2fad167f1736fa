"""The operating system's scheduler did not do as asked."""

from dataclasses import dataclass

from dms_mail_desktop.errors.family import MailDesktopError


@dataclass(eq=False)
class ScheduleError(MailDesktopError):
    """The operating system's scheduler did not do as asked."""


@dataclass(eq=False)
class SchedulerMissing(ScheduleError):
    """There is no scheduler that `program` could be asked for in this session; `detail` is the system's word."""

    program: str
    detail: str


@dataclass(eq=False)
class SchedulerRefused(ScheduleError):
    """`command` failed with `status`; `detail` is the system's word."""

    command: str
    status: int
    detail: str


@dataclass(eq=False)
class SchedulerSilent(ScheduleError):
    """`command` did not end within `seconds`."""

    command: str
    seconds: float


@dataclass(eq=False)
class TaskTooLong(ScheduleError):
    """The command of a scheduled task has `length` characters, and the system takes `limit`."""

    length: int
    limit: int
