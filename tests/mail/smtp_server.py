"""An SMTP server that does what it is told, also what real ones do not do on demand."""

import contextlib
import socket
import ssl
import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import Self

CUT = object()
"""Ends the connection without a word."""
SILENT = object()
"""Says nothing more until the client gives up."""
NOTHING = object()
"""Leaves the answer to what comes next."""
Answer = object
CAPABILITIES = ("mail.example.pl", "SIZE 1000000", "AUTH PLAIN LOGIN XOAUTH2", "ENHANCEDSTATUSCODES")


class _Over(Exception):
    pass


class SmtpServer:
    """Answers by verb: greeting, EHLO, STARTTLS, handshake, AUTH, response, MAIL, RCPT, DATA, content, end, RSET, QUIT.

    A value is a text, CUT, SILENT, NOTHING, or a function of the line that returns one of these.
    """

    def __init__(
        self,
        answers: dict[str, Answer] | None = None,
        *,
        tls: ssl.SSLContext | None = None,
        start_tls: ssl.SSLContext | None = None,
        capabilities: tuple[str, ...] = CAPABILITIES,
        read_pause: float = 0,
    ) -> None:
        self._answers = answers or {}
        self._tls, self._start_tls = tls, start_tls
        self._capabilities = capabilities
        self._read_pause = read_pause
        self.lines: list[str] = []
        self.clear_lines: list[str] = []
        self.messages: list[bytes] = []
        self.connections = 0
        self.silent = threading.Event()
        self.received = threading.Event()
        self.ended = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        if read_pause:
            self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65536)
        self.port: int = self._listener.getsockname()[1]
        self._threads = [threading.Thread(target=self._accept)]

    def __enter__(self) -> Self:
        self._threads[0].start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in self._threads:
            thread.join(2)
            assert not thread.is_alive()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            thread = threading.Thread(target=self._serve, args=(connection,))
            self._threads.append(thread)
            thread.start()

    def _serve(self, connection: socket.socket) -> None:
        connection.settimeout(20)
        talk = _Talk(self, connection)
        try:
            with contextlib.suppress(_Over, OSError):
                talk.run(self._tls, self._start_tls, self._capabilities, self._answers)
        finally:
            talk.close()
            self.ended.set()


class _Talk:
    def __init__(self, server: SmtpServer, connection: socket.socket) -> None:
        self._server = server
        self._socket = connection
        self._buffer = b""
        self._secure = False

    def close(self) -> None:
        self._socket.close()

    def run(
        self,
        tls: ssl.SSLContext | None,
        start_tls: ssl.SSLContext | None,
        capabilities: tuple[str, ...],
        answers: dict[str, Answer],
    ) -> None:
        if tls:
            self._shake_hands(tls, answers)
        self._answers = answers
        self._say("greeting", "", "220 mail.example.pl ESMTP")
        while True:
            line = self._hear()
            verb = line.partition(" ")[0].upper()
            if verb == "EHLO":
                names = [*capabilities, *(["STARTTLS"] if start_tls and not self._secure else [])]
                self._say(verb, line, "\r\n".join([*(f"250-{name}" for name in names[:-1]), f"250 {names[-1]}"]))
            elif verb == "STARTTLS":
                self._say(verb, line, "220 2.0.0 go ahead")
                assert start_tls
                self._shake_hands(start_tls, answers)
            elif verb == "AUTH":
                self._authenticate(line)
            elif verb == "DATA":
                if self._say(verb, line, "354 go ahead").startswith("354"):
                    self._content()
            elif verb == "QUIT":
                self._say(verb, line, "221 2.0.0 bye")
                return
            else:
                self._say(verb, line, "250 2.1.0 OK")

    def _shake_hands(self, context: ssl.SSLContext, answers: dict[str, Answer]) -> None:
        self._buffer = b""
        self._answers = answers
        self._say("handshake", "", "")
        self._socket = context.wrap_socket(self._socket, server_side=True)
        self._secure = True

    def _authenticate(self, line: str) -> None:
        words = line.split(" ")
        if len(words) > 2:
            self._say("response", line, "235 2.7.0 accepted")
            return
        answer = self._say("AUTH", line, "334 " if words[1] != "LOGIN" else "334 VXNlcm5hbWU6")
        while answer.startswith("334"):
            response = self._hear()
            rest = "334 UGFzc3dvcmQ6" if words[1] == "LOGIN" and answer == "334 VXNlcm5hbWU6" else "235 2.7.0 accepted"
            answer = self._say("response", response, rest)

    def _content(self) -> None:
        if self._answers.get("content"):
            time.sleep(0.05)
            self._say("content", "", "")
        pieces = [b"\r\n" + self._buffer]
        while not b"".join(pieces[-2:]).endswith(b"\r\n.\r\n"):
            time.sleep(self._server._read_pause)
            pieces.append(self._receive())
        self._buffer = b""
        self._server.messages.append(b"".join(pieces)[2:-3])
        self._server.received.set()
        self._say("end", "", "250 2.6.0 <1> [InternalId=7] Queued mail for delivery")

    def _receive(self) -> bytes:
        data = self._socket.recv(65536)
        if not data:
            raise _Over
        return data

    def _hear(self) -> str:
        while b"\n" not in self._buffer:
            self._buffer += self._receive()
        line, _, self._buffer = self._buffer.partition(b"\n")
        text = line.decode(errors="replace").rstrip("\r")
        self._server.lines.append(text)
        if not self._secure:
            self._server.clear_lines.append(text)
        return text

    def _say(self, moment: str, line: str, usual: str) -> str:
        answer = self._answers.get(moment, usual)
        if isinstance(answer, Callable):
            answer = answer(line) or usual
        if answer is SILENT:
            self._server.silent.set()
            while True:
                self._receive()
        if answer is CUT:
            raise _Over
        if answer is NOTHING:
            return ""
        assert isinstance(answer, str)
        if answer:
            self._socket.sendall(answer.encode() + b"\r\n")
        return answer
