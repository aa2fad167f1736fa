"""The way to the identity provider: direct, through the system's proxy or that of the settings, through inspection."""

import asyncio
import contextlib
import socket
import ssl
import time
from collections.abc import AsyncIterator, Iterator

import pytest

from dms_mail_desktop.errors import NetworkFault, ProviderUnreachable, TlsFault
from dms_mail_desktop.oauth.http import Answer, HttpClient, proxy_in, system_proxies
from dms_mail_desktop.oauth.routes import Route, Way, proxies_by, route_by, without_login
from dms_mail_desktop.wording import Wording

from ..mail.authority import Authority
from .connect_proxy import ConnectProxy

PAGE = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"
VARIABLES = ("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY", "http_proxy", "no_proxy", "NO_PROXY")


@pytest.fixture(autouse=True)
def no_system_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("trusted"))


@pytest.fixture(scope="module")
def inspector(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("inspector"), "SSL Filter CA", "Firma")


@contextlib.asynccontextmanager
async def provider(context: ssl.SSLContext) -> AsyncIterator[str]:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            if await reader.read(4096):
                writer.write(PAGE)
                await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=context)
    async with server:
        yield f"https://localhost:{server.sockets[0].getsockname()[1]}/"


async def read(url: str, trust: ssl.SSLContext, setting: str = "") -> Answer:
    client = HttpClient(trust, proxies=proxies_by(setting, system_proxies), time_limit=5)
    try:
        return await asyncio.to_thread(client.get, url)
    finally:
        client.close()


async def fault(url: str, trust: ssl.SSLContext, setting: str = "") -> ProviderUnreachable:
    with pytest.raises(ProviderUnreachable) as caught:
        await read(url, trust, setting)
    return caught.value


async def test_the_proxy_of_the_settings_is_taken(authority: Authority) -> None:
    async with provider(authority.server_context()) as url, ConnectProxy().serving() as proxy:
        assert (await read(url, authority.client_context(), proxy.address)).text == "{}"
        [asked] = proxy.asked
        assert asked.startswith(f"CONNECT {url.removeprefix('https://').rstrip('/')} ")


async def test_an_empty_setting_takes_the_systems_proxy_and_none_the_direct_way(
    authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with provider(authority.server_context()) as url, ConnectProxy().serving() as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.address)
        await read(url, authority.client_context())
        assert len(proxy.asked) == 1
        await read(url, authority.client_context(), "none")
        assert len(proxy.asked) == 1
        system = proxy_in(system_proxies(url), url)
        assert route_by("", system) == Route(Way.SYSTEM, proxy.address)


def test_the_way_is_known_beforehand() -> None:
    system, own = "http://gate.firma.pl:8080", "http://proxy.firma.pl:3128"
    assert route_by("", "") == Route(Way.DIRECT)
    assert route_by("none", system) == Route(Way.DIRECT)
    assert route_by(own, system) == Route(Way.SETTING, own)
    assert proxy_in({"https": "gate:8080"}, "https://login.test/") == "http://gate:8080", "as Windows writes it"
    assert proxy_in({"http": system}, "https://login.test/") == ""


@pytest.mark.parametrize("proxy", ["http://jan:tajne@gate:8080", "http://gate:8080/", "jan:taj@ne@gate:8080"])
def test_a_login_in_the_systems_proxy_is_never_shown(proxy: str) -> None:
    assert without_login(proxy).endswith("gate:8080")
    assert "taj" not in without_login(proxy)


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n", "serwer proxy wymaga zalogowania"),
        (b"HTTP/1.1 403 Forbidden\r\n\r\n", "serwer proxy zabrania tego połączenia"),
        (b"HTTP/1.1 502 Bad Gateway\r\n\r\n", "serwer proxy nie dotarł do serwera logowania"),
        (b"HTTP/1.1 501 Unsupported method ('CONNECT')\r\n\r\n", "ten serwer nie jest serwerem proxy dla HTTPS"),
    ],
)
async def test_a_proxy_that_lets_nobody_through_is_explained(answer: bytes, reason: str, authority: Authority) -> None:
    async with ConnectProxy(answer).serving() as proxy:
        error = await fault("https://login.microsoftonline.com/x", authority.client_context(), proxy.address)
    assert (error.fault, error.proxy) == (NetworkFault.PROXY, proxy.address)
    assert Wording("pl").explain(error).reason == reason


