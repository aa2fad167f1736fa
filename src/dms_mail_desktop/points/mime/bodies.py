"""The text parts of a message as text."""

import re
from dataclasses import dataclass

from dms_mail_desktop.mail.charsets import text_of
from dms_mail_desktop.points.mime.content import Content, Damage
from dms_mail_desktop.points.mime.html_text import html_text
from dms_mail_desktop.points.mime.parameters import Parameterised
from dms_mail_desktop.points.mime.plain_text import plain_text, unflowed

LONGEST = 4 * 1024 * 1024
"""Encoded octets of a text that are read."""
META_CHARSET = re.compile(rb"<meta[^>]{1,200}?charset=[\"' ]*([A-Za-z0-9._:-]{1,40})", re.IGNORECASE)
REFERENCE = re.compile(r"cid:([^\"'\s<>)]{1,300})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Body:
    """A text part as it was written: `source` is plain text, or HTML if `html`."""

    source: str
    html: bool
    damage: frozenset[Damage] = frozenset()

    @property
    def text(self) -> str:
        """The text as a person reads it."""
        return html_text(self.source) if self.html else self.source

    @property
    def empty(self) -> bool:
        """Whether nothing is written in it."""
        return not self.source.strip()


def read_plain(contents: list[Content], content_type: Parameterised) -> Body:
    """A text/plain part, given by the pieces of it that are text."""
    octets, damage = _read(contents)
    text = plain_text(text_of(octets, content_type.text("charset")))
    if content_type.text("format").lower() == "flowed":
        text = unflowed(text, delete_space=content_type.text("delsp").lower() == "yes")
    return Body(text, html=False, damage=damage | _unreadable(text))


def read_html(content: Content, content_type: Parameterised) -> Body:
    """A text/html part; what it says of its charset itself counts where its header says nothing."""
    octets, damage = _read([content])
    charset = content_type.text("charset")
    if not charset and (meta := META_CHARSET.search(octets, 0, 4096)):
        charset = meta[1].decode("ascii")
    text = text_of(octets, charset)
    return Body(text, html=True, damage=damage | _unreadable(text))


def _read(contents: list[Content]) -> tuple[bytes, frozenset[Damage]]:
    pieces, damage = [], frozenset[Damage]()
    for content in contents:
        cut = Content(content.source, content.start, min(content.end, content.start + LONGEST), content.encoding)
        octets, broken = cut.whole()
        pieces.append(octets)
        damage |= broken
    return b"".join(pieces), damage


def _unreadable(text: str) -> frozenset[Damage]:
    return frozenset({Damage.CHARSET} if "\ufffd" in text else ())
