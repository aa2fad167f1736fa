"""Takes out of a text whatever could be a token."""

import re

SECRET = re.compile(
    r"eyJ[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*)*"  # a JSON web token (RFC 7519) or base64 of a JSON object
    r"|(?<=Bearer )[^\s,;]+"
    r"|(?<=[?&#]code=)(?!\d+(?![^\s&#]))[^\s&#]+"  # an authorization code; a number is the code of an error
    r"|(?<=[?&#]state=)[^\s&#]+"
    r"|(?<=_token=)[^\s&#]+|(?<=client_secret=)[^\s&#]+"
    r"|[A-Za-z0-9+/_~-]{41,}={0,2}"
)


def redacted(text: str, mark: str) -> str:
    """The text with `mark` for every token, every value that an address names as one, and every long unbroken run.

    Long is more than 40 base64 signs.
    """
    return SECRET.sub(mark, text)
