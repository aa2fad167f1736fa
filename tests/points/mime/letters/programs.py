"""What certain programs write."""

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
    word,
)

ICS = b"BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n"
HTML = part("Content-Type: text/html; charset=utf-8", "<p>Dzień dobry,<br>w załączeniu faktura.</p>")

CASES = [
    Case(
        "calendar-gmail",
        "An invitation by Gmail: an alternative and the same as a file",
        mail(
            multipart(
                nested(
                    multipart(
                        text(HELLO),
                        HTML,
                        attached(ICS, "Content-Type: text/calendar; charset=utf-8; method=REQUEST"),
                        kind="alternative",
                        boundary="=_2",
                    )
                ),
                attached(
                    ICS,
                    'Content-Type: application/ics; name="invite.ics"\n'
                    'Content-Disposition: attachment; filename="invite.ics"',
                ),
            )
        ),
        HELLO,
        (File("", "text/calendar", ICS), File("invite.ics", "application/ics", ICS)),
    ),
    Case(
        "calendar-exchange",
        "An invitation by Exchange: nothing but the alternatives",
        mail(
            multipart(
                text(HELLO),
                HTML,
                attached(ICS, 'Content-Type: text/calendar; charset="utf-8"; method=REQUEST; name="meeting.ics"'),
                kind="alternative",
            )
        ),
        HELLO,
        (File("meeting.ics", "text/calendar", ICS),),
    ),
    Case(
        "outlook-image-names",
        "Outlook: shown images with dates and sizes in Content-Disposition",
        mail(
            multipart(
                nested(
                    multipart(
                        part(
                            "Content-Type: text/html; charset=utf-8",
                            '<p>Podpis</p><img src="cid:image001.png@01DC5C00.1A2B3C40">',
                        ),
                        attached(
                            PNG,
                            'Content-Type: image/png; name="image001.png"\nContent-Description: image001.png\n'
                            'Content-Disposition: inline; filename="image001.png"; size=78;\n'
                            '\tcreation-date="Mon, 23 Nov 2026 07:15:00 GMT"\n'
                            "Content-ID: <image001.png@01DC5C00.1A2B3C40>",
                        ),
                        kind="related",
                        boundary="_004_ABC_",
                        more=';\n\ttype="text/html"',
                    )
                ),
                pdf(),
                boundary="_005_ABC_",
            )
        ),
        "Podpis",
        (A_PDF,),
        (File("image001.png", "image/png", PNG),),
    ),
    Case(
        "apple-double",
        "Apple Mail with AppleDouble: the resource fork is no file of its own",
        mail(
            multipart(
                text(HELLO),
                nested(
                    multipart(
                        attached(b"\0\5\x16\7", 'Content-Type: application/applefile; name="faktura.pdf"'),
                        pdf(),
                        kind="appledouble",
                        boundary="=_2",
                    )
                ),
            )
        ),
        HELLO,
        (A_PDF,),
    ),
    Case(
        "apple-unicode",
        "Apple Mail: a name with combining letters, as the file system has it",
        mail(
            multipart(
                text(HELLO),
                attached(
                    PDF,
                    "Content-Type: application/pdf;\n\tx-unix-mode=0644;\n\tname*=utf-8''Z%CC%87o%CC%81%C5%82w.pdf\n"
                    "Content-Disposition: inline;\n\tfilename*=utf-8''Z%CC%87o%CC%81%C5%82w.pdf",
                ),
            )
        ),
        HELLO,
        (File("Z\u0307o\u0301łw.pdf", "application/pdf", PDF),),
    ),
    Case(
        "erp-octet-stream",
        "A Polish program: octet-stream, bare CP1250, bare line feeds, no MIME-Version",
        mail(
            multipart(
                part(
                    "Content-Type: text/plain; charset=windows-1250\nContent-Transfer-Encoding: 8bit",
                    "Za\udcbf\udcf3\udcb3\udce6",
                ),
                attached(
                    PDF,
                    "Content-Type: application/octet-stream; name=FV_7\udcb3.pdf\n"
                    "Content-Disposition: attachment; filename=FV_7\udcb3.pdf",
                ),
            ),
            head=HEAD.replace("MIME-Version: 1.0\n", ""),
            line_end="\n",
        ),
        "Zażółć",
        (File("FV_7ł.pdf", "application/octet-stream", PDF),),
    ),
    Case(
        "erp-whole-sender",
        "A program that encodes the whole field, the address with it",
        mail(
            "\nx\n",
            head=HEAD.replace(
                '"Dostawca, Sp. z o.o." <faktury@dostawca.example>', word("Księgowość <ksiegowosc@dostawca.example>")
            ),
        ),
        "x",
        header={"sender_name": "Księgowość", "sender": "ksiegowosc@dostawca.example"},
    ),
    Case(
        "ksef-package",
        "A KSeF message: the invoice and its official confirmation, a name by RFC 2231 in pieces",
        mail(
            multipart(
                text(HELLO),
                attached(
                    INVOICE,
                    "Content-Type: application/xml;\n"
                    " name*0*=utf-8''FA_5260001246_Za%C5%BC;\n name*1*=%C3%B3%C5%82%C4%87.xml\n"
                    "Content-Disposition: attachment;\n"
                    " filename*0*=utf-8''FA_5260001246_Za%C5%BC;\n filename*1*=%C3%B3%C5%82%C4%87.xml",
                ),
                attached(b"<UPO/>", "Content-Type: application/xml; name=UPO.xml"),
            )
        ),
        HELLO,
        (File("FA_5260001246_Zażółć.xml", "application/xml", INVOICE), File("UPO.xml", "application/xml", b"<UPO/>")),
    ),
    Case(
        "list-footer",
        "A mailing list adds its footer as a part of its own",
        mail(
            multipart(
                nested(multipart(text(HELLO), HTML, kind="alternative", boundary="=_2")),
                pdf(),
                text("____\nLista dyskusyjna"),
            )
        ),
        f"{HELLO}\n\n____\nLista dyskusyjna",
        (A_PDF,),
    ),
    Case(
        "lotus-attached-text",
        "Lotus Notes: the text itself has a name, being the whole of the message",
        mail(
            'Content-Type: text/plain; charset=utf-8; name="body.txt"\n'
            'Content-Disposition: inline; filename="body.txt"\n\nTreść\n'
        ),
        "Treść",
    ),
    Case(
        "scanner",
        "A scanner: no text, a file, and a subject that is empty",
        mail(
            multipart(attached(PDF, 'Content-Type: application/pdf; name="Scan_001.pdf"')),
            head=HEAD.replace(" Faktura 7/2026", ""),
        ),
        attachments=(File("Scan_001.pdf", "application/pdf", PDF),),
        header={"subject": ""},
    ),
    Case(
        "fax-tiff",
        "A fax: an image is the message",
        mail(attached(b"II*\0fax", 'Content-Type: image/tiff; name="fax.tif"') + "\n"),
        attachments=(File("fax.tif", "image/tiff", b"II*\0fax"),),
    ),
    Case(
        "date-impossible",
        "A date that there never was, two Message-IDs, no sender",
        mail("\nx\n", head="Date: Sun, 99 Nov 2026 25:00:00\nMessage-ID: <a@b>\nMessage-ID: <c@d>\nSubject: x\n"),
        "x",
        header={"sent_at": "", "message_id": "<a@b>", "sender": ""},
    ),
]
