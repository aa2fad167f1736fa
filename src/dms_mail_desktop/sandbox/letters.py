"""The mail that waits in the sandbox's mailboxes: what Polish companies really receive, awkward cases included."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP, compat32
from email.utils import format_datetime, make_msgid

from dms_mail_desktop.sandbox.attachments import archive, invoice_pdf, invoice_xml, logo
from dms_mail_desktop.sandbox.pdf import pdf

SIGNED_BY = "biuro@kancelaria-lis.example"
GREETING = "Dzień dobry,\n\n"
REGARDS = "\n\nZ poważaniem\n"
Sign = Callable[[str, bytes], bytes]
"""Makes a signed MIME entity from the signer's address and a MIME entity."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A message of the stock and when it came."""

    content: bytes
    arrived: datetime
    seen: bool


def samples(recipient: str, now: datetime, sign: Sign) -> list[Sample]:
    """The stock for one mailbox, oldest first."""
    makers = _makers()
    stock = []
    for age, make in enumerate(makers):
        arrived = now - timedelta(hours=7 * (len(makers) - age), minutes=11 * age)
        stock.append(Sample(addressed(make(), recipient, arrived), arrived, seen=age < len(makers) // 2))
    stock.insert(len(stock) - 2, _signed(recipient, now - timedelta(hours=17), sign))
    return stock


def addressed(letter: EmailMessage, recipient: str, sent: datetime) -> bytes:
    """The letter with what a sender adds at last, as octets."""
    letter["To"] = recipient
    letter["Date"] = format_datetime(sent)
    letter["Message-ID"] = make_msgid(domain=str(letter["From"]).rpartition("@")[2].rstrip(">"))
    return letter.as_bytes()


def _letter(sender: str, subject: str, text: str, charset: str = "utf-8") -> EmailMessage:
    letter = EmailMessage(policy=SMTP)
    letter["From"] = sender
    if subject:
        letter["Subject"] = subject
    letter.set_content(text, charset=charset)
    return letter


def invoice(sender: str, number: str, filename: str, amount: str) -> EmailMessage:
    """A letter with an invoice; `amount` is gross, as Polish letters write it."""
    letter = _letter(
        sender,
        f"Faktura {number}",
        f"{GREETING}w załączeniu przesyłamy fakturę {number} na kwotę {amount} zł.{REGARDS}Dział Księgowości",
    )
    _attach_pdf(letter, filename, invoice_pdf(number, amount))
    return letter


def _attach_pdf(letter: EmailMessage, filename: str, content: bytes) -> None:
    letter.add_attachment(content, maintype="application", subtype="pdf", filename=filename)


def _long_named() -> EmailMessage:
    name = f"{'Faktura za usługi księgowe ' * 9}.pdf"
    return invoice("Biuro Rachunkowe <biuro@rachunki.example>", "2026/44", name, "2 460,00")


def _makers() -> tuple[Callable[[], EmailMessage], ...]:
    water = "Zakład Usług Wodnych Źródło <biuro@zrodlo.example>"
    return (
        lambda: invoice(
            "Hurtownia Papiernicza <faktury@papier.example>", "FV/2026/10/0931", "FV-2026-10-0931.pdf", "1 234,56"
        ),
        _newsletter,
        lambda: invoice(water, "118/2026", "Faktura VAT nr 118 – Zażółć gęślą jaźń.pdf", "487,20"),
        _named_in_the_old_way,
        lambda: invoice(
            "Transport Nowak <fv@transport.example>", "77/10/26", "..\\..\\Windows\\faktura 77.pdf", "60,00"
        ),
        _long_named,
        _scans,
        _structured,
        _forwarded,
        _latin2,
        _with_logo,
        _nameless,
        _html_only,
        lambda: invoice(
            "Energia Polska <efaktura@energia.example>", "E/26/11/552310", "E_26_11_552310.PDF", "3 918,44"
        ),
    )


def _newsletter() -> EmailMessage:
    letter = _letter(
        "Przegląd Podatkowy <newsletter@przeglad.example>",
        "Co zmienia się w VAT od stycznia? 🧾",
        "Zobacz listę zmian na naszej stronie.\n\nWypisz się: https://przeglad.example/wypisz",
    )
    letter["List-Unsubscribe"] = "<https://przeglad.example/wypisz>"
    page = "<h1>Co zmienia się w VAT?</h1><p>Zobacz <a href='https://przeglad.example'>listę</a>.</p>"
    letter.add_alternative(page, subtype="html")
    return letter


def _named_in_the_old_way() -> EmailMessage:
    """The name only as an RFC 2047 word in Content-Type, as old programs write it."""
    letter = invoice("Serwis Wind <serwis@windy.example>", "S/310", "", "799,99")
    part = next(letter.iter_attachments())
    del part["Content-Disposition"], part["Content-Type"]
    part.policy = compat32  # leaves the word as it is
    part["Content-Type"] = 'application/pdf;\r\n name="=?iso-8859-2?Q?Faktura_za_wrzesie=F1.pdf?="'
    return letter


def _scans() -> EmailMessage:
    letter = _letter("Skaner III piętro <skaner@firma.example>", "", "Dokument zeskanowany.")
    for page in ("Strona 1", "Strona 2"):
        _attach_pdf(letter, "skan.pdf", pdf(page))
    return letter


def _structured() -> EmailMessage:
    letter = invoice("Oprogramowanie Sowa <faktury@sowa.example>", "FS 12/11/2026", "FS 12_11_2026.pdf", "9 840,00")
    xml = invoice_xml("FS 12/11/2026", "9 840,00", "Oprogramowanie Sowa")
    letter.add_attachment(xml, maintype="application", subtype="xml", filename="FS 12_11_2026.xml")
    return letter


def _forwarded() -> EmailMessage:
    inner = invoice("Drukarnia Kropka <fv@kropka.example>", "KR/2026/205", "KR-2026-205.pdf", "315,00")
    inner["To"] = "anna.nowak@firma.example"
    letter = _letter(
        "Jan Kowalski <jan.kowalski@firma.example>",
        "PD: Faktura KR/2026/205",
        "Aniu, to przyszło do mnie. Proszę o zaksięgowanie.\n\nJanek",
    )
    letter.add_attachment(inner)
    return letter


def _latin2() -> EmailMessage:
    return _letter(
        "Księgowość <ksiegowosc@dostawca.example>",
        "Prośba o potwierdzenie salda na dzień 31.10.2026",
        f"{GREETING}prosimy o potwierdzenie salda. Łączna kwota należności: 12 340,00 zł.{REGARDS}Grażyna Żółć",
        "iso-8859-2",
    )


def _with_logo() -> EmailMessage:
    letter = _letter("Kurier Ekspres <ebok@kurier.example>", "Faktura K-88231 / zestawienie", "Faktura w załączniku.")
    letter.add_alternative('<p><img src="cid:logo@kurier.example" alt=""> Faktura w załączniku.</p>', subtype="html")
    html = letter.get_body(("html",))
    if html is not None:
        html.add_related(logo(), maintype="image", subtype="png", cid="<logo@kurier.example>", filename="image001.png")
    _attach_pdf(letter, "K-88231.pdf", invoice_pdf("K-88231", "54,12"))
    lists = {f"zestawienie {month}.pdf": pdf(f"Przesylki, {month}") for month in ("2026-09", "2026-10")}
    letter.add_attachment(archive(lists), maintype="application", subtype="zip", filename="zestawienie.zip")
    return letter


def _html_only() -> EmailMessage:
    """A letter of a shop: no plain text at all."""
    letter = EmailMessage(policy=SMTP)
    letter["From"] = "Sklep Biurowy Spinacz <zamowienia@spinacz.example>"
    letter["Subject"] = "Potwierdzenie zamówienia 20261122-17"
    letter.set_content(
        "<html><body><h2>Dziękujemy za zamówienie</h2><table><tr><th>Towar</th><th>Ilość</th></tr>"
        "<tr><td>Papier A4, ryza</td><td>20</td></tr><tr><td>Segregatory</td><td>12</td></tr></table>"
        "<p>Razem: <b>611,31&nbsp;zł</b></p></body></html>",
        subtype="html",
    )
    return letter


def _nameless() -> EmailMessage:
    letter = _letter("Urząd Miasta <kancelaria@urzad.example>", "Decyzja nr 5521/2026", "Decyzja w załączniku.")
    letter.add_attachment(pdf("Decyzja nr 5521/2026"), maintype="application", subtype="pdf")
    return letter


def _signed(recipient: str, arrived: datetime, sign: Sign) -> Sample:
    """A message whose signature covers an attachment."""
    part = _letter("", "", f"{GREETING}w załączeniu podpisana umowa.{REGARDS}Marek Lis, radca prawny")
    _attach_pdf(part, "Umowa 7-2026.pdf", pdf("Umowa nr 7/2026"))
    del part["From"]
    head = EmailMessage(policy=SMTP)
    head["From"] = f"Marek Lis <{SIGNED_BY}>"
    head["To"] = recipient
    head["Subject"] = "Umowa nr 7/2026 – podpisana"
    head["Date"] = format_datetime(arrived)
    head["Message-ID"] = make_msgid(domain="kancelaria-lis.example")
    return Sample(head.as_bytes().removesuffix(b"\r\n") + sign(SIGNED_BY, part.as_bytes()), arrived, seen=False)
