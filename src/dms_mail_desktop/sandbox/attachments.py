"""What hangs on the letters of the sandbox: invoices as PDF and XML, an archive, a logo."""

import struct
import zipfile
import zlib
from collections.abc import Mapping
from decimal import Decimal
from io import BytesIO
from xml.sax.saxutils import escape

from dms_mail_desktop.sandbox.pdf import pdf

BUYER = "Firma Przykladowa sp. z o.o., ul. Prosta 1, 00-001 Warszawa"
BUYER_TAX_ID = "1111111111"
VAT = Decimal("0.23")
PENNY = Decimal("0.01")
BLUE, WHITE = b"\x1f\x5f\xa8", b"\xff\xff\xff"
XML = """\
<?xml version="1.0" encoding="UTF-8"?>
<Faktura xmlns="http://crd.gov.pl/wzor/2023/06/29/12648/">
  <Naglowek>
    <KodFormularza kodSystemowy="FA (2)" wersjaSchemy="1-0E">FA</KodFormularza>
    <WariantFormularza>2</WariantFormularza>
  </Naglowek>
  <Podmiot1>
    <DaneIdentyfikacyjne><NIP>{seller_tax_id}</NIP><Nazwa>{seller}</Nazwa></DaneIdentyfikacyjne>
  </Podmiot1>
  <Podmiot2>
    <DaneIdentyfikacyjne><NIP>{buyer_tax_id}</NIP><Nazwa>{buyer}</Nazwa></DaneIdentyfikacyjne>
  </Podmiot2>
  <Fa>
    <KodWaluty>PLN</KodWaluty>
    <P_2>{number}</P_2>
    <P_13_1>{net}</P_13_1>
    <P_14_1>{tax}</P_14_1>
    <P_15>{gross}</P_15>
    <RodzajFaktury>VAT</RodzajFaktury>
  </Fa>
</Faktura>
"""


def invoice_pdf(number: str, amount: str) -> bytes:
    """An invoice on one page; `amount` is gross, as Polish letters write it."""
    net, tax, gross = _parts(amount)
    return pdf(
        f"Faktura VAT {number}",
        "",
        f"Nabywca: {BUYER}",
        f"NIP: {BUYER_TAX_ID}",
        "",
        "Lp.  Nazwa                              Netto       VAT 23%     Brutto",
        f"1    Towary i uslugi wg zamowienia      {net:>9}   {tax:>9}   {gross:>9}",
        "",
        f"Do zaplaty: {amount} PLN, przelewem w ciagu 14 dni",
    )


def invoice_xml(number: str, amount: str, seller: str) -> bytes:
    """The same as the structured invoice of the national system writes its main fields."""
    net, tax, gross = _parts(amount)
    return XML.format(
        seller=escape(seller),
        seller_tax_id="2222222222",
        buyer=BUYER.partition(",")[0],
        buyer_tax_id=BUYER_TAX_ID,
        number=number,
        net=net,
        tax=tax,
        gross=gross,
    ).encode()


def archive(files: Mapping[str, bytes]) -> bytes:
    """A ZIP archive of the files."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in files.items():
            out.writestr(zipfile.ZipInfo(name), content)
    return target.getvalue()


def logo(width: int = 120, height: int = 40) -> bytes:
    """A picture as it stands in signatures: a blue sign on white, PNG."""
    margin = height // 8
    inside = WHITE * margin + BLUE * (width - 2 * margin) + WHITE * margin
    empty = WHITE * width
    rows = [inside if margin <= row < height - margin else empty for row in range(height)]
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = zlib.compress(b"".join(b"\0" + row for row in rows))
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", data) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _parts(amount: str) -> tuple[Decimal, Decimal, Decimal]:
    gross = Decimal(amount.replace(" ", "").replace(",", "."))
    net = (gross / (1 + VAT)).quantize(PENNY)
    return net, gross - net, gross
