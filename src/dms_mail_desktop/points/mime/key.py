"""What a message is known by, in whatever folder and however often it arrives."""

import re
from hashlib import sha256

from dms_mail_desktop.points.mime.fields import read_fields
from dms_mail_desktop.points.mime.octets import Octets, pieces

NAMES = (b"message-id", b"from", b"date", b"subject")
SPACE = re.compile(rb"[ \t]+")


def content_key(octets: Octets) -> str:
    """SHA-256 over Message-ID, From, Date, Subject and everything after the header, in hexadecimal.

    Not over the trace headers, which differ from copy to copy, nor over carriage returns and the line ends at the very
    end, which differ from server to server.
    """
    digest = sha256()
    fields = read_fields(octets, 0, len(octets))
    for name in NAMES:
        digest.update(name + b":" + SPACE.sub(b" ", fields.first(name)).strip() + b"\n")
    end = _end(octets, fields.body)
    for piece in pieces(octets, fields.body, end):
        digest.update(piece.translate(None, b"\r"))
    return digest.hexdigest()


def _end(octets: Octets, start: int) -> int:
    end = len(octets)
    while end > start and octets[end - 1] in b"\r\n":
        end -= 1
    return end
