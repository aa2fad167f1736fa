"""What a connection tells about itself, and to whom."""

from collections.abc import Callable
from typing import Protocol


class Transcript(Protocol):
    """Hears one conversation as it passes; what of it is kept is decided here and not by who tells."""

    def sent(self, octets: bytes) -> None:
        """The client said this, whole lines or parts of them."""

    def received(self, octets: bytes) -> None:
        """The server said this, whole lines or parts of them."""

    def content(self, octets: int) -> None:
        """The server sent so many octets that are a message or a list, which nobody hears."""


Transcribe = Callable[[str, str, int], Transcript]
"""Begins a conversation in the protocol ("smtp", "imap", "pop3") with a host at a port."""


class _Nobody:
    """Hears nothing."""

    def sent(self, octets: bytes) -> None:
        pass

    def received(self, octets: bytes) -> None:
        pass

    def content(self, octets: int) -> None:
        pass


NOBODY: Transcript = _Nobody()


def nobody_listens(_protocol: str, _host: str, _port: int) -> Transcript:
    """A conversation of which nothing is kept."""
    return NOBODY
