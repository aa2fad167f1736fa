"""The redirect listener: takes the provider's answer from the browser on a loopback port of its own (RFC 8252)."""

import asyncio
import contextlib
import hmac
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from types import TracebackType
from typing import Any, Self

from dms_mail_desktop.errors import ListenerFailed
from dms_mail_desktop.oauth.loopback_http import (
    LONGEST_HEAD,
    BadRequest,
    Request,
    parameters,
    read_request,
    response,
)
from dms_mail_desktop.oauth.loopback_sockets import error_number, open_loopback
from dms_mail_desktop.oauth.pages import Pages

REQUEST_LIMIT = 5.0
"""Seconds within which a connection must have sent its request."""
PAGE_LIMIT = 20.0
"""Seconds that a browser is kept waiting for the outcome before it gets a page without one."""
LINGER = 0.5
"""Seconds that a finished listener stays for a browser that is about to fetch its page; the port must close in one."""
MOST_CONNECTIONS = 8

RESULT_PATH, OLDER_PATH, NEUTRAL_PATH = "/result", "/older", "/closed"
"""Where a browser is sent after a GET, so that neither code nor state stay in its address bar."""


@dataclass(frozen=True, slots=True)
class BrowserAnswer:
    """The parameters of the answer that carried the right state, each of them once."""

    parameters: Mapping[str, str] = field(repr=False)

    def get(self, name: str) -> str | None:
        """One parameter."""
        return self.parameters.get(name)


class RedirectListener:
    """Open from `async with` until its end, or shortly after `finish`; takes one answer.

    Raises ListenerFailed when no port can be opened.
    """

    def __init__(
        self,
        pages: Pages,
        *,
        sockets: Callable[[], tuple[socket.socket, ...]] = open_loopback,
        request_limit: float = REQUEST_LIMIT,
        page_limit: float = PAGE_LIMIT,
    ) -> None:
        self._pages = pages
        self._open_sockets = sockets
        self._request_limit = request_limit
        self._page_limit = page_limit
        self._closed = False
        self._servers: list[asyncio.Server] = []
        self._connections: dict[asyncio.Task[None], asyncio.StreamWriter] = {}
        self._patient: set[asyncio.Task[Any] | None] = set()
        self._state = b""
        self._answer: asyncio.Future[BrowserAnswer] = asyncio.get_running_loop().create_future()
        self._page: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
        self._shown = asyncio.Event()
        self.port = 0

    @property
    def redirect_uri(self) -> str:
        """As registered at the provider, which ignores the port but compares the rest."""
        return f"http://localhost:{self.port}"

    async def __aenter__(self) -> Self:
        sockets = self._open_sockets()
        self.port = sockets[0].getsockname()[1]
        try:
            for each in sockets:
                self._servers.append(await asyncio.start_server(self._accept, sock=each, limit=LONGEST_HEAD))
        except OSError as error:
            for each in sockets:
                each.close()
            await self._close()
            raise ListenerFailed(error.strerror or str(error), error_number(error)) from None
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if self._answer.done() and not self._answer.cancelled():
                self.finish(self._pages.neutral)
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(LINGER):
                        await self._shown.wait()
        finally:
            await self._close()

    def expect(self, state: str) -> None:
        """From now on the answer with this state counts; others get a page and change nothing."""
        self._state = state.encode()

    async def answer(self) -> BrowserAnswer:
        """Waits for the answer that counts."""
        return await self._answer

    def finish(self, page: bytes) -> None:
        """Decides what the waiting browser sees; only the first call counts."""
        if not self._page.done():
            self._page.set_result(page)

    async def _close(self) -> None:
        self._closed = True
        for server in self._servers:
            server.close()
        for task, writer in list(self._connections.items()):
            writer.transport.abort()
            task.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)
        for server in self._servers:
            await server.wait_closed()

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._closed:
            # Taken from the operating system just before the port was closed.
            writer.transport.abort()
            return
        if len(self._connections) >= MOST_CONNECTIONS:
            oldest = next((task for task in self._connections if task not in self._patient), None)
            if oldest is None:
                writer.transport.abort()
                return
            self._connections.pop(oldest).transport.abort()
            oldest.cancel()
        task = asyncio.get_running_loop().create_task(self._serve(reader, writer))
        self._connections[task] = writer
        task.add_done_callback(lambda done: self._connections.pop(done, None))

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, TimeoutError):
            try:
                async with asyncio.timeout(self._request_limit):
                    request = await read_request(reader)
                reply = await self._reply(request) if request else b""
            except BadRequest as refused:
                reply = response(refused.status, self._pages.neutral)
            writer.write(reply)
            await writer.drain()
            writer.write_eof()
            async with asyncio.timeout(LINGER):
                while await reader.read(LONGEST_HEAD):  # closing on unread bytes would reset and lose the page
                    pass
            if asyncio.current_task() in self._patient:
                self._shown.set()
        writer.close()
        with contextlib.suppress(OSError):
            await writer.wait_closed()

    async def _reply(self, request: Request) -> bytes:
        if request.headers.get("host", "").lower() not in (f"localhost:{self.port}", f"127.0.0.1:{self.port}"):
            return response(HTTPStatus.BAD_REQUEST)
        if request.method in ("HEAD", "OPTIONS"):
            return response(HTTPStatus.OK, self._pages.neutral, "Allow: GET, POST", head_only=True)
        if request.method not in ("GET", "POST"):
            return response(HTTPStatus.METHOD_NOT_ALLOWED, self._pages.neutral, "Allow: GET, POST")
        if request.path == "/":
            return await (self._reply_to_form(request) if request.method == "POST" else self._reply_to_query(request))
        if request.method == "GET":
            return await self._reply_to_path(request.path)
        return response(HTTPStatus.NOT_FOUND)

    async def _reply_to_form(self, request: Request) -> bytes:
        place = self._take(request.body)
        if place == RESULT_PATH:
            return response(HTTPStatus.OK, await self._outcome())
        return response(HTTPStatus.BAD_REQUEST, self._pages.older if place == OLDER_PATH else self._pages.neutral)

    async def _reply_to_query(self, request: Request) -> bytes:
        if not request.query:
            return response(HTTPStatus.OK, self._pages.neutral)
        return response(HTTPStatus.SEE_OTHER, b"", f"Location: {self._take(request.query)}")

    async def _reply_to_path(self, path: str) -> bytes:
        if path == RESULT_PATH and self._answer.done():
            return response(HTTPStatus.OK, await self._outcome())
        if path == OLDER_PATH:
            return response(HTTPStatus.OK, self._pages.older)
        if path in (RESULT_PATH, NEUTRAL_PATH):
            return response(HTTPStatus.OK, self._pages.neutral)
        return response(HTTPStatus.NOT_FOUND)

    def _take(self, text: str) -> str:
        """Takes the parameters for the answer if they are; says which page the browser is to see."""
        found = parameters(text)
        if not found or not found.get("state") or bool(found.get("code")) == bool(found.get("error")):
            return NEUTRAL_PATH
        if not self._state or not hmac.compare_digest(found["state"].encode(), self._state):
            return OLDER_PATH
        if self._answer.done():
            return NEUTRAL_PATH
        self._answer.set_result(BrowserAnswer(found))
        return RESULT_PATH

    async def _outcome(self) -> bytes:
        """The page of `finish`, or one without an outcome when it does not come in time."""
        self._patient.add(asyncio.current_task())
        try:
            async with asyncio.timeout(self._page_limit):
                return await asyncio.shield(self._page)
        except TimeoutError:
            return self._pages.neutral
