"""Runs that find and remember what a test says: a mailbox for a look, a ledger for the history."""

import asyncio
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from dms_mail_desktop.credentials import Credential
from dms_mail_desktop.errors import MailDesktopError, SignInRequired
from dms_mail_desktop.models import Point
from dms_mail_desktop.points.facts import (
    AttachmentFacts,
    Entry,
    Examined,
    Letter,
    Place,
    PointRecord,
    Progress,
    Reason,
    RunResult,
    State,
    Tally,
)
from dms_mail_desktop.points.runs import Access, Runs

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
PDF = AttachmentFacts("FV_118.pdf", "application/pdf", 182_400)


def letter(number: int, subject: str = "", sender: str = "efaktura@energia.pl") -> Letter:
    """A message; the higher its number, the older."""
    at = NOON - timedelta(minutes=number)
    return Letter(f"<{number}@x>", subject or f"Faktura {number}", "Energia Polska", sender, at, at, 48_000)


def examined(
    number: int,
    reason: Reason | None = None,
    attachments: tuple[AttachmentFacts, ...] = (PDF,),
    error: MailDesktopError | None = None,
    text: str = "",
) -> Examined:
    """A message that a dry run looked at."""
    place = Place("faktury@firma.pl", "INBOX", 7, str(number))
    return Examined(place, letter(number), reason, attachments, error, text)


def entry(number: int, state: State = State.STORED, subject: str = "", **more: Any) -> Entry:
    """A message in the ledger; the higher its number, the later it was handled."""
    place = Place("faktury@firma.pl", "INBOX", 7, str(number))
    at = NOON + timedelta(minutes=number)
    return Entry(number, "p1", place, letter(number, subject), state, at, **more)


class ListedRuns(Runs):
    """A look finds `mailbox`, waits before its end while `held`, and ends with `error`; `busy` as it is."""

    def __init__(self) -> None:
        super().__init__(Path())
        self.mailbox: list[Examined] = []
        self.ledger: list[Entry] = []
        self.held = False
        self.busy = False
        self.error: MailDesktopError | None = None
        self.unreadable: MailDesktopError | None = None
        self.points: list[Point] = []
        self.credentials: list[Credential] = []
        self.dry: list[bool] = []
        self.stopped = 0
        self.asked: list[tuple[str, tuple[State, ...], int, int | None]] = []
        self.retried: list[tuple[int, ...]] = []

    async def run(
        self,
        point: Point,
        access: Access,
        *,
        report: Callable[[Progress], None] = lambda _: None,
        found: Callable[[Examined], None] | None = None,
        dry: bool = False,
        only: Collection[int] = (),  # noqa: ARG002 - as it is asked for
    ) -> RunResult:
        self.points.append(point)
        self.dry.append(dry)
        if dry:
            try:
                self.credentials.append(await access.credential())
            except SignInRequired as error:
                return RunResult(point.id, NOON, NOON, Tally(), error, dry=dry)
        try:
            for each in self.mailbox:
                report(Progress(len(self.mailbox) + 2, Tally(), each.letter.subject))
                if found is not None:
                    found(each)
            while self.held:  # noqa: ASYNC110 - set from the test's thread
                await asyncio.sleep(0.002)
        except asyncio.CancelledError:
            self.stopped += 1
            raise
        return RunResult(point.id, NOON, NOON, Tally(), self.error, dry=dry, busy=self.busy)

    async def records(self) -> dict[str, PointRecord]:
        return {}

    async def history(
        self,
        point_id: str,
        words: str = "",
        states: Collection[State] = (),
        limit: int = 500,
        before: int | None = None,
    ) -> tuple[Entry, ...]:
        assert point_id == "p1"
        self.asked.append((words, tuple(states), limit, before))
        if self.unreadable is not None:
            raise self.unreadable
        return self._page(words.casefold(), states, before)[:limit]

    async def retry(self, entry_ids: Collection[int]) -> None:
        self.retried.append(tuple(entry_ids))
        due = {"state": State.FAILED, "attempts": 0}
        self.ledger = [replace(each, **due) if each.id in entry_ids else each for each in self.ledger]

    def _page(self, words: str, states: Collection[State], before: int | None) -> tuple[Entry, ...]:
        latest: Sequence[Entry] = sorted(self.ledger, key=lambda each: -each.id)
        return tuple(
            each
            for each in latest
            if (before is None or each.id < before)
            and (not states or each.state in states)
            and words in each.letter.subject.casefold()
        )
