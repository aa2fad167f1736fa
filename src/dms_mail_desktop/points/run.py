"""One run of a point: list, fetch, take apart, store, and only then do in the mailbox what is to be done."""

import asyncio
import threading
from collections import Counter
from collections.abc import AsyncGenerator, Callable, Collection, Mapping
from collections.abc import Set as AbstractSet
from contextlib import aclosing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import ParamSpec, TypeVar

from dms_mail_desktop.detached import run_detached
from dms_mail_desktop.errors import AfterActionFailed, MailDesktopError, MessageUnreadable, PointError, ServerRefused
from dms_mail_desktop.models import AccountType, AfterFetch, Point
from dms_mail_desktop.points.access import Access
from dms_mail_desktop.points.blocks import Block
from dms_mail_desktop.points.facts import Examined, Progress, RunResult, State
from dms_mail_desktop.points.fetching import Fetching
from dms_mail_desktop.points.filters import rules_digest
from dms_mail_desktop.points.handling import Handled, Handler, tally_of
from dms_mail_desktop.points.hold import Hold, Plan
from dms_mail_desktop.points.ledger_facts import Source, Taken
from dms_mail_desktop.points.mailbox import Mailbox, opened
from dms_mail_desktop.points.refusals import concerns_all

P = ParamSpec("P")
T = TypeVar("T")
PATIENCE = 2.0
"""Seconds that a stopped run waits for a disk that does not answer; its lock is kept until the disk does."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked of a run; `only` are the ledger's numbers of the messages to try again, none for everything."""

    dry: bool
    only: Collection[int]
    report: Callable[[Progress], None]
    found: Callable[[Examined], None]


class StoppedError(Exception):
    """The run was stopped before this was begun."""


class Run:
    """Fetches a block of messages while the one before is handled: never more than two are in memory."""

    def __init__(self, hold: Hold, point: Point, access: Access, order: Order) -> None:
        self._hold, self._point, self._access, self._order = hold, point, access, order
        self._started = datetime.now(UTC)
        self._total: int | None = None
        self._counts: Counter[State] = Counter()
        self._stop = threading.Event()
        # What blocks takes turns, also with what a stopped run has left behind.
        self._turn = threading.Lock()

    async def result(self) -> RunResult:
        """Runs. What went wrong is in the result; a run that is cancelled is remembered as stopped."""
        try:
            if not await self._blocking(self._hold.take):
                return self._result(busy=True)
            self._tell()
            read_only = self._order.dry or self._point.after is AfterFetch.LEAVE
            async with opened(self._point, self._access, read_only=read_only) as mailbox:
                await self._work(mailbox)
        except asyncio.CancelledError:
            self._stop.set()
            with suppress(TimeoutError):
                async with asyncio.timeout(PATIENCE):
                    await run_detached(self._end, stopped=True)
            raise
        except MailDesktopError as error:
            return await run_detached(self._end, error=error)
        except BaseException:
            await run_detached(self._end, error=PointError())
            raise
        return await run_detached(self._end)

    async def _work(self, mailbox: Mailbox) -> None:
        point, order = self._point, self._order
        account = f"{mailbox.user}@{point.host}".lower()
        source = Source(point.id, point.mode, account, mailbox.folder, mailbox.uid_validity, rules_digest(point))
        above = await self._blocking(self._hold.ledger.watermark, source)
        listed = [] if order.only else await mailbox.listed(above, point.since)
        plan = await self._blocking(self._hold.plan, source, listed, order.only)
        self._total = plan.total
        self._tell()
        try:
            await self._all(plan, self._hold.handler(source, self._stop), Fetching(mailbox, point, source))
        except (ServerRefused, MessageUnreadable) as error:
            # Of messages that cannot be had; the line is up, and with what is stored it need not wait for them.
            if not order.dry and not (isinstance(error, ServerRefused) and concerns_all(error)):
                with suppress(MailDesktopError):
                    await self._finish(mailbox, source)
            raise
        if order.dry:
            await self._blocking(self._hold.check_target)
        else:
            await self._finish(mailbox, source)

    async def _all(self, plan: Plan, handler: Handler, fetching: Fetching) -> None:
        """Handles what the plan says, those that failed before last."""
        if plan.taken:
            self._show(await self._blocking(self._taken, handler, plan.taken))
        await self._pass(fetching.fresh(plan.fresh), handler)
        await self._pass(fetching.again(plan.due), handler)

    async def _pass(self, blocks: AsyncGenerator[Block, None], handler: Handler) -> None:
        """Handles the blocks, each while the next one is fetched."""
        working: asyncio.Task[Handled] | None = None
        try:
            async with aclosing(blocks):
                async for block in blocks:
                    if working:
                        self._show(await working)
                    working = asyncio.create_task(self._blocking(self._handle, handler, block))
        except asyncio.CancelledError:
            if working:
                working.cancel()
            raise
        except MailDesktopError:
            # What came before the error is stored all the same, unless storing it is what failed.
            if working:
                self._show(await working)
            raise
        if working:
            self._show(await working)

    async def _finish(self, mailbox: Mailbox, source: Source) -> None:
        """What is to be done with stored messages, also those of earlier runs."""
        ledger, point = self._hold.ledger, self._point
        deleted = point.account_type is AccountType.POP3 and point.after is AfterFetch.DELETE
        record = ledger.deleted if deleted else ledger.after_done
        waiting = {each.uid: each.id for each in await self._blocking(ledger.after_due, source)}
        if not waiting:
            return
        try:
            async with aclosing(mailbox.finish(list(waiting), point)) as portions:
                async for done in portions:
                    await self._blocking(record, [waiting.pop(uid) for uid in done])
        except ServerRefused as error:
            folder = point.after_folder if point.after is AfterFetch.MOVE else ""
            raise AfterActionFailed(point.after, folder, len(waiting), error.reply.text) from error

    async def _blocking(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Does what blocks on a thread; when the run is stopped, what was begun goes on and nothing follows."""

        def in_turn() -> T:
            with self._turn:
                if self._stop.is_set():
                    raise StoppedError
                return work(*args, **kwargs)

        return await run_detached(in_turn)

    def _taken(self, handler: Handler, others: Mapping[str, Taken]) -> Handled:
        return self._noted(handler.taken(others), others.keys())

    def _handle(self, handler: Handler, block: Block) -> Handled:
        return self._noted(handler.handle(block), block.uids)

    def _noted(self, handled: Handled, uids: AbstractSet[str]) -> Handled:
        self._counts.update(handled.counts)
        if not self._stop.is_set():
            self._hold.settled(uids - handled.open)
        return handled

    def _end(self, error: MailDesktopError | None = None, *, stopped: bool = False) -> RunResult:
        with self._turn:
            return self._hold.end(self._result(error, stopped=stopped))

    def _result(self, error: MailDesktopError | None = None, *, stopped: bool = False, busy: bool = False) -> RunResult:
        tally, dry = tally_of(self._counts), self._order.dry
        ended = datetime.now(UTC)
        return RunResult(self._point.id, self._started, ended, tally, error, dry=dry, busy=busy, stopped=stopped)

    def _show(self, handled: Handled) -> None:
        for each in handled.examined:
            self._order.found(each)
        self._tell(handled.subject)

    def _tell(self, subject: str = "") -> None:
        self._order.report(Progress(self._total, tally_of(self._counts), subject))
