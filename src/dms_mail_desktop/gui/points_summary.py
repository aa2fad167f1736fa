"""How the active points stand together: what the first screen, the points' tab and the tray icon say."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from dms_mail_desktop.errors import AfterActionFailed, MailDesktopError
from dms_mail_desktop.gui.point_notice import words_of_failing
from dms_mail_desktop.gui.point_records import failure_of
from dms_mail_desktop.gui.point_states import unfitness
from dms_mail_desktop.gui.point_words import words_of_reply
from dms_mail_desktop.gui.states import StateIcon
from dms_mail_desktop.models import Point
from dms_mail_desktop.points.facts import PointRecord
from dms_mail_desktop.points.health import has_stopped
from dms_mail_desktop.wording import Wording
from dms_mail_desktop.wording.explanations import account_facts

LOUD = (StateIcon.ERROR, StateIcon.WARNING)
"""Somebody should look at it."""


@dataclass(frozen=True, slots=True)
class Summary:
    """The active points by what is wrong with them: `broken` do no work, `attention` wait for a person, `retrying` not.

    `trouble` is why nothing is known of any run, `succeeded_at` when the last run of any point succeeded.
    """

    active: int
    broken: tuple[Point, ...]
    attention: tuple[Point, ...]
    retrying: tuple[Point, ...]
    records: Mapping[str, PointRecord]
    asked: bool
    trouble: MailDesktopError | None

    @property
    def state(self) -> StateIcon:
        """The worst of them."""
        if self.trouble is not None or self.broken:
            return StateIcon.ERROR
        if self.attention:
            return StateIcon.WARNING
        if self.retrying:
            return StateIcon.WAITING
        return StateIcon.SUCCESS if self.succeeded_at is not None else StateIcon.NONE

    @property
    def succeeded_at(self) -> datetime | None:
        """When the last run of any point succeeded."""
        times = (record.last_success for record in self.records.values())
        return max((each for each in times if each is not None), default=None)

    @property
    def first(self) -> Point | None:
        """The point to look at first."""
        return next(iter((*self.broken, *self.attention)), None)


class SummaryWords(NamedTuple):
    """One line, what belongs under it, and the caption of the action that shows the point."""

    headline: str
    sentence: str
    action: str = ""


def summary_of(
    points: Iterable[Point], records: Mapping[str, PointRecord], *, asked: bool, trouble: MailDesktopError | None
) -> Summary:
    """How the active points stand; `asked` says whether the ledger has answered."""
    active = {point.id: point for point in points if point.active}
    known = {each: records.get(each, PointRecord(each)) for each in active}
    broken, attention, retrying = list[Point](), list[Point](), list[Point]()
    for each, point in active.items():
        error = failure_of(known[each])
        if unfitness(point) is not None or (has_stopped(known[each]) and not isinstance(error, AfterActionFailed)):
            broken.append(point)
        elif known[each].waiting_aside or isinstance(error, AfterActionFailed):
            attention.append(point)
        elif error is not None:
            retrying.append(point)
    return Summary(len(active), tuple(broken), tuple(attention), tuple(retrying), known, asked, trouble)


def words_of_summary(wording: Wording, summary: Summary) -> SummaryWords:
    """The summary in words; a quiet one is one line."""
    say = wording.say
    if summary.trouble is not None:
        told = wording.explain(summary.trouble)
        return SummaryWords(say("gui.health.ledger", reason=told.reason), f"{told.cause} {told.remedy}")
    if len(summary.broken) > 1:
        names = [point.name or point.id for point in summary.broken]
        headline = say("gui.health.broken", count=len(names), total=summary.active)
        named = say("gui.health.names", names=names)
        return SummaryWords(headline, f"{named} {_last_success(wording, summary)}", say("gui.health.show"))
    if summary.first is not None:
        return SummaryWords(*_words_of_point(wording, summary.first, summary.records), say("gui.health.show"))
    if summary.retrying:
        headline, _ = _words_of_point(wording, summary.retrying[0], summary.records)
        again = say("gui.health.again")
        return SummaryWords(headline, f"{again} {_last_success(wording, summary)}")
    if summary.succeeded_at is not None:
        return SummaryWords(say("gui.health.works", count=summary.active), _last_success(wording, summary))
    return SummaryWords(
        say("gui.health.reading", count=summary.active), say("gui.health.waiting") if summary.asked else ""
    )


def _words_of_point(wording: Wording, point: Point, records: Mapping[str, PointRecord]) -> tuple[str, str]:
    say, name, record = wording.say, point.name or point.id, records[point.id]
    error = failure_of(record)
    unfit = unfitness(point)
    if unfit is not None:
        return say(f"gui.points.notice.{unfit}", name=name), words_of_failing(wording, record)
    if error is None:
        headline = say("gui.points.aside.headline", name=name, count=record.waiting_aside)
        return headline, say("gui.points.aside.sentence")
    told = wording.explain(error, account_facts(point))
    headline = say("gui.points.notice.reason", name=name, reason=told.reason)
    parts = (told.cause, words_of_reply(wording, error, told), words_of_failing(wording, record))
    return headline, " ".join(filter(None, parts))


def _last_success(wording: Wording, summary: Summary) -> str:
    if summary.succeeded_at is None:
        return wording.say("gui.health.never")
    return wording.say("gui.health.last", when=summary.succeeded_at)
