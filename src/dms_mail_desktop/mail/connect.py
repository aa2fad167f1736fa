"""From a server's name to a TCP connection: name resolution, and addresses tried one beside the other."""

import asyncio
import errno
import ipaddress
import itertools
import socket
from collections import deque
from dataclasses import dataclass
from typing import Any, Literal

from dms_mail_desktop.errors import ConnectFailed, NameNotResolved, NetworkFault, Stage, TimedOut
from dms_mail_desktop.mail.limits import TimeLimits
from dms_mail_desktop.models import Encryption
from dms_mail_desktop.rules import IMPLICIT_TLS_PORTS, ascii_domain

UNREACHABLE = (errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT)
# Windows' completion ports report their own numbers, which Python does not map to errno.
WINDOWS_FAULTS = {
    121: NetworkFault.TIMED_OUT,
    1225: NetworkFault.REFUSED,
    1231: NetworkFault.UNREACHABLE,
    1232: NetworkFault.UNREACHABLE,
}
MOST_TELLING = (NetworkFault.REFUSED, NetworkFault.TIMED_OUT, NetworkFault.OTHER, NetworkFault.UNREACHABLE)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One address of a server; `sockaddr` is what the operating system wants to connect to it."""

    address: str
    family: Literal["ipv4", "ipv6"]
    sockaddr: tuple[Any, ...]


def ascii_host(host: str) -> str:
    """The host as DNS, TLS and allow-lists name it: A-labels, no brackets, no final dot. Raises ValueError."""
    bare = host.removeprefix("[").removesuffix("]")
    try:
        return str(ipaddress.ip_address(bare))
    except ValueError:
        return ascii_domain(host).removesuffix(".")


def encryption_in_use(encryption: Encryption, port: int) -> Encryption:
    """What AUTO means at a port: implicit TLS where it is at home, elsewhere STARTTLS and nothing less."""
    if encryption is not Encryption.AUTO:
        return encryption
    return Encryption.TLS if port in IMPLICIT_TLS_PORTS else Encryption.STARTTLS


async def resolve(host: str, port: int, limits: TimeLimits) -> tuple[Endpoint, ...]:
    """The addresses of a host in the order to try them. Raises NameNotResolved, TimedOut."""
    try:
        name = ascii_host(host)
        async with asyncio.timeout(limits.resolve):
            found = await asyncio.get_running_loop().getaddrinfo(name, port, type=socket.SOCK_STREAM)
    except TimeoutError as error:
        raise TimedOut(Stage.ADDRESS, limits.resolve) from error
    except OSError as error:
        raise NameNotResolved(Stage.ADDRESS, host, error.strerror or "", error.errno) from error
    except ValueError as error:
        raise NameNotResolved(Stage.ADDRESS, host, "") from error
    endpoints = dict.fromkeys(
        Endpoint(str(sockaddr[0]), "ipv6" if family is socket.AF_INET6 else "ipv4", sockaddr)
        for family, _, _, _, sockaddr in found
        if family in (socket.AF_INET, socket.AF_INET6)
    )
    return interleaved(tuple(endpoints))


def interleaved(endpoints: tuple[Endpoint, ...]) -> tuple[Endpoint, ...]:
    """Alternates the families, beginning with the one the operating system prefers (RFC 8305 section 4)."""
    first = [endpoint for endpoint in endpoints if endpoint.family == endpoints[0].family]
    second = [endpoint for endpoint in endpoints if endpoint.family != endpoints[0].family]
    pairs = itertools.zip_longest(first, second)
    return tuple(endpoint for pair in pairs for endpoint in pair if endpoint)


async def open_socket(
    host: str, port: int, endpoints: tuple[Endpoint, ...], limits: TimeLimits
) -> tuple[socket.socket, Endpoint]:
    """Connects to the first address that answers; a slow one does not hold up the next. Raises ConnectFailed."""
    waiting = deque(endpoints)
    running: dict[asyncio.Task[socket.socket | OSError], Endpoint] = {}
    failures: list[OSError] = []
    try:
        while waiting or running:
            if waiting:
                endpoint = waiting.popleft()
                running[asyncio.create_task(_attempt(endpoint, limits.connect))] = endpoint
            pause = limits.next_address if waiting else None
            done, _ = await asyncio.wait(running, timeout=pause, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                outcome = task.result()
                endpoint = running.pop(task)
                if isinstance(outcome, socket.socket):
                    return outcome, endpoint
                failures.append(outcome)
    finally:
        for task in running:
            task.cancel()
        for late in await asyncio.gather(*running, return_exceptions=True):
            if isinstance(late, socket.socket):
                late.close()
    fault, detail = min(map(network_fault, failures), key=lambda found: MOST_TELLING.index(found[0]))
    raise ConnectFailed(Stage.CONNECTION, host, port, fault, tuple(endpoint.address for endpoint in endpoints), detail)


async def _attempt(endpoint: Endpoint, limit: float) -> socket.socket | OSError:
    family = socket.AF_INET6 if endpoint.family == "ipv6" else socket.AF_INET
    try:
        connection = socket.socket(family, socket.SOCK_STREAM)
    except OSError as error:
        return error
    try:
        connection.setblocking(False)
        async with asyncio.timeout(limit):
            await asyncio.get_running_loop().sock_connect(connection, endpoint.sockaddr)
    except OSError as error:
        connection.close()
        return error
    except BaseException:
        connection.close()
        raise
    return connection


def network_fault(error: OSError) -> tuple[NetworkFault, str]:
    """Why a connection failed, and the operating system's words for it."""
    detail = error.strerror or ""
    if isinstance(error, ConnectionRefusedError):
        return NetworkFault.REFUSED, detail
    if isinstance(error, TimeoutError):
        return NetworkFault.TIMED_OUT, detail
    if error.errno in UNREACHABLE:
        return NetworkFault.UNREACHABLE, detail
    return WINDOWS_FAULTS.get(getattr(error, "winerror", 0), NetworkFault.OTHER), detail
