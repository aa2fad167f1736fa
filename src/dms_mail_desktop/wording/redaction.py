"""Takes out of a text whatever could be a token."""

import re

SECRET = re.compile(
    r"eyJ[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*)*"  # a JSON web token (RFC 7519) or base64 of a JSON object
    r"|(?<=Bearer )[^\s,;]+"
    r"|[A-Za-z0-9+/_~-]{41,}={0,2}"
)


def redacted(text: str, mark: str) -> str:
    """The text with every token, and every unbroken run of base64 signs longer than 40, replaced by `mark`."""
    return SECRET.sub(mark, text)
