"""The conversations of this session: the latest ones with mail servers, and what was asked of the provider."""

import threading
from collections import deque
from typing import TYPE_CHECKING

from dms_mail_desktop.transcripts.heard import Transcript
from dms_mail_desktop.transcripts.record import Conversation

if TYPE_CHECKING:
    from dms_mail_desktop.transcripts.imap import ImapTranscript
    from dms_mail_desktop.transcripts.pop3 import Pop3Transcript
    from dms_mail_desktop.transcripts.smtp import SmtpTranscript

KEPT = 20
"""Conversations with mail servers."""


class Transcripts:
    """Keeps conversations in memory and nowhere else."""

    def __init__(self) -> None:
        self.provider = Conversation("https", "", 443)
        self._latest: deque[Conversation] = deque(maxlen=KEPT)
        self._lock = threading.Lock()

    def begin(self, protocol: str, host: str, port: int) -> Transcript:
        """Listens to a new conversation; what is secret in it is forgotten with the connection."""
        conversation = Conversation(protocol, host, port)
        with self._lock:
            self._latest.append(conversation)
        return _listener(protocol)(conversation.add)

    def conversations(self) -> tuple[Conversation, ...]:
        """The conversations with mail servers, oldest first."""
        with self._lock:
            return tuple(self._latest)


def _listener(protocol: str) -> "type[ImapTranscript | Pop3Transcript | SmtpTranscript]":
    # Start-up: what takes secrets out is needed with the first connection.
    if protocol == "imap":
        from dms_mail_desktop.transcripts.imap import ImapTranscript  # noqa: PLC0415

        return ImapTranscript
    if protocol == "pop3":
        from dms_mail_desktop.transcripts.pop3 import Pop3Transcript  # noqa: PLC0415

        return Pop3Transcript
    from dms_mail_desktop.transcripts.smtp import SmtpTranscript  # noqa: PLC0415

    return SmtpTranscript
