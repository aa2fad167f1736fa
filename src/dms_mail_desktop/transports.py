"""Ending a connection at once, on every version of Python."""

import asyncio
import contextlib


def abort(transport: asyncio.WriteTransport) -> None:
    """Closes without a farewell; harmless when the connection is gone."""
    # Up to Python 3.11.2 a TLS transport that is gone raises this.
    with contextlib.suppress(AttributeError):
        transport.abort()
