"""What Outlook hides in winmail.dat, put together after [MS-OXTNEF]."""

import struct

from .case import HELLO, PDF, PNG, Case, File, attached, mail, multipart, text

LONG_NAME, SHORT_NAME, METHOD, DATA, MEDIA_TYPE, CONTENT_ID, FLAGS = (
    0x3707,
    0x3704,
    0x3705,
    0x3701,
    0x370E,
    0x3712,
    0x3714,
)
BODY, RTF, HTML, CODE_PAGE = 0x1000, 0x1009, 0x1013, 0x3FDE
TITLE, ATTACHMENT_DATA, BEGINS, MESSAGE_PROPERTIES, PROPERTIES, OEM_CODE_PAGE = (
    0x8010,
    0x800F,
    0x9002,
    0x9003,
    0x9005,
    0x9007,
)
HEADER = (
    'Content-Type: application/ms-tnef; name="winmail.dat"\nContent-Disposition: attachment; filename="winmail.dat"'
)
CALENDAR = "application/ms-tnef"


def attribute(level: int, name: int, data: bytes) -> bytes:
    """An attribute with its checksum."""
    return struct.pack("<BHHI", level, name, 6, len(data)) + data + struct.pack("<H", sum(data) & 0xFFFF)


def padded(data: bytes) -> bytes:
    return data + bytes(-len(data) % 4)


def number(name: int, value: int) -> bytes:
    return struct.pack("<HHI", 3, name, value)


def variable(kind: int, name: int, data: bytes) -> bytes:
    return struct.pack("<HHII", kind, name, 1, len(data)) + padded(data)


def unicode(name: int, value: str) -> bytes:
    return variable(0x1F, name, f"{value}\0".encode("utf-16-le"))


def named_property(value: int) -> bytes:
    """A property with a name of its own, which has to be stepped over."""
    name = padded("Słowo\0".encode("utf-16-le"))
    return struct.pack("<HH16sII", 3, 0x8001, bytes(16), 1, len("Słowo\0") * 2) + name + struct.pack("<I", value)


def several(name: int, values: list[int]) -> bytes:
    """A property with several small numbers."""
    return struct.pack("<HHI", 0x1002, name, len(values)) + padded(struct.pack(f"<{len(values)}H", *values))


def properties(level: int, name: int, *each: bytes) -> bytes:
    return attribute(level, name, struct.pack("<I", len(each)) + b"".join(each))


def file(content: bytes, title: bytes, *each: bytes) -> bytes:
    """The attributes of one attachment."""
    return (
        attribute(2, BEGINS, bytes(14))
        + attribute(2, TITLE, title + b"\0")
        + attribute(2, ATTACHMENT_DATA, content)
        + (properties(2, PROPERTIES, *each) if each else b"")
    )


def tnef(*attributes: bytes) -> bytes:
    code_page = attribute(1, OEM_CODE_PAGE, struct.pack("<II", 1250, 0))
    version = attribute(1, 0x9006, struct.pack("<I", 0x10000))
    return struct.pack("<IH", 0x223E9F78, 1) + version + code_page + b"".join(attributes)


def winmail(name: str, about: str, content: bytes, files: tuple[File, ...], **more: object) -> Case:
    """A message with a text and a winmail.dat."""
    octets = mail(multipart(text(HELLO), attached(content, HEADER)))
    return Case(f"winmail-{name}", about, octets, HELLO, files, **more)  # type: ignore[arg-type]


