"""A conversation as it would be kept."""

from dms_mail_desktop.transcripts import Transcript, Transcripts


class Said:
    """Says lines for both sides and reads what was kept."""

    def __init__(self, protocol: str) -> None:
        self._transcripts = Transcripts()
        self.transcript: Transcript = self._transcripts.begin(protocol, "mail.firma.example", 587)

    def c(self, *lines: bytes) -> "Said":
        """The client says these lines in one piece."""
        self.transcript.sent(b"".join(line + b"\r\n" for line in lines))
        return self

    def s(self, *lines: bytes) -> "Said":
        """The server says these lines in one piece."""
        self.transcript.received(b"".join(line + b"\r\n" for line in lines))
        return self

    @property
    def kept(self) -> list[str]:
        """Who said what, in order."""
        [conversation] = self._transcripts.conversations()
        beginning, _, latest = conversation.lines()
        return [f"{side}: {text}" for _, side, text, _ in (*beginning, *latest)]
