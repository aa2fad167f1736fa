"""A lock between processes, held on a file of its own and freed by the system when its holder dies."""

import threading
from pathlib import Path

POLL_INTERVAL = 0.05
"""Seconds between two attempts to take a lock."""


class ProcessLock:
    """One hold on the lock file at `path`; any thread may release it."""

    def __init__(self, path: Path) -> None:
        from filelock import FileLock  # noqa: PLC0415 - start-up: only those who write need it

        path.parent.mkdir(parents=True, exist_ok=True)
        self._lock = FileLock(path, thread_local=False)

    def acquire(self) -> bool:
        """Takes the lock if it is free, without waiting. Raises OSError when the file cannot be used."""
        from filelock import Timeout  # noqa: PLC0415 - as above

        try:
            self._lock.acquire(blocking=False)
        except Timeout:
            return False
        return True

    def release(self) -> None:
        """Frees the lock."""
        self._lock.release()


class Hold:
    """One secret's lock, kept until its last user has left: also a call that hangs or outlives its caller.

    A late write of an abandoned call would otherwise tear what another program wrote in the meantime.
    `working` is taken by the user that writes: one may be late while the next has been sent.
    """

    def __init__(self, lock: ProcessLock) -> None:
        self._lock = lock
        self._guard = threading.Lock()
        self.working = threading.Lock()
        self._users = 1

    def join(self) -> bool:
        """Adds a user; False when the lock is no longer held."""
        with self._guard:
            self._users += self._users > 0
            return self._users > 0

    def leave(self) -> None:
        """Takes a user away; the last one frees the lock."""
        with self._guard:
            self._users -= 1
            if not self._users:
                self._lock.release()
