"""Starting and ending the lab's programs: one clear line when one is missing, ready when it answers, gone by its id."""

import os
import random
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NoReturn

import pytest

START_SECONDS = 60.0
STOP_SECONDS = 10.0
SEARCH_PATH = os.environ.get("PATH", "") + ":/usr/sbin:/sbin"


def unavailable(reason: str) -> NoReturn:
    """Fails the tests that need the lab with one line; skips them only where that was asked for."""
    if os.environ.get("DMS_LAB") == "skip":
        pytest.skip(f"DMS_LAB=skip and {reason}")
    pytest.fail(f"the lab cannot run: {reason} (DMS_LAB=skip leaves these tests out)", pytrace=False)


def program(name: str, package: str) -> str:
    """The path of an installed program, of the Debian package named."""
    found = shutil.which(name, path=SEARCH_PATH)
    return found or unavailable(f"{name} is missing, apt-get install --no-install-recommends {package}")


def free_ports(count: int) -> list[int]:
    """Ports of 127.0.0.1 on which nothing listens now, for programs that cannot pick one themselves.

    Below the range from which the system takes the local ports of connections, which come and go all the time.
    """
    found: list[int] = []
    while len(found) < count:
        port = random.randrange(10_240, 32_768)  # noqa: S311 - no secret
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            found += [port] if port not in found else []
    return found


def answers(port: int) -> bool:
    """Whether something accepts connections on the port of 127.0.0.1."""
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def wait_until(ready: Callable[[], bool], what: str, seconds: float = START_SECONDS) -> None:
    """Waits for a state of the outside world; AssertionError names it if it does not come."""
    deadline = time.monotonic() + seconds
    while not ready():
        assert time.monotonic() < deadline, f"{what}: not within {seconds:g} s"
        time.sleep(0.05)


def stop(process: subprocess.Popen[bytes]) -> None:
    """Ends a process by its id, politely first, and then what it left behind in its own process group."""
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(STOP_SECONDS)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


@contextmanager
def running(
    command: Sequence[str | Path],
    log: Path,
    ready: Callable[[], bool],
    *,
    environment: Mapping[str, str] | None = None,
    pass_fds: Sequence[int] = (),
    first_input: bytes | None = None,
) -> Iterator[subprocess.Popen[bytes]]:
    """A program from the moment it is ready until the end of the block; its output is in `log`.

    `first_input` is written to its standard input, which is then closed.
    """
    with log.open("ab") as output:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL if first_input is None else subprocess.PIPE,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=environment,
            pass_fds=pass_fds,
            start_new_session=True,
        )
    try:
        if process.stdin is not None:
            process.stdin.write(first_input or b"")
            process.stdin.close()
        wait_until(lambda: process.poll() is not None or ready(), f"{command[0]} ready")
        assert process.poll() is None, f"{command[0]} ended at once:\n{log.read_text(errors='replace')[-2000:]}"
        yield process
    finally:
        stop(process)
