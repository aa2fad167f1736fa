"""What is kept of an SMTP conversation."""

import re

from dms_mail_desktop.transcripts.lines import Keep, LineTranscript
from dms_mail_desktop.transcripts.masking import MARK, readable, without_tokens
from dms_mail_desktop.transcripts.record import Side

HARMLESS = re.compile(
    r"(?:(?:EHLO|HELO) [A-Za-z0-9.:\[\]-]{1,255}"
    r"|(?:MAIL FROM|RCPT TO):<[^<>\s]{0,320}>(?: (?:SIZE=\d{1,12}|BODY=(?:7BIT|8BITMIME)|SMTPUTF8))*"
    r"|STARTTLS|RSET|NOOP|DATA|QUIT)",
    re.IGNORECASE,
)
AUTH = re.compile(r"AUTH(?: +(PLAIN|LOGIN|XOAUTH2|OAUTHBEARER|CRAM-MD5)\b)?(.*)", re.IGNORECASE | re.DOTALL)
CONTINUE, START_INPUT = "334", "354"


class SmtpTranscript(LineTranscript):
    """Content is counted only; the client is not heard from AUTH on until the server has decided."""

    def __init__(self, keep: Keep) -> None:
        super().__init__(keep)
        self._uploaded: int | None = None

    def sent(self, octets: bytes) -> None:
        """Lines, or a part of a message."""
        if self._uploaded is None:
            super().sent(octets)
        else:
            self._uploaded += len(octets)

    def said(self, line: bytes) -> tuple[str, bytes]:
        """A known command with its harmless arguments."""
        text = readable(line)
        if HARMLESS.fullmatch(text):
            return without_tokens(text), b""
        if found := AUTH.fullmatch(text):
            self.in_secret = True
            named = f"AUTH {found[1].upper()}" if found[1] else "AUTH"
            return f"{named} {MARK}" if found[2].strip() else named, found[2].encode()
        return MARK, line

    def answered(self, line: bytes) -> str:
        """Status, text and capabilities."""
        if self._uploaded is not None:
            self._keep(Side.CLIENT, f"[{self._uploaded} octets]")
            self._uploaded = None
        code = line[:3].decode("ascii", "replace")
        if line[3:4] != b"-":
            self.in_secret = self.in_secret and code == CONTINUE
            if code == START_INPUT:
                self._uploaded = 0
        if code == CONTINUE:
            return f"{code} {MARK}" if line[4:].strip() else code
        if code.isdigit():
            return code + line[3:4].decode("ascii", "replace") + self._mask.shown(readable(line[4:]))
        return super().answered(line)
