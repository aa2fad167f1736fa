"""Messages taken apart: texts, attachments and what protects them, from any octets."""

from dms_mail_desktop.points.mime.content import Damage
from dms_mail_desktop.points.mime.key import content_key
from dms_mail_desktop.points.mime.message import Address, Attachment, Header, ParsedMessage, Protection, Written
from dms_mail_desktop.points.mime.octets import Octets
from dms_mail_desktop.points.mime.reading import read_message

__all__ = [
    "Address",
    "Attachment",
    "Damage",
    "Header",
    "Octets",
    "ParsedMessage",
    "Protection",
    "Written",
    "content_key",
    "read_message",
]
