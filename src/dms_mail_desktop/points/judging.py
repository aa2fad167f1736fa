"""What a point's rules make of a message that was fetched; the same for a run and a dry run."""

from dataclasses import dataclass

from dms_mail_desktop.errors import MailDesktopError, MessageUnreadable
from dms_mail_desktop.models import Point
from dms_mail_desktop.points.blocks import Received
from dms_mail_desktop.points.facts import EXAMPLE, AttachmentFacts, Examined, LeftOut, Letter, Reason
from dms_mail_desktop.points.filters import empty, left_out, refused
from dms_mail_desktop.points.ledger_facts import Taken
from dms_mail_desktop.points.mime import read_message
from dms_mail_desktop.points.mime.message import ParsedMessage

DETAIL_LENGTH = 200


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """A message taken apart; `reason` says why it is not taken, `left` of each attachment why it is left out."""

    received: Received
    parsed: ParsedMessage
    letter: Letter
    content_key: str
    left: tuple[LeftOut | None, ...] = ()
    reason: Reason | None = None


def judged(point: Point, received: Received) -> Judged:
    """Raises what the octets provoke."""
    parsed = read_message(received.octets)
    header = parsed.header
    letter = Letter(
        header.message_id,
        header.subject,
        header.sender_name,
        header.sender,
        header.sent_at,
        received.letter.arrived_at,
        len(received.octets),
    )
    left = tuple(left_out(point, attachment) for attachment in parsed.attachments)
    reason = refused(point, letter) or empty(point, left)
    return Judged(received, parsed, letter, parsed.content_key(), left, reason)


def unreadable(error: Exception) -> MailDesktopError:
    """What a message that cannot be taken apart or stored did."""
    if isinstance(error, MailDesktopError):
        return error
    return MessageUnreadable(f"{type(error).__name__}: {error}"[:DETAIL_LENGTH])


def examined(message: Judged, taken: Taken | None) -> Examined:
    """What would become of a message; `taken` if its content is stored already."""
    reason = message.reason
    if reason is None and taken is not None:
        reason = Reason.IN_PROGRESS if taken.in_progress else Reason.DUPLICATE
    attachments = tuple(
        AttachmentFacts(each.name, each.media_type, each.size, left)
        for each, left in zip(message.parsed.attachments, message.left, strict=True)
    )
    text = " ".join(message.parsed.body_text[: 10 * EXAMPLE].split())[:EXAMPLE]
    return Examined(message.received.place, message.letter, reason, attachments, text=text)
