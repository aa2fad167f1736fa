"""Taking a message apart, in whatever state it is."""

from dms_mail_desktop.mail.addresses import mailboxes
from dms_mail_desktop.mail.headers import decoded, header_of
from dms_mail_desktop.points.mime.collecting import Collection
from dms_mail_desktop.points.mime.fields import Fields
from dms_mail_desktop.points.mime.message import Address, Header, ParsedMessage
from dms_mail_desktop.points.mime.octets import Octets
from dms_mail_desktop.points.mime.tree import Planter


def read_message(octets: Octets) -> ParsedMessage:
    """Takes a message apart. Never raises, whatever the octets are; they are needed until attachments are written."""
    planter, collection = Planter(), Collection()
    root = planter.plant(octets, 0, len(octets))
    collection.collect(root)
    return ParsedMessage(
        header=_header(root.fields),
        body_text=collection.text,
        attachments=tuple(collection.attachments),
        inline=tuple(collection.inline),
        protection=collection.protection,
        structure_damage=frozenset(planter.damage | collection.damage),
        octets=octets,
    )


def _header(fields: Fields) -> Header:
    names = ("subject", "from", "date", "message-id")
    facts = header_of({name: fields.first(name.encode()).decode("ascii", "surrogateescape") for name in names})
    return Header(
        subject=facts.subject,
        sender_name=facts.sender_name,
        sender=facts.sender,
        to=_addresses(fields, b"to"),
        cc=_addresses(fields, b"cc"),
        reply_to=_addresses(fields, b"reply-to"),
        sent_at=facts.sent_at,
        message_id=facts.message_id,
    )


def _addresses(fields: Fields, name: bytes) -> tuple[Address, ...]:
    """The mailboxes of all fields of that name."""
    values = [value.decode("utf-8", "surrogateescape") for value in fields.all(name)]
    return tuple(Address(decoded(person), address) for value in values for person, address in mailboxes(value))
