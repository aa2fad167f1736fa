"""Processes that die at a chosen step of their work, as if somebody had pulled the plug of the program."""

import os
import sys
import traceback
from collections.abc import Callable
from types import FrameType
from typing import Any

STEPS = frozenset({"execute", "executemany", "fsync", "mkdir", "open", "rename", "rmdir", "unlink", "write"})
"""Calls that change something outside of the process; to die before one is to die after the one before it."""
DIED = 9


def dies_at(step: int, work: Callable[[], Any]) -> bool:
    """Does the work in a process of its own, which ends right after its `step`-th step; whether it did."""
    code = _ended(_started(lambda: _counted(step, work)))
    assert code in (0, DIED), f"the work failed at step {step}"
    return code == DIED


def together(*works: Callable[[Callable[[], None]], Any]) -> None:
    """Does each work in a process of its own; what it is given waits until all of them have come so far."""
    ready, come = os.pipe()
    wait, go = os.pipe()

    def start() -> None:
        os.close(go)
        os.close(come)
        os.read(wait, 1)

    children = [_started(lambda work=work: work(start)) for work in works]
    os.close(come)
    while os.read(ready, 1):
        pass
    for end in (ready, wait, go):
        os.close(end)
    assert [_ended(child) for child in children] == [0] * len(works)


def _started(work: Callable[[], Any]) -> int:
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        work()
        code = 0
    except BaseException:  # noqa: BLE001 - told where it happens: the process has no other voice
        traceback.print_exc()
    finally:
        os._exit(code)


def _ended(child: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _counted(step: int, work: Callable[[], Any]) -> None:
    left = step

    def count(_frame: FrameType, event: str, function: Any) -> None:
        nonlocal left
        if event == "c_return" and function.__name__ in STEPS:
            left -= 1
            if left <= 0:
                os._exit(DIED)

    sys.setprofile(count)
    work()
