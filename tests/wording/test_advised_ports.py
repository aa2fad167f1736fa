"""The ports that an explanation advises are those of the account's protocol, never another's."""

import re

import pytest

from dms_mail_desktop import errors as e
from dms_mail_desktop.errors import MailDesktopError, NetworkFault, Stage, TlsFault
from dms_mail_desktop.models import AuthMethod, MailServer, Point
from dms_mail_desktop.wording import Wording, account_facts
from dms_mail_desktop.wording.catalogue import LANGUAGES

TYPED = 2000
"""A port that no protocol has."""
HOST = "mail.firma.pl"
SENDING = MailServer(host=HOST, port=TYPED, login="jan@firma.pl")
ACCOUNTS = (
    (SENDING, {"465", "587"}),
    (Point(account_type="imap", host=HOST, port=TYPED, login="jan@firma.pl"), {"993", "143"}),
    (Point(account_type="pop3", host=HOST, port=TYPED, login="jan@firma.pl"), {"995", "110"}),
)
KNOWN = set.union(*(ports for _, ports in ACCOUNTS)) | {"25"}


def unreachable(fault: NetworkFault, port: int = TYPED) -> MailDesktopError:
    return e.ConnectFailed(Stage.CONNECTION, HOST, port, fault, ("192.0.2.7",), "")


FAILURES = {
    "refused": unreachable(NetworkFault.REFUSED),
    "silent": unreachable(NetworkFault.TIMED_OUT),
    "port 25": unreachable(NetworkFault.REFUSED, 25),
    "not explained": unreachable(NetworkFault.OTHER),
    "slow": e.TimedOut(Stage.CREDENTIAL, 30),
    "slow handshake": e.TimedOut(Stage.ENCRYPTION, 30),
    "cut handshake": e.ConnectionLost(Stage.ENCRYPTION, ""),
    "plain text": e.TlsFailed(Stage.ENCRYPTION, TlsFault.NOT_TLS, ""),
    "no STARTTLS": e.TlsNotOffered(Stage.ENCRYPTION, HOST, TYPED),
    "no method": e.AuthNotOffered(Stage.AUTHENTICATION, AuthMethod.PASSWORD, ()),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("account", "ports"), ACCOUNTS, ids=["smtp", "imap", "pop3"])
@pytest.mark.parametrize("failure", FAILURES)
def test_the_ports_are_those_of_the_protocol(
    failure: str, account: MailServer | Point, ports: set[str], language: str
) -> None:
    told = Wording(language).explain(FAILURES[failure], account_facts(account))
    advised = {number for number in re.findall(r"\b\d+\b", f"{told.remedy} {told.command}") if number in KNOWN}
    assert advised == ports


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_an_account_the_ports_of_every_protocol_are_named(language: str) -> None:
    remedy = Wording(language).explain(unreachable(NetworkFault.REFUSED)).remedy
    assert set(re.findall(r"\b\d{3}\b", remedy)) == KNOWN - {"25"}
