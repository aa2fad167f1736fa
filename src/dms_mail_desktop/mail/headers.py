"""The header of a received message, read whatever state it is in."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.errors import HeaderParseError
from email.header import decode_header
from email.parser import BytesHeaderParser
from email.policy import compat32
from email.utils import parsedate_to_datetime

from dms_mail_desktop.mail.addresses import mailboxes
from dms_mail_desktop.mail.charsets import SURROGATES, text_of

FIELDS = ("Subject", "From", "Date", "Message-ID")
"""What is asked for where a server can send a part of the header."""
FOLDED = re.compile(r"[\s\x00-\x1f\x7f]+")


@dataclass(frozen=True, slots=True)
class MessageHeader:
    """Who wrote what and when; `sent_at` is in UTC, None when the message does not tell."""

    subject: str
    sender_name: str
    sender: str
    sent_at: datetime | None
    message_id: str


def read_header(octets: bytes | bytearray) -> MessageHeader:
    """The facts in a header, or in a part of it; what is missing or unreadable is empty."""
    message = BytesHeaderParser(policy=compat32).parsebytes(bytes(octets))
    fields: dict[str, str] = {}
    for name, value in message.raw_items():
        fields.setdefault(name.lower(), value)
    return header_of(fields)


def header_of(fields: Mapping[str, str]) -> MessageHeader:
    """The facts in fields, whose names are in lower case and whose octets beyond ASCII are surrogates."""
    origin = _whole(fields.get("from", ""))
    # Some programs encode the whole field, the address with it.
    senders = mailboxes(origin) or mailboxes(decoded(origin))
    name, address = senders[0] if senders else (origin, "")
    return MessageHeader(
        subject=decoded(fields.get("subject", "")),
        sender_name=decoded(name),
        sender=address,
        sent_at=_instant(fields.get("date", "")),
        message_id=_whole(fields.get("message-id", "")),
    )


def decoded(value: str) -> str:
    """The text of an unstructured field (RFC 2047); an unknown charset is read as best it goes."""
    try:
        pieces = decode_header(_whole(value))
    except (HeaderParseError, ValueError):
        return _whole(value)
    text = "".join(_text(piece, charset) for piece, charset in pieces)
    return FOLDED.sub(" ", SURROGATES.sub("\ufffd", text)).strip()


def _text(piece: str | bytes, charset: str | None) -> str:
    if isinstance(piece, str):
        return piece
    if charset is None:
        return piece.decode("raw-unicode-escape", "replace")  # which decode_header gives to what was not encoded
    return text_of(piece, charset)


def _whole(value: str) -> str:
    """The value on one line; octets beyond ASCII become the letters they were probably meant as."""
    text = text_of(value.encode("utf-8", "surrogateescape"))
    return FOLDED.sub(" ", text).strip()


def _instant(value: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(_whole(value))
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError, TypeError):
        return None
