"""What hangs on the letters can be opened."""

import struct
import zipfile
import zlib
from io import BytesIO
from xml.etree import ElementTree as ET

from dms_mail_desktop.sandbox.attachments import archive, invoice_pdf, invoice_xml, logo

FA = "{http://crd.gov.pl/wzor/2023/06/29/12648/}"


def test_a_structured_invoice_adds_up():
    invoice = ET.fromstring(invoice_xml("FS 12/11/2026", "9 840,00", "Sowa & Syn"))  # noqa: S314 - our own
    told = {element.tag.removeprefix(FA): element.text for element in invoice.iter()}
    assert told["P_2"] == "FS 12/11/2026"
    assert (told["P_13_1"], told["P_14_1"], told["P_15"]) == ("8000.00", "1840.00", "9840.00")
    assert [element.text for element in invoice.iter(f"{FA}Nazwa")] == ["Sowa & Syn", "Firma Przykladowa sp. z o.o."]


def test_an_invoice_says_what_is_to_be_paid():
    document = invoice_pdf("118/2026", "487,20")
    assert b"(Faktura VAT 118/2026)" in document
    assert b"(Do zaplaty: 487,20 PLN" in document
    assert b"396.10" in document


def test_an_archive_holds_its_files():
    with zipfile.ZipFile(BytesIO(archive({"a.pdf": b"one", "b.pdf": b"two"}))) as content:
        assert {name: content.read(name) for name in content.namelist()} == {"a.pdf": b"one", "b.pdf": b"two"}


def test_the_logo_is_a_picture_of_the_size_it_says():
    picture = logo(24, 16)
    chunks, position = {}, 8
    while position < len(picture):
        length, kind = struct.unpack_from(">I4s", picture, position)
        data = picture[position + 8 : position + 8 + length]
        assert struct.unpack_from(">I", picture, position + 8 + length)[0] == zlib.crc32(kind + data)
        chunks[kind] = data
        position += 12 + length
    assert struct.unpack(">IIBBBBB", chunks[b"IHDR"]) == (24, 16, 8, 2, 0, 0, 0)
    assert len(zlib.decompress(chunks[b"IDAT"])) == 16 * (1 + 24 * 3)
