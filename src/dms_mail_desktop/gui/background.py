"""Where Qt and asyncio meet: one event loop on its own thread for the life of the program."""

import asyncio
import logging
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from functools import partial
from typing import Any, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal, Slot

SHUTDOWN_SECONDS = 2.0
"""How long closing waits for cancelled work to let go of its connections."""
LAST_CALLS = 0.02
"""Seconds for closed transports to give their sockets back, which they do in calls of their own."""

T = TypeVar("T")

_log = logging.getLogger(__name__)


class _Outcomes(QObject):
    """Carries calls from the loop's thread into the GUI thread."""

    _arrived = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        # With the default connection type some outcomes were lost.
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def post(self, call: Callable[[], None]) -> None:
        """Runs `call` in the GUI thread, soon; may be used from any thread."""
        if shiboken6.isValid(self):
            self._arrived.emit(call)

    @Slot(object)
    def _deliver(self, call: Callable[[], None]) -> None:
        call()


class Job:
    """A piece of work under way; after `cancel` neither of its outcomes is delivered."""

    def __init__(self, owner: QObject) -> None:
        self._owner = owner
        self._ended = False
        self.future: Future[None] | None = None

    @property
    def running(self) -> bool:
        """Whether an outcome is still to come."""
        return not self._ended

    def cancel(self) -> None:
        """Ends the work; harmless when it has ended."""
        self._ended = True
        if self.future is not None:
            self.future.cancel()

    def settle(self, callback: Callable[[Any], None], outcome: object) -> None:
        """Delivers the one outcome, unless the job was cancelled or its owner is gone."""
        if not self._ended:
            self._ended = True
            if shiboken6.isValid(self._owner):
                callback(outcome)


class Background:
    """Runs coroutines off the GUI thread and brings their outcomes back to it."""

    def __init__(self) -> None:
        self._outcomes = _Outcomes()
        self._jobs: dict[int, set[Job]] = {}
        self._closed = False
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="background", daemon=True)
        self._thread.start()

    def start(
        self,
        owner: QObject,
        work: Callable[[], Coroutine[Any, Any, T]],
        *,
        done: Callable[[T], None],
        failed: Callable[[Exception], None],
    ) -> Job:
        """Runs `work` and calls `done` or `failed` in the GUI thread; the job ends with `owner`."""
        job = Job(owner)
        if self._closed:
            # A widget may still lose the focus, or a timer fire, while the program ends.
            job.cancel()
            return job

        async def run() -> None:
            try:
                value = await work()
            except Exception as error:  # noqa: BLE001 - whatever it is, `failed` must hear of it
                self._outcomes.post(partial(job.settle, failed, error))
            else:
                self._outcomes.post(partial(job.settle, done, value))

        self._own(owner, job)
        job.future = asyncio.run_coroutine_threadsafe(run(), self._loop)
        return job

    def relay(self, owner: QObject, slot: Callable[[T], None]) -> Callable[[T], None]:
        """A function for the loop's thread that calls `slot` in the GUI thread, in order, while `owner` lives."""

        def deliver(value: T) -> None:
            if shiboken6.isValid(owner):
                slot(value)

        return lambda value: self._outcomes.post(partial(deliver, value))

    def finish(self, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Runs what must still be written before the program ends; waits at most `SHUTDOWN_SECONDS`."""
        future = asyncio.run_coroutine_threadsafe(work(), self._loop)
        try:
            future.result(SHUTDOWN_SECONDS)
        except Exception as error:  # noqa: BLE001 - the program ends whatever happens
            _log.warning("not finished: %s", type(error).__name__)

    def close(self) -> None:
        """Cancels everything and ends the loop; waits at most `SHUTDOWN_SECONDS` for connections to close."""
        if self._closed:
            return
        self._closed = True
        for jobs in self._jobs.values():
            for job in jobs:
                job.cancel()
        asyncio.run_coroutine_threadsafe(self._wind_up(), self._loop)
        self._thread.join(SHUTDOWN_SECONDS + 1)
        if not self._thread.is_alive():
            self._loop.close()

    def _own(self, owner: QObject, job: Job) -> None:
        key = id(owner)
        if key not in self._jobs:
            self._jobs[key] = set()
            owner.destroyed.connect(partial(self._disown, key))
        self._jobs[key] = {known for known in self._jobs[key] if known.running} | {job}

    def _disown(self, key: int, *_: object) -> None:
        for job in self._jobs.pop(key, ()):
            job.cancel()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.set_exception_handler(_log_stray)
        self._loop.run_forever()

    async def _wind_up(self) -> None:
        # The jobs are cancelled and clean up; a second cancellation would cut that short.
        for last in (False, True):
            rest = asyncio.all_tasks() - {asyncio.current_task()}
            if last:
                for task in rest:
                    task.cancel()
            if rest:
                await asyncio.wait(rest, timeout=SHUTDOWN_SECONDS / 2)
        await self._loop.shutdown_asyncgens()
        await asyncio.sleep(LAST_CALLS)
        self._loop.stop()


def _log_stray(_loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    error = context.get("exception")
    _log.error("%s: %s", context["message"], type(error).__name__ if error else "")
