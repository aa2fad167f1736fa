"""The redirect listener, spoken to as a browser and as an attacker on the same computer would."""

import asyncio
import contextlib
import errno
import socket
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from dms_mail_desktop.errors import ListenerFailed
from dms_mail_desktop.oauth.loopback import BrowserAnswer, RedirectListener
from dms_mail_desktop.oauth.loopback_sockets import bind_loopback, open_loopback
from dms_mail_desktop.oauth.pages import Pages

from .conftest import exchange, form_text, get, get_text, is_open, post

RIGHT = {"code": "SECRET-CODE", "state": "right"}


@dataclass
class Open:
    listener: RedirectListener
    waiting: asyncio.Task[BrowserAnswer]

    @property
    def port(self) -> int:
        return self.listener.port

    async def still_open(self) -> bool:
        """Whether nothing so far was taken for the answer, and the right one still is."""
        if self.waiting.done():
            return False
        self.listener.finish(b"done")
        assert (await post(self.port, RIGHT)).body == "done"
        return (await self.waiting).parameters == RIGHT


@contextlib.asynccontextmanager
async def opened(listener: RedirectListener) -> AsyncIterator[Open]:
    async with listener:
        listener.expect("right")
        waiting = asyncio.create_task(listener.answer())
        await asyncio.sleep(0)
        try:
            yield Open(listener, waiting)
        finally:
            waiting.cancel()


@pytest.fixture
async def listening(pages: Pages) -> AsyncIterator[Open]:
    async with opened(RedirectListener(pages)) as it:
        yield it


def outward_address() -> str:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return ""
        return str(probe.getsockname()[0])


async def test_b1_only_loopback_is_bound() -> None:
    sockets = open_loopback()
    try:
        names = [each.getsockname()[:2] for each in sockets]
        assert names == [("127.0.0.1", names[0][1]), ("::1", names[0][1])][: len(names)]
        assert names[0][1] > 0
    finally:
        for each in sockets:
            each.close()


async def test_b1_the_network_cannot_connect(listening: Open) -> None:
    address = outward_address()
    if not address or address.startswith("127."):
        pytest.skip("this machine has no address but loopback")
    assert not await is_open(listening.port, address)


@pytest.mark.skipif(not socket.has_ipv6, reason="no IPv6")
async def test_b1_both_halves_of_localhost_answer(listening: Open) -> None:
    assert await is_open(listening.port, "127.0.0.1")
    assert await is_open(listening.port, "::1")


def test_b3_nobody_else_can_bind_the_port() -> None:
    with bind_loopback("127.0.0.1", 0) as first:
        first.listen()
        with pytest.raises(OSError, match=r"in use|forbidden|permitted|Only one"):
            bind_loopback("127.0.0.1", first.getsockname()[1])


def test_b2_another_port_is_taken_when_the_ipv6_half_is_used() -> None:
    tries: list[tuple[str, int]] = []

    def bind(address: str, port: int) -> socket.socket:
        tries.append((address, port))
        if address == "::1" and len(tries) == 2:
            raise OSError(errno.EADDRINUSE, "in use")
        return bind_loopback("127.0.0.1" if address == "::1" else address, 0)

    for each in open_loopback(bind):
        each.close()
    assert [address for address, _ in tries] == ["127.0.0.1", "::1", "127.0.0.1", "::1"]
    assert tries[3][1] != tries[1][1]


def test_without_ipv6_ipv4_alone_serves() -> None:
    def bind(address: str, port: int) -> socket.socket:
        if address == "::1":
            raise OSError(errno.EADDRNOTAVAIL, "no IPv6")
        return bind_loopback(address, port)

    (only,) = open_loopback(bind)
    with only:
        assert only.getsockname()[0] == "127.0.0.1"


async def test_no_port_is_an_error_of_its_own(pages: Pages) -> None:
    def bind(_address: str, _port: int) -> socket.socket:
        raise OSError(errno.EMFILE, "Too many open files")

    with pytest.raises(ListenerFailed, match="Too many open files"):
        async with RedirectListener(pages, sockets=lambda: open_loopback(bind)):
            pass


async def test_b2_the_port_is_closed_at_the_end(pages: Pages) -> None:
    async with RedirectListener(pages) as listener:
        assert await is_open(listener.port)
    assert not await is_open(listener.port)
    assert not await is_open(listener.port, "::1")


async def test_b4_the_redirect_uri_is_localhost_without_a_path(listening: Open) -> None:
    assert listening.listener.redirect_uri == f"http://localhost:{listening.port}"


