"""A scripted POP3 server with one small mailbox."""

import ssl

from .line_server import LineServer, Talk

CAPABILITIES = (b"TOP", b"UIDL", b"USER", b"SASL PLAIN XOAUTH2")


class Pop3Server(LineServer):
    """Answers by command, "greeting" and "response": octets, CUT, SILENT, a pause in seconds, or a tuple of these."""

    def __init__(
        self,
        answers: dict[str, object] | None = None,
        *,
        tls: ssl.SSLContext | None = None,
        start_tls: ssl.SSLContext | None = None,
        capabilities: tuple[bytes, ...] = CAPABILITIES,
        messages: tuple[bytes, ...] = (),
    ) -> None:
        super().__init__(tls)
        self._answers = answers or {}
        self._start_tls = start_tls
        self._capabilities = capabilities
        self._messages = messages

    async def talk(self, talk: Talk) -> None:
        await talk.say(self._answers.get("greeting", b"+OK POP3 ready\r\n"))
        while True:
            words = (await talk.hear()).split(b" ")
            name = words[0].upper().decode(errors="replace")
            if name == "AUTH":
                await talk.say(self._answers.get("AUTH", b"+ \r\n"))
                await talk.hear()
                answer = self._answers.get("response", b"+OK in\r\n")
                await talk.say(answer)
                if isinstance(answer, bytes) and answer.startswith(b"+ "):
                    await talk.hear()
                    await talk.say(b"-ERR [AUTH] Authentication failed.\r\n")
                continue
            await talk.say(self._answers.get(name, self._usual(name, words[1:], secure=talk.secure)))
            if name == "STLS" and self._start_tls:
                await talk.start_tls(self._start_tls)
            if name == "QUIT":
                return

    def _usual(self, name: str, words: list[bytes], *, secure: bool) -> bytes:
        if name == "CAPA":
            more = (b"STLS",) if self._start_tls and not secure else ()
            return b"+OK\r\n" + b"\r\n".join((*self._capabilities, *more)) + b"\r\n.\r\n"
        if name == "STAT":
            return b"+OK %d %d\r\n" % (len(self._messages), sum(map(len, self._messages)))
        if name in ("LIST", "UIDL"):
            facts = [
                b"%d" % len(message) if name == "LIST" else b"id-%d" % n for n, message in enumerate(self._messages, 1)
            ]
            if words:
                return b"+OK %s %s\r\n" % (words[0], facts[int(words[0]) - 1])
            return b"+OK\r\n" + b"".join(b"%d %s\r\n" % pair for pair in enumerate(facts, 1)) + b".\r\n"
        if name in ("TOP", "RETR"):
            message = self._messages[int(words[0]) - 1]
            content = message if name == "RETR" else message.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
            return b"+OK\r\n" + (b"\r\n" + content).replace(b"\r\n.", b"\r\n..")[2:] + b".\r\n"
        return b"+OK\r\n"
