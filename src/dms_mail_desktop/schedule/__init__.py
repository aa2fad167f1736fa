"""Lets the operating system run the points while no window is open."""

import os
import sys
import sysconfig
from pathlib import Path

from dms_mail_desktop.paths import HOME_VARIABLE, config_folder
from dms_mail_desktop.schedule.commands import Finished, Runner, run_command
from dms_mail_desktop.schedule.facts import Kind, Program, Schedule, Scheduler
from dms_mail_desktop.schedule.systemd import SystemdTimer
from dms_mail_desktop.schedule.task_scheduler import TaskScheduler

__all__ = [
    "Finished",
    "Kind",
    "Program",
    "Runner",
    "Schedule",
    "Scheduler",
    "SystemdTimer",
    "TaskScheduler",
    "own_program",
    "run_command",
    "system_scheduler",
]


def own_program(language: str) -> Program:
    """`dms-mail run` of this installation and this profile, which speaks the language."""
    windows = sys.platform == "win32"
    # dms-mailw has no console window, which would flash at every run.
    script = Path(sysconfig.get_path("scripts")) / ("dms-mailw.exe" if windows else "dms-mail")
    interpreter = Path(sys.executable).with_name("pythonw.exe") if windows else Path(sys.executable)
    command = (str(script),) if script.is_file() else (str(interpreter), "-m", "dms_mail_desktop.cli")
    home = str(config_folder()) if os.environ.get(HOME_VARIABLE) else ""
    return Program((*command, "run", "--language", language), home)


def system_scheduler(language: str) -> Scheduler:
    """The scheduler of this computer."""
    program = own_program(language)
    if sys.platform == "win32":
        return TaskScheduler(program, run_command)
    configuration = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    return SystemdTimer(program, configuration / "systemd" / "user", run_command)