@pytest.mark.parametrize("host", ["evil.example", "localhost", "localhost:1", "[::1]:{port}", "0.0.0.0:{port}", ""])
async def test_b5_a_foreign_host_is_refused(listening: Open, host: str) -> None:
    query = get_text(listening.port, "/?code=x&state=right", host.format(port=listening.port))
    assert (await exchange(listening.port, query)).status == 400
    form = form_text(listening.port, "code=x&state=right", host=host.format(port=listening.port))
    assert (await exchange(listening.port, form)).status == 400
    assert await listening.still_open()


@pytest.mark.parametrize("target", ["/callback?code=x&state=right", "/favicon.ico", "//?code=x&state=right", "/../"])
async def test_b5_another_path_is_not_found(listening: Open, target: str) -> None:
    assert (await get(listening.port, target)).status == 404
    assert (await exchange(listening.port, form_text(listening.port, "code=x&state=right", target))).status == 404
    assert await listening.still_open()


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "PUT", "DELETE", "TRACE"])
async def test_b6_other_methods_change_nothing(listening: Open, method: str) -> None:
    page = await exchange(listening.port, get_text(listening.port, "/?code=x&state=right", method=method))
    assert page.status == (200 if method in ("HEAD", "OPTIONS") else 405)
    assert page.headers["allow"] == "GET, POST"
    assert "access-control-allow-origin" not in page.headers
    assert await listening.still_open()


async def test_b6_twenty_idle_connections_and_a_slow_one_do_not_hold_up_the_answer(listening: Open) -> None:
    idle = [await asyncio.open_connection("127.0.0.1", listening.port) for _ in range(20)]
    _, slow = await asyncio.open_connection("127.0.0.1", listening.port)
    slow.write(b"POST / HTTP/1.1\r\nHost: loc")
    await slow.drain()
    started = time.monotonic()
    listening.listener.finish(b"done")
    assert (await post(listening.port, RIGHT)).body == "done"
    assert time.monotonic() - started < 1
    assert all(reader.at_eof() or reader.exception() for reader, _ in idle[:13])  # eight at once, the oldest go first
    for _, writer in [*idle, (None, slow)]:
        writer.close()
        with contextlib.suppress(OSError):
            await writer.wait_closed()


async def test_b6_a_request_that_does_not_come_is_dropped(pages: Pages) -> None:
    async with opened(RedirectListener(pages, request_limit=0.1)) as it:
        with pytest.raises(ConnectionResetError):
            await exchange(it.port, b"GET / HT")
        with pytest.raises(ConnectionResetError):
            await exchange(it.port, form_text(it.port, "code=x&state=right")[:-1])
        assert await it.still_open()


