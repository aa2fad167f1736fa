"""How messages are put together, and how that goes wrong (RFC 2045, RFC 2046)."""

from .case import (
    A_PDF,
    HEAD,
    HELLO,
    INVOICE,
    PDF,
    PNG,
    Case,
    File,
    attached,
    mail,
    multipart,
    nested,
    part,
    pdf,
    text,
)

INNER = mail("Content-Type: text/plain\n\nStara wiadomość.\n", head=HEAD.replace("Faktura 7/2026", "Zamówienie 3"))
HTML = part("Content-Type: text/html; charset=utf-8", '<p>Dzień <b>dobry</b>,<br>logo: <img src="cid:logo@x"></p>')
LOGO = "Content-Type: image/png; name=logo.png\nContent-ID: <logo@x>\nContent-Disposition: inline; filename=logo.png"
A_LOGO = File("logo.png", "image/png", PNG)

CASES = [
    Case(
        "nested",
        "Mixed of related of alternative, as Outlook writes",
        mail(
            multipart(
                nested(
                    multipart(
                        nested(multipart(text(HELLO), HTML, kind="alternative", boundary="=_3")),
                        attached(PNG, LOGO),
                        kind="related",
                        boundary="=_2",
                        more='; type="multipart/alternative"',
                    )
                ),
                pdf(),
            )
        ),
        HELLO,
        (A_PDF,),
        (A_LOGO,),
    ),
    Case(
        "alternative-of-mixed",
        "Apple Mail: the file lies in the HTML alternative",
        mail(
            multipart(
                text(HELLO),
                nested(multipart(HTML, pdf(), part("Content-Type: text/html", "<br>"), boundary="=_2")),
                kind="alternative",
            )
        ),
        HELLO,
        (A_PDF,),
    ),
    Case(
        "text-file-text",
        "Apple Mail: text above and below the file",
        mail(multipart(text("Nad."), pdf(), text("Pod."))),
        "Nad.\n\nPod.",
        (A_PDF,),
    ),
    Case(
        "inline-by-reference",
        "An image in a mixed multipart that the HTML shows, and one that it does not",
        mail(
            multipart(
                HTML, attached(PNG, LOGO), attached(PNG, "Content-Type: image/png; name=skan.png\nContent-ID: <skan@x>")
            )
        ),
        "Dzień dobry,\nlogo:",
        (File("skan.png", "image/png", PNG),),
        (A_LOGO,),
    ),
    Case(
        "inline-pdf",
        "A PDF file marked inline with a Content-ID is an attachment all the same",
        mail(
            multipart(
                HTML,
                attached(
                    PDF,
                    "Content-Type: application/pdf\nContent-ID: <f@x>\n"
                    "Content-Disposition: inline; filename=faktura.pdf",
                ),
                kind="related",
            )
        ),
        "Dzień dobry,\nlogo:",
        (A_PDF,),
    ),
    Case(
        "inline-without-id",
        "An image marked inline without a Content-ID is an attachment",
        mail(multipart(HTML, attached(PNG, "Content-Type: image/png\nContent-Disposition: inline; filename=skan.png"))),
        "Dzień dobry,\nlogo:",
        (File("skan.png", "image/png", PNG),),
    ),
    Case(
        "text-attachment",
        "A text file is no body, whether marked attachment or only named",
        mail(
            multipart(
                text(HELLO),
                text("a;b", "Content-Type: text/csv; name=dane.csv"),
                text("uwagi", 'Content-Type: text/plain; name="uwagi.txt"'),
                text("log", "Content-Type: text/plain\nContent-Disposition: attachment"),
            )
        ),
        HELLO,
        (
            File("dane.csv", "text/csv", b"a;b"),
            File("uwagi.txt", "text/plain", b"uwagi"),
            File("", "text/plain", b"log"),
        ),
    ),
    Case(
        "attached-message",
        "A message in a message is one file, its own attachments stay in it",
        mail(
            multipart(
                text(HELLO), part("Content-Type: message/rfc822", INNER.decode().replace("\r\n", "\n").rstrip("\n"))
            )
        ),
        HELLO,
        (File("Zamówienie 3.eml", "message/rfc822", INNER.rstrip(b"\r\n")),),
    ),
    Case(
        "attached-message-base64",
        "A message in a message in base64, which RFC 2046 forbids and Exchange does; its name has a dot",
        mail(multipart(text(HELLO), attached(INNER, 'Content-Type: message/rfc822; name="RE: Zamówienie nr 1.2"'))),
        HELLO,
        (File("RE: Zamówienie nr 1.2.eml", "message/rfc822", INNER),),
    ),
    Case(
        "attached-message-no-subject",
        "A message in a message that has no subject",
        mail(multipart(text(HELLO), part("Content-Type: message/rfc822", "From: a@b.example\n\nx"))),
        HELLO,
        (File("message.eml", "message/rfc822", b"From: a@b.example\r\n\r\nx"),),
    ),
    Case(
        "digest",
        "A digest: its parts are messages though they do not say so",
        mail(
            multipart(
                text("Spis."),
                nested(multipart("\nSubject: Jeden\n\n1", "\nSubject: Dwa\n\n2", kind="digest", boundary="=_2")),
            )
        ),
        "Spis.",
        (
            File("Jeden.eml", "message/rfc822", b"Subject: Jeden\r\n\r\n1"),
            File("Dwa.eml", "message/rfc822", b"Subject: Dwa\r\n\r\n2"),
        ),
    ),
    Case(
        "delivery-status",
        "A bounce: what the server says is kept, and so is the header of what was sent (RFC 3464)",
        mail(
            multipart(
                text("Nie dostarczono."),
                part("Content-Type: message/delivery-status", "Reporting-MTA: dns; mx.example\n\nAction: failed"),
                part("Content-Type: text/rfc822-headers", "Subject: x"),
                kind="report",
                more="; report-type=delivery-status",
            )
        ),
        "Nie dostarczono.",
        (
            File("", "message/delivery-status", b"Reporting-MTA: dns; mx.example\r\n\r\nAction: failed"),
            File("", "text/rfc822-headers", b"Subject: x"),
        ),
    ),
    Case(
        "partial",
        "A piece of a message (RFC 2046 section 5.2.2)",
        mail("Content-Type: message/partial; id=a@b; number=2; total=3\n\nJVBERi0x\n"),
        attachments=(File("", "message/partial", b"JVBERi0x\r\n"),),
        damaged=("fragment",),
    ),
    Case(
        "external-body",
        "A file that lies elsewhere (RFC 2046 section 5.2.3)",
        mail(
            multipart(
                text(HELLO),
                part(
                    'Content-Type: message/external-body; access-type=URL;\n URL="https://x.example/f.pdf"',
                    "Content-Type: application/pdf",
                ),
            )
        ),
        HELLO,
        (File("", "message/external-body", b"Content-Type: application/pdf"),),
    ),
    Case(
        "invoice",
        "A KSeF invoice in XML beside its picture in PDF",
        mail(
            multipart(
                text(HELLO), attached(INVOICE, "Content-Type: text/xml; charset=utf-8; name=FA_7_2026.xml"), pdf()
            )
        ),
        HELLO,
        (File("FA_7_2026.xml", "text/xml", INVOICE), A_PDF),
    ),
    Case(
        "invoice-alone",
        "A message that is an invoice in XML",
        mail(attached(INVOICE, "Content-Type: application/xml\nContent-Disposition: inline") + "\n"),
        "",
        (File("", "application/xml", INVOICE),),
    ),
]
