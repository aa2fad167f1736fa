"""The conversations of this session: the latest ones with mail servers, and what was asked of the provider."""

import threading
from collections import deque
from collections.abc import Callable, Mapping

from dms_mail_desktop.transcripts.heard import Transcript
from dms_mail_desktop.transcripts.imap import ImapTranscript
from dms_mail_desktop.transcripts.lines import Keep, LineTranscript
from dms_mail_desktop.transcripts.pop3 import Pop3Transcript
from dms_mail_desktop.transcripts.record import Conversation
from dms_mail_desktop.transcripts.smtp import SmtpTranscript

KEPT = 20
"""Conversations with mail servers."""
PROTOCOLS: Mapping[str, Callable[[Keep], LineTranscript]] = {
    "smtp": SmtpTranscript,
    "imap": ImapTranscript,
    "pop3": Pop3Transcript,
}


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
        return PROTOCOLS[protocol](conversation.add)

    def conversations(self) -> tuple[Conversation, ...]:
        """The conversations with mail servers, oldest first."""
        with self._lock:
            return tuple(self._latest)
