"""The lines of a POP3 conversation (RFC 1939), blocking. The one module that uses poplib.

Reading messages is our own: the library refuses lines of more than 2,048 octets, and keeps every line by itself.
"""

import poplib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from io import BufferedReader
from typing import TypeVar, cast

from dms_mail_desktop.mail.pop3_lines import AnswerReader
from dms_mail_desktop.transcripts import NOBODY, Transcript

PIECE = 65_536
CONTENT_LIMIT = 1_000_000_000
"""In bytes: far more than a server takes as one message."""

T = TypeVar("T")


class RefusedError(Exception):
    """The server said anything but +OK or +; the argument is what it said."""


class Pop3Wire:
    """One connection for one thread at a time; `abort` may come from any other.

    What goes wrong on the network is an OSError; TimeoutError is a silence of more than `silence` seconds.
    """

    def __init__(self, connection: socket.socket, silence: float, transcript: Transcript = NOBODY) -> None:
        self._transcript = transcript
        self._switch = connection.dup()
        self._socket = connection
        self._socket.settimeout(silence)
        self._talk: _Talk | None = None
        self._lock = threading.Lock()
        self._busy = False
        self._ended = False

    @property
    def closed(self) -> bool:
        """Whether nothing more can be said."""
        return self._ended

    @property
    def tls(self) -> ssl.SSLSocket | None:
        """The connection, if it is encrypted."""
        return self._socket if isinstance(self._socket, ssl.SSLSocket) else None

    def during(self, work: Callable[[], T]) -> T:
        """Does one piece of work; the sockets are closed after it if `abort` came meanwhile."""
        with self._lock:
            if self._ended:
                raise ConnectionResetError
            self._busy = True
        try:
            return work()
        finally:
            with self._lock:
                self._busy = False
                if self.closed:
                    self._close()

    def abort(self) -> None:
        """Ends the connection at once; a thread that waits for the server wakes up."""
        with self._lock:
            if self._ended:
                return
            self._ended = True
            with suppress(OSError):
                self._switch.shutdown(socket.SHUT_RDWR)
            self._switch.close()
            if not self._busy:
                self._close()

    def _close(self) -> None:
        if self._talk:
            self._talk.file.close()
        self._socket.close()

    def shake_hands(self, context: ssl.SSLContext, host: str) -> None:
        """Begins TLS; what the server said in clear and nobody has read is dropped."""
        secured = context.wrap_socket(self._socket, server_hostname=host, do_handshake_on_connect=False)
        self._socket = secured
        secured.do_handshake()
        if self._talk:
            self._talk.use(secured)

    def greeting(self) -> bytes:
        """The server's first line."""
        with self._refusals():
            self._talk = _Talk(self._socket)
        welcome = self._talk.getwelcome()
        self._transcript.received(welcome + b"\r\n")
        return welcome

    def say(self, line: bytes) -> bytes:
        """Says one line and returns the answer, which begins with +."""
        self._transcript.sent(line + b"\r\n")
        with self._refusals():
            answer = cast("_Talk", self._talk).say(line)
        self._transcript.received(answer + b"\r\n")
        return answer

    def lines(self, line: bytes) -> list[str]:
        """Says one line and returns the lines after its answer."""
        octets = self.content(line)
        if line == b"CAPA":
            self._transcript.received(bytes(octets))
        return [each.decode("utf-8", "replace").strip() for each in octets.split(b"\n")[:-1]]

    def content(self, line: bytes) -> bytearray:
        """Says one line and returns the octets after its answer."""
        octets = bytearray()
        self.pour(line, octets.extend)
        return octets

    def pour(self, line: bytes, take: Callable[[bytes], object]) -> None:
        """Says one line and hands the octets after its answer over as they arrive."""
        self.say(line)
        answer, length = AnswerReader(), 0
        while not answer.ended:
            octets = answer.feed(cast("_Talk", self._talk).piece())
            length += len(octets)
            if length > CONTENT_LIMIT:
                raise ConnectionAbortedError
            take(octets)
        self._transcript.content(length)

    @contextmanager
    def _refusals(self) -> Iterator[None]:
        try:
            yield
        except poplib.error_proto as error:
            self._transcript.received(bytes(error.args[0]) + b"\r\n")
            raise RefusedError(error.args[0]) from None


class _Talk(poplib.POP3):
    """poplib on a connection that exists already."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        try:
            super().__init__("")
        except BaseException:
            self.file.close()
            raise

    def _create_socket(self, _timeout: object) -> socket.socket:
        return self._connection

    def use(self, connection: socket.socket) -> None:
        self.file.close()
        self.sock, self.file = connection, connection.makefile("rb")

    def _getline(self) -> tuple[bytes, int]:
        line = self.file.readline(PIECE)
        if not line:
            raise ConnectionResetError
        return line.rstrip(b"\r\n"), len(line)

    def piece(self) -> bytes:
        """What has arrived, at least one octet."""
        piece = cast("BufferedReader", self.file).read1(PIECE)
        if not piece:
            raise ConnectionResetError
        return piece

    def say(self, line: bytes) -> bytes:
        self._putline(line)  # type: ignore[attr-defined]
        return cast("bytes", self._getresp())  # type: ignore[attr-defined]
