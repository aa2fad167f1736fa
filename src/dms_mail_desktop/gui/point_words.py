"""What is said of a configuration point: before it is removed, and on its own tabs."""

import getpass
import platform
import sys
from collections.abc import Mapping
from textwrap import shorten
from typing import Any

from dms_mail_desktop.errors import AfterActionFailed, MailDesktopError, ProviderRefused, ServerRefused
from dms_mail_desktop.gui.point_states import Check
from dms_mail_desktop.models import AuthMethod, Point
from dms_mail_desktop.wording import Explanation, Wording

REPLY_LIMIT = 160
"""Letters of a server's answer that a sentence takes in."""


def words_of_mailbox(wording: Wording, check: Check) -> str:
    """How many messages a successful check found, and when."""
    say = wording.say
    facts = {name: value for report in check.result.steps for name, value in report.facts.items()}
    count, unseen = facts.get("count", 0), facts.get("unseen")
    words = [say("step.messages", count=count)]
    if unseen:
        words.append(say("gui.check.unseen", count=unseen))
    return f"{', '.join(words)} · {wording.formats.moment(check.at)}"


def words_of_reply(wording: Wording, error: MailDesktopError, told: Explanation) -> str:
    """What the server said, in short, where a sentence is all there is room for; "" where it refused nothing."""
    if not isinstance(error, ServerRefused | ProviderRefused | AfterActionFailed) or not told.server_words:
        return ""
    return wording.say("gui.points.reply.words", words=shorten(told.server_words, REPLY_LIMIT, placeholder="…"))


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


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):  # a process without a name, in a container
        return "?"
