"""Where a POP3 answer of many lines ends, and its dots (RFC 1939 section 3), however the network cuts it."""

import re

END = re.compile(rb"\n\.\r?\n")
UNDECIDED = re.compile(rb"\n(\.\r?)?\Z")
LONGEST_UNDECIDED = 3


class AnswerReader:
    """Takes pieces of an answer and gives out its octets without the dots that were put before others."""

    def __init__(self) -> None:
        self.ended = False
        # As if a line had just ended: the first one may begin with a dot, or be the end.
        self._held = b"\n"
        self._foreign = 1

    def feed(self, piece: bytes) -> bytes:
        """What `piece` adds to the octets; holds back what only the next piece decides."""
        octets = self._held + piece
        end = END.search(octets)
        if end:
            self.ended = True
            cut = end.start() + 1
        else:
            undecided = UNDECIDED.search(octets, max(0, len(octets) - LONGEST_UNDECIDED))
            cut = undecided.start() if undecided else len(octets)
        foreign, self._foreign = self._foreign, 0 if cut else self._foreign
        self._held = octets[cut:]
        return octets[:cut].replace(b"\n.", b"\n")[foreign:]
