"""Ways to the identity provider: directly or through a proxy, and whose certificate is shown at their end."""

import contextlib
import http.client
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from dms_mail_desktop.rules import NO_PROXY
from dms_mail_desktop.tls_facts import tls_facts, unverified_context

Proxies = Callable[[str], Mapping[str, str]]
"""The proxies for an address, by the scheme of what they carry."""


class Way(StrEnum):
    """Who chose a way."""

    DIRECT = "direct"
    SYSTEM = "system"
    SETTING = "setting"


@dataclass(frozen=True, slots=True)
class Route:
    """A way to the provider; `proxy` has no login and is "" for the direct way."""

    way: Way
    proxy: str = ""


def proxies_by(setting: str, system: Proxies) -> Proxies:
    """What an HTTP client is given for the setting `registration.proxy`."""
    if not setting:
        return system
    fixed = {} if setting == NO_PROXY else {"https": setting}
    return lambda _url: fixed


def route_by(setting: str, system_proxy: str) -> Route:
    """The way that the setting takes where the system names this proxy, or none."""
    if setting and setting != NO_PROXY:
        return Route(Way.SETTING, without_login(setting))
    if system_proxy and not setting:
        return Route(Way.SYSTEM, without_login(system_proxy))
    return Route(Way.DIRECT)


def without_login(proxy: str) -> str:
    """The address of a proxy as it may be shown."""
    scheme, mark, rest = proxy.rpartition("://")
    return f"{scheme}{mark}{rest.rpartition('@')[2]}".rstrip("/")


def issuer_seen(url: str, proxy: str, time_limit: float) -> str:
    """Who signed the certificate at an address; connects once more to read it, sends nothing. "" if it cannot be read.

    A proxy that wants a login is not asked.
    """
    target, way = urlsplit(url), urlsplit(proxy)
    first = way if proxy else target
    context = unverified_context()
    port = first.port or (8080 if proxy else 443)
    connection = http.client.HTTPSConnection(first.hostname or "", port, timeout=time_limit, context=context)
    if proxy:
        connection.set_tunnel(target.hostname or "", target.port or 443)
    with contextlib.closing(connection), contextlib.suppress(OSError, ValueError, http.client.HTTPException):
        connection.connect()
        return tls_facts(connection.sock).issuer
    return ""
