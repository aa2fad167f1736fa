"""The rules of a point: which messages it takes, and which of their attachments."""

import json
from collections.abc import Sequence
from datetime import date, datetime
from functools import cache
from hashlib import sha256
from mimetypes import MimeTypes

from dms_mail_desktop.models import AccountType, Mode, Point
from dms_mail_desktop.points.facts import LeftOut, Letter, Reason
from dms_mail_desktop.points.mime.message import Attachment
from dms_mail_desktop.rules import ascii_domain

MEGABYTE = 1_000_000
"""In bytes, as the program writes sizes."""
ANYBODY = "*"


def rules_digest(point: Point) -> str:
    """What messages were judged by: the same for rules that say the same."""
    rules = (
        point.mode,
        point.since.isoformat() if point.since else "",
        sorted(map(_address, point.allowed_senders)),
        sorted(map(_extension, point.allowed_extensions)),
        point.largest_attachment,
    )
    return sha256(json.dumps(rules).encode()).hexdigest()


def asks_header(point: Point) -> bool:
    """Whether a header alone can tell that the point does not take a message."""
    return bool(point.allowed_senders) or (point.account_type is AccountType.POP3 and point.since is not None)


def refused(point: Point, letter: Letter) -> Reason | None:
    """Why the point does not take a message, as far as its header tells."""
    if point.allowed_senders and not _allowed(point.allowed_senders, letter.sender):
        return Reason.SENDER
    # An IMAP server was asked for the right ones, by the day they arrived.
    if point.account_type is AccountType.POP3 and _too_old(point, letter.sent_at):
        return Reason.TOO_OLD
    return None


def left_out(point: Point, attachment: Attachment) -> LeftOut | None:
    """Why the point does not take an attachment."""
    allowed = {_extension(extension) for extension in point.allowed_extensions}
    if allowed and not _extensions(attachment.name, attachment.media_type) & allowed:
        return LeftOut.EXTENSION
    largest = point.largest_attachment * MEGABYTE
    return LeftOut.SIZE if 0 < largest < attachment.most and largest < attachment.size else None


def empty(point: Point, left: Sequence[LeftOut | None]) -> Reason | None:
    """Why nothing is left for a point that downloads attachments; `left` says of each why it is left out."""
    if point.mode is not Mode.DOWNLOAD_ATTACHMENTS or None in left:
        return None
    if not left:
        return Reason.NO_ATTACHMENT
    return Reason.SIZE if LeftOut.SIZE in left else Reason.EXTENSION


def _allowed(patterns: Sequence[str], sender: str) -> bool:
    local, _, domain = _address(sender).rpartition("@")
    return bool(local) and any(each in (f"{local}@{domain}", f"{ANYBODY}@{domain}") for each in map(_address, patterns))


def _address(address: str) -> str:
    """An address or pattern in the form that is compared: case does not count, nor how a domain is written."""
    local, _, domain = address.strip().rpartition("@")
    try:
        domain = ascii_domain(domain)
    except ValueError:
        domain = domain.casefold()
    return f"{local.casefold()}@{domain}"


def _too_old(point: Point, sent_at: datetime | None) -> bool:
    """By the calendar of this computer; a message that tells no date is never too old."""
    return point.since is not None and sent_at is not None and _day(sent_at) < point.since


def _day(moment: datetime) -> date:
    try:
        return moment.astimezone().date()
    except (OSError, OverflowError):
        # Senders write any year; Windows knows the local time only from 1970 to 3000.
        return moment.date()


def _extension(extension: str) -> str:
    return extension.removeprefix(".").casefold()


def _extensions(name: str, media_type: str) -> frozenset[str]:
    """What the name ends with, or, where it has no ending, the usual ones of the media type."""
    # Windows drops dots and spaces at the end, so they must not hide what a file really is.
    _, dot, ending = name.rstrip(". ").rpartition(".")
    if dot:
        return frozenset({ending.casefold()})
    return frozenset(map(_extension, _media_types().guess_all_extensions(media_type, strict=False)))


@cache
def _media_types() -> MimeTypes:
    """Python's own table: what this computer is set up with must not change which attachments are taken."""
    return MimeTypes()
