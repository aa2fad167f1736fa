"""A line of the crontab, for systems where this program can register nothing (crontab(5))."""

import shlex

from dms_mail_desktop.paths import HOME_VARIABLE
from dms_mail_desktop.schedule.facts import Program


def cron_line(program: Program, minutes: int) -> str:
    """What a person may enter with `crontab -e`; cron counts minutes within an hour, and whole hours within a day."""
    when = f"*/{minutes} * * * *" if minutes < 60 else f"0 */{min(23, minutes // 60)} * * *"
    home = f"{HOME_VARIABLE}={shlex.quote(program.home)} " if program.home else ""
    # In a crontab a bare percent sign ends the command.
    command = (home + shlex.join(program.arguments)).replace("%", r"\%")
    return f"{when} {command}"
