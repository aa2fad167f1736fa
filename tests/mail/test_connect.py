"""Names, addresses and TCP: every address gets its chance, and the most telling failure is told."""

import asyncio
import errno
import socket
import time
from collections.abc import Iterator

import pytest

from dms_mail_desktop.errors import ConnectFailed, NameNotResolved, NetworkFault, Stage
from dms_mail_desktop.mail.connect import Endpoint, ascii_host, interleaved, network_fault, open_socket, resolve
from dms_mail_desktop.mail.limits import TimeLimits

LIMITS = TimeLimits(connect=0.5, next_address=0.05)


def ipv4(address: str, port: int) -> Endpoint:
    return Endpoint(address, "ipv4", (address, port))


def ipv6(address: str, port: int) -> Endpoint:
    return Endpoint(address, "ipv6", (address, port, 0, 0))


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener


@pytest.fixture
def full() -> Iterator[socket.socket]:
    """A port whose queue is full: a connection to it is never answered."""
    with socket.create_server(("127.0.0.2", 0), backlog=0) as listener:
        waiting = []
        for _ in range(3):
            waiting.append(socket.socket())
            waiting[-1].setblocking(False)
            waiting[-1].connect_ex(listener.getsockname())
        time.sleep(0.05)
        yield listener
        for each in waiting:
            each.close()


@pytest.mark.parametrize(
    ("host", "form"),
    [
        ("SMTP.Example.PL", "smtp.example.pl"),
        ("poczta.żółw.example.", "poczta.xn--w-uga1v8h.example"),
        ("[::1]", "::1"),
        ("127.0.0.1", "127.0.0.1"),
    ],
)
def test_a_host_has_one_form(host: str, form: str) -> None:
    assert ascii_host(host) == form


async def test_a_literal_address_needs_no_name_service() -> None:
    assert await resolve("127.0.0.1", 25, LIMITS) == (ipv4("127.0.0.1", 25),)
    assert (await resolve("[::1]", 25, LIMITS))[0].family == "ipv6"


@pytest.mark.parametrize("host", ["nie ma takiej", "-", "a" * 70 + ".pl", ""])
async def test_what_is_no_host_name_is_not_looked_up(host: str) -> None:
    with pytest.raises(NameNotResolved) as caught:
        await resolve(host, 25, LIMITS)
    assert (caught.value.stage, caught.value.host) == (Stage.ADDRESS, host)


def test_families_alternate_from_the_preferred_one() -> None:
    six, four = [ipv6(f"::{n}", 1) for n in range(3)], [ipv4(f"127.0.0.{n}", 1) for n in range(2)]
    assert interleaved((*six, *four)) == (six[0], four[0], six[1], four[1], six[2])


async def test_the_next_address_is_tried_after_a_refusal(listener: socket.socket) -> None:
    port = listener.getsockname()[1]
    connection, endpoint = await open_socket("h", port, (ipv4("127.0.0.3", port), ipv4("127.0.0.1", port)), LIMITS)
    with connection:
        assert endpoint.address == connection.getpeername()[0] == "127.0.0.1"


async def test_a_silent_address_does_not_hold_up_the_next(listener: socket.socket, full: socket.socket) -> None:
    started = time.perf_counter()
    endpoints = (ipv4(*full.getsockname()), ipv4(*listener.getsockname()))
    connection, endpoint = await open_socket("h", 1, endpoints, TimeLimits(connect=5, next_address=0.05))
    with connection:
        assert endpoint.address == "127.0.0.1"
    assert time.perf_counter() - started < 0.5


async def test_a_host_whose_ipv6_address_is_dead_is_reached_by_ipv4(listener: socket.socket) -> None:
    with socket.create_server(("::1", 0), family=socket.AF_INET6, backlog=0) as dead:
        waiting = [socket.socket(socket.AF_INET6) for _ in range(3)]
        for each in waiting:
            each.setblocking(False)
            each.connect_ex(dead.getsockname())
        started = time.perf_counter()
        endpoints = (ipv6("::1", dead.getsockname()[1]), ipv4(*listener.getsockname()))
        connection, endpoint = await open_socket("h", 1, endpoints, TimeLimits(connect=5, next_address=0.05))
        with connection:
            assert endpoint.family == "ipv4"
        assert time.perf_counter() - started < 1
        for each in waiting:
            each.close()


async def test_a_computer_without_ipv6_takes_ipv4(listener: socket.socket) -> None:
    nowhere = ipv6("100::1", 25)  # the discard prefix, RFC 6666
    endpoints = (nowhere, ipv4(*listener.getsockname()))
    connection, endpoint = await open_socket("h", 1, endpoints, TimeLimits(connect=5, next_address=0.05))
    with connection:
        assert endpoint.family == "ipv4"


async def test_the_most_telling_failure_is_told(full: socket.socket) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    endpoints = (ipv4(*full.getsockname()), ipv4("127.0.0.1", port))
    with pytest.raises(ConnectFailed) as caught:
        await open_socket("mail.example", port, endpoints, LIMITS)
    error = caught.value
    assert (error.stage, error.host, error.port) == (Stage.CONNECTION, "mail.example", port)
    assert (error.fault, error.tried) == (NetworkFault.REFUSED, ("127.0.0.2", "127.0.0.1"))


async def test_each_address_has_its_time_limit(full: socket.socket) -> None:
    started = time.perf_counter()
    with pytest.raises(ConnectFailed) as caught:
        await open_socket("h", 1, (ipv4(*full.getsockname()),), LIMITS)
    assert caught.value.fault is NetworkFault.TIMED_OUT
    assert 0.4 < time.perf_counter() - started < 1.5


async def test_stopping_closes_what_was_begun(full: socket.socket) -> None:
    opening = asyncio.create_task(open_socket("h", 1, (ipv4(*full.getsockname()),), TimeLimits()))
    await asyncio.sleep(0.05)
    opening.cancel()
    with pytest.raises(asyncio.CancelledError):
        await opening
    assert len(asyncio.all_tasks()) == 1


@pytest.mark.parametrize(
    ("error", "fault"),
    [
        (OSError(errno.ENETUNREACH, "no route"), NetworkFault.UNREACHABLE),
        (OSError(errno.ETIMEDOUT, "timed out"), NetworkFault.TIMED_OUT),
        (PermissionError(errno.EACCES, "firewall"), NetworkFault.OTHER),
    ],
)
def test_the_systems_words_are_kept(error: OSError, fault: NetworkFault) -> None:
    assert network_fault(error) == (fault, error.strerror)


def test_windows_numbers_are_understood() -> None:
    error = OSError(errno.EINVAL, "semaphore")
    error.winerror = 121  # type: ignore[attr-defined]
    assert network_fault(error)[0] is NetworkFault.TIMED_OUT
