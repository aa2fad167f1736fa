"""The sandbox's IMAP4rev1 server: what this program and ordinary clients need to look through a mailbox."""

import asyncio
import re
import ssl
from collections.abc import Callable, Iterator

from dms_mail_desktop.sandbox.gate import CHALLENGE, Entry, decoded
from dms_mail_desktop.sandbox.house import House
from dms_mail_desktop.sandbox.imap_folder import Selected
from dms_mail_desktop.sandbox.imap_syntax import Node, Refusal, decode_name, encode_name, parse, quote, word, words
from dms_mail_desktop.sandbox.mailboxes import Folder, Mailbox

ENCRYPTED = "IMAP4rev1 AUTH=PLAIN AUTH=XOAUTH2 SASL-IR UIDPLUS MOVE SPECIAL-USE ID UNSELECT CHILDREN NAMESPACE LITERAL+"
CLEAR = "IMAP4rev1 STARTTLS LOGINDISABLED SASL-IR ID"
LITERAL = re.compile(rb"\{(\d+)(\+?)\}\r?\n$")
LITERAL_LIMIT = 65_536
COUNTS: dict[str, Callable[[Folder], int]] = {
    "MESSAGES": lambda folder: len(folder.letters),
    "RECENT": lambda _: 0,
    "UIDNEXT": lambda folder: folder.uid_next,
    "UIDVALIDITY": lambda folder: folder.uid_validity,
    "UNSEEN": lambda folder: sum("\\Seen" not in letter.flags for letter in folder.letters),
}
Arguments = Iterator[Node]


