"""A proxy on this computer that lets connections through, refuses them, or inspects them."""

import asyncio
import contextlib
import ssl
from collections.abc import AsyncIterator


class ConnectProxy:
    """Answers CONNECT (RFC 9110 section 9.3.6); `answer` replaces its consent, `inspect` ends TLS with its own key."""

    def __init__(self, answer: bytes = b"", inspect: ssl.SSLContext | None = None) -> None:
        self._answer, self._inspect = answer, inspect
        self.asked: list[str] = []
        self.heads: list[str] = []
        self.port = 0

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @contextlib.asynccontextmanager
    async def serving(self) -> AsyncIterator["ConnectProxy"]:
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        async with server:
            self.port = server.sockets[0].getsockname()[1]
            yield self

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            self.heads.append(head)
            self.asked.append(head.splitlines()[0])
            if self._answer:
                writer.write(self._answer)
                await writer.drain()
            else:
                await self._let_through(head.split()[1], reader, writer)
        writer.close()
        with contextlib.suppress(OSError):
            await writer.wait_closed()

    async def _let_through(self, target: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        await writer.drain()
        if self._inspect is not None:
            await writer.start_tls(self._inspect)
            await reader.readuntil(b"\r\n\r\n")
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")
            await writer.drain()
            return
        host, _, port = target.rpartition(":")
        far_reader, far_writer = await asyncio.open_connection(host, int(port))
        try:
            await asyncio.gather(_copy(reader, far_writer), _copy(far_reader, writer))
        finally:
            far_writer.close()


async def _copy(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while data := await source.read(4096):
            target.write(data)
            await target.drain()
        target.write_eof()
