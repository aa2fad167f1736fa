"""Blocking calls that nobody has to wait for."""

import asyncio
import subprocess
import sys
import threading
import time

import pytest

from dms_mail_desktop.detached import run_detached


async def test_results_and_errors_come_back() -> None:
    assert await run_detached(max, 1, 2) == 2
    with pytest.raises(ZeroDivisionError):
        await run_detached(lambda: 1 / 0)


async def test_a_cancelled_caller_leaves_at_once_and_the_late_result_is_dropped() -> None:
    release = threading.Event()
    waiting = asyncio.create_task(run_detached(release.wait, 10))
    await asyncio.sleep(0.01)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    release.set()
    await asyncio.sleep(0.05)


def test_a_call_that_outlives_its_loop_does_no_harm() -> None:
    release = threading.Event()

    async def leave() -> None:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(run_detached(release.wait, 10), 0.05)

    asyncio.run(leave())
    release.set()
    time.sleep(0.05)  # an exception in the thread would fail the test


def test_a_hung_call_does_not_keep_the_program_alive() -> None:
    program = (
        "import asyncio, time\n"
        "from dms_mail_desktop.detached import run_detached\n"
        "async def main():\n"
        "    asyncio.get_running_loop().create_task(run_detached(time.sleep, 60))\n"
        "    await asyncio.sleep(0.05)\n"
        "asyncio.run(main())\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True, timeout=20)
