"""A timer of the user's systemd (systemd.timer, systemd.service, systemd.unit)."""

import re
from pathlib import Path

from dms_mail_desktop.errors import SchedulerMissing, SchedulerRefused
from dms_mail_desktop.paths import HOME_VARIABLE
from dms_mail_desktop.schedule.commands import Runner, demand
from dms_mail_desktop.schedule.cron import cron_line
from dms_mail_desktop.schedule.facts import Kind, Program, Schedule

SERVICE = "dms-mail.service"
TIMER = "dms-mail.timer"
CONTROL = ("systemctl", "--user")
SET_UP = (("daemon-reload",), ("enable", TIMER), ("restart", TIMER))
"""A timer that already runs takes a new interval only when it is started anew."""
INTERVAL = re.compile(r"^OnUnitActiveSec=(\d+)min$", re.MULTILINE)


class SystemdTimer:
    """Unit files in `folder`, usually ~/.config/systemd/user."""

    kind = Kind.SYSTEMD

    def __init__(self, program: Program, folder: Path, run: Runner) -> None:
        self._program, self._folder, self._run = program, folder, run

    def text(self, minutes: int) -> str:
        """Both files with their paths, and the commands."""
        files = (f"# {self._folder / name}\n{text}" for name, text in self._files(minutes).items())
        return "\n".join((*files, " && ".join(" ".join((*CONTROL, *words)) for words in SET_UP)))

    def by_hand(self, minutes: int) -> str:
        """A line of the crontab."""
        return cron_line(self._program, minutes)

    async def state(self) -> Schedule:
        """Asks for the timer, and looks into the files. Raises SchedulerMissing where the user has no systemd."""
        done = await self._run((*CONTROL, "show", "--property=ActiveState", TIMER))
        if done.status:
            raise SchedulerMissing(CONTROL[0], done.problem.strip())
        if "ActiveState=active" not in done.output.split():
            return Schedule()
        written = {name: self._read(name) for name in (SERVICE, TIMER)}
        found = INTERVAL.search(written[TIMER])
        minutes = int(found[1]) if found else None
        return Schedule(registered=True, minutes=minutes, current=written == self._files(minutes or 0))

    async def register(self, minutes: int) -> None:
        """Writes the files and starts the timer. Raises ScheduleError."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            for name, text in self._files(minutes).items():
                (self._folder / name).write_text(text, encoding="utf-8")
        except OSError as error:
            raise SchedulerRefused(str(self._folder), error.errno or 0, error.strerror or "") from error
        for words in SET_UP:
            await demand(self._run, (*CONTROL, *words))

    async def remove(self) -> None:
        """Stops the timer and deletes the files. Raises ScheduleError."""
        if (self._folder / TIMER).exists():
            await demand(self._run, (*CONTROL, "disable", "--now", TIMER))
        for name in (TIMER, SERVICE):
            (self._folder / name).unlink(missing_ok=True)
        await demand(self._run, (*CONTROL, "daemon-reload"))

    def _read(self, name: str) -> str:
        try:
            return (self._folder / name).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            return ""

    def _files(self, minutes: int) -> dict[str, str]:
        return {SERVICE: service_text(self._program), TIMER: timer_text(minutes)}


def service_text(program: Program) -> str:
    """The unit that runs the points once."""
    command = " ".join(map(_command_word, program.arguments))
    home = f"Environment={_quoted(f'{HOME_VARIABLE}={program.home}')}\n" if program.home else ""
    return f"[Unit]\nDescription=DMS Mail Desktop\n\n[Service]\nType=oneshot\n{home}ExecStart={command}\n"


def timer_text(minutes: int) -> str:
    """The unit that starts it: a minute after the session begins, then by the interval."""
    return (
        "[Unit]\nDescription=DMS Mail Desktop\n\n"
        f"[Timer]\nOnActiveSec=1min\nOnUnitActiveSec={minutes}min\nAccuracySec=15s\n\n"
        "[Install]\nWantedBy=timers.target\n"
    )


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    return f'"{escaped}"'


def _command_word(text: str) -> str:
    return text if re.fullmatch(r"[\w./+-]+", text) else _quoted(text.replace("$", "$$"))
