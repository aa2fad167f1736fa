"""What the difficult messages of the corpus are written with."""

import base64
import json
import quopri
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256

HEAD = """\
From: "Dostawca, Sp. z o.o." <faktury@dostawca.example>
To: Sekretariat <sekretariat@firma.example>
Subject: Faktura 7/2026
Date: Mon, 23 Nov 2026 08:15:00 +0100
Message-ID: <7.2026@dostawca.example>
MIME-Version: 1.0
"""
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
PNG = bytes.fromhex("89504e470d0a1a0a0000000d4948445200000001000000010806000000") + bytes(range(40))
INVOICE = """\
<?xml version="1.0" encoding="UTF-8"?>
<Faktura xmlns="http://crd.gov.pl/wzor/2025/06/25/13775/">
  <Naglowek><KodFormularza kodSystemowy="FA (3)" wersjaSchemy="1-0E">FA</KodFormularza></Naglowek>
  <Podmiot1><Nazwa>Zażółć Gęślą Sp. z o.o.</Nazwa></Podmiot1>
</Faktura>
""".encode()


@dataclass(frozen=True)
class File:
    """An attachment that a message must have."""

    name: str
    media_type: str
    content: bytes
    damaged: bool = False


@dataclass(frozen=True)
class Case:
    """A message and what must be read out of it; `about` says what is difficult."""

    name: str
    about: str
    octets: bytes = field(repr=False)
    body: str = ""
    attachments: tuple[File, ...] = ()
    inline: tuple[File, ...] = ()
    protection: str = "none"
    damaged: tuple[str, ...] = ()
    header: dict[str, str] = field(default_factory=dict)

    def toml(self) -> str:
        """The expectations as they stand beside the message."""
        lines = [f"{key} = {_toml(value)}" for key, value in self._facts().items()]
        if self.header:
            lines += ["", "[header]", *(f"{key} = {_toml(value)}" for key, value in self.header.items())]
        for table, files in (("attachments", self.attachments), ("inline", self.inline)):
            for file in files:
                lines += ["", f"[[{table}]]", *_file(file)]
        return "\n".join(lines) + "\n"

    def _facts(self) -> dict[str, object]:
        return {
            "about": self.about,
            "body_text": self.body,
            "protection": self.protection,
            "damaged": list(self.damaged),
        }


def _file(file: File) -> Iterable[str]:
    facts = {
        "name": file.name,
        "media_type": file.media_type,
        "size": len(file.content),
        "sha256": sha256(file.content).hexdigest(),
        "damaged": file.damaged,
    }
    return (f"{key} = {_toml(value)}" for key, value in facts.items())


def _toml(value: object) -> str:
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def mail(text: str, *, head: str = HEAD, line_end: str = "\r\n") -> bytes:
    """The octets of a message; what `raw` gave stands for itself."""
    return (head + text).replace("\n", line_end).encode("utf-8", "surrogateescape")


def raw(octets: bytes) -> str:
    """Octets to be put into the text of a message."""
    return octets.decode("ascii", "surrogateescape")


def base64_lines(content: bytes, width: int = 76) -> str:
    """Base64 without a line end behind it."""
    letters = base64.b64encode(content).decode()
    return "\n".join(letters[at : at + width] for at in range(0, len(letters), width))


def quoted(text: str, charset: str = "utf-8") -> str:
    """Quoted-printable."""
    return quopri.encodestring(text.encode(charset)).decode()


def word(text: str, charset: str = "utf-8") -> str:
    """An encoded word in base64 (RFC 2047)."""
    return f"=?{charset}?B?{base64.b64encode(text.encode(charset)).decode()}?="


def part(header: str, body: str = "") -> str:
    """A part of a multipart message."""
    return f"{header}\n\n{body}"


def text(body: str, header: str = "Content-Type: text/plain; charset=utf-8") -> str:
    """A text that is written as it is."""
    return part(header, body)


def attached(content: bytes, header: str) -> str:
    """A part in base64."""
    return part(f"{header}\nContent-Transfer-Encoding: base64", base64_lines(content))


def pdf(name: str = "faktura.pdf", content: bytes = PDF) -> str:
    """An attached PDF file."""
    return attached(content, f'Content-Type: application/pdf\nContent-Disposition: attachment; filename="{name}"')


def multipart(*parts: str, kind: str = "mixed", boundary: str = "=_1", more: str = "") -> str:
    """A multipart with its Content-Type, to be put into a message or into another one."""
    body = "".join(f"--{boundary}\n{each}\n" for each in parts)
    return f'Content-Type: multipart/{kind}; boundary="{boundary}"{more}\n\n{body}--{boundary}--\n'


def nested(inner: str) -> str:
    """A multipart as a part of another one."""
    return inner.removesuffix("\n")


A_PDF = File("faktura.pdf", "application/pdf", PDF)
HELLO = "Dzień dobry,\nw załączeniu faktura."