SIMPLE = file(PDF, b"FAKTUR~1.PDF", unicode(LONG_NAME, "Faktura żółta.pdf"), unicode(SHORT_NAME, "FAKTUR~1.PDF"))
ZEROS = PDF + bytes(5)
A_FILE = File("Faktura żółta.pdf", "application/pdf", PDF)
WHOLE = tnef(SIMPLE)
CUT = WHOLE[:-60]
EMBEDDED = tnef(file(PDF, b"faktura.pdf"))
CASES = [
    winmail("one-file", "A file with a long name", WHOLE, (A_FILE,)),
    winmail(
        "several",
        "Files whose names are only in a code page, that end with zeros, that are empty; other properties between",
        tnef(
            properties(1, MESSAGE_PROPERTIES, several(0x1234, [1, 2, 3]), named_property(7), number(CODE_PAGE, 1250)),
            file(ZEROS, "żółw.pdf".encode("cp1250")),
            file(b"1", b"zly.pdf", unicode(MEDIA_TYPE, "tekst/ży ły")),
            file(b"", b"pusty.txt", several(0x1234, [1]), named_property(1), unicode(MEDIA_TYPE, "text/x-own")),
        ),
        (
            File("żółw.pdf", "application/pdf", ZEROS),
            File("zly.pdf", "application/pdf", b"1"),
            File("pusty.txt", "text/x-own", b""),
        ),
    ),
    winmail(
        "data-in-properties",
        "The content is in the properties",
        tnef(
            attribute(2, BEGINS, bytes(14))
            + properties(2, PROPERTIES, unicode(LONG_NAME, "a.bin"), variable(0x102, DATA, b"12345\0"))
        ),
        (File("a.bin", "application/octet-stream", b"12345\0"),),
    ),
    winmail(
        "image",
        "An image that the HTML text shows",
        tnef(SIMPLE, file(PNG, b"logo.png", unicode(CONTENT_ID, "logo@x"), number(FLAGS, 4))),
        (A_FILE,),
        inline=(File("logo.png", "image/png", PNG),),
    ),
    winmail(
        "item",
        "An item of Outlook: it stays in Outlook's own form",
        tnef(
            attribute(2, BEGINS, bytes(14))
            + properties(
                2,
                PROPERTIES,
                unicode(LONG_NAME, "Zamówienie"),
                number(METHOD, 5),
                variable(0x0D, DATA, bytes(16) + EMBEDDED),
            )
        ),
        (File("Zamówienie", "application/ms-tnef", EMBEDDED),),
        damaged=("outlook_item",),
    ),
    winmail(
        "none",
        "A winmail.dat that is none",
        b"nothing of the kind",
        (File("winmail.dat", "application/ms-tnef", b"nothing of the kind"),),
        damaged=("tnef",),
    ),
    winmail(
        "empty", "A winmail.dat that holds no files", tnef(properties(1, MESSAGE_PROPERTIES, unicode(BODY, "x"))), ()
    ),
    winmail(
        "endless",
        "Counts that would never end",
        tnef(SIMPLE, attribute(1, MESSAGE_PROPERTIES, struct.pack("<IHHI", 0xFFFFFFFF, 0x1002, 1, 0xFFFFFFF0))),
        (
            File(
                "winmail.dat",
                "application/ms-tnef",
                tnef(SIMPLE, attribute(1, MESSAGE_PROPERTIES, struct.pack("<IHHI", 0xFFFFFFFF, 0x1002, 1, 0xFFFFFFF0))),
            ),
            A_FILE,
        ),
        damaged=("tnef",),
    ),
    Case(
        "winmail-cut",
        "A winmail.dat that was cut off: what it still holds, and itself",
        mail(multipart(text(HELLO), attached(CUT, HEADER))),
        HELLO,
        (File("winmail.dat", "application/ms-tnef", CUT), File("FAKTUR~1.PDF", "application/pdf", PDF)),
        damaged=("tnef",),
    ),
    Case(
        "winmail-alone",
        "The text of the message is in winmail.dat only",
        mail(
            attached(tnef(properties(1, MESSAGE_PROPERTIES, unicode(BODY, "Treść\r\nz Outlooka")), SIMPLE), HEADER)
            + "\n"
        ),
        "Treść\nz Outlooka",
        (A_FILE,),
    ),
    Case(
        "winmail-html",
        "The text of the message is in winmail.dat only, as HTML in CP1250",
        mail(
            attached(
                tnef(
                    properties(
                        1,
                        MESSAGE_PROPERTIES,
                        number(CODE_PAGE, 1250),
                        variable(0x102, HTML, "<p>Treść</p>".encode("cp1250")),
                    )
                ),
                HEADER,
            )
            + "\n"
        ),
        "Treść",
    ),
    Case(
        "winmail-rtf",
        "The text of the message is in winmail.dat only, as RTF: it is kept whole",
        mail(attached(tnef(properties(1, MESSAGE_PROPERTIES, variable(0x102, RTF, b"LZFu"))), HEADER) + "\n"),
        attachments=(
            File(
                "winmail.dat",
                "application/ms-tnef",
                tnef(properties(1, MESSAGE_PROPERTIES, variable(0x102, RTF, b"LZFu"))),
            ),
        ),
    ),
    Case(
        "winmail-binary",
        "A winmail.dat in no encoding",
        mail(multipart(text(HELLO), f"{HEADER}\nContent-Transfer-Encoding: binary\n\n@TNEF@")).replace(
            b"@TNEF@", WHOLE
        ),
        HELLO,
        (A_FILE,),
    ),
    Case(
        "winmail-octet-stream",
        "A winmail.dat that only its name tells",
        mail(multipart(text(HELLO), attached(WHOLE, "Content-Type: application/octet-stream; name=WINMAIL.DAT"))),
        HELLO,
        (A_FILE,),
    ),
]
