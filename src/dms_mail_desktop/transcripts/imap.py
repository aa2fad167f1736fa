"""What is kept of an IMAP conversation."""

import re

from dms_mail_desktop.transcripts.lines import Keep, LineTranscript
from dms_mail_desktop.transcripts.masking import MARK, readable, without_tokens

QUOTED = r'"(?:[^"\\]|\\.)*"'
NAME = rf"(?:{QUOTED}|[A-Za-z0-9&+,./_-]+)"
NUMBERS = r"[\d:,*]+"
HARMLESS = re.compile(
    r"(?:CAPABILITY|NOOP|STARTTLS|LOGOUT|EXPUNGE|CLOSE|UNSELECT|CHECK"
    rf"|(?:SELECT|EXAMINE) {NAME}"
    rf"|STATUS {NAME} \([A-Z ]+\)"
    rf"|LIST {QUOTED} {QUOTED}(?: RETURN \(SPECIAL-USE\))?"
    r"|UID SEARCH(?: (?:UID [\d:,*]+|SINCE [\w-]+|UNSEEN|ALL))+"
    rf"|(?:UID )?FETCH {NUMBERS} [A-Z0-9 ().\[\]<>-]+"
    rf"|UID STORE {NUMBERS} [+-]?FLAGS(?:\.SILENT)? \([\\A-Za-z ]*\)"
    rf"|UID (?:COPY|MOVE) {NUMBERS} {NAME}"
    rf"|UID EXPUNGE {NUMBERS})",
    re.IGNORECASE,
)
COMMAND = re.compile(rb"([A-Z]{1,8}\d{1,9}) +(.*)", re.IGNORECASE | re.DOTALL)
SECRET = re.compile(
    r"(LOGIN|AUTHENTICATE)(?: +(PLAIN|LOGIN|XOAUTH2|OAUTHBEARER|CRAM-MD5)(?= |$))?(.*)", re.IGNORECASE | re.DOTALL
)
STATUS = re.compile(rb"(\* |[A-Z]{1,8}\d{1,9} )(OK|NO|BAD|BYE|PREAUTH)\b", re.IGNORECASE)
TOLD = re.compile(
    rb"\* (?:(CAPABILITY|FLAGS|LIST|STATUS|ID|NAMESPACE)\b|\d+ (?:EXISTS|RECENT|EXPUNGE)$)", re.IGNORECASE
)
KIND = re.compile(rb"\* (?:\d+ )?([A-Z]{2,20})\b", re.IGNORECASE)


class ImapTranscript(LineTranscript):
    """Of what the server tells of messages only the kind is kept; a command with a literal is hidden to its end."""

    def __init__(self, keep: Keep) -> None:
        super().__init__(keep)
        self._tag = b""

    def said(self, line: bytes) -> tuple[str, bytes]:
        """A known command with its harmless arguments."""
        found = COMMAND.fullmatch(line)
        if not found:
            return MARK, line
        self._tag, rest = found[1], readable(found[2])
        tag = found[1].decode("ascii")
        if HARMLESS.fullmatch(rest):
            return f"{tag} {without_tokens(rest)}", b""
        secret = SECRET.fullmatch(rest)
        self.in_secret = secret is not None or rest.endswith("}")
        if not secret:
            return f"{tag} {MARK}", found[2]
        command, mechanism, hidden = secret[1].upper(), secret[2], secret[3]
        if command == "LOGIN":
            mechanism, hidden = None, f"{mechanism or ''}{hidden}"
        shown = " ".join(filter(None, (tag, command, mechanism)))
        return f"{shown} {MARK}" if hidden.strip() else shown, hidden.encode()

    def answered(self, line: bytes) -> str:
        """Status, text and capabilities."""
        if line.startswith(b"+"):
            return f"+ {MARK}" if line[1:].strip() else "+"
        if found := STATUS.match(line):
            if found[1].strip() == self._tag:
                self.in_secret = False
            return found[0].decode("ascii") + self._mask.shown(readable(line[found.end() :]))
        if TOLD.match(line):
            return super().answered(line)
        kind = KIND.match(line)
        return f"* {kind[1].decode('ascii').upper()} {MARK}" if kind else MARK
