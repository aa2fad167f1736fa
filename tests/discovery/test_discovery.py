"""What a domain says of its servers: the table, autoconfig, MX and SRV, each with its rank, nothing in clear text."""

import asyncio
from dataclasses import dataclass, field

import pytest

from dms_mail_desktop.autoconfig import read_autoconfig
from dms_mail_desktop.discovery import Source, Srv, discover

WELL_KNOWN = "https://firma.pl/.well-known/autoconfig/mail/config-v1.1.xml"
OWN_HOST = "https://autoconfig.firma.pl/mail/config-v1.1.xml"
DOCUMENT = """<?xml version="1.0" encoding="UTF-8"?>
<!-- made by the hosting panel -->
<clientConfig version="1.1">
  <emailProvider id="firma.pl">
    <domain>firma.pl</domain>
    <displayName>Poczta Firma</displayName>
    <incomingServer type="imap"><hostname>clear.firma.pl</hostname><port>143</port>
      <socketType>plain</socketType></incomingServer>
    <incomingServer type="imap"><hostname>mail.%EMAILDOMAIN%</hostname><port>993</port>
      <socketType>SSL</socketType>
      <username>%EMAILADDRESS%</username><authentication>password-cleartext</authentication></incomingServer>
    <incomingServer type="imap"><hostname>second.firma.pl</hostname><port>993</port>
      <socketType>SSL</socketType></incomingServer>
    <incomingServer type="pop3"><hostname>mail.firma.pl</hostname><port>110</port>
      <socketType>STARTTLS</socketType></incomingServer>
    <outgoingServer type="smtp"><hostname>Mail.Firma.pl</hostname><port>587</port>
      <socketType>STARTTLS</socketType></outgoingServer>
  </emailProvider>
</clientConfig>"""


@dataclass
class Network:
    """A network that knows these names and pages; every question is kept."""

    hosts: tuple[str, ...] = ()
    records: dict[str, tuple[Srv, ...]] = field(default_factory=dict)
    pages: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    async def mx(self, domain: str) -> tuple[str, ...]:
        self.asked.append(f"MX {domain}")
        return self.hosts

    async def srv(self, name: str) -> tuple[Srv, ...]:
        self.asked.append(f"SRV {name}")
        return self.records.get(name, ())

    async def page(self, url: str) -> str:
        self.asked.append(url)
        await asyncio.sleep(0)
        return self.pages.get(url, "")


async def test_a_well_known_address_asks_nobody() -> None:
    network = Network()
    found = await discover("jan@wp.pl", network)
    assert (found.preset and found.preset.name, found.source) == ("WP Poczta", Source.TABLE)
    assert network.asked == []


async def test_the_domains_own_document_is_read_without_telling_it_whose_address_it_is() -> None:
    network = Network(pages={WELL_KNOWN: DOCUMENT})
    found = await discover("jan.kowalski@firma.pl", network)
    assert found.source is Source.AUTOCONFIG
    preset = found.preset
    assert preset
    assert preset.name == "Poczta Firma"
    assert preset.imap
    assert (preset.imap.host, preset.imap.port, preset.imap.encryption) == ("mail.firma.pl", 993, "tls")
    assert preset.smtp
    assert (preset.smtp.host, preset.smtp.port, preset.smtp.encryption) == ("mail.firma.pl", 587, "starttls")
    assert preset.pop3
    assert (preset.pop3.port, preset.pop3.encryption) == (110, "starttls")
    assert not any("kowalski" in question for question in network.asked)
    assert all(question.startswith(("https://", "MX ", "SRV ")) for question in network.asked)


async def test_a_domain_at_microsoft_is_oauth2_whatever_an_old_page_says() -> None:
    network = Network(hosts=("firma-pl.mail.protection.outlook.com.",), pages={OWN_HOST: DOCUMENT})
    found = await discover("jan@firma.pl", network)
    assert (found.preset and found.preset.name, found.source) == ("Microsoft 365", Source.MX)


async def test_other_mx_hosts_come_after_the_domains_own_document() -> None:
    network = Network(hosts=("mx1.mail.ovh.net.",))
    assert (await discover("jan@firma.pl", network)).source is Source.MX
    network.pages[OWN_HOST] = DOCUMENT
    assert (await discover("jan@firma.pl", network)).source is Source.AUTOCONFIG


async def test_srv_records_name_the_servers_the_safer_service_first() -> None:
    network = Network(
        records={
            "_submission._tcp.firma.pl": (Srv(0, 1, 587, "smtp.firma.pl."),),
            "_imap._tcp.firma.pl": (Srv(0, 1, 143, "old.firma.pl."),),
            "_imaps._tcp.firma.pl": (
                Srv(20, 1, 993, "b.firma.pl."),
                Srv(10, 1, 993, "c.firma.pl."),
                Srv(10, 9, 993, "a.firma.pl."),
            ),
            "_pop3s._tcp.firma.pl": (Srv(0, 0, 0, "."),),
        }
    )
    found = await discover("jan@firma.pl", network)
    assert found.source is Source.SRV
    assert found.preset
    assert found.preset.imap
    assert (found.preset.imap.host, found.preset.imap.encryption) == ("a.firma.pl", "tls")
    assert found.preset.smtp
    assert (found.preset.smtp.host, found.preset.smtp.encryption) == ("smtp.firma.pl", "starttls")
    assert found.preset.pop3 is None


async def test_a_domain_that_says_nothing_has_no_suggestion() -> None:
    found = await discover("jan@żółw.pl", Network(hosts=("mx.inna.pl.",)))
    assert (found.domain, found.preset, found.source) == ("xn--w-uga1v8h.pl", None, None)


@pytest.mark.parametrize("address", ["", "jan", "jan@", "@firma.pl", "jan@firma", "jan@fir ma.pl"])
async def test_what_is_no_address_is_not_asked_for(address: str) -> None:
    network = Network()
    with pytest.raises(ValueError, match=r".*"):
        await discover(address, network)
    assert network.asked == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "not found",
        "<html></html>",
        "<clientConfig/>",
        "<clientConfig><emailProvider/></clientConfig>",
        DOCUMENT[:-20],
        '<!DOCTYPE a [<!ENTITY b "c">]>' + DOCUMENT.partition("?>")[2],
        DOCUMENT.replace("SSL", "plain").replace("STARTTLS", "plain"),
        DOCUMENT.replace("</hostname>", "/etc</hostname>"),
        DOCUMENT.replace("<port>", "<port>99"),
        DOCUMENT.replace("imap", "nntp").replace("pop3", "nntp").replace("smtp", "nntp"),
    ],
)
def test_a_document_that_is_no_use_is_not_believed(text: str) -> None:
    assert read_autoconfig(text, "jan@firma.pl") is None


def test_a_document_that_knows_only_oauth2_says_so() -> None:
    text = DOCUMENT.replace("password-cleartext", "OAuth2")
    preset = read_autoconfig(text, "jan@firma.pl")
    assert preset
    assert preset.method == "oauth2"
