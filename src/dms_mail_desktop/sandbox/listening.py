"""Loopback listeners that end with everything they opened."""

import asyncio
import contextlib
import errno
import socket
import ssl
from collections.abc import Awaitable, Callable

from dms_mail_desktop.transports import abort

Conversation = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
Service = Callable[[socket.socket], Awaitable[None]]
LINE_LIMIT = 65_536
"""Longest line in bytes; a token of real size makes a line of 4 KB."""
TLS_PARTING = 0.2
"""Seconds that a client has to answer the end of TLS."""
GONE = (ConnectionError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, ssl.SSLError, TimeoutError)
"""How a client leaves, or what it sends when it speaks another protocol."""


def loopback_sockets(*, ipv6: bool) -> list[socket.socket]:
    """A free port, bound on 127.0.0.1 and, where the machine has it, on ::1, since `localhost` may mean either."""
    while True:
        first = socket.create_server(("127.0.0.1", 0))
        if not ipv6:
            return [first]
        try:
            second = socket.create_server(("::1", first.getsockname()[1]), family=socket.AF_INET6)
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                return [first]
            first.close()
        else:
            return [first, second]


class Listening:
    """The listeners of the sandbox; each connection is a task from the moment it is accepted."""

    def __init__(self) -> None:
        self._sockets: list[socket.socket] = []
        self._tasks: set[asyncio.Task[None]] = set()

    def streams(self, converse: Conversation, tls: ssl.SSLContext | None = None, *, ipv6: bool = True) -> int:
        """Serves each connection with `converse`; returns the port."""

        async def serve(connection: socket.socket) -> None:
            opened: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []
            reader = asyncio.StreamReader(limit=LINE_LIMIT)
            # With a callback the protocol knows that it is the server's side of a later STARTTLS.
            protocol = asyncio.StreamReaderProtocol(reader, lambda *pair: opened.append(pair))
            await asyncio.get_running_loop().connect_accepted_socket(
                lambda: protocol, connection, ssl=tls, ssl_shutdown_timeout=_parting(tls)
            )
            [(reader, writer)] = opened
            try:
                await converse(reader, writer)
                writer.close()
                async with asyncio.timeout(1):
                    await writer.wait_closed()
            finally:
                abort(writer.transport)

        return self._listen(serve, ipv6=ipv6)

    def protocols(self, make: Callable[[asyncio.Event], asyncio.Protocol], tls: ssl.SSLContext | None = None) -> int:
        """Serves each connection with a protocol object, which sets the event at its end; returns the port."""

        async def serve(connection: socket.socket) -> None:
            loop, ended = asyncio.get_running_loop(), asyncio.Event()
            transport, _ = await loop.connect_accepted_socket(
                lambda: make(ended), connection, ssl=tls, ssl_shutdown_timeout=_parting(tls)
            )
            try:
                await ended.wait()
            finally:
                abort(transport)

        return self._listen(serve, ipv6=True)

    async def close(self) -> None:
        """Ends every conversation and closes the ports."""
        for listener in self._sockets:
            asyncio.get_running_loop().remove_reader(listener)
            listener.close()
        await asyncio.sleep(0)  # a task that is cancelled before its first step would not close its socket
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _listen(self, serve: Service, *, ipv6: bool) -> int:
        listeners = loopback_sockets(ipv6=ipv6)
        for listener in listeners:
            listener.setblocking(False)
            self._sockets.append(listener)
            # Not sock_accept: a connection that comes while that is cancelled would be lost, unclosed.
            asyncio.get_running_loop().add_reader(listener, self._accept, listener, serve)
        return int(listeners[0].getsockname()[1])

    def _accept(self, listener: socket.socket, serve: Service) -> None:
        with contextlib.suppress(BlockingIOError, ConnectionError):
            connection, _ = listener.accept()
            connection.setblocking(False)
            task = asyncio.get_running_loop().create_task(_until_closed(connection, serve))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)


async def _until_closed(connection: socket.socket, serve: Service) -> None:
    try:
        with contextlib.suppress(*GONE):
            await serve(connection)
    finally:
        # A transport closes its socket some turns of the loop after it was told to.
        async with asyncio.timeout(1):
            while connection.fileno() >= 0:  # noqa: ASYNC110 - nothing tells when
                await asyncio.sleep(0)


def _parting(tls: ssl.SSLContext | None) -> float | None:
    return TLS_PARTING if tls else None