@pytest.mark.parametrize(
    ("request_text", "status"),
    [
        (b"GET / HTTP/1.1\r\nX: " + b"a" * 20_000 + b"\r\n\r\n", 431),
        (b"GET http://localhost/ HTTP/1.1\r\n\r\n", 400),
        (b"GET / SPDY/3\r\n\r\n", 400),
        (b"\x16\x03\x01\x02\x00\x01\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nno colon\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: evil\r\nHost: localhost:{port}\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\nContent-Length: 65537\r\n\r\n", 413),
        (b"POST / HTTP/1.1\r\nContent-Length: 99999999999999999999\r\n\r\n", 413),
        (b"POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n", 411),
        (b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n", 411),
        (b"POST / HTTP/1.1\r\nContent-Type: text/plain\r\nContent-Length: 3\r\n\r\nabc", 415),
    ],
)
async def test_b6_what_is_no_answer_of_a_browser_is_refused(listening: Open, request_text: bytes, status: int) -> None:
    text = request_text.replace(b"{port}", str(listening.port).encode())
    assert (await exchange(listening.port, text)).status == status
    assert await listening.still_open()


@pytest.mark.parametrize(
    "body",
    [
        "code=a&code=b&state=right",
        "code=a&state=right&state=right",
        "code=a&error=access_denied&state=right",
        "state=right",
        "code=&state=right",
        "&".join(f"p{number}=1" for number in range(60)) + "&code=a&state=right",
    ],
)
async def test_b7_repeated_or_contradictory_parameters_are_refused(listening: Open, body: str) -> None:
    assert (await exchange(listening.port, form_text(listening.port, body))).status == 400
    assert (await get(listening.port, f"/?{body}")).headers["location"] == "/closed"
    assert await listening.still_open()


@pytest.mark.parametrize("state", ["wrong", "righ", "right ", "żółw", ""])
async def test_a4_a_wrong_or_missing_state_leaves_the_attempt_open(listening: Open, pages: Pages, state: str) -> None:
    page = await post(listening.port, {"code": "x", "state": state})
    assert page.status == 400
    assert page.body == (pages.older if state else pages.neutral).decode()
    assert (await post(listening.port, {"code": "x"})).status == 400
    assert await listening.still_open()


async def test_c3_a_forged_error_without_the_state_is_ignored(listening: Open) -> None:
    assert (await post(listening.port, {"error": "access_denied"})).status == 400
    assert (await post(listening.port, {"error": "access_denied", "state": "x"})).status == 400
    assert await listening.still_open()


async def test_a4_before_a_state_is_known_nothing_is_taken(pages: Pages) -> None:
    async with RedirectListener(pages) as listener:
        assert (await post(listener.port, {"code": "x", "state": ""})).status == 400
        assert (await post(listener.port, {"code": "x", "state": "any"})).status == 400


async def test_b7_the_first_answer_wins_and_a_second_gets_a_neutral_page(listening: Open, pages: Pages) -> None:
    first = asyncio.create_task(post(listening.port, RIGHT))
    answer = await listening.waiting
    second = await post(listening.port, RIGHT | {"code": "other"})
    assert second.body == pages.neutral.decode()
    listening.listener.finish(pages.success)
    assert (await first).body == pages.success.decode()
    assert answer.get("code") == "SECRET-CODE"


async def test_b8_headers_and_no_echo(listening: Open) -> None:
    listening.listener.finish(b"<p>fixed</p>")
    script = {"error": "<script>a</script>", "error_description": "<script>b</script>", "state": "right"}
    for page in (
        await get(listening.port, "/"),
        await get(listening.port, "/older"),
        await post(listening.port, script | {"state": "wrong"}),
        await get(listening.port, "/?error=<script>&state=<script>"),
        await get(listening.port, "/favicon.ico"),
        await post(listening.port, script),
    ):
        assert page.headers["content-type"] == "text/html; charset=utf-8"
        assert page.headers["cache-control"] == "no-store"
        assert page.headers["referrer-policy"] == "no-referrer"
        assert page.headers["content-security-policy"] == "default-src 'none'; style-src 'unsafe-inline'"
        assert page.headers["x-frame-options"] == "DENY"
        assert "script" not in page.body
        assert "script" not in str(page.headers)


async def test_b9_the_browser_waits_until_the_outcome_is_known(listening: Open, pages: Pages) -> None:
    browser = asyncio.create_task(post(listening.port, RIGHT))
    await listening.waiting
    await asyncio.sleep(0.1)
    assert not browser.done()
    listening.listener.finish(pages.success)
    listening.listener.finish(pages.older)
    assert (await browser).body == pages.success.decode()


async def test_b9_an_outcome_that_takes_too_long_gives_a_neutral_page(pages: Pages) -> None:
    async with opened(RedirectListener(pages, page_limit=0.1)) as it:
        assert (await post(it.port, RIGHT)).body == pages.neutral.decode()


async def test_b10_after_a_get_the_code_is_gone_from_the_address_bar(listening: Open, pages: Pages) -> None:
    moved = await get(listening.port, "/?code=SECRET-CODE&state=right")
    assert (moved.status, moved.headers["location"], moved.body) == (303, "/result", "")
    browser = asyncio.create_task(get(listening.port, "/result"))
    assert (await listening.waiting).get("code") == "SECRET-CODE"
    listening.listener.finish(pages.success)
    assert (await browser).body == pages.success.decode()


async def test_a_get_of_an_older_attempt_shows_so_at_a_clean_address(listening: Open, pages: Pages) -> None:
    moved = await get(listening.port, "/?code=x&state=older")
    assert moved.headers["location"] == "/older"
    assert (await get(listening.port, "/older")).body == pages.older.decode()
    assert (await get(listening.port, "/result")).body == pages.neutral.decode()
    assert await listening.still_open()


async def test_a_browser_that_was_sent_on_still_gets_its_page_when_all_is_over(pages: Pages) -> None:
    async with opened(RedirectListener(pages)) as it:
        await get(it.port, "/?code=x&state=right")
        await it.waiting
        it.listener.finish(pages.success)
        late = asyncio.create_task(get(it.port, "/result"))
    assert (await late).body == pages.success.decode()


async def test_b2_the_port_closes_within_a_second_though_no_browser_fetches_its_page(pages: Pages) -> None:
    async with opened(RedirectListener(pages)) as it:
        await get(it.port, "/?code=x&state=right")
        await it.waiting
        it.listener.finish(pages.success)
        started = time.monotonic()
    assert time.monotonic() - started < 1
    assert not await is_open(it.port)


async def test_the_answer_is_not_in_a_repr(listening: Open) -> None:
    listening.listener.finish(b"")
    await post(listening.port, RIGHT)
    assert "SECRET" not in repr(await listening.waiting)
