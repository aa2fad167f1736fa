"""Boundaries, line ends and headers, and how they go wrong on the way."""

from .case import (
    A_PDF,
    HEAD,
    HELLO,
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
    raw,
    text,
)

GUESSED = ("boundary",)
PARTS = [text(HELLO), pdf()]

CASES = [
    Case(
        "boundary-prefix",
        "The outer boundary begins the inner one",
        mail(multipart(nested(multipart(*PARTS, boundary="=_1_2")), text("Pod."), boundary="=_1")),
        f"{HELLO}\n\nPod.",
        (A_PDF,),
    ),
    Case(
        "boundary-suffix",
        "The inner boundary begins the outer one",
        mail(multipart(nested(multipart(*PARTS, boundary="=_1")), text("Pod."), boundary="=_1_2")),
        f"{HELLO}\n\nPod.",
        (A_PDF,),
    ),
    Case(
        "boundary-same",
        "The inner multipart has the boundary of the outer one; nothing behind its end is lost",
        mail(multipart(nested(multipart(*PARTS)), pdf("druga.pdf"))),
        HELLO,
        (A_PDF, File("druga.pdf", "application/pdf", PDF)),
        damaged=("boundary", "unended"),
    ),
    Case(
        "boundary-in-text",
        "Lines that only look like the boundary",
        mail(multipart(text("--=_\n--=_1x\nx--=_1\n--=_1 x"), pdf())),
        "--=_\n--=_1x\nx--=_1\n--=_1 x",
        (A_PDF,),
    ),
    Case(
        "boundary-no-parameter",
        "No boundary parameter",
        mail(multipart(*PARTS).replace('; boundary="=_1"', "")),
        HELLO,
        (A_PDF,),
        damaged=GUESSED,
    ),
    Case(
        "boundary-wrong",
        "Another boundary than the header says",
        mail(multipart(*PARTS).replace('"=_1"', '"=_2"')),
        HELLO,
        (A_PDF,),
        damaged=GUESSED,
    ),
    Case(
        "boundary-first-missing",
        "The first delimiter is missing",
        mail(multipart(*PARTS).replace("\n\n--=_1\n", "\n\n", 1)),
        HELLO,
        (A_PDF,),
        damaged=GUESSED,
    ),
    Case(
        "boundary-none",
        "No delimiter at all: the text is the text",
        mail('Content-Type: multipart/mixed; boundary="=_1"\n\nTylko tekst.\n'),
        "Tylko tekst.",
        damaged=("boundary", "unended"),
    ),
    Case(
        "boundary-only-header",
        "No delimiter, but the header of the part",
        mail(f'Content-Type: multipart/mixed; boundary="=_1"\n\n{pdf()}\n'),
        "",
        (A_PDF,),
        damaged=("boundary", "unended"),
    ),
    Case(
        "boundary-strange",
        "Characters that mean something elsewhere, and blanks behind the delimiters",
        mail(multipart(*PARTS, boundary="=_(.+)?:/[x] '").replace("--=_(.+)?:/[x] '\n", "--=_(.+)?:/[x] ' \t\n")),
        HELLO,
        (A_PDF,),
    ),
    Case(
        "preamble-epilogue",
        "Texts around the parts: for programs that know no MIME, and from a scanner",
        mail(
            multipart(*PARTS).replace("\n\n--=_1\n", "\n\nThis is a multi-part message.\n--=_1\n", 1) + "\nSkanowano.\n"
        ),
        HELLO,
        (A_PDF,),
        damaged=("epilogue",),
    ),
    Case(
        "truncated",
        "Cut off in the attachment",
        mail(multipart(*PARTS))[:-30],
        HELLO,
        (
            File(
                "faktura.pdf",
                "application/pdf",
                PDF[: (len(mail(multipart(*PARTS))[:-30].rpartition(b"\r\n\r\n")[2].replace(b"\r\n", b"")) * 6) // 8],
                True,
            ),
        ),
        damaged=("base64", "unended"),
    ),
    Case(
        "truncated-header",
        "Cut off in the header of a part",
        mail(multipart(text(HELLO), "Content-Type: appl"))[:-12],
        HELLO,
        damaged=("unended",),
    ),
    Case(
        "unended",
        "The last delimiter is missing",
        mail(multipart(*PARTS).removesuffix("--=_1--\n")),
        HELLO,
        (A_PDF,),
        damaged=("unended",),
    ),
    Case(
        "no-parts",
        "A multipart with nothing in it",
        mail('Content-Type: multipart/mixed; boundary="=_1"\n\n'),
        damaged=("unended",),
    ),
    Case(
        "empty-parts",
        "Parts without anything in them, and one that is only a header",
        mail(multipart("\n", "", "Content-Type: application/pdf; name=pusty.pdf", text("x"))),
        "x",
        (File("pusty.pdf", "application/pdf", b""),),
    ),
    Case("bare-lf", "Line feeds only", mail(multipart(*PARTS), line_end="\n"), HELLO, (A_PDF,)),
    Case("bare-cr", "Carriage returns only", mail(multipart(*PARTS), line_end="\r"), HELLO, (A_PDF,)),
    Case(
        "mixed-line-ends",
        "Lines end this way and that",
        mail(multipart(*PARTS), line_end="\n").replace(b"\n--", b"\r\n--"),
        HELLO,
        (A_PDF,),
    ),
    Case(
        "nul",
        "NUL in the header, the text and the file",
        mail(
            multipart(
                text("a\x00b"),
                attached(PDF, "Content-Type: application/pdf; name=faktura.pdf").replace("JVBE", "JV\x00BE"),
            ),
            head=HEAD.replace("Faktura", "Fak\x00tura"),
        ),
        "ab",
        (File("faktura.pdf", "application/pdf", PDF, damaged=True),),
        damaged=("base64",),
        header={"subject": "Fak tura 7/2026"},
    ),
    Case(
        "no-blank-line",
        "The text follows the header without a blank line",
        mail("Content-Type: text/plain\nTekst od razu.\n"),
        "Tekst od razu.",
        damaged=("header",),
    ),
    Case("header-only", "A header and nothing else", mail("")),
    Case(
        "stray-header-line",
        "A field was folded without blanks; what follows it still counts",
        mail(multipart(*PARTS), head=HEAD.replace("Faktura 7/2026", "Faktura\n7/2026 i inne")),
        HELLO,
        (A_PDF,),
        damaged=("header",),
        header={"subject": "Faktura", "message_id": "<7.2026@dostawca.example>"},
    ),
    Case(
        "no-header",
        "No header, only text",
        b"Tylko tekst, ani jednego pola.\r\nDruga linia.\r\n",
        "Tylko tekst, ani jednego pola.\nDruga linia.",
        damaged=("header",),
    ),
    Case("empty", "Nothing at all", b""),
    Case("blank", "A blank line", b"\r\n"),
    Case(
        "mbox",
        "A line of an mbox file and a byte order mark before the header",
        b"\xef\xbb\xbfFrom a@b Mon Nov 23 08:15:00 2026\r\n" + mail("\nx\n"),
        "x",
        header={"subject": "Faktura 7/2026"},
    ),
    Case(
        "two-content-types",
        "Two Content-Types: the one with a boundary counts",
        mail("Content-Type: text/plain; charset=utf-8\n" + multipart(*PARTS)),
        HELLO,
        (A_PDF,),
        damaged=("content_type",),
    ),
    Case(
        "encoded-multipart",
        "A multipart says it is base64, but is not",
        mail("Content-Transfer-Encoding: base64\n" + multipart(*PARTS)),
        HELLO,
        (A_PDF,),
    ),
    Case(
        "wholly-encoded-multipart",
        "A multipart is base64 as a whole",
        mail(
            attached(
                mail(multipart(*PARTS).partition("\n\n")[2], head=""), 'Content-Type: multipart/mixed; boundary="=_1"'
            )
            + "\n"
        ),
        HELLO,
        (A_PDF,),
        damaged=GUESSED,
    ),
    Case(
        "eight-bit",
        "8bit and binary content is as it is",
        mail(
            multipart(
                text(HELLO, "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit"),
                part("Content-Type: image/png; name=p.png\nContent-Transfer-Encoding: binary", "@PNG@"),
            )
        ).replace(b"@PNG@", PNG),
        HELLO,
        (File("p.png", "image/png", PNG),),
    ),
    Case(
        "many-fields",
        "Hundreds of fields before the ones that matter",
        mail(multipart(*PARTS), head="".join(f"X-Trace-{n}: {'y' * 60}\n" for n in range(300)) + HEAD),
        HELLO,
        (A_PDF,),
    ),
    Case(
        "two-of-a-name",
        "Two files of one name",
        mail(multipart(text(HELLO), pdf(), pdf(content=PDF + b"2"))),
        HELLO,
        (A_PDF, File("faktura.pdf", "application/pdf", PDF + b"2")),
    ),
    Case(
        "upper-case-media-type",
        "Media types in capital letters, with a comment",
        mail(
            multipart(*PARTS)
            .replace("multipart/mixed", "MULTIPART/Mixed")
            .replace("application/pdf", "Application/PDF (x)")
        ),
        HELLO,
        (A_PDF,),
    ),
    Case(
        "raw-utf8-header",
        "A subject in bare UTF-8",
        mail("\nx\n", head=HEAD.replace("Faktura", "Zażółć")),
        "x",
        header={"subject": "Zażółć 7/2026"},
    ),
    Case(
        "raw-cp1250-header",
        "A subject in bare CP1250",
        mail("\nx\n", head=HEAD.replace("Faktura", raw("Zażółć".encode("cp1250")))),
        "x",
        header={"subject": "Zażółć 7/2026"},
    ),
]
