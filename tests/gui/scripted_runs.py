"""Runs that do what a test says, and a ledger that remembers them."""

import asyncio
from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from dms_mail_desktop.errors import MailDesktopError
from dms_mail_desktop.models import AuthMethod, Point
from dms_mail_desktop.points.facts import PointRecord, Progress, RunResult, Tally
from dms_mail_desktop.points.runs import Access, Runs


def run_of(point_id: str, tally: Tally | None = None, error: MailDesktopError | None = None, **more: Any) -> RunResult:
    """A run that ended just now."""
    now = datetime.now(UTC)
    return RunResult(point_id, now - timedelta(seconds=3), now, tally or Tally(), error, **more)


def record_of(run: RunResult, **more: Any) -> PointRecord:
    """A record as the ledger makes it after a first run."""
    if run.stopped:
        return PointRecord(run.point_id, run, **more)
    if run.error is None:
        return PointRecord(run.point_id, run, run.ended_at, **more)
    return replace(PointRecord(run.point_id, run, None, run.started_at, 1, run.error), **more)


class ScriptedRuns(Runs):
    """A run reports `progress`, waits while `held`, and ends as `outcomes` has it for its point."""

    def __init__(self) -> None:
        self.started: list[str] = []
        self.ended: list[str] = []
        self.points: list[Point] = []
        self.most_at_once = 0
        self.held = False
        self.progress: list[Progress] = [Progress(None, Tally())]
        self.outcomes: dict[str, RunResult] = {}
        self.kept: dict[str, PointRecord] = {}
        self.keeps = True
        self.unreadable: MailDesktopError | None = None
        self.readings = 0

    async def run(self, point: Point, access: Access, *, report: Callable[[Progress], None], **_: Any) -> RunResult:  # type: ignore[override]
        self.started.append(point.id)
        self.points.append(point)
        self.most_at_once = max(self.most_at_once, len(self.started) - len(self.ended))
        try:
            for progress in self.progress:
                report(progress)
            while self.held:  # noqa: ASYNC110 - another thread lets it go
                await asyncio.sleep(0.002)
            result = self.outcomes.get(point.id) or run_of(point.id)
            try:
                if point.auth_method is AuthMethod.OAUTH2:
                    await access.credential()
            except MailDesktopError as error:
                result = run_of(point.id, error=error)
        except asyncio.CancelledError:
            self.kept[point.id] = record_of(run_of(point.id, stopped=True))
            raise
        finally:
            self.ended.append(point.id)
        if self.keeps and not result.busy:
            self.kept[point.id] = record_of(result)
        return result

    async def records(self) -> dict[str, PointRecord]:
        self.readings += 1
        if self.unreadable is not None:
            raise self.unreadable
        return dict(self.kept)

    async def history(self, *_: Any, **__: Any) -> tuple[Any, ...]:
        return ()

    async def retry(self, entry_ids: Collection[int]) -> None:
        raise NotImplementedError
