"""The little of HTTP that the redirect listener speaks (RFC 9112): one request per connection, fixed pages."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from urllib.parse import parse_qsl, urlsplit

LONGEST_HEAD = 16_384
LONGEST_BODY = 65_536
MOST_PARAMETERS = 50
HEADERS = (
    "Content-Type: text/html; charset=utf-8",
    "Cache-Control: no-store",
    "Referrer-Policy: no-referrer",
    "Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'",
    "X-Frame-Options: DENY",
    "X-Content-Type-Options: nosniff",
    "Connection: close",
)


class BadRequest(Exception):
    """The request is refused with `status`."""

    def __init__(self, status: HTTPStatus) -> None:
        super().__init__(status)
        self.status = status


@dataclass(frozen=True, slots=True)
class Request:
    """A request; what a browser was told to bring may be secret."""

    method: str
    path: str
    query: str = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)
    body: str = field(repr=False)


async def read_request(reader: asyncio.StreamReader) -> Request | None:
    """The one request of a connection, or None when the other side closes. Raises BadRequest."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return None
    except asyncio.LimitOverrunError:
        raise BadRequest(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE) from None
    request_line, *lines = head.decode("latin-1").removesuffix("\r\n\r\n").split("\r\n")
    method, _, rest = request_line.partition(" ")
    target, _, version = rest.partition(" ")
    if not version.startswith("HTTP/1.") or not target.startswith("/"):
        raise BadRequest(HTTPStatus.BAD_REQUEST)
    headers = _headers(lines)
    parts = urlsplit("//listener" + target)
    return Request(method, parts.path, parts.query, headers, await _body(reader, method, headers))


def _headers(lines: list[str]) -> dict[str, str]:
    headers: dict[str, str] = {}
    for line in lines:
        name, colon, value = line.partition(":")
        name = name.lower()
        if not colon or name != name.strip() or (name in headers and name in ("host", "content-length")):
            raise BadRequest(HTTPStatus.BAD_REQUEST)
        headers[name] = value.strip()
    return headers


async def _body(reader: asyncio.StreamReader, method: str, headers: Mapping[str, str]) -> str:
    if method != "POST":
        return ""
    length = headers.get("content-length", "")
    if "transfer-encoding" in headers or not (length.isascii() and length.isdigit()):
        raise BadRequest(HTTPStatus.LENGTH_REQUIRED)
    if len(length) > 9 or int(length) > LONGEST_BODY:
        raise BadRequest(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    if headers.get("content-type", "").partition(";")[0].strip().lower() != "application/x-www-form-urlencoded":
        raise BadRequest(HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
    try:
        return (await reader.readexactly(int(length))).decode("latin-1")
    except asyncio.IncompleteReadError:
        raise BadRequest(HTTPStatus.BAD_REQUEST) from None


def parameters(text: str) -> dict[str, str] | None:
    """The parameters of a query or form; None when one is repeated (RFC 6749 section 3.1) or they are malformed."""
    try:
        pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=MOST_PARAMETERS)
    except ValueError:
        return None
    found = dict(pairs)
    return found if len(found) == len(pairs) else None


def response(status: HTTPStatus, page: bytes = b"", *extra: str, head_only: bool = False) -> bytes:
    """A complete answer with the headers that keep a browser from storing, framing or loading anything."""
    lines = [f"HTTP/1.1 {status.value} {status.phrase}", *HEADERS, *extra, f"Content-Length: {len(page)}", "", ""]
    return "\r\n".join(lines).encode("latin-1") + (b"" if head_only else page)
