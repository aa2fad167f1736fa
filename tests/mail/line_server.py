"""Servers of line protocols that do what they are told, also what real ones do not do on demand."""

import asyncio
import contextlib
import ssl
from types import TracebackType
from typing import Self

CUT = object()
"""Ends the connection without a word."""
SILENT = object()
"""Says nothing more until the client gives up. A number is a pause in seconds."""


class OverError(Exception):
    pass


class Talk:
    """One connection, seen from the server."""

    def __init__(self, server: "LineServer", reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._server = server
        self._reader = reader
        self._writer = writer
        self.secure = server.tls is not None

    async def hear(self) -> bytes:
        line = await self._reader.readline()
        if not line:
            raise OverError
        self._server.lines.append(line.rstrip(b"\r\n").decode(errors="backslashreplace"))
        if not self.secure:
            self._server.clear_lines.append(self._server.lines[-1])
        return line.rstrip(b"\r\n")

    async def hear_octets(self, count: int) -> bytes:
        return await self._reader.readexactly(count)

    async def say(self, answer: object) -> None:
        if answer is SILENT:
            await self._reader.read()
            raise OverError
        if answer is CUT:
            raise OverError
        if isinstance(answer, float):
            await asyncio.sleep(answer)
            return
        if isinstance(answer, tuple):
            for part in answer:
                await self.say(part)
            return
        assert isinstance(answer, bytes)
        self._writer.write(answer)
        await self._writer.drain()

    async def start_tls(self, context: ssl.SSLContext) -> None:
        await self._writer.start_tls(context)
        self.secure = True

    def abort(self) -> None:
        self._writer.transport.abort()

    async def close(self) -> None:
        self._writer.close()
        with contextlib.suppress(OSError, ssl.SSLError):
            await self._writer.wait_closed()


class LineServer:
    """`talk` is the conversation; `lines` is what clients said, `clear_lines` what of it was not encrypted."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.tls = tls
        self.lines: list[str] = []
        self.clear_lines: list[str] = []
        self.connections = 0
        self.port = 0
        self._talks: dict[asyncio.Task[None], Talk] = {}

    async def talk(self, talk: Talk) -> None:
        raise NotImplementedError

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, ssl=self.tls, limit=100_000)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.close()
        for talk in self._talks.values():
            talk.abort()
        await asyncio.gather(*self._talks)
        await self._server.wait_closed()

    async def heard(self, word: str) -> None:
        """Waits until a client said a line with the word."""
        async with asyncio.timeout(5):
            while not any(word in line for line in self.lines):  # noqa: ASYNC110 - no event for each word
                await asyncio.sleep(0.01)

    async def visited(self) -> None:
        """Waits until a client is connected."""
        async with asyncio.timeout(5):
            while not self._talks:  # noqa: ASYNC110
                await asyncio.sleep(0.01)

    async def everyone_left(self) -> None:
        """Waits until no connection is open."""
        async with asyncio.timeout(5):
            while self._talks:
                await asyncio.wait(self._talks)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        self.connections += 1
        talk = self._talks[task] = Talk(self, reader, writer)
        try:
            with contextlib.suppress(OverError, OSError, asyncio.IncompleteReadError):
                await self.talk(talk)
        finally:
            await talk.close()
            del self._talks[task]
