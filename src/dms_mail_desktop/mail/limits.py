"""How long each part of a conversation with a mail server may take."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TimeLimits:
    """Time limits in seconds; `upload_rate` is in bytes per second."""

    resolve: float = 30
    connect: float = 30
    """For each address."""
    next_address: float = 0.25
    """How long one address has the field to itself (RFC 8305 section 5)."""
    handshake: float = 30
    reply: float = 30
    mailbox: float = 120
    """Opening a folder, searching, and the silence between two pieces of a message."""
    upload_base: float = 60
    upload_rate: float = 50_000
    final_reply: float = 600
    """The server may deliver before it answers (RFC 5321 section 4.5.3.2.6)."""
    farewell: float = 2
    second_look: float = 10
    """For reading the name in a certificate that was refused."""

    def upload(self, size: int) -> float:
        """The limit for `size` bytes of content: a slow line that moves is not a dead one."""
        return self.upload_base + size / self.upload_rate

    def download(self, size: int) -> float:
        """The limit for `size` bytes of messages."""
        return self.mailbox + size / self.upload_rate


DEFAULT_LIMITS = TimeLimits()
