"""A throw-away certificate authority, and the server certificates it vouches for."""

import ipaddress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

DAY = timedelta(days=1)
LIFE = 90 * DAY
"""Long enough that no program warns of the end."""


@dataclass(frozen=True)
class Certificate:
    """The files of one server certificate."""

    chain: Path
    key: Path


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _subject_name(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


class Authority:
    """An authority whose own certificate is `ca_file`; a program trusts it through SSL_CERT_FILE."""

    def __init__(self, folder: Path, name: str) -> None:
        self._folder = folder
        self._name = _name(name)
        self._key = ec.generate_private_key(ec.SECP256R1())
        usage = {"digital_signature": False, "content_commitment": False, "key_encipherment": False}
        usage |= {"data_encipherment": False, "key_agreement": False, "encipher_only": False, "decipher_only": False}
        now = datetime.now(UTC)
        own = (
            self._builder(self._name, self._key.public_key(), now - DAY, now + LIFE)
            .issuer_name(self._name)
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(x509.KeyUsage(key_cert_sign=True, crl_sign=True, **usage), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(self._key.public_key()), critical=False)
            .sign(self._key, SHA256())
        )
        self._own_pem = own.public_bytes(Encoding.PEM)
        self.ca_file = folder / f"{name}.pem"
        self.ca_file.write_bytes(self._own_pem)

    def issue(self, *names: str, expired: bool = False, self_signed: bool = False) -> Certificate:
        """A certificate for host names or addresses; an expired one ended yesterday."""
        key = ec.generate_private_key(ec.SECP256R1())
        now = datetime.now(UTC)
        ends = now - DAY if expired else now + LIFE
        issuer, issuer_key = (_name(names[0]), key) if self_signed else (self._name, self._key)
        certificate = (
            self._builder(_name(names[0]), key.public_key(), min(now, ends) - DAY, ends)
            .issuer_name(issuer)
            .add_extension(x509.SubjectAlternativeName([_subject_name(name) for name in names]), critical=False)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False)
            .sign(issuer_key, SHA256())
        )
        stem = f"{self.ca_file.stem}-{names[0]}{'-expired' * expired}{'-self-signed' * self_signed}"
        files = Certificate(self._folder / f"{stem}.crt", self._folder / f"{stem}.key")
        files.chain.write_bytes(certificate.public_bytes(Encoding.PEM) + (b"" if self_signed else self._own_pem))
        files.key.touch(mode=0o600)
        files.key.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        return files

    def _builder(
        self, subject: x509.Name, key: ec.EllipticCurvePublicKey, begins: datetime, ends: datetime
    ) -> x509.CertificateBuilder:
        builder = x509.CertificateBuilder().subject_name(subject).public_key(key)
        return builder.serial_number(x509.random_serial_number()).not_valid_before(begins).not_valid_after(ends)
