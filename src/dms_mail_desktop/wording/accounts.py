"""What is said of a signed-in account: what it may do, and where it is used."""

from collections.abc import Iterable

from dms_mail_desktop.usage import Usage
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
