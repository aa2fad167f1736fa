"""What is said with servers in this session, kept in memory only, and kept only as far as it cannot hold a secret."""

from dms_mail_desktop.transcripts.heard import NOBODY, Transcribe, Transcript, nobody_listens
from dms_mail_desktop.transcripts.record import Conversation, Side
from dms_mail_desktop.transcripts.transcripts import Transcripts

__all__ = ["NOBODY", "Conversation", "Side", "Transcribe", "Transcript", "Transcripts", "nobody_listens"]
