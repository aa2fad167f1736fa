"""A free port that belongs to us on both loopback addresses (RFC 8252 sections 7.3 and 8.3)."""

import errno
import socket
import sys
from collections.abc import Callable

from dms_mail_desktop.errors import ListenerFailed

IPV4 = "127.0.0.1"
IPV6 = "::1"
MOST_TRIES = 20
TAKEN = frozenset({errno.EADDRINUSE, errno.EACCES, 10013, 10048})
"""The port is used or reserved; the numbers are Windows' own."""

Bind = Callable[[str, int], socket.socket]


def bind_loopback(address: str, port: int) -> socket.socket:
    """A socket bound to that address alone, which no other program can bind as well. Raises OSError."""
    found = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_STREAM)
    try:
        if sys.platform == "win32":
            found.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        if found.family == socket.AF_INET6:
            found.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        found.bind((address, port))
    except OSError:
        found.close()
        raise
    return found


def error_number(error: OSError) -> int | None:
    """The system's number for an error: on Windows its own, which Python maps to another."""
    return getattr(error, "winerror", None) or error.errno


def open_loopback(bind: Bind = bind_loopback) -> tuple[socket.socket, ...]:
    """Sockets for one free port on 127.0.0.1 and ::1; only the first where IPv6 is missing. Raises ListenerFailed."""
    for _ in range(MOST_TRIES):
        try:
            first = bind(IPV4, 0)
        except OSError as error:
            raise ListenerFailed(error.strerror or str(error), error_number(error)) from None
        try:
            return first, bind(IPV6, first.getsockname()[1])
        except OSError as error:
            if error.errno not in TAKEN:
                return (first,)
            first.close()
    raise ListenerFailed(f"no port was free on both {IPV4} and {IPV6}")
