"""A small HTTP server for the sandbox's pages: one request for each connection, loopback only."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.parser import BytesHeaderParser
from http import HTTPStatus
from urllib.parse import parse_qsl, unquote, urlsplit

HEAD_LIMIT = 32_768
BODY_LIMIT = 65_536
PATIENCE = 30.0
"""Seconds that a browser may keep an idle connection; it opens some ahead of need."""


@dataclass(frozen=True, slots=True)
class Request:
    """What a browser asked for; the last value of a repeated parameter counts."""

    method: str
    path: str
    query: Mapping[str, str]
    form: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Response:
    """What the browser is answered."""

    body: bytes = b""
    status: HTTPStatus = HTTPStatus.OK
    content_type: str = "text/html; charset=utf-8"
    script_nonce: str = ""
    """Allows the one script that carries it."""
    headers: Mapping[str, str] = field(default_factory=dict)

    def encode(self) -> bytes:
        """The response as bytes on the wire, with headers that keep the page to itself."""
        script = f"; script-src 'nonce-{self.script_nonce}'" if self.script_nonce else ""
        headers = {
            "Content-Type": self.content_type,
            "Content-Length": str(len(self.body)),
            "Cache-Control": "no-store",
            "Connection": "close",
            "Content-Security-Policy": (
                "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; "
                f"form-action 'self' http://localhost:* http://127.0.0.1:*{script}"
            ),
            "Referrer-Policy": "no-referrer",
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": "DENY",
            **self.headers,
        }
        lines = [f"HTTP/1.1 {self.status.value} {self.status.phrase}", *(f"{k}: {v}" for k, v in headers.items())]
        return "\r\n".join([*lines, "", ""]).encode("latin-1") + self.body


class Web:
    """Reads requests and writes what `answer` gives for them."""

    def __init__(self, answer: Callable[[Request], Response]) -> None:
        self._answer = answer

    async def converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serves one connection."""
        port = writer.get_extra_info("sockname")[1]
        async with asyncio.timeout(PATIENCE):
            head = await reader.readuntil(b"\r\n\r\n")
            request_line, _, header_lines = head.partition(b"\r\n")
            headers = BytesHeaderParser().parsebytes(header_lines)
            method, _, rest = request_line.decode("latin-1").partition(" ")
            length = headers.get("Content-Length", "0")
            usable = len(head) <= HEAD_LIMIT and length.isdecimal() and int(length) <= BODY_LIMIT
            body = await reader.readexactly(int(length)) if usable else b""
        if not usable or headers.get("Host") not in (f"127.0.0.1:{port}", f"localhost:{port}"):
            response = Response(status=HTTPStatus.BAD_REQUEST)
        elif method not in ("GET", "POST"):
            response = Response(status=HTTPStatus.METHOD_NOT_ALLOWED)
        else:
            target = urlsplit(rest.rpartition(" ")[0])
            query = dict(parse_qsl(target.query, keep_blank_values=True))
            form = dict(parse_qsl(body.decode("latin-1"), keep_blank_values=True))
            response = self._answer(Request(method, unquote(target.path), query, form))
        writer.write(response.encode())
        await writer.drain()
