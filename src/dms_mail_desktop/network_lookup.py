"""Asks the real name service and the real web; the one module that uses dnspython."""

import ssl
from collections.abc import Callable, Iterable
from typing import Any

from dms_mail_desktop.detached import run_detached
from dms_mail_desktop.discovery import Srv
from dms_mail_desktop.errors import SignInError
from dms_mail_desktop.oauth.http import Http

DNS_SECONDS = 5.0
LARGEST_PAGE = 100_000
"""Characters; an autoconfig document has some 2,000."""


class NetworkLookup:
    """Answers with nothing where a name does not exist, a server is silent, or a page is not there."""

    def __init__(self, http: Callable[[], Http], nameservers: Iterable[tuple[str, int]] = ()) -> None:
        """`http` makes a client that is closed after each page; `nameservers` replace those of the system."""
        self._http = http
        self._nameservers = tuple(nameservers)

    async def mx(self, domain: str) -> tuple[str, ...]:
        """The MX hosts, the preferred first."""
        records = sorted(await self._records(domain, "MX"), key=lambda record: record.preference)
        return tuple(record.exchange.to_text() for record in records)

    async def srv(self, name: str) -> tuple[Srv, ...]:
        """The SRV records."""
        records = await self._records(name, "SRV")
        return tuple(Srv(each.priority, each.weight, each.port, each.target.to_text()) for each in records)

    async def page(self, url: str) -> str:
        """The text at an https address."""
        return await run_detached(self._page, url)

    async def _records(self, name: str, kind: str) -> list[Any]:
        import dns.asyncresolver  # noqa: PLC0415 - needed on a press of one button
        import dns.exception  # noqa: PLC0415 - likewise
        import dns.nameserver  # noqa: PLC0415 - likewise

        try:
            resolver = dns.asyncresolver.Resolver(configure=not self._nameservers)
            if self._nameservers:
                resolver.nameservers = [dns.nameserver.Do53Nameserver(*each) for each in self._nameservers]
            return list(await resolver.resolve(f"{name}.", kind, lifetime=DNS_SECONDS))
        except (dns.exception.DNSException, OSError):
            return []

    def _page(self, url: str) -> str:
        http = self._http()
        try:
            answer = http.get(url)
        except (SignInError, ssl.SSLError, OSError):
            return ""
        finally:
            http.close()
        return answer.text if answer.status_code == 200 and len(answer.text) <= LARGEST_PAGE else ""
