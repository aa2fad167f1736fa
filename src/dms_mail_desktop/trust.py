"""Which servers are trusted: those whose certificate the operating system accepts."""

import ssl
from pathlib import Path


def client_context(extra_ca: Path | None = None) -> ssl.SSLContext:
    """A context for clients: the system's certificate store, TLS 1.2 or newer, certificate and name checked.

    With `extra_ca`, a PEM file, it trusts that authority and no other: for the embedded sandbox. Raises OSError when
    the file cannot be read. On Linux the system's store follows SSL_CERT_FILE and SSL_CERT_DIR.
    """
    context: ssl.SSLContext
    if extra_ca is None:
        import truststore  # noqa: PLC0415 - start-up: only needed to connect

        context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    else:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.load_verify_locations(extra_ca)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context
