"""Which certificates are accepted: those of the system's store, and with an authority of its own only that one's."""

import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from dms_mail_desktop.trust import client_context

HOST = "smtp.firma.example"
PEM = serialization.Encoding.PEM


class Authority(NamedTuple):
    """A throw-away authority and a server that it vouches for."""

    ca: Path
    server: ssl.SSLContext


def make_authority(folder: Path) -> Authority:
    now = datetime.now(UTC)

    def certificate(subject: str, key: ec.EllipticCurvePrivateKey, *, ca: bool) -> x509.Certificate:
        named = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, subject)])
        issuer = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Throw-away authority")])
        return (
            x509.CertificateBuilder(issuer, named, key.public_key(), x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=1))
            .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
            .add_extension(x509.SubjectAlternativeName([x509.DNSName(subject)]), critical=False)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(ca_key.public_key()), critical=False)
            .sign(ca_key, hashes.SHA256())
        )

    ca_key, server_key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    ca, chain = folder / "ca.pem", folder / "server.pem"
    ca.write_bytes(certificate("Throw-away authority", ca_key, ca=True).public_bytes(PEM))
    chain.write_bytes(
        certificate(HOST, server_key, ca=False).public_bytes(PEM)
        + server_key.private_bytes(PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(chain)
    return Authority(ca, server)


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return make_authority(tmp_path)


def shake_hands(client: ssl.SSLContext, server: ssl.SSLContext, host: str = HOST) -> str | None:
    """The protocol that the two agree on, over memory as asyncio does it; raises ssl.SSLError."""
    to_server, to_client = ssl.MemoryBIO(), ssl.MemoryBIO()
    ends = [
        client.wrap_bio(to_client, to_server, server_hostname=host),
        server.wrap_bio(to_server, to_client, server_side=True),
    ]
    waiting = list(ends)
    while waiting:
        for end in tuple(waiting):
            try:
                end.do_handshake()
            except ssl.SSLWantReadError:
                continue
            waiting.remove(end)
    return ends[0].version()


def test_the_system_s_store_can_be_given_an_authority(authority: Authority, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.ca))
    assert shake_hands(client_context(), authority.server) == "TLSv1.3"


def test_an_authority_that_nobody_knows_is_refused(authority: Authority, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    with pytest.raises(ssl.SSLCertVerificationError):
        shake_hands(client_context(), authority.server)


def test_another_host_s_certificate_is_refused(authority: Authority, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.ca))
    with pytest.raises(ssl.SSLCertVerificationError, match="Hostname mismatch"):
        shake_hands(client_context(), authority.server, "imap.firma.example")


def test_an_authority_of_its_own_is_trusted_and_no_other(
    authority: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "other").mkdir()
    other = make_authority(tmp_path / "other")
    assert shake_hands(client_context(authority.ca), authority.server) == "TLSv1.3"
    monkeypatch.setenv("SSL_CERT_FILE", str(other.ca))
    with pytest.raises(ssl.SSLCertVerificationError):
        shake_hands(client_context(authority.ca), other.server)
    with pytest.raises(ssl.SSLCertVerificationError):
        shake_hands(client_context(authority.ca), authority.server, "imap.firma.example")


def test_an_authority_s_file_that_is_not_there_is_reported(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        client_context(tmp_path / "none.pem")


@pytest.mark.parametrize("own", [False, True])
def test_nothing_older_than_tls_1_2_and_nothing_unchecked(authority: Authority, *, own: bool) -> None:
    context = client_context(authority.ca if own else None)
    assert context.minimum_version is ssl.TLSVersion.TLSv1_2
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname
