"""A throw-away certificate authority, a certificate for loopback, and a signer for S/MIME mail."""

import contextlib
import re
import ssl
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, pkcs7
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

OWNER = "Piaskownica DMS Mail"
LIFE = timedelta(days=30)


def _name(common_name: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, OWNER),
            x509.NameAttribute(NameOID.COMMON_NAME, common_name),
        ]
    )


def _usage(*, authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not authority,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=authority,
        crl_sign=authority,
        encipher_only=False,
        decipher_only=False,
    )


class Authority:
    """The certificate authority of one run; its key never leaves the memory."""

    def __init__(self) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = _name(f"{OWNER}, urząd certyfikacji")
        public = self._key.public_key()
        self.certificate = (
            self._builder(self._name, public)
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(_usage(authority=True), critical=True)
            .sign(self._key, SHA256())
        )

    def _builder(self, subject: x509.Name, public: ec.EllipticCurvePublicKey) -> x509.CertificateBuilder:
        now = datetime.now(UTC)
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self._name)
            .public_key(public)
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(hours=1))
            .not_valid_after(now + LIFE)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key()), critical=False)
        )

    def issue(
        self, common_name: str, names: list[x509.GeneralName], usage: x509.ObjectIdentifier
    ) -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate]:
        """A key and its certificate for the given names."""
        key = ec.generate_private_key(ec.SECP256R1())
        certificate = (
            self._builder(_name(common_name), key.public_key())
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(_usage(authority=False), critical=True)
            .add_extension(x509.ExtendedKeyUsage([usage]), critical=False)
            .add_extension(x509.SubjectAlternativeName(names), critical=False)
            .sign(self._key, SHA256())
        )
        return key, certificate

    def server_context(self, folder: Path) -> ssl.SSLContext:
        """A TLS context for localhost, 127.0.0.1 and ::1; `folder` holds the key only while it is loaded."""
        addresses = [x509.IPAddress(ip_address(text)) for text in ("127.0.0.1", "::1")]
        key, certificate = self.issue(
            "localhost", [x509.DNSName("localhost"), *addresses], ExtendedKeyUsageOID.SERVER_AUTH
        )
        pem = certificate.public_bytes(Encoding.PEM) + key.private_bytes(
            Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
        )
        path = folder / "server.pem"
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        with contextlib.suppress(FileNotFoundError):
            path.unlink()
        path.touch(mode=0o600)
        try:
            path.write_bytes(pem)
            context.load_cert_chain(path)
        finally:
            path.unlink()
        return context

    def write(self, folder: Path) -> Path:
        """Writes the authority's certificate for those who are to trust it; returns the file."""
        path = folder / "sandbox-ca.pem"
        path.write_bytes(self.certificate.public_bytes(Encoding.PEM))
        return path

    def signed_part(self, signer: str, part: bytes) -> bytes:
        """The MIME entity as a signed one, headers included (RFC 8551 section 3.5.3)."""
        key, certificate = self.issue(signer, [x509.RFC822Name(signer)], ExtendedKeyUsageOID.EMAIL_PROTECTION)
        signed = (
            pkcs7.PKCS7SignatureBuilder()
            .set_data(part)
            .add_signer(certificate, key, SHA256())
            .sign(Encoding.SMIME, [pkcs7.PKCS7Options.DetachedSignature])
        )
        return re.sub(rb"\r?\n", b"\r\n", signed)
