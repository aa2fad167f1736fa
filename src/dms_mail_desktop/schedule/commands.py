"""Runs a command of the operating system, without a shell and without a window."""

import asyncio
import subprocess
import sys
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from dms_mail_desktop.errors import SchedulerMissing, SchedulerRefused, SchedulerSilent

TIME_LIMIT = 30.0
"""Seconds that a command may take; they all answer within one."""
NO_WINDOW = getattr(subprocess, "CREATE_NO_WINDOW", 0)
# Programs of Windows write to a pipe in the code page of consoles.
ENCODING = "oem" if sys.platform == "win32" else "utf-8"


@dataclass(frozen=True, slots=True)
class Finished:
    """How a command ended and what it wrote."""

    status: int
    output: str = ""
    problem: str = ""


Runner = Callable[[Sequence[str]], Awaitable[Finished]]
"""Runs a program with its arguments. Raises SchedulerMissing and SchedulerSilent."""


async def run_command(arguments: Sequence[str], time_limit: float = TIME_LIMIT) -> Finished:
    """Runs a program; one that is cancelled or takes too long is killed."""
    try:
        process = await asyncio.create_subprocess_exec(
            *arguments, stdin=DEVNULL, stdout=PIPE, stderr=PIPE, creationflags=NO_WINDOW
        )
    except OSError as error:
        raise SchedulerMissing(arguments[0], error.strerror or "") from error
    try:
        async with asyncio.timeout(time_limit):
            output, problem = await process.communicate()
    except TimeoutError as error:
        raise SchedulerSilent(subprocess.list2cmdline(arguments), time_limit) from error
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    return Finished(process.returncode or 0, output.decode(ENCODING, "replace"), problem.decode(ENCODING, "replace"))


async def demand(run: Runner, arguments: Sequence[str]) -> Finished:
    """Runs a command that must succeed. Raises SchedulerRefused with the system's own words."""
    done = await run(arguments)
    if done.status:
        words = (done.problem.strip() or done.output.strip()).replace("\r\n", "\n")
        raise SchedulerRefused(subprocess.list2cmdline(arguments), done.status, words)
    return done
