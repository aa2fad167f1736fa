"""TLS in an SMTP conversation: required, verified, explained when it fails; nothing secret without it."""

import ssl

import pytest

from dms_mail_desktop.errors import (
    ClearTextRefused,
    ServerRefused,
    Stage,
    TlsFailed,
    TlsFault,
    TlsNotOffered,
    TokenHostRefused,
)
from dms_mail_desktop.models import AuthMethod, Encryption
from dms_mail_desktop.tls_facts import tls_facts

from .authority import Authority
from .smtp_client import PASSWORD, account, failure, talking, token
from .smtp_server import CUT, SmtpServer


async def test_auto_means_implicit_tls_at_its_ports_and_required_starttls_elsewhere() -> None:
    from dms_mail_desktop.mail.connect import encryption_in_use

    assert {port: encryption_in_use(Encryption.AUTO, port) for port in (465, 993, 995, 25, 587)} == {
        465: "tls", 993: "tls", 995: "tls", 25: "starttls", 587: "starttls",
    }  # fmt: skip
    assert encryption_in_use(Encryption.NONE, 465) is Encryption.NONE


async def test_encryption_names_protocol_owner_issuer_and_days(authority: Authority) -> None:
    context = authority.server_context(organisation="Urząd Gminy", days=30.5)
    with SmtpServer(start_tls=context) as server:
        async with talking(account(server.port), authority.client_context(), until="connect") as session:
            connection = await session.secure()
            assert connection
            facts = tls_facts(connection)
    assert facts.protocol.startswith("TLSv1.")
    assert (facts.subject, facts.issuer, facts.days_left) == ("mail.example.pl (Urząd Gminy)", "Lab CA (Pracownia)", 30)


async def test_no_starttls_means_no_login(authority: Authority) -> None:
    with SmtpServer() as server:
        error = await failure(server, authority, Encryption.AUTO)
    assert isinstance(error, TlsNotOffered)
    assert (error.stage, error.port) == (Stage.ENCRYPTION, server.port)
    assert not any("AUTH" in line for line in server.lines)


async def test_a_refused_starttls_is_told_in_the_servers_words(authority: Authority) -> None:
    with SmtpServer({"STARTTLS": "454 4.7.0 TLS not available"}, start_tls=authority.server_context()) as server:
        error = await failure(server, authority)
    assert isinstance(error, ServerRefused)
    assert (error.stage, error.reply.text) == (Stage.ENCRYPTION, "TLS not available")


async def test_replies_smuggled_in_before_tls_are_thrown_away(authority: Authority) -> None:
    injected = "220 go ahead\r\n250-evil.example\r\n250 AUTH LOGIN"
    with SmtpServer({"STARTTLS": injected}, start_tls=authority.server_context()) as server:
        async with talking(account(server.port), authority.client_context(), until="secure") as session:
            greeting = await session.greet()
    assert greeting.auth_methods == ("PLAIN", "LOGIN", "XOAUTH2")
    assert [line.partition(" ")[0] for line in server.lines] == ["EHLO", "STARTTLS", "EHLO", "QUIT"]


@pytest.mark.parametrize("encryption", [Encryption.TLS, Encryption.STARTTLS])
async def test_an_untrusted_chain_names_the_issuer_seen(
    authority: Authority, stranger: Authority, encryption: Encryption
) -> None:
    context = stranger.server_context()
    implicit = encryption is Encryption.TLS
    with SmtpServer(tls=context if implicit else None, start_tls=None if implicit else context) as server:
        error = await failure(server, authority, encryption)
    assert isinstance(error, TlsFailed)
    assert (error.stage, error.fault) == (Stage.ENCRYPTION, TlsFault.UNTRUSTED)
    assert (error.issuer, error.subject) == ("SSL Filter CA (Antywirus)", "mail.example.pl")
    assert server.connections == 2
    assert {line.partition(" ")[0] for line in server.lines} <= {"EHLO", "STARTTLS"}


