"""What fails before a server can say anything: TLS, names, connections, proxies and this computer's keyring."""

import asyncio
import errno
import socket
import ssl
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID

from dms_mail_desktop.credentials import Credential, Password
from dms_mail_desktop.errors import (
    ConnectFailed,
    ConnectionLost,
    KeyringMissing,
    KeyringRefused,
    ListenerFailed,
    MailDesktopError,
    NameNotResolved,
    NetworkFault,
    ProviderUnreachable,
    SignInLoss,
    SignInRequired,
    Stage,
    TimedOut,
    VaultError,
)
from dms_mail_desktop.mail.limits import TimeLimits
from dms_mail_desktop.mail.mailbox_probe import check_mailbox
from dms_mail_desktop.mail.probe import check_sending
from dms_mail_desktop.models import MailServer, Point
from dms_mail_desktop.oauth.http import HttpClient
from dms_mail_desktop.oauth.loopback_sockets import open_loopback
from dms_mail_desktop.vault import Vault, protecting
from dms_mail_desktop.wording import Wording, account_facts
from dms_mail_desktop.wording.advice import catalogue
from dms_mail_desktop.wording.cases import advice_on
from dms_mail_desktop.wording.catalogue import LANGUAGES

from ..core.keyrings import Cells, PlainKeyring, Refusal
from ..mail.authority import Authority, distinguished_name
from ..mail.imap_server import ImapServer
from ..mail.line_server import SILENT
from ..mail.pop3_server import Pop3Server
from ..mail.smtp_server import CUT, SmtpServer
from ..mail.smtp_server import SILENT as SAYS_NOTHING

LIMITS = TimeLimits(resolve=0.3, connect=0.4, handshake=0.4, reply=0.4, mailbox=0.4, farewell=0.2, second_look=2)


def check(error: MailDesktopError | None, name: str, account: dict[str, object] | None = None) -> None:
    """The error leads to that entry, in both languages."""
    assert error
    found = advice_on(error, account or {})
    assert (found[0].name if found else str(error)) == name
    assert found
    for language in LANGUAGES:
        told = Wording(language).explain(error, account or {})
        text = found[0].text(language)
        assert told.cause.startswith(text.cause.partition("{")[0])
        assert (len(told.steps), told.waiting) == (len(text.steps), found[0].waiting)
        assert "{" not in told.cause + told.command + told.remedy


async def password() -> Credential:
    return Password("jan@firma.pl", "tajne")


def account(port: int, **values: Any) -> MailServer:
    fields = {"host": "localhost", "encryption": "tls", "email": "jan@firma.pl", "login": "jan@firma.pl"}
    return MailServer.model_validate(fields | {"port": port} | values, context="structure")


async def sending(server: MailServer, trust: ssl.SSLContext) -> MailDesktopError | None:
    return (await check_sending(server, password, trust, report=lambda _: None, limits=LIMITS)).error


async def reading(port: int, trust: ssl.SSLContext, **values: Any) -> MailDesktopError | None:
    fields = {"host": "localhost", "encryption": "tls", "login": "jan@firma.pl"}
    point = Point(**(fields | {"port": port} | values))
    return (await check_mailbox(point, password, trust, report=lambda _: None, limits=LIMITS)).error


# --- TLS ---


def self_made(folder: Path, authority: Authority | None = None, *extensions: x509.ExtensionType) -> ssl.SSLContext:
    """A server's certificate that it signed itself, or that the authority signed for another purpose."""
    key = ec.generate_private_key(ec.SECP256R1())
    name, now = distinguished_name("mail.firma.pl"), datetime.now(UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(authority.name if authority else name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=9))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
    )
    for extension in extensions:
        builder = builder.add_extension(extension, critical=True)
    certificate = builder.sign(authority._key if authority else key, hashes.SHA256())
    plain = serialization.NoEncryption()
    text = certificate.public_bytes(serialization.Encoding.PEM)
    text += key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    file = folder / f"{certificate.serial_number}.pem"
    file.write_bytes(text)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context


def certificates(
    authority: Authority, stranger: Authority, folder: Path
) -> dict[str, tuple[ssl.SSLContext, tuple[str, ...]]]:
    other_purpose = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CODE_SIGNING])
    return {
        "tls_inspection": (stranger.server_context(), ("SSL Filter CA",)),
        "tls_self_signed": (self_made(folder), ()),
        "tls_untrusted": (self_made(folder, authority, other_purpose), ()),
        "tls_host_mismatch": (authority.server_context("mail.inna.pl", common="mail.inna.pl"), ("mail.inna.pl",)),
        "tls_expired": (authority.server_context(days=-1), ()),
    }


