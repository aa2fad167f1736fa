"""Proving an identity: one attempt, in a form that every server reads, and nothing secret left lying about."""

import base64
import json
import traceback

import pytest

from dms_mail_desktop.credentials import BearerToken, Credential, Password
from dms_mail_desktop.errors import AuthNotOffered, LoginNotAscii, MailError, ServerRefused, Stage, TokenHostRefused
from dms_mail_desktop.mail.xoauth2 import challenge_facts, require_token_host

from .authority import Authority
from .smtp_client import account, talking, token
from .smtp_server import SmtpServer

CHALLENGE = {"status": "401", "schemes": "bearer", "scope": "mail"}


def encoded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


async def said(server: SmtpServer, authority: Authority, credential: Credential) -> list[str]:
    """What the server hears from the login on."""
    context = authority.client_context()
    async with talking(account(server.port), context, until="authenticate", credential=credential):
        pass
    return [line for line in server.lines[3:] if line != "QUIT"]


async def refused(server: SmtpServer, authority: Authority, credential: Credential) -> MailError:
    with pytest.raises(MailError) as caught:
        await said(server, authority, credential)
    assert getattr(credential, "secret") not in "".join(traceback.format_exception(caught.value))  # noqa: B009
    assert caught.value.stage is Stage.AUTHENTICATION
    return caught.value


async def test_a_token_goes_in_two_steps_whatever_its_size(authority: Authority) -> None:
    secret = "x" * 8192
    with SmtpServer(start_tls=authority.server_context()) as server:
        lines = await said(server, authority, token(secret))
    assert lines == ["AUTH XOAUTH2", encoded(f"user=jan@example.pl\x01auth=Bearer {secret}\x01\x01")]


async def test_the_challenge_of_a_refused_token_is_kept(authority: Authority) -> None:
    answers = {
        "response": lambda line: f"334 {encoded(json.dumps(CHALLENGE))}" if line else "535 5.7.8 Authentication failed"
    }
    with SmtpServer(answers, start_tls=authority.server_context()) as server:
        error = await refused(server, authority, token())
    assert isinstance(error, ServerRefused)
    assert (error.reply.code, error.reply.enhanced, error.challenge) == (535, "5.7.8", CHALLENGE)
    assert server.lines[3:6] == ["AUTH XOAUTH2", server.lines[4], ""]


@pytest.mark.parametrize("moment", ["AUTH", "response"])
async def test_a_token_refused_at_once_is_told_in_the_servers_words(authority: Authority, moment: str) -> None:
    words = "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant."
    with SmtpServer({moment: words}, start_tls=authority.server_context()) as server:
        error = await refused(server, authority, token())
    assert isinstance(error, ServerRefused)
    assert (error.reply.enhanced, error.challenge) == ("5.7.139", {})


async def test_a_polish_domain_in_the_login_is_sent_in_ascii(authority: Authority) -> None:
    with SmtpServer(start_tls=authority.server_context()) as server:
        lines = await said(server, authority, token(login="jan@żółw.example"))
    assert lines[1] == encoded("user=jan@xn--w-uga1v8h.example\x01auth=Bearer t0ken\x01\x01")


@pytest.mark.parametrize("login", ["żółw@example.pl", "żółw", "jan\x01auth=Bearer x@example.pl"])
async def test_a_login_that_xoauth2_cannot_carry_is_refused_before_it_is_sent(authority: Authority, login: str) -> None:
    with SmtpServer(start_tls=authority.server_context()) as server:
        error = await refused(server, authority, token(login=login))
    assert isinstance(error, LoginNotAscii)
    assert error.login == login
    assert not any("AUTH" in line for line in server.lines)


@pytest.mark.parametrize(
    ("offered", "lines"),
    [
        ("AUTH LOGIN PLAIN", [f"AUTH PLAIN {encoded(chr(0) + 'jan' + chr(0) + 'żółć')}"]),
        ("AUTH LOGIN CRAM-MD5", ["AUTH LOGIN", encoded("jan"), encoded("żółć")]),
        ("AUTH=LOGIN", ["AUTH LOGIN", encoded("jan"), encoded("żółć")]),
    ],
)
async def test_a_password_goes_by_plain_or_else_by_login(authority: Authority, offered: str, lines: list[str]) -> None:
    with SmtpServer(start_tls=authority.server_context(), capabilities=("mail", offered)) as server:
        assert await said(server, authority, Password("jan", "żółć")) == lines


async def test_a_long_password_goes_in_two_steps(authority: Authority) -> None:
    with SmtpServer(start_tls=authority.server_context()) as server:
        lines = await said(server, authority, Password("jan", "x" * 600))
    assert lines == ["AUTH PLAIN", encoded("\0jan\0" + "x" * 600)]


async def test_a_wrong_password_is_tried_once(authority: Authority) -> None:
    with SmtpServer(
        {"response": "535 5.7.3 Authentication unsuccessful"}, start_tls=authority.server_context()
    ) as server:
        error = await refused(server, authority, Password("jan", "zle-haslo"))
    assert isinstance(error, ServerRefused)
    assert sum("AUTH" in line for line in server.lines) == 1


@pytest.mark.parametrize(
    ("credential", "method"), [(Password("jan", "tajne"), "PLAIN"), (token(), "XOAUTH2")], ids=["password", "token"]
)
async def test_a_method_that_is_not_offered_is_not_tried(
    authority: Authority, credential: Credential, method: str
) -> None:
    with SmtpServer(start_tls=authority.server_context(), capabilities=("mail", "AUTH CRAM-MD5 GSSAPI")) as server:
        error = await refused(server, authority, credential)
    assert isinstance(error, AuthNotOffered)
    assert (error.method, error.offered) == (method, ("CRAM-MD5", "GSSAPI"))
    assert not any("AUTH" in line for line in server.lines)


@pytest.mark.parametrize("text", ["", "nie base64!", encoded("not json"), encoded("[1]"), encoded('"x"')])
def test_what_is_no_challenge_has_no_facts(text: str) -> None:
    assert challenge_facts(text) == {}


def test_a_challenge_is_cleaned_and_cut() -> None:
    facts = challenge_facts(encoded(json.dumps({"status": 401, "scope": "a\x1b[31m" + "b" * 10_000})))
    assert facts["status"] == "401"
    assert len(facts["scope"]) == 500
    assert "\x1b" not in facts["scope"]


@pytest.mark.parametrize("host", ["smtp.office365.com", "SMTP.Office365.com", "smtp.office365.com."])
def test_a_token_may_go_to_its_own_hosts(host: str) -> None:
    require_token_host(host, ["outlook.office365.com", "smtp.office365.com"], Stage.ADDRESS)


def test_polish_hosts_are_compared_in_their_ascii_form() -> None:
    require_token_host("poczta.żółw.example", ["poczta.xn--w-uga1v8h.example"], Stage.ADDRESS)


@pytest.mark.parametrize(
    "host", ["evil.example", "smtp.office365.com.evil.example", "office365.com", "", "a b", "smtp.office365.com/x"]
)
def test_a_token_goes_nowhere_else(host: str) -> None:
    with pytest.raises(TokenHostRefused) as caught:
        require_token_host(host, ["smtp.office365.com"], Stage.ADDRESS)
    assert (caught.value.host, caught.value.allowed) == (host, ("smtp.office365.com",))


def test_a_token_is_not_in_its_repr() -> None:
    assert isinstance(token(), BearerToken)
    assert "t0ken" not in repr(token())
