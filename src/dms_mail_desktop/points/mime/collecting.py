"""Tells the texts of a message from its attachments and from the images that its HTML shows."""

from collections.abc import Iterable
from urllib.parse import unquote

from dms_mail_desktop.mail.headers import decoded
from dms_mail_desktop.points.mime.bodies import LONGEST, REFERENCE, Body, read_html, read_plain
from dms_mail_desktop.points.mime.content import Content, Damage
from dms_mail_desktop.points.mime.fields import read_fields
from dms_mail_desktop.points.mime.message import Attachment, Protection
from dms_mail_desktop.points.mime.parameters import Parameter
from dms_mail_desktop.points.mime.protected import (
    PGP_CONTROL,
    SIGNATURES,
    is_smime,
    pgp_protection,
    smime_protection,
)
from dms_mail_desktop.points.mime.tree import Part
from dms_mail_desktop.points.mime.uuencoded import uuencoded
from dms_mail_desktop.points.mime.winmail import unpack

PLAIN = "text/plain"
MARKED_UP = {"text/html", "text/enriched", "text/richtext", "text/x-amp-html", "text/watch-html"}
MESSAGES = {"message/rfc822", "message/global", "message/news"}
TNEF = {"application/ms-tnef", "application/vnd.ms-tnef"}
RESOURCE_FORK = "application/applefile"
STRENGTH = list(Protection)


class Collection:
    """What a tree of parts holds, in its order."""

    def __init__(self) -> None:
        self.attachments: list[Attachment] = []
        self.inline: list[Attachment] = []
        self.bodies: list[Body] = []
        self.protection = Protection.NONE
        self.damage: set[Damage] = set()
        self._pages: list[Body] = []
        self._maybe_shown: list[Attachment] = []
        self._hidden_body: Body | None = None
        self._rich: list[Attachment] = []

    def collect(self, root: Part) -> None:
        """Sorts out the message whose outermost part is `root`."""
        self._walk(root, root=True)
        shown = {unquote(found) for page in self._pages for found in REFERENCE.findall(page.source)}
        for image in self._maybe_shown:
            if image.content_id in shown:
                self.attachments.remove(image)
                self.inline.append(image)
        if all(body.empty for body in self.bodies):
            self.bodies += [self._hidden_body] if self._hidden_body else []
            self.attachments += [] if self._hidden_body else self._rich
        for body in self.bodies:
            self.damage |= body.damage
            self._protect(pgp_protection(body.source))

    @property
    def text(self) -> str:
        """The text of the message, its pieces below each other."""
        return "\n\n".join(filter(None, (body.text.strip("\n") for body in self.bodies if not body.empty)))

    def _walk(self, part: Part, *, root: bool = False, related: bool = False) -> None:
        if is_smime(part, root=root):
            self._protect(smime_protection(part))
            self._attach(part, name=part.name or "smime.p7m")
        elif part.media_type.startswith("multipart/"):
            self._walk_all(part)
        elif part.media_type in MESSAGES:
            self._attach(part, name=_message_name(part))
        elif part.media_type in TNEF or part.name.lower() == "winmail.dat":
            self._unpack(part)
        elif _is_text(part, root=root):
            self._read(part)
        else:
            self._file(part, related=related)

    def _walk_all(self, part: Part) -> None:
        children = part.children
        if part.media_type == "multipart/alternative":
            self._choose(children)
        elif part.media_type == "multipart/signed":
            self._protect(Protection.SIGNED)
            self._walk_each(child for child in children if child.media_type not in SIGNATURES)
        elif any(child.media_type == PGP_CONTROL for child in children):
            self._protect(Protection.ENCRYPTED)
            for child in children:
                if child.media_type != PGP_CONTROL:
                    self._attach_or_read(child)
        elif part.media_type == "multipart/appledouble":
            files = [child for child in children if child.media_type != RESOURCE_FORK]
            self._walk_each(files or children)
        else:
            self._walk_each(children, related=part.media_type == "multipart/related")

    def _walk_each(self, parts: Iterable[Part], *, related: bool = False) -> None:
        for part in parts:
            self._walk(part, related=related)

    def _attach_or_read(self, part: Part) -> None:
        """The encrypted content beside a control part, or a text that a server added."""
        if _is_text(part, root=False):
            self._read(part)
        else:
            self._attach(part, name=part.name or "encrypted.asc")

    def _choose(self, parts: list[Part]) -> None:
        """Of alternative texts the plain one, unless it is empty; what else they hold is kept whichever is chosen."""
        before, options = self.bodies, []
        for part in parts:
            self.bodies = []
            self._walk(part)
            options.append(self.bodies)
        written = [bodies for bodies in options if not all(body.empty for body in bodies)]
        plain = [bodies for bodies in written if not all(body.html for body in bodies)]
        self.bodies = before + next(iter(plain or written), [])

    def _read(self, part: Part) -> None:
        content = part.content
        if content.end - content.start > LONGEST:
            self.damage.add(Damage.LONG_TEXT)
            self._attach(part)
        if part.media_type != PLAIN:
            body = read_html(content, part.parameters)
            self._pages.append(body)
        elif content.encoding:
            body = read_plain([content], part.parameters)
        else:
            files, spans = uuencoded(content.source, content.start, content.end)
            for file in files:
                self.attachments.append(Attachment(Parameter(file.name).text, "application/octet-stream", file.content))
            body = read_plain([Content(content.source, *span) for span in spans], part.parameters)
        self.bodies.append(body)

    def _file(self, part: Part, *, related: bool) -> None:
        if part.media_type == "message/partial":
            self.damage.add(Damage.FRAGMENT)
        attachment = self._attach(part)
        if part.media_type.startswith("image/") and attachment.content_id:
            if related:
                self.attachments.remove(attachment)
                self.inline.append(attachment)
            else:
                self._maybe_shown.append(attachment)

    def _unpack(self, part: Part) -> None:
        winmail = unpack(part.content)
        if winmail is None or Damage.TNEF in winmail.damage:
            self.damage.add(Damage.TNEF)
            self._attach(part)
        if winmail is None:
            return
        self.attachments += winmail.attachments
        self.inline += winmail.inline
        self.damage |= winmail.damage
        self._hidden_body = self._hidden_body or winmail.body
        if winmail.rich and Damage.TNEF not in winmail.damage:
            self._rich.append(Attachment(part.name, part.media_type, part.content))

    def _attach(self, part: Part, *, name: str | None = None) -> Attachment:
        found = Attachment(part.name if name is None else name, part.media_type, part.content, part.content_id)
        self.attachments.append(found)
        return found

    def _protect(self, protection: Protection) -> None:
        self.protection = max(self.protection, protection, key=STRENGTH.index)


def _is_text(part: Part, *, root: bool) -> bool:
    if part.media_type != PLAIN and part.media_type not in MARKED_UP:
        return False
    return part.disposition.value != "attachment" and (root or not part.name)


def _message_name(part: Part) -> str:
    """The name of an attached message: as sent, or its subject, with the extension that mail programs open."""
    name = part.name
    if not name:
        head = part.content.head(64 * 1024)
        subject = read_fields(head, 0, len(head)).first(b"subject")
        name = decoded(subject.decode("ascii", "surrogateescape"))[:150].strip() or "message"
    return name if name.lower().endswith(".eml") else f"{name}.eml"
