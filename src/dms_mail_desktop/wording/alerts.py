"""The texts of the system's journal."""

from collections.abc import Mapping

from dms_mail_desktop.points.facts import PointRecord
from dms_mail_desktop.points.health import Change
from dms_mail_desktop.wording.explanations import explain
from dms_mail_desktop.wording.sentences import Sentences


def alert_text(
    say: Sentences, change: Change, name: str, record: PointRecord, account: Mapping[str, object] | None = None
) -> str:
    """What changed about the point called `name`; it is read later, so that days have their dates."""
    run = record.last_run
    if run is None or run.error is None:
        return say.say(f"alert.{change}", name=name)
    told = explain(say, run.error, account or {})
    headline = say.say(f"alert.{change}", name=name, since=record.failing_since or run.started_at, reason=told.reason)
    success = "last_success" if record.last_success else "no_success"
    parts = [headline, told.cause, told.remedy, say.say(f"alert.{success}", when=record.last_success)]
    if told.server_words:
        parts.append(say.say("alert.server_words", words=told.server_words))
    return "\n".join(parts)
