"""Real questions to a name service on loopback, and pages by way of an HTTP client that is handed in."""

import asyncio
import socket
from collections.abc import AsyncIterator, Mapping
from typing import cast

import dns.flags
import dns.message
import dns.rcode
import dns.rrset
import pytest

from dms_mail_desktop.discovery import Source, Srv, discover
from dms_mail_desktop.errors import NetworkFault, ProviderUnreachable
from dms_mail_desktop.network_lookup import LARGEST_PAGE, NetworkLookup
from dms_mail_desktop.oauth.http import Answer

ZONE = {
    ("firma.pl.", "MX"): ("10 firma-pl.mail.protection.outlook.com.", "5 first.example."),
    ("_imaps._tcp.firma.pl.", "SRV"): ("0 1 993 imap.firma.pl.",),
}


class NameServer(asyncio.DatagramProtocol):
    """Knows ZONE; names with "silent" get no answer."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.DatagramTransport", transport)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        query = dns.message.from_wire(data)
        (question,) = query.question
        name, kind = question.name.to_text().lower(), question.rdtype.name
        if "silent" in name:
            return
        answer = dns.message.make_response(query)
        answer.flags |= dns.flags.RA
        if records := ZONE.get((name, kind)):
            answer.answer.append(dns.rrset.from_text(name, 60, "IN", kind, *records))
        else:
            answer.set_rcode(dns.rcode.NXDOMAIN)
        self.transport.sendto(answer.to_wire(), addr)


class Pages:
    """An HTTP client over a table of answers."""

    def __init__(self, answers: Mapping[str, Answer | Exception]) -> None:
        self.answers = answers
        self.closed = 0

    def get(self, url: str, *, headers: Mapping[str, str] | None = None) -> Answer:
        assert not headers
        answer = self.answers.get(url, Answer(404, "not here"))
        if isinstance(answer, Exception):
            raise answer
        return answer

    def post(self, url: str, **_: object) -> Answer:
        raise AssertionError(url)

    def close(self) -> None:
        self.closed += 1


@pytest.fixture
async def names() -> AsyncIterator[tuple[str, int]]:
    loop = asyncio.get_running_loop()
    transport, _ = await loop.create_datagram_endpoint(NameServer, local_addr=("127.0.0.1", 0), family=socket.AF_INET)
    yield transport.get_extra_info("sockname")
    transport.close()


def lookup(names: tuple[str, int], answers: Mapping[str, Answer | Exception] | None = None) -> NetworkLookup:
    return NetworkLookup(lambda: Pages(answers or {}), [names])


async def test_mx_hosts_come_by_preference(names: tuple[str, int]) -> None:
    assert await lookup(names).mx("firma.pl") == ("first.example.", "firma-pl.mail.protection.outlook.com.")


async def test_srv_records_come_whole(names: tuple[str, int]) -> None:
    assert await lookup(names).srv("_imaps._tcp.firma.pl") == (Srv(0, 1, 993, "imap.firma.pl."),)


async def test_names_that_do_not_exist_are_nothing(names: tuple[str, int]) -> None:
    assert await lookup(names).mx("inna.pl") == ()
    assert await lookup(names).srv("_imaps._tcp.inna.pl") == ()
    assert await lookup(names).mx("a" * 70 + ".pl") == ()


async def test_a_silent_name_service_is_nothing_and_can_be_left(names: tuple[str, int]) -> None:
    asking = asyncio.create_task(lookup(names).mx("silent.pl"))
    await asyncio.sleep(0.05)
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        async with asyncio.timeout(1):
            await asking


async def test_a_domain_is_found_with_real_questions(names: tuple[str, int]) -> None:
    found = await discover("jan@firma.pl", lookup(names))
    assert (found.preset and found.preset.name, found.source) == ("Microsoft 365", Source.MX)


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        (Answer(200, "<a/>"), "<a/>"),
        (Answer(404, "<a/>"), ""),
        (Answer(200, "x" * (LARGEST_PAGE + 1)), ""),
        (ProviderUnreachable("firma.pl", NetworkFault.NAME, ""), ""),
    ],
)
async def test_only_a_page_that_is_there_is_read_and_the_client_is_closed(
    answer: Answer | Exception, text: str
) -> None:
    pages = Pages({"https://firma.pl/a": answer})
    assert await NetworkLookup(lambda: pages).page("https://firma.pl/a") == text
    assert pages.closed == 1
