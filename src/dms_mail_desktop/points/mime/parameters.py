"""Fields with parameters: Content-Type and Content-Disposition (RFC 2045 section 5.1, RFC 2231)."""

import re
from collections import defaultdict
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from dms_mail_desktop.mail.charsets import text_of
from dms_mail_desktop.mail.headers import decoded

PARAMETER = re.compile(
    rb"(?:;|(?<=\"))\s*+([^\s=;\"*]++)(\*(?:\d{1,4}\*?)?)?\s*+=\s*+(?:\"((?:[^\"\\]|\\.)*+)(?:\"|\Z)|([^;]*+))",
    re.DOTALL,
)
EXTENDED = re.compile(rb"([^']*+)'[^']*+'(.*)", re.DOTALL)
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter's octets; `charset` is None unless it was written by RFC 2231."""

    octets: bytes
    charset: str | None = None

    @property
    def text(self) -> str:
        """Its text on one line, whether by RFC 2231, by RFC 2047 where that is not allowed, or bare."""
        if self.charset is not None:
            text = text_of(self.octets, self.charset)
        elif b"=?" in self.octets:
            text = decoded(self.octets.decode("ascii", "surrogateescape"))
        else:
            text = text_of(self.octets)
        return CONTROL.sub("", text).strip()


@dataclass(frozen=True, slots=True)
class Parameterised:
    """A value in lower case and its parameters by name in lower case."""

    value: str
    parameters: dict[str, Parameter]

    def text(self, name: str) -> str:
        """The text of a parameter, "" if there is none."""
        return self.parameters[name].text if name in self.parameters else ""


def read_parameterised(field: bytes) -> Parameterised:
    """Takes a field's value apart; what cannot be read is left out."""
    value, semicolon, rest = field.partition(b";")
    if b"=" in value:  # no value, parameters at once
        value, semicolon, rest = b"", b";", field
    pieces: dict[str, dict[int, tuple[bool, bytes]]] = defaultdict(dict)
    for found in PARAMETER.finditer(semicolon + rest):
        name, mark, quoted, bare = found.groups()
        octets = quoted.replace(b"\\\\", b"\\").replace(b'\\"', b'"') if quoted is not None else bare.strip()
        number = re.sub(rb"\D", b"", mark or b"")
        # The whole of a parameter counts before its pieces, and an extended one before a plain one.
        place = int(number) if number else -1 if mark else -2
        pieces[name.lower().decode("latin-1")].setdefault(place, ((mark or b"").endswith(b"*"), octets))
    kind = value.partition(b"(")[0].strip().lower().decode("latin-1")
    return Parameterised(kind, {name: _joined(found) for name, found in pieces.items()})


def _joined(pieces: dict[int, tuple[bool, bytes]]) -> Parameter:
    if -1 in pieces:
        chosen = [pieces[-1]]
    elif any(place >= 0 for place in pieces):
        chosen = [pieces[place] for place in sorted(pieces) if place >= 0]
    else:
        return Parameter(pieces[-2][1])
    if not any(extended for extended, _ in chosen):
        return Parameter(b"".join(octets for _, octets in chosen))
    charset, start = "", chosen[0][1]
    if chosen[0][0] and (found := EXTENDED.fullmatch(start)):
        charset, start = found[1].decode("latin-1"), found[2]
    parts = [(chosen[0][0], start), *chosen[1:]]
    return Parameter(b"".join(unquote_to_bytes(octets) if extended else octets for extended, octets in parts), charset)
