"""A conversation in lines: each one of the client's is shown as far as it is known to be harmless."""

from collections.abc import Callable, Iterator

from dms_mail_desktop.transcripts.masking import MARK, Mask, readable
from dms_mail_desktop.transcripts.record import Side

LONGEST = 20_000
"""Octets without a line's end after which the rest is waited for no longer."""

Keep = Callable[[Side, str], None]


class Lines:
    """Puts lines together from pieces."""

    def __init__(self) -> None:
        self._rest = bytearray()

    def feed(self, octets: bytes) -> Iterator[bytes]:
        """The lines that are complete now, without their ends."""
        *whole, rest = (bytes(self._rest) + octets).split(b"\n")
        self._rest[:] = rest
        for line in whole:
            yield line.rstrip(b"\r")
        if len(self._rest) > LONGEST:
            line, self._rest = bytes(self._rest), bytearray()
            yield line


class LineTranscript:
    """What the protocols share; `in_secret` says that the client's lines are hidden until the server has decided."""

    def __init__(self, keep: Keep) -> None:
        self._keep = keep
        self._mask = Mask()
        self._client, self._server = Lines(), Lines()
        self.in_secret = False

    def sent(self, octets: bytes) -> None:
        """The client's octets."""
        for line in self._client.feed(octets):
            self._say(line)

    def received(self, octets: bytes) -> None:
        """The server's octets."""
        for line in self._server.feed(octets):
            self._keep(Side.SERVER, self.answered(line))

    def content(self, octets: int) -> None:
        """Content that nobody hears."""
        self._keep(Side.NOTE, f"[{octets} octets]")

    def _say(self, line: bytes) -> None:
        if self.in_secret:
            self._mask.hide(line)
            self._keep(Side.CLIENT, MARK)
            return
        shown, secret = self.said(line)
        if secret:
            self._mask.hide(secret)
        self._keep(Side.CLIENT, shown)

    def said(self, line: bytes) -> tuple[str, bytes]:
        """How a line of the client is shown, and what of it is secret."""
        raise NotImplementedError

    def answered(self, line: bytes) -> str:
        """How a line of the server is shown."""
        return self._mask.shown(readable(line))
