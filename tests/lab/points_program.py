"""A program that runs a point whenever it is told to, and dies when it is told to.

The first line of standard input is what all runs share, as JSON: who signs in with which token, and the data folder.
Each further line is a run, `{"point": …, "death": …}`, done by a fork of this process, which has loaded everything.
A death is `{"phase": name, "sample": number}`, when a sample of that number finds the run in that phase, or
`{"seconds": number}` after its start. A line of standard output tells how it ended: the phase that a killed run was
in, else what it counted.
"""

import asyncio
import json
import mmap
import os
import select
import signal
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import CoroutineType, FrameType
from typing import Any

import dms_mail_desktop.points.run  # noqa: F401 - loaded here, so that no fork loads it
from dms_mail_desktop.credentials import BearerToken, Credential
from dms_mail_desktop.models import Point
from dms_mail_desktop.points.runs import Access, Runs
from dms_mail_desktop.trust import client_context

PHASES = {
    "recovery": ("recover",),
    "ledger": ("Ledger.intend", "Ledger.published", "Ledger.settle", "Ledger.after_done", "History.end_run"),
    "publishing": ("DocumentsFolder.publish", "DocumentsFolder.sync"),
    "making durable": ("DocumentsFolder.make_durable",),
    "staging": ("DocumentsFolder.stage",),
    "taking apart": ("judged",),
    "after-actions": ("Run._finish",),
    "fetching": ("Fetching.fresh", "Fetching.again", "Run._pass"),
}
"""What a run is at, by the functions that it is in; the first that fits. Anything else is "opening"."""
OPENING = "opening"
SAMPLE_SECONDS = 0.0002


def functions(run: Any) -> Iterator[str]:
    """The functions that the process is in: those that run on its threads, and those of `run` that wait."""
    own = threading.get_ident()
    for thread, innermost in list(sys._current_frames().items()):
        frame: FrameType | None = innermost
        while frame is not None and thread != own:
            yield frame.f_code.co_qualname
            frame = frame.f_back
    while isinstance(run, CoroutineType):
        yield run.cr_code.co_qualname
        run = run.cr_await


def phase_of(run: Any) -> str:
    found = set(functions(run))
    return next((phase for phase, names in PHASES.items() if not found.isdisjoint(names)), OPENING)


def watch(run: Any, seen: mmap.mmap, death: dict[str, Any]) -> None:
    """Notes the phase for whoever kills this process; dies by its own hand where that is more exact."""
    left = death.get("sample", 0)
    while True:
        time.sleep(SAMPLE_SECONDS)
        phase = phase_of(run)
        seen[:] = phase.encode().ljust(len(seen))
        if phase == death.get("phase"):
            left -= 1
            if not left:
                os.kill(os.getpid(), signal.SIGKILL)


def most_memory() -> int:
    """The most that this process ever had, in bytes."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    [line] = [line for line in status.splitlines() if line.startswith("VmHWM")]
    return int(line.split()[1]) * 1024


async def one_run(point: Point, runs: Runs, access: Access) -> str:
    result = await runs.run(point, access)
    most = most_memory()
    told = {"tally": asdict(result.tally), "error": repr(result.error or ""), "busy": result.busy, "most": most}
    return json.dumps(told)


def live(order: dict[str, Any], runs: Runs, access: Access, seen: mmap.mmap, answer: int) -> None:
    """What a fork does."""
    sys.setswitchinterval(SAMPLE_SECONDS / 2)
    run = one_run(Point.model_validate(order["point"]), runs, access)
    threading.Thread(target=watch, args=(run, seen, order.get("death", {})), daemon=True).start()
    os.write(answer, asyncio.run(run).encode())


def ended(child: int, seconds: float | None) -> int:
    """How a fork ended; after `seconds` it is killed."""
    descriptor = os.pidfd_open(child)
    if not select.select([descriptor], [], [], seconds)[0]:
        os.kill(child, signal.SIGKILL)
    os.close(descriptor)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def told(order: dict[str, Any], runs: Runs, access: Access) -> str:
    """Does one run and says how it ended."""
    seen = mmap.mmap(-1, 32)
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            live(order, runs, access, seen, writing)
        finally:
            sys.stderr.flush()
            os._exit(0)
    os.close(writing)
    code = ended(child, order.get("death", {}).get("seconds"))
    with os.fdopen(reading) as answer:
        text = answer.read()
    if code == -signal.SIGKILL:
        return json.dumps({"killed": seen[:].decode().strip("\0 ") or OPENING})
    return text


def main(facts: dict[str, str]) -> None:
    token = BearerToken(facts["login"], facts["token"], datetime.now(UTC) + timedelta(hours=1), ("localhost",))

    async def credential() -> Credential:
        return token

    access, runs = Access(credential, client_context(), ("localhost",)), Runs(Path(facts["folder"]))
    for line in sys.stdin:
        print(told(json.loads(line), runs, access), flush=True)  # noqa: T201


if __name__ == "__main__":
    main(json.loads(sys.stdin.readline()))
