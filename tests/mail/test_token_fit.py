"""A refused token is read before the server is blamed: what it is for, what it may do, whose it is, when it ends."""

import base64
import json
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from dms_mail_desktop.credentials import BearerToken, Credential
from dms_mail_desktop.errors import MailDesktopError, ServerRefused, Stage, TokenFault, TokenUnfit
from dms_mail_desktop.mail.mailbox_probe import check_mailbox
from dms_mail_desktop.mail.probe import check_sending
from dms_mail_desktop.models import MailServer
from dms_mail_desktop.token_facts import TokenFacts, read_token

from .authority import Authority
from .imap_server import ImapServer
from .mailboxes import LOGIN, PATIENT, point
from .pop3_server import Pop3Server
from .smtp_server import SmtpServer

MICROSOFT = "https://sts.windows.net/66666666-7777-8888-9999-000000000000/"
GOOD: dict[str, Any] = {
    "iss": MICROSOFT,
    "aud": "https://outlook.office.com",
    "scp": "IMAP.AccessAsUser.All POP.AccessAsUser.All SMTP.Send",
    "upn": LOGIN,
    "tid": "66666666-7777-8888-9999-000000000000",
}
GRAPH = "https://graph.microsoft.com"


def jwt(**claims: Any) -> str:
    def part(value: object) -> str:
        return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")

    return f"{part({'alg': 'RS256', 'typ': 'JWT'})}.{part(GOOD | {'exp': int(time.time()) + 3600} | claims)}.c2lnbg"


def token(**claims: Any) -> BearerToken:
    return BearerToken(LOGIN, jwt(**claims), datetime.now(UTC) + timedelta(hours=1), ("localhost",))


async def refused(authority: Authority, protocol: str, credential: Credential) -> MailDesktopError | None:
    """Ends with what the check says when the server refuses the token."""

    async def source() -> Credential:
        return credential

    trust = authority.client_context()
    if protocol == "smtp":
        with SmtpServer(
            {"response": "535 5.7.3 Authentication unsuccessful"}, start_tls=authority.server_context()
        ) as outgoing:
            account = MailServer(host="localhost", port=outgoing.port, login=LOGIN, email=LOGIN, auth_method="oauth2")
            return (await check_sending(account, source, trust, report=lambda _: None, limits=PATIENT)).error
    make = ImapServer if protocol == "imap" else Pop3Server
    no = b"%t NO AUTHENTICATE failed.\r\n" if protocol == "imap" else b"-ERR Authentication failure\r\n"
    async with make({"response": no}, tls=authority.server_context()) as mailbox:
        chosen = point(mailbox.port, account_type=protocol, auth_method="oauth2")
        return (await check_mailbox(chosen, source, trust, report=lambda _: None, limits=PATIENT)).error


@pytest.mark.parametrize("protocol", ["smtp", "imap", "pop3"])
@pytest.mark.parametrize(
    ("claims", "fault", "found"),
    [
        ({"aud": GRAPH}, TokenFault.AUDIENCE, GRAPH),
        ({"aud": "00000003-0000-0000-c000-000000000000"}, TokenFault.AUDIENCE, "00000003-0000-0000-c000-000000000000"),
        (
            {"aud": "https://outlook.office.com.evil.example"},
            TokenFault.AUDIENCE,
            "https://outlook.office.com.evil.example",
        ),
        ({"scp": "Mail.Read"}, TokenFault.PERMISSION, "Mail.Read"),
        ({"upn": "inny@firma.example"}, TokenFault.USER, "inny@firma.example"),
        ({"exp": 1_700_000_000}, TokenFault.EXPIRED, "2023-11-14T22:13:20+00:00"),
    ],
)
async def test_what_is_wrong_with_the_token_is_named(
    authority: Authority, protocol: str, claims: dict[str, Any], fault: TokenFault, found: str
) -> None:
    error = await refused(authority, protocol, token(**claims))
    assert isinstance(error, TokenUnfit)
    assert (error.stage, error.fault, error.found) == (Stage.AUTHENTICATION, fault, found)
    assert "uthenti" in error.reply.text.lower() or "AUTHENTICATE" in error.reply.text


@pytest.mark.parametrize(
    ("protocol", "right"),
    [("smtp", "SMTP.Send"), ("imap", "IMAP.AccessAsUser.All"), ("pop3", "POP.AccessAsUser.All")],
)
async def test_the_permission_of_this_protocol_is_what_counts(authority: Authority, protocol: str, right: str) -> None:
    others = " ".join(each for each in GOOD["scp"].split() if each != right)
    error = await refused(authority, protocol, token(scp=others))
    assert isinstance(error, TokenUnfit)
    assert (error.fault, error.needed) == (TokenFault.PERMISSION, right)


@pytest.mark.parametrize(
    "credential",
    [
        token(),
        token(aud="00000002-0000-0ff1-ce00-000000000000"),
        token(aud="https://outlook.office365.com"),
        token(upn=LOGIN.upper()),
        token(scp="", roles=["IMAP.AccessAsApp"]),
        token(iss="https://accounts.google.com", aud="somebody", scp=""),
        BearerToken(LOGIN, "opaque", datetime.now(UTC) + timedelta(hours=1), ("localhost",)),
    ],
    ids=["fit", "by id", "other name", "letter case", "application", "another provider", "opaque"],
)
async def test_a_token_that_could_do_leaves_the_blame_with_the_server(
    authority: Authority, credential: BearerToken
) -> None:
    assert isinstance(await refused(authority, "imap", credential), ServerRefused)


@pytest.mark.parametrize("secret", ["", "a.b", "a.b.c", "a.b.c.d", f"a.{'W' * 9000}.c", "a.bnVsbA.c", "a.W10.c"])
def test_what_is_no_readable_token_tells_nothing(secret: str) -> None:
    assert read_token(secret) is None


def test_claims_of_the_wrong_kind_are_left_out() -> None:
    assert read_token(jwt(iss=1, aud={"a": 1}, scp=None, roles="x", tid=[], upn=2, exp="soon")) == TokenFacts(
        "", "", (), "", "", None
    )
