"""What opens the mailbox of a point."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from dms_mail_desktop.mail.limits import DEFAULT_LIMITS, TimeLimits
from dms_mail_desktop.mail.sending import CredentialSource, Trust
from dms_mail_desktop.transcripts import Transcribe, nobody_listens


@dataclass(frozen=True, slots=True)
class Access:
    """What opens a point's mailbox; `token_hosts` are the hosts that may see a token, None where it needs none."""

    credential: CredentialSource = field(repr=False)
    tls: Trust = field(repr=False)
    token_hosts: Iterable[str] | None = None
    limits: TimeLimits = DEFAULT_LIMITS
    transcribe: Transcribe = field(default=nobody_listens, repr=False)
