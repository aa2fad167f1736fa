"""What a TLS connection says of itself, and why a certificate was refused. The one module that uses cryptography."""

import ssl
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from dms_mail_desktop.errors import TlsFault

if TYPE_CHECKING:
    from cryptography.x509 import Certificate, Name

# OpenSSL's X509_V_ERR_… numbers and Windows' CERT_E_… numbers: truststore passes on what the platform says.
EXPIRED = (9, 10, 0x800B0101)
HOST_MISMATCH = (62, 64, 0x800B010F)


@dataclass(frozen=True, slots=True)
class TlsFacts:
    """The protocol in use, and the server's certificate: owner, issuer, whole days it is still valid."""

    protocol: str
    subject: str
    issuer: str
    days_left: int


def tls_facts(connection: ssl.SSLObject | ssl.SSLSocket) -> TlsFacts:
    """Reads the facts of a finished handshake."""
    # getpeercert() is empty where the platform verified instead of OpenSSL, so the certificate itself is read.
    from cryptography import x509  # noqa: PLC0415 - needed by the test only, not for sending

    certificate = x509.load_der_x509_certificate(connection.getpeercert(binary_form=True) or b"")
    return TlsFacts(
        protocol=connection.version() or "",
        subject=_owner(certificate),
        issuer=_readable(certificate.issuer),
        days_left=(certificate.not_valid_after_utc - datetime.now(UTC)).days,
    )


def _owner(certificate: "Certificate") -> str:
    from cryptography import x509  # noqa: PLC0415

    if certificate.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME):
        return _readable(certificate.subject)
    try:
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return _readable(certificate.subject)
    return ", ".join(names.get_values_for_type(x509.DNSName))


def _readable(name: "Name") -> str:
    """The common name, with the organisation in parentheses where it says more."""
    from cryptography import x509  # noqa: PLC0415

    common, organisation = (
        "".join(str(attribute.value) for attribute in name.get_attributes_for_oid(oid)[:1])
        for oid in (x509.NameOID.COMMON_NAME, x509.NameOID.ORGANIZATION_NAME)
    )
    if common and organisation and organisation not in common:
        return f"{common} ({organisation})"
    return common or organisation or name.rfc4514_string()


def unverified_context() -> ssl.SSLContext:
    """A context that accepts every certificate: only to read whose it is, never to send anything over it."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def certificate_fault(error: ssl.SSLCertVerificationError) -> TlsFault:
    """Why a certificate was refused."""
    code = error.verify_code & 0xFFFFFFFF
    if code in EXPIRED:
        return TlsFault.EXPIRED
    return TlsFault.HOST_MISMATCH if code in HOST_MISMATCH else TlsFault.UNTRUSTED
