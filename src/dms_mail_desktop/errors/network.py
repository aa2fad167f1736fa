"""Why the network brought no answer, for providers and mail servers alike."""

from enum import StrEnum


class NetworkFault(StrEnum):
    """Why no conversation came about."""

    REFUSED = "refused"
    UNREACHABLE = "unreachable"
    TIMED_OUT = "timed_out"
    NAME = "name"
    TLS = "tls"
    PROXY = "proxy"
    SERVER_BUSY = "server_busy"
    OTHER = "other"


class TlsFault(StrEnum):
    """Why a TLS handshake failed."""

    UNTRUSTED = "untrusted"
    HOST_MISMATCH = "host_mismatch"
    EXPIRED = "expired"
    NOT_TLS = "not_tls"
    PROTOCOL = "protocol"
    OTHER = "other"
