"""The parts of a message as a tree (RFC 2045, RFC 2046), with limits that hostile messages reach."""

import re
from dataclasses import dataclass, field, replace

from dms_mail_desktop.points.mime.boundaries import Division, divide
from dms_mail_desktop.points.mime.content import Content, Damage, known_encoding
from dms_mail_desktop.points.mime.fields import Fields, read_fields
from dms_mail_desktop.points.mime.octets import Octets
from dms_mail_desktop.points.mime.parameters import Parameterised, read_parameterised

MOST_PARTS = 1000
DEEPEST = 40
OPAQUE = "application/octet-stream"
MEDIA_TYPE = re.compile(r"[a-z0-9!#$&^_.+-]{1,127}/[a-z0-9!#$&^_.+-]{1,127}")


@dataclass(slots=True)
class Part:
    """A part: its header, where its encoded content lies, and the parts it is made of."""

    fields: Fields
    media_type: str
    parameters: Parameterised
    disposition: Parameterised
    content: Content
    children: list["Part"] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The file name, as it was sent; the one that could be read, if there are two."""
        names = (self.disposition.text("filename"), self.parameters.text("name"))
        named = [name for name in names if name]
        return next((name for name in named if "\ufffd" not in name), named[0] if named else "")

    @property
    def content_id(self) -> str:
        """The Content-ID without brackets."""
        return self.fields.first(b"content-id").decode("utf-8", "replace").strip().strip("<>")


class Planter:
    """Grows the tree of one message; `damage` is what was broken in its structure."""

    def __init__(self) -> None:
        self.damage: set[Damage] = set()
        self._left = MOST_PARTS

    def plant(self, octets: Octets, start: int, end: int, *, default: str = "text/plain", depth: int = 0) -> Part:
        """The part that lies between `start` and `end`; `default` is its media type if it names none."""
        self._left -= 1
        fields = read_fields(octets, start, end)
        if fields.damaged:
            self.damage.add(Damage.HEADER)
        parameters = self._content_type(fields)
        part = Part(
            fields,
            _media_type(parameters, default, named=bool(fields.first(b"content-disposition"))),
            parameters,
            read_parameterised(fields.first(b"content-disposition")),
            Content(
                octets, fields.body, end, known_encoding(fields.first(b"content-transfer-encoding").decode("latin-1"))
            ),
        )
        if part.media_type.startswith("multipart/"):
            self._divide(part, depth + 1)
        return part

    def _content_type(self, fields: Fields) -> Parameterised:
        found = [read_parameterised(value) for value in fields.all(b"content-type")]
        if len(found) > 1 and len({parameters.value for parameters in found}) > 1:
            self.damage.add(Damage.CONTENT_TYPE)
        # One of them may have been added by a server that did not see the other; boundaries are never invented.
        found.sort(key=lambda parameters: (not parameters.parameters.get("boundary"), "/" not in parameters.value))
        return found[0] if found else Parameterised("", {})

    def _divide(self, part: Part, depth: int) -> None:
        if depth > DEEPEST:
            self.damage.add(Damage.NESTING)
            part.media_type = OPAQUE
            return
        content, division = self._division(part)
        self._note(division)
        kind = "message/rfc822" if part.media_type == "multipart/digest" else "text/plain"
        for start, end in division.parts:
            if self._left <= 0:
                part.children.append(self._opaque(content, start))
                return
            part.children.append(self.plant(content.source, start, end, default=kind, depth=depth))
        if division.rest:
            part.children.append(self._opaque(content, division.rest[0]))
        elif not division.parts and division.salvaged:
            part.media_type = OPAQUE if part.name else "text/plain"

    def _division(self, part: Part) -> tuple[Content, Division]:
        content, most = part.content, max(self._left, 1)
        boundary = part.parameters.parameters.get("boundary")
        mark = boundary.octets.rstrip() if boundary else b""
        division = divide(content.source, content.start, content.end, mark, most)
        if not division.parts and content.encoding not in ("", "unknown"):
            # An encoding is not allowed here, but some encode the whole.
            decoded, _ = content.decoded()
            again = divide(decoded.source, decoded.start, decoded.end, mark, most)
            if again.parts:
                return decoded, replace(again, salvaged=True)
        return content, division

    def _note(self, division: Division) -> None:
        noted = {
            Damage.BOUNDARY: division.salvaged,
            Damage.UNENDED: not division.ended,
            Damage.EPILOGUE: division.followed,
        }
        self.damage.update(damage for damage, found in noted.items() if found)

    def _opaque(self, content: Content, start: int) -> Part:
        """What begins at `start`, as it was sent."""
        self.damage.add(Damage.PARTS)
        nothing = Parameterised("", {})
        return Part(Fields((), start), OPAQUE, nothing, nothing, Content(content.source, start, content.end))


def _media_type(parameters: Parameterised, default: str, *, named: bool) -> str:
    if not parameters.value:
        return default
    if MEDIA_TYPE.fullmatch(parameters.value):
        return parameters.value
    return OPAQUE if named or "name" in parameters.parameters else "text/plain"
