"""Time, time limits and errors of the stages of a conversation, the same for every mail protocol."""

import asyncio
from collections.abc import Callable
from time import perf_counter
from types import TracebackType

from dms_mail_desktop.errors import ConnectionLost, Reply, ServerRefused, Stage, TimedOut
from dms_mail_desktop.mail.tls import tls_failed


class Watch:
    """Keeps the time of each stage in `seconds`; `final` tells after which replies a server hangs up."""

    def __init__(self, abort: Callable[[], None], final: Callable[[Reply], bool]) -> None:
        self.seconds: dict[Stage, float] = {}
        self.abort = abort
        self.final = final

    def __call__(self, stage: Stage, limit: float | None = None) -> "Span":
        """Surrounds a part of a stage: a time limit, and foreign errors become ours; what is broken is aborted."""
        return Span(self, stage, limit)


class Span:
    """A part of a stage under watch; a class and not a generator because every command of every message passes here."""

    __slots__ = ("_limit", "_stage", "_started", "_timeout", "_watch")

    def __init__(self, watch: Watch, stage: Stage, limit: float | None) -> None:
        self._watch, self._stage, self._limit = watch, stage, limit
        self._timeout = asyncio.timeout(limit)
        self._started = perf_counter()

    async def __aenter__(self) -> None:
        await self._timeout.__aenter__()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        seconds = self._watch.seconds
        seconds[self._stage] = seconds.get(self._stage, 0) + perf_counter() - self._started
        try:
            await self._timeout.__aexit__(kind, error, trace)
        except TimeoutError as late:
            error = late
        broken = isinstance(error, OSError | asyncio.CancelledError)
        if broken or (isinstance(error, ServerRefused) and self._watch.final(error.reply)):
            self._watch.abort()
        if isinstance(error, TimeoutError):
            raise TimedOut(self._stage, self._limit or 0) from error
        if isinstance(error, OSError):
            failed = tls_failed(self._stage, error) if self._stage is Stage.ENCRYPTION else None
            raise failed or ConnectionLost(self._stage, str(error.__cause__ or error)) from error
