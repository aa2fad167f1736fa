"""Names of attachments, as the world writes them (RFC 2231, RFC 2047, and neither)."""

from .case import HEAD, HELLO, PDF, Case, File, attached, mail, multipart, raw, text, word

ZOLC = "Zażółć gęślą jaźń.pdf"


def named(name: str, about: str, header: str, expected: str, media_type: str = "application/pdf") -> Case:
    """A message with one PDF file; `header` says its type and name."""
    octets = mail(multipart(text(HELLO), attached(PDF, header)))
    return Case(f"name-{name}", about, octets, HELLO, (File(expected, media_type, PDF),))


def disposed(name: str, about: str, parameter: str, expected: str) -> Case:
    """A message with one PDF file whose Content-Disposition has this parameter."""
    return named(name, about, f"Content-Type: application/pdf\nContent-Disposition: attachment{parameter}", expected)


CASES = [
    disposed(
        "rfc2231",
        "RFC 2231 with a charset and percent signs",
        ";\n filename*=UTF-8''Za%C5%BC%C3%B3%C5%82%C4%87%20g%C4%99%C5%9Bl%C4%85%20ja%C5%BA%C5%84.pdf",
        ZOLC,
    ),
    disposed(
        "rfc2231-continued",
        "RFC 2231 in pieces out of order, encoded and plain ones; a letter is divided between two",
        ";\n filename*1*=%82%C4%87%20g%C4%99%C5%9B;\n filename*0*=utf-8'pl'Za%C5%BC%C3%B3%C5;"
        '\n filename*2=l; filename*3*=%C4%85%20ja%C5%BA%C5%84; filename*4=".pdf"',
        ZOLC,
    ),
    disposed(
        "rfc2231-plain-continued",
        "RFC 2231 pieces without any encoding",
        ';\n filename*0="bardzo-dluga-nazwa-faktury-";\n filename*1="za-listopad.pdf"',
        "bardzo-dluga-nazwa-faktury-za-listopad.pdf",
    ),
    disposed(
        "rfc2231-iso-8859-2",
        "RFC 2231 in ISO 8859-2",
        "; filename*=iso-8859-2''Za%BF%F3%B3%E6.pdf",
        "Zażółć.pdf",
    ),
    disposed(
        "rfc2231-before-plain",
        "The extended parameter counts before the degraded plain one, whichever comes first",
        "; filename=\"Za????.pdf\"; filename*=UTF-8''Za%C5%BC%C3%B3%C5%82%C4%87.pdf",
        "Zażółć.pdf",
    ),
    disposed(
        "rfc2231-quoted",
        "RFC 2231 put into quotes, which it must not be",
        "; filename*=\"utf-8''Faktura%207.pdf\"",
        "Faktura 7.pdf",
    ),
    disposed(
        "rfc2231-no-charset",
        "RFC 2231 without a charset, and with a broken percent sign",
        "; filename*=''100%25%20%C5%BC%zz.pdf",
        "100% ż%zz.pdf",
    ),
    disposed(
        "rfc2231-star-only", "A star, but nothing of RFC 2231 behind it", "; filename*=faktura.pdf", "faktura.pdf"
    ),
    disposed(
        "rfc2047-quoted",
        "RFC 2047 within quotes, which RFC 2047 forbids and Outlook does",
        f';\n filename="{word("Zażółć gęślą")}\n {word(" jaźń.pdf")}"',
        ZOLC,
    ),
    disposed(
        "rfc2047-bare", "RFC 2047 without quotes", f"; filename={word('Zażółć.pdf', 'windows-1250')}", "Zażółć.pdf"
    ),
    disposed(
        "rfc2047-q",
        "RFC 2047 in Q, a space as an underscore, in two words",
        ';\n filename="=?iso-8859-2?Q?Za=BF=F3=B3=E6_g=EA=B6l=B1?= =?iso-8859-2?Q?_ja=BC=F1.pdf?="',
        ZOLC,
    ),
    disposed(
        "rfc2047-split-letter",
        "A letter divided between two encoded words, as old Outlook does",
        ';\n filename="=?utf-8?B?WmHFvMOzxQ==?=\n =?utf-8?B?gsSHLnBkZg==?="',
        "Zażółć.pdf",
    ),
    disposed(
        "rfc2047-unknown-charset",
        "RFC 2047 in a charset nobody knows, which was UTF-8",
        '; filename="=?x-polski?Q?Za=C5=BC=C3=B3=C5=82=C4=87.pdf?="',
        "Zażółć.pdf",
    ),
    disposed(
        "rfc2047-language",
        "RFC 2047 with a language (RFC 2231 section 5)",
        '; filename="=?utf-8*pl?Q?=C5=BC.pdf?="',
        "ż.pdf",
    ),
    disposed(
        "rfc2047-in-rfc2231",
        "RFC 2047 cut into RFC 2231 pieces",
        f';\n filename*0="{word("Zażółć.pdf")[:12]}";\n filename*1="{word("Zażółć.pdf")[12:]}"',
        "Zażółć.pdf",
    ),
    disposed("utf8", "Bare UTF-8", '; filename="Zażółć gęślą jaźń.pdf"', ZOLC),
    disposed("cp1250", "Bare CP1250", f'; filename="{raw(ZOLC.encode("cp1250"))}"', ZOLC),
    disposed("koi8", "RFC 2047 in KOI8-R", f'; filename="{word("Счёт.pdf", "koi8-r")}"', "Счёт.pdf"),
    disposed("shift-jis", "RFC 2231 in Shift JIS", "; filename*=shift_jis''%90%BF%8B%81%8F%91.pdf", "請求書.pdf"),
    disposed(
        "gb2312",
        "GB 2312 that is in truth GB 18030",
        f'; filename="{word("发票镕.pdf", "gb18030")}"'.replace("gb18030", "gb2312"),
        "发票镕.pdf",
    ),
    disposed("unquoted-spaces", "Spaces without quotes", "; filename=Faktura nr 7.pdf", "Faktura nr 7.pdf"),
    disposed("quotes-missing", "The closing quote is missing", '; filename="faktura.pdf', "faktura.pdf"),
    disposed("semicolon", "A semicolon and quotes in the name", '; filename="a;b \\"c\\".pdf"; size=5', 'a;b "c".pdf'),
    disposed("no-semicolon", "No semicolon between the parameters", '; size="5" filename="faktura.pdf"', "faktura.pdf"),
    disposed("path", "A Windows path", '; filename="C:\\Faktury\\..\\faktura.pdf"', "C:\\Faktury\\..\\faktura.pdf"),
    disposed(
        "traversal",
        "A path that leads out of every folder",
        "; filename=../../etc/faktura.pdf",
        "../../etc/faktura.pdf",
    ),
    disposed("reserved", "A name that Windows has reserved", '; filename="CON.pdf"', "CON.pdf"),
    disposed(
        "control", "Control characters and a fold in the name", '; filename="fak\x00tu\x07ra\n .pdf"', "faktura .pdf"
    ),
    disposed("upper-case", "Parameters in capital letters", '; FILENAME="Faktura.PDF"', "Faktura.PDF"),
    named(
        "type-only",
        "The name is in Content-Type only",
        'Content-Type: application/pdf; name="faktura.pdf"',
        "faktura.pdf",
    ),
    named(
        "two-names",
        "Content-Disposition counts before Content-Type",
        'Content-Type: application/pdf; name="inna.pdf"\nContent-Disposition: attachment; filename="faktura.pdf"',
        "faktura.pdf",
    ),
    named(
        "one-unreadable",
        "Of two names the one that can be read",
        f'Content-Type: application/pdf; name="{word("żółw.pdf")}"\n'
        "Content-Disposition: attachment; filename*=utf-8''%C5%BC%FFw.pdf",
        "żółw.pdf",
    ),
    named("none", "No name at all", "Content-Type: application/pdf\nContent-Disposition: attachment", ""),
    named(
        "no-disposition-value",
        "Content-Disposition begins with its parameter",
        'Content-Type: application/pdf\nContent-Disposition: filename="faktura.pdf"',
        "faktura.pdf",
    ),
    named(
        "bad-type",
        "Content-Type is no media type",
        'Content-Type: pdf; name="faktura.pdf"',
        "faktura.pdf",
        "application/octet-stream",
    ),
    Case(
        "name-of-whole-message",
        "The message is an attachment and nothing else",
        mail(attached(PDF, 'Content-Type: application/pdf; name="skan.pdf"') + "\n"),
        attachments=(File("skan.pdf", "application/pdf", PDF),),
    ),
    Case(
        "header-addresses",
        "Names with commas, bare and encoded; a comment; a group; the sender's name in CP1250",
        mail(
            "Content-Type: text/plain\n\nx\n",
            head=HEAD.replace('"Dostawca, Sp. z o.o."', raw("Księgowość, Łódź".encode("cp1250")))
            .replace(
                "Sekretariat <",
                f"Zarząd: Kowalski, Jan <jan@firma.example>, {word('Nowak, Ewa')} <ewa@firma.example>;\n <",
            )
            .replace(
                "Subject: Faktura 7/2026",
                f"Cc: biuro@firma.example (Biuro)\nSubject: {word('Zażółć')}\n {word(' gęślą')}",
            ),
        ),
        body="x",
        header={
            "subject": "Zażółć gęślą",
            "sender_name": "Księgowość, Łódź",
            "sender": "faktury@dostawca.example",
            "to": "Kowalski, Jan <jan@firma.example>|Nowak, Ewa <ewa@firma.example>| <sekretariat@firma.example>",
            "cc": "Biuro <biuro@firma.example>",
            "message_id": "<7.2026@dostawca.example>",
            "sent_at": "2026-11-23T07:15:00+00:00",
        },
    ),
]