async def test_a_login_that_the_proxy_refuses_is_in_no_word(
    authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with ConnectProxy(b"HTTP/1.1 407 No\r\n\r\n").serving() as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.address.replace("//", "//jan:tajne@"))
        error = await fault("https://login.microsoftonline.com/x", authority.client_context())
    assert "Proxy-Authorization" in proxy.heads[0], "the system's login is used"
    assert "tajne" not in f"{error!r} {Wording('pl').explain(error)}"


@pytest.mark.parametrize(
    ("host", "beneath", "reason"),
    [
        ("127.0.0.1", NetworkFault.REFUSED, "serwer proxy nie przyjmuje połączeń"),
        ("no-such-proxy.invalid", NetworkFault.NAME, "nie znaleziono serwera proxy"),
    ],
)
async def test_a_proxy_that_is_not_there_is_told_from_the_provider(
    host: str, beneath: NetworkFault, reason: str, authority: Authority
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    error = await fault("https://login.microsoftonline.com/x", authority.client_context(), f"http://{host}:{port}")
    assert (error.fault, error.beneath) == (NetworkFault.PROXY, beneath)
    told = Wording("pl").explain(error)
    assert told.reason == reason
    assert host in told.cause
    assert "Serwer proxy" in told.remedy


async def test_inspection_by_a_proxy_names_the_issuer_that_it_uses(authority: Authority, inspector: Authority) -> None:
    async with ConnectProxy(inspect=inspector.server_context("localhost")).serving() as proxy:
        url = "https://localhost/"
        error = await fault(url, authority.client_context(), proxy.address)
        assert (error.fault, error.beneath) == (NetworkFault.TLS, TlsFault.UNTRUSTED)
        assert error.issuer == "SSL Filter CA (Firma)"
        for language in ("pl", "en"):
            assert "SSL Filter CA (Firma)" in Wording(language).explain(error).cause
        assert "magazynie zaufanych urzędów" in Wording("pl").explain(error).remedy
        assert (await read(url, inspector.client_context(), proxy.address)).text == "{}", "once the system trusts it"


async def test_inspection_without_a_proxy_names_it_too(authority: Authority, inspector: Authority) -> None:
    async with provider(inspector.server_context()) as url:
        error = await fault(url, authority.client_context())
    assert error.issuer == "SSL Filter CA (Firma)"


async def test_a_certificate_of_another_name_is_no_inspection(authority: Authority) -> None:
    async with provider(authority.server_context("inna.firma.pl")) as url:
        error = await fault(url, authority.client_context())
    assert (error.beneath, error.issuer) == (TlsFault.HOST_MISMATCH, "")


@pytest.fixture
def dead_ipv6() -> Iterator[int]:
    """A port of ::1 where a connection is never answered, as behind a tunnel that swallows IPv6."""
    with socket.create_server(("::1", 0), family=socket.AF_INET6, backlog=0) as listener:
        waiting = [socket.socket(socket.AF_INET6) for _ in range(3)]
        for each in waiting:
            each.setblocking(False)
            each.connect_ex(listener.getsockname())
        time.sleep(0.05)
        yield int(listener.getsockname()[1])
        for each in waiting:
            each.close()


async def test_a_provider_whose_ipv6_address_is_dead_is_reached_by_ipv4(
    authority: Authority, dead_ipv6: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dms_mail_desktop.oauth.http.LONGEST_CONNECT", 0.3)
    async with provider(authority.server_context()) as url:
        port = int(url.rsplit(":", 1)[1].rstrip("/"))

        def both(*_: object, **__: object) -> list[tuple[object, ...]]:
            stream = (socket.SOCK_STREAM, 6, "")
            return [
                (socket.AF_INET6, *stream, ("::1", dead_ipv6, 0, 0)),
                (socket.AF_INET, *stream, ("127.0.0.1", port)),
            ]

        monkeypatch.setattr(socket, "getaddrinfo", both)
        started = time.perf_counter()
        assert (await read(url, authority.client_context())).text == "{}"
    assert 0.3 <= time.perf_counter() - started < 3
