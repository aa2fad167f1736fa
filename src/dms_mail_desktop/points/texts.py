"""Text from a mailbox made fit for files, databases and other programs."""

import re

_UNFIT = re.compile("[\x00\ud800-\udfff]")


def harmless(text: str) -> str:
    """The text with U+FFFD for what cannot be kept: NUL and lone surrogates, which UTF-8 does not know."""
    return _UNFIT.sub("\ufffd", text)
