"""What is said of a configuration point: in its notice below the list, before it is removed, and on its own tabs."""

import getpass
import platform
import sys
from collections.abc import Mapping
from typing import Any, NamedTuple

from dms_mail_desktop.errors import SignInLoss
from dms_mail_desktop.gui.point_states import Check, PointState, Standing
from dms_mail_desktop.gui.sign_in_words import words_of_state
from dms_mail_desktop.models import AuthMethod, Point
from dms_mail_desktop.wording import Wording
from dms_mail_desktop.wording.explanations import account_facts

SAMPLE_PARTS = ("subject", "sender", "date", "body", "attachments")


class NoticeWords(NamedTuple):
    """A notice: the strong line, the sentence, the caption of its one action."""

    headline: str
    sentence: str
    action: str


def words_of_notice(wording: Wording, point: Point, standing: Standing) -> NoticeWords:
    """The state of the selected point in full."""
    say, state = wording.say, standing.state
    headline = say(f"gui.points.notice.{state}", name=point.name or point.id)
    action = say(f"gui.points.action.{state}")
    lost = standing.sign_in is not None and standing.sign_in.loss is not SignInLoss.NEVER
    if state in (PointState.SIGN_IN, PointState.BLOCKED) and lost:
        return NoticeWords(headline, words_of_state(wording, standing.sign_in, point.login).detail, action)
    if standing.error is not None and state is not PointState.OFF:
        told = wording.explain(standing.error, account_facts(point))
        return NoticeWords(headline, f"{told.cause} {told.remedy}", action)
    if state is PointState.WORKS and standing.check is not None:
        return NoticeWords(headline, words_of_mailbox(wording, standing.check), action)
    return NoticeWords(headline, say(f"gui.points.sentence.{state}"), action)


def words_of_mailbox(wording: Wording, check: Check) -> str:
    """How many messages a successful check found, and when."""
    say = wording.say
    facts = {name: value for report in check.result.steps for name, value in report.facts.items()}
    count, unseen = facts.get("count", 0), facts.get("unseen")
    words = [say("step.messages", count=count)]
    if unseen:
        words.append(say("gui.check.unseen", count=unseen))
    return f"{', '.join(words)} · {wording.formats.moment(check.at)}"


def words_of_removal(wording: Wording, point: Point) -> str:
    """What becomes of the point's secret and of its messages."""
    key = "oauth2" if point.auth_method is AuthMethod.OAUTH2 else "password"
    return wording.say(f"gui.points.remove.{key}", login=point.login or wording.say("missing.login"))


def words_of_secret(wording: Wording, values: Mapping[str, Any]) -> tuple[str, str]:
    """Who on this computer can read the point's stored secret."""
    key = "oauth2" if values["auth_method"] == AuthMethod.OAUTH2 else "password"
    system = "windows" if sys.platform == "win32" else "other"
    text = wording.say(f"gui.point.secret.{key}", login=values["login"] or wording.say("missing.login"))
    return text, wording.say(f"gui.point.secret.{system}", user=_user(), computer=platform.node())


def example_parts(wording: Wording, check: Check | None) -> dict[str, str]:
    """An example of each part of a message, by the field of the point that names its place in the document.

    Subject, sender and date are those of the newest message of the check; a check reads neither text nor attachments.
    """
    say = wording.say
    parts = {f"{part}_field": say(f"gui.point.sample.{part}") for part in SAMPLE_PARTS}
    if check is not None and check.result.messages:
        newest = check.result.messages[0]
        when = newest.sent_at or newest.arrived_at
        parts["subject_field"] = newest.subject or say("gui.check.no_subject")
        parts["sender_field"] = newest.sender or newest.sender_name
        if when is not None:
            parts["date_field"] = wording.formats.date(when)
    return parts


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):  # a process without a name, in a container
        return "?"
