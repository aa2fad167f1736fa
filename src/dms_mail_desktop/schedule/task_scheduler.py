"""The Task Scheduler of Windows, through schtasks (learn.microsoft.com, Windows commands, schtasks)."""

import html
import re
import subprocess

from dms_mail_desktop.errors import TaskTooLong
from dms_mail_desktop.paths import HOME_VARIABLE
from dms_mail_desktop.schedule.commands import Runner, demand
from dms_mail_desktop.schedule.facts import Kind, Program, Schedule

TASK = "DMS Mail Desktop"
LONGEST = 261
"""Characters that schtasks takes after /TR."""
INTERVAL = re.compile(r"<Interval>PT(?:(\d+)H)?(?:(\d+)M)?</Interval>")
ACTION = re.compile(r"<Command>(.*?)</Command>\s*(?:<Arguments>(.*?)</Arguments>)?", re.DOTALL)
NOT_COMPARED = re.compile(r"[^!-~]|[\"']")
"""schtasks may change quotes, and letters outside ASCII suffer from code pages."""


class TaskScheduler:
    """A task of the signed-in person, which runs only while that person is signed in: so does the keyring."""

    kind = Kind.WINDOWS

    def __init__(self, program: Program, run: Runner) -> None:
        self._program, self._run = program, run

    def text(self, minutes: int) -> str:
        """The line, good for cmd and for PowerShell; only a path with an apostrophe makes it one for cmd alone."""
        return subprocess.list2cmdline(self._create(minutes))

    def by_hand(self, minutes: int) -> str:
        """The same line: every Windows has this scheduler."""
        return self.text(minutes)

    async def state(self) -> Schedule:
        """Reads the task as XML, which is the same in every language of Windows."""
        done = await self._run(("schtasks", "/Query", "/TN", TASK, "/XML"))
        if done.status:
            return Schedule()
        text = done.output.replace("\0", "")
        interval, action = INTERVAL.search(text), ACTION.search(text)
        minutes = 60 * int(interval[1] or 0) + int(interval[2] or 0) if interval else None
        found = " ".join(html.unescape(part or "") for part in action.groups()) if action else ""
        return Schedule(registered=True, minutes=minutes, current=_plain(found) == _plain(task_line(self._program)))

    async def register(self, minutes: int) -> None:
        """Makes the task, in the place of an earlier one. Raises ScheduleError."""
        length = len(task_line(self._program))
        if length > LONGEST:
            raise TaskTooLong(length, LONGEST)
        await demand(self._run, self._create(minutes))

    async def remove(self) -> None:
        """Deletes the task. Raises ScheduleError."""
        if (await self.state()).registered:
            await demand(self._run, ("schtasks", "/Delete", "/TN", TASK, "/F"))

    def _create(self, minutes: int) -> tuple[str, ...]:
        what = ("/TN", TASK, "/TR", task_line(self._program))
        return ("schtasks", "/Create", *what, "/SC", "MINUTE", "/MO", str(minutes), "/F")


def task_line(program: Program) -> str:
    """The value of /TR; schtasks takes apostrophes for quotes, which cmd and PowerShell would each treat their way."""
    path, *arguments = program.arguments
    mark = '"' if "'" in path + program.home else "'"
    line = " ".join((f"{mark}{path}{mark}", *arguments))
    return f"cmd /c set {mark}{HOME_VARIABLE}={program.home}{mark}&& {line}" if program.home else line


def _plain(text: str) -> str:
    return NOT_COMPARED.sub("", text)
