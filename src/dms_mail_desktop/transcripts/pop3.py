"""What is kept of a POP3 conversation."""

import re

from dms_mail_desktop.transcripts.lines import LineTranscript
from dms_mail_desktop.transcripts.masking import MARK, readable

HARMLESS = re.compile(
    r"CAPA|STLS|STAT|NOOP|RSET|QUIT|(?:UIDL|LIST)(?: \d{1,10})?|(?:RETR|DELE) \d{1,10}|TOP \d{1,10} \d{1,10}",
    re.IGNORECASE,
)
SECRET = re.compile(
    r"(USER|PASS|APOP|AUTH)(?: +(PLAIN|LOGIN|XOAUTH2|OAUTHBEARER|CRAM-MD5)(?= |$))?(.*)", re.IGNORECASE | re.DOTALL
)
CAPABILITY = re.compile(rb"[A-Z0-9][A-Z0-9 _.-]{1,200}", re.IGNORECASE)


class Pop3Transcript(LineTranscript):
    """The client is not heard from AUTH, USER or PASS on until the server has decided."""

    def said(self, line: bytes) -> tuple[str, bytes]:
        """A known command with its harmless arguments."""
        text = readable(line)
        if HARMLESS.fullmatch(text):
            return text, b""
        found = SECRET.fullmatch(text)
        if not found:
            return MARK, line
        command, mechanism, hidden = found[1].upper(), found[2], found[3]
        self.in_secret = command == "AUTH"
        if command != "AUTH":
            mechanism, hidden = None, f"{mechanism or ''}{hidden}"
        shown = " ".join(filter(None, (command, mechanism)))
        return f"{shown} {MARK}" if hidden.strip() else shown, hidden.encode()

    def answered(self, line: bytes) -> str:
        """Status, text and capabilities."""
        status = line[:4].upper()
        if status.startswith(b"+OK") or status == b"-ERR":
            self.in_secret = False
            cut = 3 if status.startswith(b"+") else 4
            return line[:cut].decode("ascii") + self._mask.shown(readable(line[cut:]))
        if line.startswith(b"+"):
            return f"+ {MARK}" if line[1:].strip() else "+"
        return super().answered(line) if CAPABILITY.fullmatch(line) else MARK