@pytest.mark.parametrize(
    "name", ["tls_inspection", "tls_self_signed", "tls_untrusted", "tls_host_mismatch", "tls_expired"]
)
@pytest.mark.parametrize("protocol", ["smtp", "imap", "pop3"])
async def test_a_certificate_is_refused(
    name: str, protocol: str, authority: Authority, stranger: Authority, tmp_path: Path
) -> None:
    context, named = certificates(authority, stranger, tmp_path)[name]
    trust = authority.client_context()
    if protocol == "smtp":
        with SmtpServer(tls=context) as server:
            error = await sending(account(server.port), trust)
    else:
        kind = ImapServer if protocol == "imap" else Pop3Server
        async with kind(tls=context) as scripted:
            error = await reading(scripted.port, trust, account_type=protocol)
    check(error, name, account_facts(account(993)))
    assert error
    text = Wording("pl").explain(error, account_facts(account(993))).cause
    assert all(part in text for part in named)


async def test_plain_text_where_tls_is_expected(authority: Authority) -> None:
    with SmtpServer() as server:
        check(await sending(account(server.port), authority.client_context()), "tls_not_tls")
    async with ImapServer() as scripted:
        check(await reading(scripted.port, authority.client_context()), "tls_not_tls")


async def test_a_server_that_knows_no_version_of_ours(authority: Authority) -> None:
    context, trust = authority.server_context(), authority.client_context()
    context.maximum_version, trust.minimum_version = ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3
    with SmtpServer(tls=context) as server:
        check(await sending(account(server.port), trust), "tls_protocol")


async def test_a_handshake_that_is_cut_or_never_ends(authority: Authority) -> None:
    context, trust = authority.server_context(), authority.client_context()
    with SmtpServer({"handshake": CUT}, tls=context) as server:
        check(await sending(account(server.port), trust), "tls_cut", account_facts(account(465)))
    with SmtpServer({"handshake": SAYS_NOTHING}, tls=context) as server:
        check(await sending(account(server.port), trust), "tls_silent", account_facts(account(465)))


async def test_a_port_that_waits_for_tls_while_the_program_waits_for_words(authority: Authority) -> None:
    trust = authority.client_context()
    with SmtpServer({"greeting": SAYS_NOTHING}) as server:
        error = await sending(account(server.port, encryption="starttls"), trust)
    check(error, "tls_awaited", account_facts(account(465)))
    assert error
    assert advice_on(error, account_facts(account(587))) is None
    async with ImapServer({"greeting": SILENT}) as scripted:
        error = await reading(scripted.port, trust, encryption="starttls")
    check(error, "tls_awaited", account_facts(account(993)))


