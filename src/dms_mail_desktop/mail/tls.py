"""Why a TLS handshake with a mail server failed."""

import ssl

from dms_mail_desktop.errors import Stage, TlsFailed, TlsFault
from dms_mail_desktop.tls_facts import certificate_fault

NOT_TLS = ("WRONG_VERSION_NUMBER", "HTTP_REQUEST", "PACKET_LENGTH_TOO_LONG", "RECORD_LAYER_FAILURE")
PROTOCOL = (
    "UNSUPPORTED_PROTOCOL",
    "TLSV1_ALERT_PROTOCOL_VERSION",
    "NO_PROTOCOLS_AVAILABLE",
    "SSLV3_ALERT_HANDSHAKE_FAILURE",
    "DH_KEY_TOO_SMALL",
)


def tls_failed(stage: Stage, error: BaseException) -> TlsFailed | None:
    """The TLS error behind an exception, or None when the network and not TLS was at fault."""
    cause: BaseException | None = error
    while cause and not isinstance(cause, ssl.SSLError):
        cause = cause.__cause__ or cause.__context__
    if not isinstance(cause, ssl.SSLError) or isinstance(cause, ssl.SSLEOFError | ssl.SSLZeroReturnError):
        return None
    if isinstance(cause, ssl.SSLCertVerificationError):
        return TlsFailed(stage, certificate_fault(cause), cause.verify_message)
    reason = cause.reason or ""
    if reason in NOT_TLS:
        return TlsFailed(stage, TlsFault.NOT_TLS, reason)
    return TlsFailed(stage, TlsFault.PROTOCOL if reason in PROTOCOL else TlsFault.OTHER, reason or str(cause))
