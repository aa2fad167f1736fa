"""From the octets of an IMAP server to whole responses (RFC 3501 section 2.2.2), however the network cuts them."""

import re
from collections.abc import Callable, Iterator

LITERAL_AHEAD = re.compile(rb"\{(\d{1,15})\+?\}$")
FREE_TEXT = re.compile(rb"\+|(\S+ +)(OK|NO|BAD|BYE|PREAUTH)\b", re.IGNORECASE)
WHOLE_AHEAD = re.compile(rb"\bBODY\[\] ~?$", re.IGNORECASE)
LINE_LIMIT = 16_000_000
"""In bytes: the numbers of a search in a mailbox with two million messages come in one line."""
LITERAL_LIMIT = 1_000_000_000
"""In bytes: far more than a server takes as one message."""

Parts = tuple[bytes | bytearray, ...]
"""One response: its line, cut where a literal stands; lines are bytes and the literals between them bytearrays."""


class NotImapError(ValueError):
    """What arrives cannot be a response of an IMAP server."""


class ResponseReader:
    """Collects octets and gives out whole responses; keeps no octet that it has given out.

    The octets of the next whole message go to `sink`, if there is one, and leave an empty literal in the response.
    """

    def __init__(self) -> None:
        self.sink: Callable[[bytes], object] | None = None
        self._take: Callable[[bytes], object] = bytearray().extend
        self._parts: list[bytes | bytearray] = []
        self._line = bytearray()
        self._missing = 0

    def feed(self, data: bytes) -> Iterator[Parts]:
        """The responses that `data` completes. Raises NotImapError, and what the sink raises."""
        position = 0
        while position < len(data):
            if self._missing:
                taken = data[position : position + self._missing]
                self._take(taken)
                self._missing -= len(taken)
                position += len(taken)
                continue
            end = data.find(b"\n", position) + 1
            self._line += data[position : end or len(data)]
            if len(self._line) > LINE_LIMIT:
                raise NotImapError
            if not end:
                return
            position = end
            if parts := self._end_line():
                yield parts

    def _end_line(self) -> Parts | None:
        line = bytes(self._line).rstrip(b"\r\n")
        self._line.clear()
        self._parts.append(line)
        # A text for people may end like a literal; it is none.
        ahead = LITERAL_AHEAD.search(line)
        if ahead and not FREE_TEXT.match(self._parts[0]):
            self._missing = int(ahead[1])
            if self._missing > LITERAL_LIMIT:
                raise NotImapError
            self._begin_literal(line[: ahead.start()])
            return None
        parts = tuple(self._parts)
        self._parts.clear()
        return parts if parts != (b"",) else None

    def _begin_literal(self, line: bytes) -> None:
        literal = bytearray()
        self._parts[-1:] = [line.removesuffix(b"~"), literal]
        if self.sink and WHOLE_AHEAD.search(line):
            self._take, self.sink = self.sink, None
        else:
            self._take = literal.extend
