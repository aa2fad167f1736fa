"""Blocking calls on threads that never hold up a cancelled task or the end of the program."""

import asyncio
import threading
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


async def run_detached(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Runs `work` on a daemon thread; a caller that is cancelled leaves at once and the late result is dropped.

    Not asyncio.to_thread: its executor joins a hung call when the loop closes and when the interpreter exits.
    """
    loop = asyncio.get_running_loop()
    outcome: asyncio.Future[T] = loop.create_future()

    def deliver(settle: Callable[[Any], None], value: Any) -> None:
        if not outcome.done():
            settle(value)

    def body() -> None:
        settle: Callable[[Any], None]
        value: Any
        try:
            settle, value = outcome.set_result, work(*args, **kwargs)
        except BaseException as error:  # noqa: BLE001 - handed to the caller as it is
            settle, value = outcome.set_exception, error
        try:
            loop.call_soon_threadsafe(deliver, settle, value)
        except RuntimeError:
            return  # the loop was closed meanwhile: nobody waits any more

    threading.Thread(target=body, name=f"detached {getattr(work, '__name__', 'call')}", daemon=True).start()
    return await outcome
