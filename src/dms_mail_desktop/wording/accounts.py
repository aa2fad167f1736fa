"""What is said of a signed-in account: what it may do, where it is used, and when it needs somebody."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from dms_mail_desktop.account_alerts import Need
from dms_mail_desktop.oauth.health import days_left, refusal_of
from dms_mail_desktop.usage import Usage
from dms_mail_desktop.wording.explanations import explain
from dms_mail_desktop.wording.sentences import Sentences

RIGHTS = {"IMAP.AccessAsUser.All": "IMAP", "POP.AccessAsUser.All": "POP3", "SMTP.Send": "SMTP"}
"""Microsoft's permissions by the protocol that they open; names that every language shares."""
IDENTITY = frozenset({"openid", "profile", "email", "offline_access"})
"""Scopes that say who somebody is and allow nothing."""


def places(say: Sentences, usage: Usage) -> tuple[str, ...]:
    """The tab of the outgoing account, then the points by their names."""
    server = (say.say("place.server"),) if usage.server else ()
    return server + tuple(say.say("place.point", name=name) for name in usage.points)


def rights(scopes: Iterable[str]) -> tuple[str, ...]:
    """What scopes allow, in short; of an unknown one the part after its resource."""
    names = [scope.rpartition("/")[2] for scope in scopes if scope not in IDENTITY]
    return tuple(dict.fromkeys(RIGHTS.get(name, name) for name in names))


def need_headline(say: Sentences, need: Need, now: datetime) -> str:
    """What the account needs, on one line."""
    login = need.account.username
    left = days_left(need.account, now)
    if left is not None:
        return say.say("account_need.expiring", count=left, login=login)
    return say.say(f"account_need.{need.health}", login=login)


def need_reason(say: Sentences, need: Need, now: datetime) -> str:
    """Why, and what to do about it."""
    error = refusal_of(need.account, now)
    if error is None:
        return say.say("account_need.renewing")
    told = explain(say, error, {"login": need.account.username})
    return f"{told.cause} {told.remedy}"


def account_needs(say: Sentences, needs: Sequence[Need], now: datetime) -> tuple[str, str]:
    """One line and a sentence about accounts that need somebody; of several only how many and which."""
    if len(needs) == 1:
        return need_headline(say, needs[0], now), need_reason(say, needs[0], now)
    names = tuple(need.account.username for need in needs)
    return say.say("account_need.several", count=len(needs)), say.say("account_need.names", names=names)


def account_alert(say: Sentences, need: Need) -> str:
    """The text for the system's journal, which is read later: with a date in place of days."""
    now, until = datetime.now(UTC), need.account.usable_until
    if days_left(need.account, now) is None:
        return f"{need_headline(say, need, now)}.\n{need_reason(say, need, now)}"
    return f"{say.say('account_need.ends', login=need.account.username, until=until)}\n{need_reason(say, need, now)}"