@asynccontextmanager
async def provider(context: ssl.SSLContext | None, answer: bytes = b"") -> AsyncIterator[int]:
    """A port that shakes hands, or answers as a proxy does."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            await reader.read(4096)
            writer.write(answer)
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=context)
    async with server:
        yield server.sockets[0].getsockname()[1]


async def unreachable(url: str, trust: ssl.SSLContext, proxy: str = "", time_limit: float = 3) -> ProviderUnreachable:
    client = HttpClient(trust, proxies=lambda _: {"https": proxy} if proxy else {}, time_limit=time_limit)
    with pytest.raises(ProviderUnreachable) as caught:
        await asyncio.to_thread(client.get, url)
    client.close()
    return caught.value


@pytest.mark.parametrize(
    ("name", "certificate"),
    [
        ("provider_inspected", "tls_inspection"),
        ("provider_inspected", "tls_self_signed"),
        ("provider_certificate_expired", "tls_expired"),
        ("provider_tls", "tls_host_mismatch"),
    ],
)
async def test_the_sign_in_servers_certificate_is_refused(
    name: str, certificate: str, authority: Authority, stranger: Authority, tmp_path: Path
) -> None:
    context, _ = certificates(authority, stranger, tmp_path)[certificate]
    async with provider(context) as port:
        check(await unreachable(f"https://localhost:{port}/", authority.client_context()), name)


# --- DNS ---


@pytest.mark.parametrize(
    ("name", "number", "words"),
    [
        ("name_unknown", socket.EAI_NONAME, "Name or service not known"),
        ("name_unknown", 11001, "getaddrinfo failed"),
        ("name_service_down", socket.EAI_AGAIN, "Temporary failure in name resolution"),
        ("name_service_down", 11002, "getaddrinfo failed"),
        ("name_service_down", 11003, "getaddrinfo failed"),
        ("name_without_address", -5, "No address associated with hostname"),
        ("name_without_address", 11004, "getaddrinfo failed"),
    ],
)
async def test_the_name_service_says_no(
    name: str, number: int, words: str, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise socket.gaierror(number, words)

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    trust = authority.client_context()
    check(await sending(account(587, host="smtp.firm.pl", encryption="starttls"), trust), name)
    check(await reading(993, trust, host="imap.firm.pl"), name)


async def test_the_name_service_is_slow(authority: Authority, monkeypatch: pytest.MonkeyPatch) -> None:
    def wait(*_: object, **__: object) -> list[object]:
        time.sleep(0.6)
        return []

    monkeypatch.setattr(socket, "getaddrinfo", wait)
    check(await sending(account(587, host="smtp.firma.pl"), authority.client_context()), "name_service_slow")


async def test_the_sign_in_servers_name_is_unknown(authority: Authority, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise socket.gaierror(11001, "getaddrinfo failed")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    error = await unreachable("https://login.microsoftonline.com/x", authority.client_context())
    check(error, "provider_name")
    assert "Resolve-DnsName login.microsoftonline.com" in Wording("pl").explain(error).command


# --- TCP ---


def closed_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        return int(closed.getsockname()[1])


@contextmanager
def full_queue(address: str) -> Iterator[int]:
    """A port whose queue is full: a connection to it is never answered."""
    with socket.create_server((address, 0), backlog=0) as listener:
        waiting = [socket.socket() for _ in range(3)]
        for each in waiting:
            each.setblocking(False)
            each.connect_ex(listener.getsockname())
        time.sleep(0.05)
        yield int(listener.getsockname()[1])
        for each in waiting:
            each.close()


async def test_nothing_listens(authority: Authority) -> None:
    trust, port = authority.client_context(), closed_port()
    error = await sending(account(port, host="127.0.0.1"), trust)
    check(error, "connection_refused")
    assert error
    assert f"-Port {port}" in Wording("pl").explain(error).command
    check(await reading(port, trust, host="127.0.0.1"), "connection_refused")
    check(await sending(account(25, host="127.77.0.25"), trust), "port_25_closed")


async def test_a_firewall_swallows_everything(authority: Authority) -> None:
    trust = authority.client_context()
    with full_queue("127.0.0.2") as port:
        check(await sending(account(port, host="127.0.0.2"), trust), "connection_timed_out")
        check(await reading(port, trust, host="127.0.0.2"), "connection_timed_out")
        error = await unreachable(f"https://127.0.0.2:{port}/", trust, time_limit=0.4)
    check(error, "provider_silent")


@pytest.mark.parametrize(("host", "name"), [("192.0.2.7", "network_unreachable"), ("2001:db8::7", "no_ipv6")])
async def test_there_is_no_way(host: str, name: str, authority: Authority, monkeypatch: pytest.MonkeyPatch) -> None:
    async def refuse(*_: object) -> None:
        raise OSError(errno.ENETUNREACH, "Network is unreachable")

    monkeypatch.setattr(asyncio.get_running_loop(), "sock_connect", refuse)
    check(await sending(account(587, host=host), authority.client_context()), name)


async def test_the_sign_in_server_takes_no_connection(authority: Authority) -> None:
    error = await unreachable(f"https://localhost:{closed_port()}/", authority.client_context())
    check(error, "provider_refused_connection")


@pytest.mark.parametrize(
    ("name", "number"), [("listener_forbidden", 10013), ("listener_taken", 10048), ("listener_forbidden", errno.EACCES)]
)
def test_no_port_for_the_browsers_answer(name: str, number: int) -> None:
    def bind(_address: str, _port: int) -> socket.socket:
        error = OSError(errno.EACCES, "An attempt was made to access a socket in a way forbidden")
        error.winerror = number  # type: ignore[attr-defined]
        raise error

    with pytest.raises(ListenerFailed) as caught:
        open_loopback(bind)
    check(caught.value, name)


# --- Proxy ---


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("proxy_login", b"HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: NTLM\r\n\r\n"),
        ("proxy_forbidden", b"HTTP/1.1 403 Forbidden\r\nX-Squid-Error: ERR_ACCESS_DENIED 0\r\n\r\n"),
        ("proxy_no_way", b"HTTP/1.1 502 Bad Gateway\r\nServer: gate\r\n\r\n"),
        ("proxy_no_way", b"HTTP/1.1 504 Gateway Time-out\r\n\r\n"),
        ("proxy_no_connect", b"HTTP/1.1 501 Unsupported method ('CONNECT')\r\n\r\n"),
        ("proxy_unreachable", b"HTTP/1.1 418 I'm a teapot\r\n\r\n"),
    ],
)
async def test_a_proxy_lets_nobody_through(name: str, answer: bytes, authority: Authority) -> None:
    async with provider(None, answer) as port:
        proxy = f"http://127.0.0.1:{port}"
        error = await unreachable("https://login.microsoftonline.com/x", authority.client_context(), proxy)
    check(error, name)
    assert "login.microsoftonline.com" in Wording("en").explain(error).cause


async def test_a_proxy_that_is_not_there(authority: Authority) -> None:
    proxy = f"http://127.0.0.1:{closed_port()}"
    error = await unreachable("https://login.microsoftonline.com/x", authority.client_context(), proxy)
    check(error, "proxy_refused")
    error = await unreachable(
        "https://login.microsoftonline.com/x", authority.client_context(), "http://gate.invalid:1"
    )
    check(error, "proxy_name")


# --- Keyring ---


class Refusing(PlainKeyring):
    """A keyring that raises what Windows raises when something is written."""

    def __init__(self, refusal: Exception | None, told: Callable[[str], str] = str) -> None:
        super().__init__(Cells())
        self._refusal, self._told = refusal, told

    def set_password(self, service: str, username: str, password: str) -> None:
        if self._refusal:
            raise self._refusal
        super().set_password(service, username, self._told(password))


@pytest.mark.parametrize(
    ("name", "keyring"),
    [
        ("keyring_no_session", Refusing(Refusal(1312, "CredWrite", "A specified logon session does not exist"))),
        ("keyring_too_long", Refusing(Refusal(1783, "CredWrite", "The stub received bad data"))),
        ("keyring_denied", Refusing(Refusal(5, "CredWrite", "Access is denied."))),
        ("keyring_forgets", Refusing(None, lambda text: text[:-1])),
    ],
)
async def test_the_keyring_refuses(name: str, keyring: Refusing, tmp_path: Path) -> None:
    with pytest.raises(VaultError) as caught:
        await Vault(keyring, tmp_path).write("token", "x" * 3000)
    check(caught.value, name)


async def test_a_keyring_of_its_own_words_is_shown_as_it_is(tmp_path: Path) -> None:
    for refusal in (Refusal(1722, "CredWrite", "The RPC server is unavailable."), OSError(1312, "not Windows' number")):
        with pytest.raises(VaultError) as caught:
            await Vault(Refusing(refusal), tmp_path).write("token", "x")
        assert advice_on(caught.value, {}) is None
        told = Wording("pl").explain(caught.value)
        assert str(refusal.args[-1]) in told.server_words


def test_no_keyring_and_one_that_protects_nothing_are_told_apart() -> None:
    for module, kind in (("keyring.backends.fail", KeyringMissing), ("keyring.backends.null", KeyringRefused)):
        backend = type("Keyring", (), {"__module__": module})()
        with pytest.raises(kind) as caught:
            protecting(backend)
        for language in LANGUAGES:
            assert Wording(language).explain(caught.value).steps
    assert "PYTHON_KEYRING_BACKEND" in Wording("pl").explain(KeyringRefused("null")).remedy


# --- This program's part of it ---


async def test_the_computers_name_is_never_told(authority: Authority) -> None:
    """A name with Polish letters could not be: UnicodeEncodeError in EHLO."""
    with SmtpServer(start_tls=authority.server_context()) as server:
        await sending(account(server.port, encryption="starttls"), authority.client_context())
    assert {line for line in server.lines if line.startswith("EHLO")} == {"EHLO [127.0.0.1]"}


def test_what_only_resembles_a_failure_of_this_computer() -> None:
    host, two = "mail.firma.pl", ("::1", "192.0.2.1")
    for error, name in (
        (ConnectFailed(Stage.CONNECTION, host, 25, NetworkFault.OTHER, two, "refused"), ""),
        (ConnectFailed(Stage.CONNECTION, host, 587, NetworkFault.TIMED_OUT, two, ""), "connection_timed_out"),
        (ConnectionLost(Stage.SENDER, "Connection reset by peer"), ""),
        (ConnectionLost(Stage.MESSAGES, "Server shutting down."), "server_shutting_down"),
        (TimedOut(Stage.CONTENT, 30.0), ""),
        (TimedOut(Stage.AUTHENTICATION, 30.0), ""),
        (NameNotResolved(Stage.ADDRESS, host, "words", 11009), "name_unknown"),
        (ProviderUnreachable("login.microsoftonline.com", NetworkFault.OTHER, "407 of something else"), ""),
        (SignInRequired("jan@firma.pl", SignInLoss.NEVER), ""),
    ):
        found = advice_on(error, {"port": 465, "host": host})
        assert (found[0].name if found else "") == name, str(error)


def test_every_entry_about_this_computer_is_in_the_tests_above() -> None:
    places, source = {"tls", "dns", "tcp", "proxy", "keyring"}, Path(__file__).read_text(encoding="utf-8")
    names = {entry.name for entry in catalogue() if places & set(entry.where)}
    assert sorted(name for name in names if f'"{name}"' not in source) == []
