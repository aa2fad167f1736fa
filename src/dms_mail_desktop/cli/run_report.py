"""What `dms-mail run` says of a run and of the messages that a dry run looked at."""

from collections.abc import Mapping
from dataclasses import asdict

from dms_mail_desktop.cli.faults import fault_facts
from dms_mail_desktop.cli.session import FieldsRefused
from dms_mail_desktop.errors import MailDesktopError, RegistrationIncomplete
from dms_mail_desktop.models import Point
from dms_mail_desktop.points.facts import AttachmentFacts, Examined, RunResult, Tally
from dms_mail_desktop.wording import Wording, account_facts
from dms_mail_desktop.wording.redaction import redacted
from dms_mail_desktop.wording.runs import left_out_words, reason_words, tally_words

Account = Mapping[str, object]
"""account_facts(...) of the point, for the words of its errors."""


def result_line(wording: Wording, name: str, result: RunResult, account: Account) -> str:
    """How a run ended, on one line."""
    if result.busy:
        return wording.say("cli.run.busy", name=name)
    facts: dict[str, object] = {
        "name": name,
        "tally": tally_words(wording, result.tally, dry=result.dry),
        "seconds": (result.ended_at - result.started_at).total_seconds(),
    }
    # A run that ended before it handled a message does not know whether there are new ones.
    early = result.tally == Tally()
    if result.stopped:
        return wording.say("cli.run.stopped_early" if early else "cli.run.stopped", **facts)
    if result.error is not None:
        facts["reason"] = wording.explain(result.error, account).reason
        return wording.say("cli.run.failed_early" if early else "cli.run.failed", **facts)
    return wording.say("cli.run.done", **facts)


def unfit_line(wording: Wording, name: str, problem: FieldsRefused | RegistrationIncomplete) -> str:
    """What keeps a point from running at all, on one line."""
    if isinstance(problem, RegistrationIncomplete):
        return wording.say("cli.run.unfit", name=name, reason=wording.explain(problem).reason)
    fields = [wording.field_label(path) for path, _, _ in problem.faults]
    return wording.say("cli.run.unfit_fields", name=name, fields=fields)


def unfit_facts(
    wording: Wording, point: Point, problem: FieldsRefused | RegistrationIncomplete
) -> dict[str, object] | None:
    """The same for programs."""
    if isinstance(problem, FieldsRefused):
        return fault_facts(wording, problem)
    return _error_facts(wording, problem, account_facts(point))


def result_facts(wording: Wording, result: RunResult, account: Account) -> dict[str, object]:
    """The same for programs."""
    return {
        "id": result.point_id,
        "started_at": result.started_at,
        "ended_at": result.ended_at,
        "seconds": round((result.ended_at - result.started_at).total_seconds(), 3),
        "dry_run": result.dry,
        "busy": result.busy,
        "stopped": result.stopped,
        "succeeded": result.succeeded,
        **asdict(result.tally),
        "error": _error_facts(wording, result.error, account),
    }


def examined_line(wording: Wording, examined: Examined, account: Account) -> str:
    """What would become of a message, on one line."""
    say, letter = wording.say, examined.letter
    when = letter.arrived_at or letter.sent_at
    facts = {
        "when": when,
        "sender": letter.sender_name or letter.sender,
        "subject": letter.subject or say("gui.check.no_subject"),
    }
    message = say("cli.message" if when else "cli.message_undated", **facts)
    names = [_attachment_words(wording, attachment) for attachment in examined.attachments]
    if examined.error is not None:
        line = say("cli.run.unreadable", message=message, reason=wording.explain(examined.error, account).reason)
    elif examined.reason is not None:
        line = say("cli.run.not_due", message=message, reason=reason_words(wording, examined.reason))
    elif names:
        line = say("cli.run.due_with", message=message, names=tuple(names))
    else:
        line = say("cli.run.due", message=message)
    return redacted(line, say("report.hidden"))


def examined_facts(wording: Wording, examined: Examined, account: Account) -> dict[str, object]:
    """The same for programs."""
    place = examined.place
    return {
        "folder": place.folder,
        "uid_validity": place.uid_validity,
        "uid": place.uid,
        **asdict(examined.letter),
        "reason": examined.reason,
        "attachments": [asdict(attachment) for attachment in examined.attachments],
        "error": _error_facts(wording, examined.error, account),
    }


def _attachment_words(wording: Wording, attachment: AttachmentFacts) -> str:
    name = attachment.name or wording.say("gui.message.nameless", media_type=attachment.media_type)
    if attachment.left_out is None:
        return name
    reason = left_out_words(wording, attachment.left_out)
    return wording.say("cli.run.left_out", name=name, reason=reason)


def _error_facts(wording: Wording, error: MailDesktopError | None, account: Account) -> dict[str, object] | None:
    return {"type": type(error).__name__, **asdict(wording.explain(error, account))} if error else None
