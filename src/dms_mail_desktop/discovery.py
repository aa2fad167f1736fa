"""What a domain itself says of its mail servers; asked only when a person wants to know.

In this order: the table of services by the address, the domain's own autoconfig, its MX records by the table, its SRV
records (RFC 6186, RFC 8314). Everything is a suggestion: DNS answers are not proven, and a token goes to no host that
its cloud does not name.
"""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple, Protocol

from dms_mail_desktop.autoconfig import read_autoconfig
from dms_mail_desktop.models import AuthMethod, Encryption
from dms_mail_desktop.presets import Preset, Server, preset_of, preset_of_mx
from dms_mail_desktop.rules import address_fault, ascii_domain, host_fault

AUTOCONFIG = (
    "https://autoconfig.{domain}/mail/config-v1.1.xml",
    "https://{domain}/.well-known/autoconfig/mail/config-v1.1.xml",
)
SERVICES = {
    "smtp": (("_submissions", Encryption.TLS), ("_submission", Encryption.STARTTLS)),
    "imap": (("_imaps", Encryption.TLS), ("_imap", Encryption.STARTTLS)),
    "pop3": (("_pop3s", Encryption.TLS), ("_pop3", Encryption.STARTTLS)),
}
"""For each protocol its services, the better one first."""


class Source(StrEnum):
    """Who said so."""

    TABLE = "table"
    AUTOCONFIG = "autoconfig"
    MX = "mx"
    SRV = "srv"


class Srv(NamedTuple):
    """One SRV record (RFC 2782)."""

    priority: int
    weight: int
    port: int
    host: str


class Lookup(Protocol):
    """How the network is asked; what is not there, or does not answer, is empty."""

    async def mx(self, domain: str) -> tuple[str, ...]:
        """The MX hosts, the preferred first."""

    async def srv(self, name: str) -> tuple[Srv, ...]:
        """The SRV records."""

    async def page(self, url: str) -> str:
        """The text at an https address."""


@dataclass(frozen=True, slots=True)
class Discovery:
    """What was found for an address: the service or servers as a preset, and who said so; both None if nothing was."""

    domain: str
    preset: Preset | None = None
    source: Source | None = None


async def discover(address: str, lookup: Lookup) -> Discovery:
    """The settings of an address's mail. Raises ValueError for what is no address; a silent network finds nothing."""
    if address_fault(address):
        raise ValueError(address)
    domain = ascii_domain(address.rpartition("@")[2])
    if known := preset_of(address):
        return Discovery(domain, known, Source.TABLE)
    pages, hosts, records = await asyncio.gather(
        asyncio.gather(*(lookup.page(url.format(domain=domain)) for url in AUTOCONFIG)),
        lookup.mx(domain),
        _servers(domain, lookup),
    )
    configured = next((found for page in pages if (found := read_autoconfig(page, address))), None)
    hosted = preset_of_mx(hosts)
    # What the table knows of Microsoft is surer than a page that still describes the server before the move.
    if hosted and hosted.method is AuthMethod.OAUTH2:
        return Discovery(domain, hosted, Source.MX)
    if configured:
        return Discovery(domain, configured, Source.AUTOCONFIG)
    if hosted:
        return Discovery(domain, hosted, Source.MX)
    if records:
        return Discovery(domain, Preset(name=domain, method=AuthMethod.PASSWORD, **records), Source.SRV)
    return Discovery(domain)


async def _servers(domain: str, lookup: Lookup) -> dict[str, Server]:
    asked = [
        (protocol, encryption, f"{name}._tcp.{domain}")
        for protocol, names in SERVICES.items()
        for name, encryption in names
    ]
    answers = await asyncio.gather(*(lookup.srv(name) for _, _, name in asked))
    found: dict[str, Server] = {}
    for (protocol, encryption, _), records in zip(asked, answers, strict=True):
        if server := _best(records, encryption):
            found.setdefault(protocol, server)
    return found


def _best(records: Iterable[Srv], encryption: Encryption) -> Server | None:
    """The preferred host; a single dot means that the service is not offered (RFC 6186 section 3.4)."""
    fit = [each for each in records if each.host.strip(".") and not host_fault(each.host.removesuffix("."))]
    if not fit:
        return None
    best = min(fit, key=lambda each: (each.priority, -each.weight))
    return Server(host=best.host.removesuffix("."), port=best.port, encryption=encryption)
