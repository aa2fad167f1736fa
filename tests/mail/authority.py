"""A throw-away certificate authority."""

import ipaddress
import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


def distinguished_name(common: str, organisation: str = "") -> x509.Name:
    parts = [(NameOID.COMMON_NAME, common), (NameOID.ORGANIZATION_NAME, organisation)]
    return x509.Name([x509.NameAttribute(oid, value) for oid, value in parts if value])


class Authority:
    def __init__(self, folder: Path, common: str = "Lab CA", organisation: str = "Pracownia") -> None:
        self._folder = folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        self.name = distinguished_name(common, organisation)
        self.certificate = self._signed(self.name, self._key.public_key(), 3650, x509.BasicConstraints(True, None))

    def _signed(
        self, subject: x509.Name, key: ec.EllipticCurvePublicKey, days: float, extension: x509.ExtensionType
    ) -> x509.Certificate:
        end = datetime.now(UTC) + timedelta(days=days)
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self.name)
            .public_key(key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(min(datetime.now(UTC), end) - timedelta(days=1))
            .not_valid_after(end)
            .add_extension(extension, critical=False)
            .sign(self._key, hashes.SHA256())
        )

    def server_context(
        self, *names: str, common: str = "mail.example.pl", organisation: str = "", days: float = 90
    ) -> ssl.SSLContext:
        """What a server shows: by default a certificate for localhost and the loopback address."""
        key = ec.generate_private_key(ec.SECP256R1())
        alternatives = x509.SubjectAlternativeName([_alternative(name) for name in names or ("localhost", "127.0.0.1")])
        subject = distinguished_name(common, organisation)
        certificate = self._signed(subject, key.public_key(), days, alternatives)
        file = self._folder / f"{certificate.serial_number}.pem"
        file.write_bytes(
            certificate.public_bytes(serialization.Encoding.PEM)
            + key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        return context

    def client_context(self) -> ssl.SSLContext:
        """Trusts this authority and no other."""
        return ssl.create_default_context(
            cadata=self.certificate.public_bytes(serialization.Encoding.PEM).decode("ascii")
        )


def _alternative(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)
