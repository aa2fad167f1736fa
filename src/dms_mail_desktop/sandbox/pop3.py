"""The sandbox's POP3 server (RFC 1939, 2449, 2595, 5034), which serves the inbox."""

import asyncio
import ssl
from collections.abc import Iterable

from dms_mail_desktop.sandbox.gate import CHALLENGE, Entry, decoded
from dms_mail_desktop.sandbox.house import House
from dms_mail_desktop.sandbox.mailboxes import Letter

REFUSED = "Authentication failure: unknown user name or bad password."
"""Exchange's words."""
CAPABILITIES = ("TOP", "UIDL", "RESP-CODES")


class Refusal(Exception):
    """The text after -ERR."""


class Pop3Server:
    """Makes one session for each connection; with `tls` STLS is required."""

    def __init__(self, house: House, tls: ssl.SSLContext | None) -> None:
        self._house = house
        self._tls = tls

    async def converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serves one connection."""
        await _Session(self._house, self._tls, reader, writer).run()


class _Session:
    def __init__(
        self, house: House, tls: ssl.SSLContext | None, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self._house = house
        self._tls = tls
        self._reader = reader
        self._writer = writer
        self._login = ""
        self._entry: Entry | None = None
        self._letters: list[Letter] = []
        self._validity = 0
        self._deleted: set[int] = set()

    async def run(self) -> None:
        """The conversation, to QUIT or the end of the connection."""
        self._send("+OK The DMS Mail sandbox POP3 service is ready.")
        while True:
            line = await self._line()
            name, _, rest = line.partition(" ")
            try:
                reply = await self._perform(name.upper(), rest.split())
            except Refusal as refusal:
                self._send(f"-ERR {refusal}")
                continue
            self._send(f"+OK {reply}")
            if name.upper() == "STLS":
                await self._writer.drain()
                await self._writer.start_tls(self._tls)  # type: ignore[arg-type]
                self._tls = None
            if name.upper() == "QUIT":
                return

    def _send(self, line: str) -> None:
        self._writer.write(line.encode("utf-8", "surrogateescape") + b"\r\n")

    async def _line(self) -> str:
        await self._writer.drain()
        return (await self._reader.readuntil(b"\n")).decode("utf-8", "replace").strip()

    async def _perform(self, name: str, arguments: list[str]) -> str:
        match name:
            case "CAPA":
                access = ("STLS",) if self._tls else ("USER", "SASL PLAIN XOAUTH2")
                return _listing((*CAPABILITIES, *access))
            case "STLS" if self._tls:
                return "Begin TLS negotiation."
            case "NOOP":
                return ""
            case "QUIT":
                if self._entry is not None:
                    gone = [letter for number, letter in enumerate(self._letters, 1) if number in self._deleted]
                    self._house.mailboxes[self._entry.mailbox].inbox.remove(gone)
                return "DMS Mail sandbox signing off."
        if self._tls is not None:
            raise Refusal("Command is not valid in this state: STLS first.")
        if self._entry is None:
            return await self._enter(name, arguments)
        return self._transaction(name, arguments)

    async def _enter(self, name: str, arguments: list[str]) -> str:
        match name, arguments:
            case "USER", [login]:
                self._login = login
                return ""
            case "PASS", [_, *_]:
                return await self._admit(self._house.gate.password(self._login, " ".join(arguments)))
            case "AUTH", []:
                return _listing(("PLAIN", "XOAUTH2"))
            case "AUTH", [mechanism, *initial]:
                return await self._authenticate(mechanism.upper(), initial)
        raise Refusal("Command is not valid in this state.")

    async def _authenticate(self, mechanism: str, initial: list[str]) -> str:
        """AUTH in two lines, the only form that Exchange knows."""
        if mechanism not in ("PLAIN", "XOAUTH2") or initial:
            raise Refusal(REFUSED)
        response = decoded(await self._answer_to(""))
        if response is None:
            raise Refusal(REFUSED)
        if mechanism == "PLAIN":
            return await self._admit(self._house.gate.plain(response))
        entry = self._house.gate.xoauth2(response, "POP.AccessAsUser.All", shared=True)
        if self._house.faults.challenge and (entry is None or self._house.faults.pop3_auth):
            await self._answer_to(CHALLENGE)
        return await self._admit(entry)

    async def _answer_to(self, challenge: str) -> str:
        self._writer.write(f"+ {challenge}\r\n".encode())
        return await self._line()

    async def _admit(self, entry: Entry | None) -> str:
        await asyncio.sleep(self._house.faults.delay)
        if entry is None or self._house.faults.pop3_auth:
            raise Refusal(self._house.faults.pop3_auth or REFUSED)
        self._entry = entry
        inbox = self._house.mailboxes[entry.mailbox].inbox
        self._letters, self._validity = list(inbox.letters), inbox.uid_validity
        return "User successfully logged on."

    def _transaction(self, name: str, arguments: list[str]) -> str:
        match name, arguments:
            case "STAT", []:
                kept = self._kept()
                return f"{len(kept)} {sum(len(letter.content) for letter in kept.values())}"
            case "LIST" | "UIDL", []:
                return _listing([f"{n} {self._fact(name, letter)}" for n, letter in self._kept().items()])
            case "RSET", []:
                self._deleted.clear()
                return ""
            case _, [number, *rest]:
                return self._on_letter(name, number, rest)
        raise Refusal("Protocol error.")

    def _on_letter(self, name: str, number: str, rest: list[str]) -> str:
        letter = self._letter(number)
        match name, rest:
            case "LIST" | "UIDL", []:
                return f"{number} {self._fact(name, letter)}"
            case "RETR", []:
                return _listing(_stuffed(letter.content))
            case "TOP", [count] if count.isdecimal():
                head, _, text = letter.content.partition(b"\r\n\r\n")
                return _listing(_stuffed(b"\r\n".join([head, b"", *text.split(b"\r\n")[: int(count)], b""])))
            case "DELE", []:
                self._deleted.add(int(number))
                return "Marked for deletion."
        raise Refusal("Protocol error.")

    def _fact(self, name: str, letter: Letter) -> str:
        return f"{self._validity:x}.{letter.uid}" if name == "UIDL" else str(len(letter.content))

    def _kept(self) -> dict[int, Letter]:
        return {n: letter for n, letter in enumerate(self._letters, 1) if n not in self._deleted}

    def _letter(self, number: str) -> Letter:
        letter = self._kept().get(int(number)) if number.isdecimal() else None
        if letter is None:
            raise Refusal("The specified message is out of range.")
        return letter


def _listing(lines: Iterable[str]) -> str:
    """A multi-line reply (RFC 1939 section 3)."""
    return "\r\n".join(["", *lines, "."])


def _stuffed(content: bytes) -> list[str]:
    """The lines of a message for the wire; surrogates carry bytes that are no UTF-8."""
    lines = content.decode("utf-8", "surrogateescape").removesuffix("\r\n").split("\r\n")
    return [f".{line}" if line.startswith(".") else line for line in lines]
