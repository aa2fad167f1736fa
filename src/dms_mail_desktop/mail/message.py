"""Composing a message that every server takes: seven-bit, whatever letters it holds (RFC 5322, 2047, 2231)."""

import mimetypes
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, localtime, make_msgid

from dms_mail_desktop.rules import ascii_address

# Headers are folded here: older versions of the standard policy lose the quotes of a long name when they fold it.
SEVEN_BIT = SMTP.clone(cte_type="7bit", refold_source="none")
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
PLAIN_NAME = re.compile(r"[A-Za-z0-9 !#$%&'*+/=?^_`{|}~.,;:@()<>\[\]-]{1,60}")
PLAIN_SUBJECT = re.compile(r"[\x21-\x7e]([\x20-\x7e]{0,60}[\x21-\x7e])?")
ENCODED_WORD = "=?"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file to attach; `media_type` follows from the name unless given."""

    name: str
    content: bytes
    media_type: str = ""


@dataclass(frozen=True, slots=True)
class Composed:
    """A message and everyone it goes to, the blind copies included."""

    message: EmailMessage
    recipients: tuple[str, ...]


def compose(  # noqa: PLR0913 - the parts of a message
    *,
    sender: str,
    to: Sequence[str],
    subject: str,
    body: str,
    display_name: str = "",
    reply_to: str = "",
    cc: Sequence[str] = (),
    bcc: Sequence[str] = (),
    html: str = "",
    attachments: Iterable[Attachment] = (),
    date: datetime | None = None,
) -> Composed:
    """Puts a message together; `bcc` is in its envelope only.

    Raises ValueError for an address that is none and for control characters in a header.
    """
    sender = ascii_address(sender)
    message = EmailMessage(SEVEN_BIT)
    message.set_raw("From", _mailbox("From", sender, display_name))
    for name, addresses in (("To", to), ("Cc", cc), ("Reply-To", [reply_to] if reply_to else [])):
        if addresses:
            message.set_raw(name, ",\r\n ".join(ascii_address(address) for address in addresses))
    message.set_raw("Subject", _text("Subject", subject))
    message.set_raw("Date", format_datetime(date or localtime()))
    message.set_raw("Message-ID", make_msgid(domain=sender.rpartition("@")[2]))
    message.set_content(body)
    if html:
        message.add_alternative(html, subtype="html")
    for attachment in attachments:
        _attach(message, attachment)
    return Composed(message, unique_addresses((*to, *cc, *bcc)))


def unique_addresses(addresses: Iterable[str]) -> tuple[str, ...]:
    """The addresses in ASCII form, each once, in their order. Raises ValueError."""
    found: dict[str, str] = {}
    for address in map(ascii_address, addresses):
        found.setdefault(address.lower(), address)
    return tuple(found.values())


def _attach(message: EmailMessage, attachment: Attachment) -> None:
    _refuse_control("attachment", attachment.name)
    media_type = attachment.media_type or mimetypes.guess_type(attachment.name)[0] or "application/octet-stream"
    _refuse_control("attachment", media_type)
    main, _, sub = media_type.partition("/")
    if main in ("multipart", "message"):
        # Only an opaque type keeps the file as it is.
        main, sub = "application", "octet-stream"
    message.add_attachment(attachment.content, maintype=main, subtype=sub, filename=attachment.name)


def _mailbox(header: str, address: str, name: str) -> str:
    if not name.strip():
        return address
    _refuse_control(header, name)
    if PLAIN_NAME.fullmatch(name) and ENCODED_WORD not in name:
        return f'"{name}"\r\n <{address}>'
    return f"{_encoded(header, name)}\r\n <{address}>"


def _text(header: str, text: str) -> str:
    _refuse_control(header, text)
    if not text or (PLAIN_SUBJECT.fullmatch(text) and ENCODED_WORD not in text):
        return text
    return _encoded(header, text)


def _encoded(header: str, text: str) -> str:
    return Header(text, "utf-8", maxlinelen=75, header_name=header).encode(linesep="\r\n")


def _refuse_control(header: str, text: str) -> None:
    if CONTROL.search(text):
        raise ValueError(header)