async def test_a_server_that_will_not_show_its_certificate_twice_stays_nameless(
    authority: Authority, stranger: Authority
) -> None:
    greetings = iter(["", CUT])
    context = stranger.server_context()
    with SmtpServer({"handshake": lambda _: next(greetings)}, tls=context) as server:
        error = await failure(server, authority, Encryption.TLS)
    assert isinstance(error, TlsFailed)
    assert (error.fault, error.issuer) == (TlsFault.UNTRUSTED, "")


@pytest.mark.parametrize(
    ("names", "days", "fault"),
    [(("other.example",), 90, TlsFault.HOST_MISMATCH), (("localhost",), -1, TlsFault.EXPIRED)],
)
async def test_a_wrong_certificate_is_told_apart(
    authority: Authority, names: tuple[str, ...], days: int, fault: TlsFault
) -> None:
    with SmtpServer(tls=authority.server_context(*names, days=days)) as server:
        error = await failure(server, authority, Encryption.TLS)
    assert isinstance(error, TlsFailed)
    assert (error.fault, error.issuer) == (fault, "Lab CA (Pracownia)")


async def test_tls_at_a_port_without_it_is_named(authority: Authority) -> None:
    with SmtpServer(start_tls=authority.server_context()) as server:
        error = await failure(server, authority, Encryption.TLS)
    assert isinstance(error, TlsFailed)
    assert error.fault is TlsFault.NOT_TLS


async def test_an_old_protocol_is_named(authority: Authority) -> None:
    old = authority.server_context()
    old.set_ciphers("ALL:@SECLEVEL=0")
    old.minimum_version = ssl.TLSVersion.TLSv1_2
    old.maximum_version = ssl.TLSVersion.TLSv1_2
    modern = authority.client_context()
    modern.minimum_version = ssl.TLSVersion.TLSv1_3
    with SmtpServer(tls=old) as server, pytest.raises(TlsFailed) as caught:
        async with talking(account(server.port, Encryption.TLS), modern):
            pass
    assert caught.value.fault is TlsFault.PROTOCOL


async def test_a_confirmed_clear_connection_carries_a_password(authority: Authority) -> None:
    with SmtpServer() as server:
        settings = account(server.port, Encryption.NONE, clear_text_confirmed=True)
        async with talking(settings, authority.client_context(), until="connect") as session:
            assert await session.secure() is None
            await session.greet()
            assert (await session.authenticate(PASSWORD))[0] == "PLAIN"


@pytest.mark.parametrize("values", [{}, {"clear_text_confirmed": True, "auth_method": AuthMethod.OAUTH2}])
async def test_an_unconfirmed_clear_connection_is_refused_before_a_word(
    authority: Authority, values: dict[str, object]
) -> None:
    with SmtpServer() as server:
        with pytest.raises(ClearTextRefused):
            async with talking(account(server.port, Encryption.NONE, **values), authority.client_context()):
                pass
        assert server.ended.wait(5)
    assert server.lines == []


async def test_a_token_never_goes_over_a_clear_connection(authority: Authority) -> None:
    with SmtpServer() as server:
        settings = account(server.port, Encryption.NONE, clear_text_confirmed=True)
        with pytest.raises(ClearTextRefused) as caught:
            async with talking(settings, authority.client_context(), until="authenticate", credential=token()):
                pass
    assert caught.value.stage is Stage.AUTHENTICATION
    assert not any("AUTH" in line for line in server.lines)


async def test_a_token_never_goes_to_a_foreign_host(authority: Authority) -> None:
    with SmtpServer(start_tls=authority.server_context()) as server, pytest.raises(TokenHostRefused):
        async with talking(
            account(server.port),
            authority.client_context(),
            until="authenticate",
            credential=token(hosts=("smtp.office365.com",)),
        ):
            pass
    assert not any("AUTH" in line for line in server.lines)
