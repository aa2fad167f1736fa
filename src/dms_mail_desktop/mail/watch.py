"""Time, time limits and errors of the stages of a conversation, the same for every mail protocol."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from time import perf_counter

from dms_mail_desktop.errors import ConnectionLost, Reply, ServerRefused, Stage, TimedOut
from dms_mail_desktop.mail.tls import tls_failed


class Watch:
    """Keeps the time of each stage in `seconds`; `final` tells after which replies a server hangs up."""

    def __init__(self, abort: Callable[[], None], final: Callable[[Reply], bool]) -> None:
        self.seconds: dict[Stage, float] = {}
        self._abort = abort
        self._final = final

    @asynccontextmanager
    async def __call__(self, stage: Stage, limit: float | None = None) -> AsyncIterator[None]:
        """Surrounds a part of a stage: a time limit, and foreign errors become ours; what is broken is aborted."""
        started = perf_counter()
        try:
            async with asyncio.timeout(limit):
                yield
        except ServerRefused as error:
            if self._final(error.reply):
                self._abort()
            raise
        except TimeoutError as error:
            self._abort()
            raise TimedOut(stage, limit or 0) from error
        except OSError as error:
            self._abort()
            failed = tls_failed(stage, error) if stage is Stage.ENCRYPTION else None
            raise failed or ConnectionLost(stage, str(error.__cause__ or error)) from error
        except asyncio.CancelledError:
            self._abort()
            raise
        finally:
            self.seconds[stage] = self.seconds.get(stage, 0) + perf_counter() - started
