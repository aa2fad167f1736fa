"""The attachments and the text that Outlook hides in a winmail.dat."""

from dataclasses import dataclass
from mimetypes import MimeTypes

from dms_mail_desktop.mail.charsets import text_of
from dms_mail_desktop.points.mime.bodies import Body
from dms_mail_desktop.points.mime.content import Content, Damage
from dms_mail_desktop.points.mime.message import Attachment
from dms_mail_desktop.points.mime.plain_text import plain_text
from dms_mail_desktop.points.mime.tnef import (
    BINARY,
    EMBEDDED_MESSAGE,
    SHOWN_IN_HTML,
    Property,
    Tnef,
    TnefFile,
    read_tnef,
)
from dms_mail_desktop.points.mime.tree import MEDIA_TYPE, OPAQUE

TYPES = MimeTypes()
"""Not the module's own functions: those read what the computer has registered."""
TNEF_TYPE = "application/ms-tnef"


@dataclass(frozen=True, slots=True)
class Winmail:
    """What was unpacked; `rich` is whether there is a text in RTF, which is not read."""

    attachments: tuple[Attachment, ...]
    inline: tuple[Attachment, ...]
    body: Body | None
    rich: bool
    damage: frozenset[Damage]


def unpack(content: Content) -> Winmail | None:
    """Unpacks a winmail.dat; None if it is none."""
    decoded, damage = content.decoded()
    tnef = read_tnef(decoded.source, decoded.start, decoded.end)
    if not tnef:
        return None
    found = set(damage)
    if not tnef.whole:
        found.add(Damage.TNEF)
    attachments: list[Attachment] = []
    inline: list[Attachment] = []
    for file in tnef.files:
        shown = tnef.number(file.properties.get(Property.FLAGS)) & SHOWN_IN_HTML
        attachment = _attachment(tnef, file)
        if tnef.number(file.properties.get(Property.METHOD)) == EMBEDDED_MESSAGE:
            found.add(Damage.OUTLOOK_ITEM)
        elif shown and attachment.content_id and attachment.media_type.startswith("image/"):
            inline.append(attachment)
            continue
        attachments.append(attachment)
    return Winmail(tuple(attachments), tuple(inline), _body(tnef), Property.RTF in tnef.properties, frozenset(found))


def _attachment(tnef: Tnef, file: TnefFile) -> Attachment:
    known = file.properties
    names = (
        tnef.text(known.get(Property.LONG_NAME)),
        text_of(file.title, tnef.code_page),
        tnef.text(known.get(Property.SHORT_NAME)),
        tnef.text(known.get(Property.DISPLAY_NAME)),
    )
    name = next(filter(None, names), "")
    media_type = tnef.text(known.get(Property.MEDIA_TYPE)).strip().lower()
    if not MEDIA_TYPE.fullmatch(media_type):
        media_type = TYPES.guess_type(name)[0] or OPAQUE
    if tnef.number(known.get(Property.METHOD)) == EMBEDDED_MESSAGE:
        media_type = TNEF_TYPE
    start, end = file.data or (0, 0)
    content_id = tnef.text(known.get(Property.CONTENT_ID)).strip("<> ")
    return Attachment(name, media_type, Content(tnef.octets, start, end), content_id)


def _body(tnef: Tnef) -> Body | None:
    plain = tnef.properties.get(Property.BODY)
    html = tnef.properties.get(Property.HTML)
    if plain:
        text = tnef.text(plain)
    elif html and html.kind == BINARY:
        code_page = tnef.number(tnef.properties.get(Property.INTERNET_CODE_PAGE))
        return Body(text_of(bytes(tnef.octets[slice(*html.span)]), f"cp{code_page}"), html=True)
    elif html:
        return Body(tnef.text(html), html=True)
    elif tnef.plain:
        text = text_of(bytes(tnef.octets[slice(*tnef.plain)]), tnef.code_page).rstrip("\0")
    else:
        return None
    return Body(plain_text(text), html=False)