class ImapServer:
    """Makes one session for each connection; with `tls` STARTTLS is required."""

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
        self._entry: Entry | None = None
        self._selected: Selected | None = None

    async def run(self) -> None:
        """The conversation, to LOGOUT or the end of the connection."""
        self._send(f"* OK [CAPABILITY {self._capabilities}] DMS Mail sandbox ready.")
        while True:
            await self._writer.drain()
            tag, _, command = (await self._command()).partition(" ")
            name, _, rest = command.strip().partition(" ")
            try:
                status = await self._perform(name.upper(), rest)
            except Refusal as refusal:
                status = str(refusal)
            self._send(f"{tag} {status}")
            if name.upper() == "LOGOUT":
                return
            if name.upper() == "STARTTLS" and status.startswith("OK"):
                await self._writer.drain()
                await self._writer.start_tls(self._tls)  # type: ignore[arg-type]
                self._tls = None

    @property
    def _capabilities(self) -> str:
        return CLEAR if self._tls else ENCRYPTED

    def _send(self, *lines: str | bytes) -> None:
        # At once: each write to a client that has gone would be a warning in the log.
        self._writer.writelines(line if isinstance(line, bytes) else line.encode() + b"\r\n" for line in lines)

    async def _command(self) -> str:
        """One command; its literals become quoted strings."""
        text = ""
        while True:
            line = await self._reader.readuntil(b"\n")
            literal = LITERAL.search(line)
            if literal is None:
                return text + line.decode("utf-8", "replace").rstrip("\r\n")
            if int(literal[1]) > LITERAL_LIMIT:
                raise ConnectionAbortedError
            if not literal[2]:
                self._send("+ Ready for literal data.")
                await self._writer.drain()
            data = await self._reader.readexactly(int(literal[1]))
            text += line[: literal.start()].decode("utf-8", "replace") + quote(data.decode("utf-8", "replace"))

    async def _perform(self, name: str, rest: str) -> str:
        arguments = iter(parse(rest))
        match name:
            case "CAPABILITY":
                self._send(f"* CAPABILITY {self._capabilities}")
            case "ID":
                self._send('* ID ("name" "DMS Mail sandbox")')
            case "LOGOUT":
                self._send("* BYE DMS Mail sandbox signing off.")
            case "NOOP" | "CHECK":
                self._announce()
            case "STARTTLS":
                if self._tls is None:
                    raise Refusal("BAD Already encrypted.")
            case "LOGIN":
                return await self._login(arguments)
            case "AUTHENTICATE":
                return await self._authenticate(arguments)
            case _:
                return self._with_mailbox(name, arguments)
        return f"OK {name} completed."

    async def _login(self, arguments: Arguments) -> str:
        login, password = word(arguments), word(arguments)
        self._check_entry_allowed()
        return await self._enter(self._house.gate.password(login, password), "LOGIN")

    async def _authenticate(self, arguments: Arguments) -> str:
        mechanism = word(arguments).upper()
        self._check_entry_allowed()
        if mechanism not in ("PLAIN", "XOAUTH2"):
            raise Refusal("NO Unsupported authentication mechanism.")
        initial = next(arguments, None)
        response = decoded(initial if isinstance(initial, str) else await self._answer_to(""))
        if response is None:
            raise Refusal("BAD Invalid base64.")
        gate = self._house.gate
        if mechanism == "PLAIN":
            return await self._enter(gate.plain(response), "AUTHENTICATE")
        entry = gate.xoauth2(response, "IMAP.AccessAsUser.All", shared=True)
        if self._house.faults.challenge and (entry is None or self._house.faults.imap_auth):
            await self._answer_to(CHALLENGE)
        return await self._enter(entry, "AUTHENTICATE")

    async def _answer_to(self, challenge: str) -> str:
        self._send(f"+ {challenge}")
        await self._writer.drain()
        return (await self._reader.readuntil(b"\n")).decode("latin-1").strip()

    def _check_entry_allowed(self) -> None:
        if self._tls is not None:
            raise Refusal("BAD Command received in invalid state: STARTTLS first.")
        if self._entry is not None:
            raise Refusal("BAD Already authenticated.")

    async def _enter(self, entry: Entry | None, name: str) -> str:
        await asyncio.sleep(self._house.faults.delay)
        if entry is None or self._house.faults.imap_auth:
            raise Refusal(self._house.faults.imap_auth or f"NO {name} failed.")
        self._entry = entry
        return f"OK [CAPABILITY {self._capabilities}] {name} completed."

    def _with_mailbox(self, name: str, arguments: Arguments) -> str:
        if self._entry is None:
            raise Refusal("BAD Command Argument Error or command received in invalid state.")
        mailbox = self._house.mailboxes[self._entry.mailbox]
        match name:
            case "NAMESPACE":
                self._send('* NAMESPACE (("" "/")) NIL NIL')
            case "LIST" | "LSUB":
                self._send(*_listed(name, mailbox, list(arguments)))
            case "SELECT" | "EXAMINE":
                self._selected = None
                self._selected = Selected(_folder(mailbox, arguments), read_only=name == "EXAMINE")
                self._send(*self._selected.opening())
                return f"OK [READ-{'ONLY' if name == 'EXAMINE' else 'WRITE'}] {name} completed."
            case "STATUS":
                folder_name = word(arguments)
                folder = _folder(mailbox, iter([folder_name]))
                items = [item.upper() for item in words(next(arguments, None)) if item.upper() in COUNTS]
                counts = " ".join(f"{item} {COUNTS[item](folder)}" for item in items)
                self._send(f"* STATUS {quote(folder_name)} ({counts})")
            case _:
                return self._with_folder(name, arguments, mailbox)
        return f"OK {name} completed."

    def _with_folder(self, name: str, arguments: Arguments, mailbox: Mailbox) -> str:
        folder = self._selected
        if folder is None:
            raise Refusal(f"BAD {name} is unknown, or no folder is selected.")
        uid = name == "UID"
        verb, code = word(arguments).upper() if uid else name, ""
        match verb:
            case "SEARCH":
                self._send(folder.search(list(arguments), uid=uid))
            case "FETCH":
                numbers, items = word(arguments), words(next(arguments, None))
                self._send(*folder.fetch(numbers, items, uid=uid))
            case "STORE":
                self._send(*folder.store(word(arguments), word(arguments), next(arguments, None), uid=uid))
            case "COPY" | "MOVE":
                numbers, target = word(arguments), _folder(mailbox, arguments, "[TRYCREATE] ")
                code = folder.copy(numbers, target, uid=uid, move=verb == "MOVE")
            case "EXPUNGE":
                folder.expunge(*([word(arguments)] if uid else []))
            case "CLOSE" | "UNSELECT":
                self._selected = None
                if verb == "CLOSE" and not folder.read_only:
                    folder.expunge()
            case _:
                raise Refusal(f"BAD {verb} is not known here.")
        if uid or verb not in ("FETCH", "STORE", "SEARCH"):
            self._announce()
        return f"OK {code}{name} completed."

    def _announce(self) -> None:
        if self._selected is not None:
            self._send(*self._selected.announce())


def _folder(mailbox: Mailbox, arguments: Arguments, code: str = "") -> Folder:
    folder = mailbox.folder(decode_name(word(arguments)))
    if folder is None:
        raise Refusal(f"NO {code}The specified folder was not found.")
    return folder


def _listed(verb: str, mailbox: Mailbox, arguments: list[Node]) -> list[str]:
    asked = [argument for argument in arguments if isinstance(argument, str)]
    reference, pattern = [*asked, "", ""][:2]
    if not pattern:
        return [f'* {verb} (\\Noselect) "/" ""']
    translated = re.escape(decode_name(reference + pattern)).replace(r"\*", ".*").replace("%", "[^/]*")
    lines = []
    for name, folder in mailbox.folders.items():
        if re.fullmatch(translated, name, re.IGNORECASE if name == "INBOX" else 0):
            children = any(other.startswith(f"{name}/") for other in mailbox.folders)
            attributes = " ".join(["\\HasChildren" if children else "\\HasNoChildren", folder.special_use]).rstrip()
            lines.append(f'* {verb} ({attributes}) "/" {quote(encode_name(name))}')
    return lines
