"""What the notice below the list says of the selected point."""

from typing import NamedTuple

from dms_mail_desktop.errors import MailDesktopError, SignInLoss
from dms_mail_desktop.gui.form_faults import faults_of
from dms_mail_desktop.gui.point_runs import Activity
from dms_mail_desktop.gui.point_states import PointState, Standing
from dms_mail_desktop.gui.point_words import words_of_mailbox, words_of_reply
from dms_mail_desktop.gui.sign_in_words import words_of_state
from dms_mail_desktop.models import Point
from dms_mail_desktop.points.facts import PointRecord, RunResult
from dms_mail_desktop.rules import Fault, Strictness
from dms_mail_desktop.wording import Wording
from dms_mail_desktop.wording.explanations import account_facts
from dms_mail_desktop.wording.runs import tally_words

BY_REASON = (PointState.NO_CONNECTION, PointState.FAILED, PointState.ATTENTION, PointState.OFF)
"""In these states the headline says why a run failed; the others have words of their own."""

HALF = Fault.FOLDER_PATH
"""Filled in, only not wholly; said once nothing else is missing."""


class NoticeWords(NamedTuple):
    """The strong line, and the sentence under it."""

    headline: str
    sentence: str


def words_of_notice(wording: Wording, point: Point, standing: Standing) -> NoticeWords:
    """The state of the selected point in full."""
    name = point.name or point.id
    if standing.activity is not None:
        return _words_of_activity(wording, name, standing.activity)
    if standing.busy:
        return NoticeWords(wording.say("gui.points.run.busy", name=name), wording.say("gui.points.run.elsewhere"))
    if not standing.tried:
        headline = wording.say(f"gui.points.notice.{standing.state}", name=name)
        return NoticeWords(headline, _words_of_untried(wording, point, standing))
    if standing.error is not None:
        return _words_of_failure(wording, point, standing, standing.error)
    if standing.state is PointState.ATTENTION:
        return _words_of_attention(wording, name, standing)
    return _words_of_success(wording, name, standing)


def words_of_failing(wording: Wording, record: PointRecord | None) -> str:
    """Since when the point has failed, and when it last worked; "" while it does not fail."""
    if record is None or record.failing_since is None:
        return ""
    if record.last_success is None:
        return wording.say("gui.points.failing.never", since=record.failing_since)
    return wording.say("gui.points.failing.since", since=record.failing_since, success=record.last_success)


def _words_of_activity(wording: Wording, name: str, activity: Activity) -> NoticeWords:
    say, progress = wording.say, activity.progress
    if activity.stopping:
        return NoticeWords(say("gui.points.run.stopping", name=name), say("gui.points.run.kept"))
    if activity.waiting:
        return NoticeWords(say("gui.points.run.waiting", name=name), say("gui.points.run.turn"))
    headline = say("gui.points.run.running", name=name)
    if progress.total is None:
        return NoticeWords(headline, say("gui.points.run.looking"))
    handled = progress.tally.handled
    count = say("gui.points.run.count", number=handled, total=progress.total)
    return NoticeWords(headline, ", ".join([count, tally_words(wording, progress.tally)] if handled else [count]))


def _words_of_untried(wording: Wording, point: Point, standing: Standing) -> str:
    if standing.state is PointState.INCOMPLETE:
        faults = faults_of(Point, dict(point), Strictness.RUN)
        missing = [wording.field_label(f"points.0.{name}") for name, (fault, _) in faults.items() if fault != HALF]
        return wording.say("gui.points.sentence.incomplete", fields=missing)
    sign_in = standing.sign_in
    lost = sign_in is not None and sign_in.loss not in (None, SignInLoss.NEVER)
    if lost and standing.state is not PointState.OFF:
        return words_of_state(wording, sign_in, point.login).detail
    return wording.say(f"gui.points.sentence.{standing.state}")


def _words_of_failure(wording: Wording, point: Point, standing: Standing, error: MailDesktopError) -> NoticeWords:
    told, name = wording.explain(error, account_facts(point)), point.name or point.id
    if standing.check is None and standing.state in BY_REASON:
        headline = wording.say("gui.points.notice.reason", name=name, reason=told.reason)
    else:
        headline = wording.say(f"gui.points.notice.{standing.state}", name=name)
    reply = words_of_reply(wording, error, told)
    parts = (told.cause, reply, told.remedy, words_of_failing(wording, standing.record))
    return NoticeWords(headline, " ".join(filter(None, parts)))


def _words_of_attention(wording: Wording, name: str, standing: Standing) -> NoticeWords:
    say, record, run = wording.say, standing.record, standing.run
    if record is not None and record.waiting_aside:
        headline = say("gui.points.aside.headline", name=name, count=record.waiting_aside)
        return NoticeWords(headline, say("gui.points.aside.sentence"))
    done = _done(wording, run) if run is not None else ""
    return NoticeWords(say("gui.points.again.headline", name=name), say("gui.points.again.sentence", done=done))


def _words_of_success(wording: Wording, name: str, standing: Standing) -> NoticeWords:
    say, run = wording.say, standing.run
    if run is not None and standing.state is PointState.OFF:
        return NoticeWords(say("gui.points.notice.off", name=name), _done(wording, run))
    if run is not None:
        return NoticeWords(
            say(f"gui.points.run.{'stopped' if run.stopped else 'works'}", name=name), _done(wording, run)
        )
    sentence = words_of_mailbox(wording, standing.check) if standing.check is not None else ""
    return NoticeWords(say(f"gui.points.notice.{standing.state}", name=name), sentence)


def _done(wording: Wording, run: RunResult) -> str:
    words = tally_words(wording, run.tally)
    return f"{words[:1].upper()}{words[1:]} · {wording.formats.moment(run.ended_at)}"
