"""The places that use a signed-in account."""

from dms_mail_desktop.usage import Usage
from dms_mail_desktop.wording.sentences import Sentences


def places(say: Sentences, usage: Usage) -> tuple[str, ...]:
    """The tab of the outgoing account, then the points by their names."""
    server = (say.say("place.server"),) if usage.server else ()
    return server + tuple(say.say("place.point", name=name) for name in usage.points)
