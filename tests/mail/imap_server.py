"""A scripted IMAP server with one small mailbox."""

import re
import ssl
from collections.abc import Callable

from .line_server import LineServer, Talk

CAPABILITIES = b"IMAP4rev1 AUTH=PLAIN AUTH=XOAUTH2 SPECIAL-USE UIDPLUS MOVE"
FOLDERS = (
    rb'(\HasNoChildren) "/" INBOX',
    rb'(\HasNoChildren \Sent) "/" "Elementy wys&AUI-ane"',
    rb'(\HasChildren) "/" "Za&AUIBBQ-czniki"',
    rb'(\Noselect) "/" "Foldery publiczne"',
)


def letter(subject: str, sender: str = "Anna Nowak <anna@firma.example>", body: str = "Dzień dobry\r\n") -> bytes:
    head = f"From: {sender}\r\nSubject: {subject}\r\nDate: Sun, 22 Nov 2026 10:00:00 +0100\r\nMessage-ID: <1@x>\r\n\r\n"
    return (head + body).encode()


class ImapServer(LineServer):
    """Answers by command (UID commands by the second word), "greeting", "response" and "handshake".

    A value is octets in which %t is the tag, CUT, SILENT, a tuple of these, or a function of the line that returns one.
    """

    def __init__(
        self,
        answers: dict[str, object] | None = None,
        *,
        tls: ssl.SSLContext | None = None,
        start_tls: ssl.SSLContext | None = None,
        capabilities: bytes = CAPABILITIES,
        messages: tuple[bytes, ...] = (),
    ) -> None:
        super().__init__(tls)
        self._answers = answers or {}
        self._start_tls = start_tls
        self._capabilities = capabilities
        self._messages = messages

    @property
    def commands(self) -> list[str]:
        """What clients asked for, without the tags."""
        return [line.partition(" ")[2] for line in self.lines if re.match(r"[A-Z]+\d+ ", line)]

    async def talk(self, talk: Talk) -> None:
        await self._say(talk, "greeting", b"", b"* OK IMAP ready\r\n")
        while True:
            line = await talk.hear()
            tag, *words = line.split(b" ")
            if not words:
                return
            name = words[0].upper().decode(errors="replace")
            if name == "UID":
                name = words[1].upper().decode()
            usual = self._usual(name, line, secure=talk.secure) + b"%t OK done\r\n"
            if name == "AUTHENTICATE" or line.endswith(b"}"):
                await self._say(talk, name, tag, b"+ \r\n")
                if self._answers.get(name, b"+").startswith(b"+"):  # type: ignore[attr-defined]
                    await self._listen(talk, tag)
                continue
            await self._say(talk, name, tag, usual, line)
            if name == "LOGOUT":
                return
            if name == "STARTTLS" and self._start_tls:
                await talk.start_tls(self._start_tls)

    async def _listen(self, talk: Talk, tag: bytes) -> None:
        while True:
            line = await talk.hear()
            if line.endswith(b"}"):
                await talk.say(b"+ \r\n")
                continue
            answer = self._answers.get("response", b"%t OK done\r\n")
            await self._say(talk, "response", tag, b"%t OK done\r\n", line)
            if not (isinstance(answer, bytes) and answer.startswith(b"+")):
                return
            await talk.hear()
            await self._say(talk, "refusal", tag, b"%t NO [AUTHENTICATIONFAILED] Authentication failed.\r\n")
            return

    async def _say(self, talk: Talk, moment: str, tag: bytes, usual: bytes, line: bytes = b"") -> None:
        answer = self._answers.get(moment, usual)
        if isinstance(answer, Callable):  # type: ignore[arg-type]
            answer = answer(line) or usual  # type: ignore[operator]
        parts = answer if isinstance(answer, tuple) else (answer,)
        await talk.say(tuple(part.replace(b"%t", tag) if isinstance(part, bytes) else part for part in parts))

    def _usual(self, name: str, line: bytes, *, secure: bool) -> bytes:
        count = len(self._messages)
        more = b" STARTTLS" if self._start_tls and not secure else b""
        codes = b"* OK [UIDVALIDITY 7] valid\r\n* OK [UIDNEXT %d] next\r\n" % (100 + count)
        opened = b"* %d EXISTS\r\n* 0 RECENT\r\n" % count + codes
        usual = {
            "CAPABILITY": b"* CAPABILITY " + self._capabilities + more + b"\r\n",
            "LIST": b"".join(b"* LIST " + folder + b"\r\n" for folder in FOLDERS),
            "STATUS": b"* STATUS INBOX (UNSEEN %d)\r\n" % count,
            "EXAMINE": opened,
            "SELECT": opened,
            "SEARCH": b"* SEARCH " + b" ".join(b"%d" % (100 + index) for index in range(count)) + b"\r\n",
            "FETCH": b"".join(self._fetched(line)) if name == "FETCH" else b"",
        }
        return usual.get(name, b"")

    def _fetched(self, line: bytes) -> list[bytes]:
        words = line.split(b" ")
        by_uid = words[1].upper() == b"UID"
        chosen: set[int] = set()
        for part in words[3 if by_uid else 2].split(b","):
            first, _, last = part.partition(b":")
            chosen |= set(range(int(first), int(last or first) + 1))
        answers = []
        for index, message in enumerate(self._messages):
            if (100 + index if by_uid else index + 1) in chosen:
                whole = b"BODY.PEEK[])" in line
                octets = message if whole else message.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
                if b"(UID RFC822.SIZE)" in line:
                    answers.append(b"* %d FETCH (RFC822.SIZE %d UID %d)\r\n" % (index + 1, len(message), 100 + index))
                    continue
                section = b"BODY[]" if whole else b"BODY[HEADER.FIELDS (SUBJECT FROM DATE MESSAGE-ID)]"
                facts = b'UID %d FLAGS () RFC822.SIZE %d INTERNALDATE "22-Nov-2026 10:00:05 +0100"' % (
                    100 + index,
                    len(message),
                )
                answers.append(b"* %d FETCH (%s %s {%d}\r\n%s)\r\n" % (index + 1, facts, section, len(octets), octets))
        return answers
