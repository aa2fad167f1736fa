"""Whether a server refused one message, or everything for a while."""

import re

from dms_mail_desktop.errors import ServerRefused

# RFC 5530, RFC 2449 and RFC 3206; the words are Exchange's.
CODES = re.compile(
    r"\[(UNAVAILABLE|INUSE|IN-USE|LIMIT|OVERQUOTA|EXPIRED|AUTH\w*|PRIVACYREQUIRED|CONTACTADMIN|THROTTLED|SYS/\w+"
    r"|LOGIN-DELAY)\b[^\]]*\]|throttled|server unavailable|not connected|too many",
    re.IGNORECASE,
)


def concerns_all(error: ServerRefused) -> bool:
    """Whether the server's words are about itself or the account, and so no message's fault."""
    return CODES.search(error.reply.text) is not None
