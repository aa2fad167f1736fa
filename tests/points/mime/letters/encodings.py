"""Content-Transfer-Encodings and what becomes of them on the way (RFC 2045 section 6)."""

import base64
import binascii

from .case import A_PDF, HELLO, PDF, Case, File, attached, base64_lines, mail, multipart, part, quoted, text

HEADER = 'Content-Type: application/pdf; name="faktura.pdf"'
ENCODED = base64_lines(PDF)
SHORT = b"Dane bez dopelnienia, 1"
HURT = ("base64",)


def base64_case(name: str, about: str, body: str, content: bytes = PDF, *, damaged: bool = True) -> Case:
    """A message with one file in base64 whose encoded octets are given."""
    octets = mail(multipart(text(HELLO), part(f"{HEADER}\nContent-Transfer-Encoding: base64", body)))
    file = File("faktura.pdf", "application/pdf", content, damaged)
    return Case(f"base64-{name}", about, octets, HELLO, (file,), damaged=HURT if damaged else ())


def encoded_case(  # noqa: PLR0917 - what tells one of these messages from another
    name: str, about: str, encoding: str, body: str, file: File, damaged: tuple[str, ...] = ()
) -> Case:
    """A message with one file in another encoding."""
    octets = mail(multipart(text(HELLO), part(f"{HEADER}\nContent-Transfer-Encoding: {encoding}", body)))
    return Case(name, about, octets, HELLO, (file,), damaged=damaged)


def uu_lines(content: bytes) -> str:
    """The lines of uuencoded data."""
    pieces = (content[at : at + 45] for at in range(0, len(content), 45))
    return "".join(binascii.b2a_uu(piece, backtick=True).decode() for piece in pieces)


UU_FILE = f"begin 644 faktura.pdf\n{uu_lines(PDF)}`\nend\n"
PLAIN = base64.b64encode(SHORT).decode()

CASES = [
    base64_case("no-padding", "The padding is missing", PLAIN.rstrip("="), SHORT),
    base64_case("one-letter-more", "A lone letter at the end", base64.b64encode(SHORT[:21]).decode() + "Q", SHORT[:21]),
    base64_case(
        "too-much-padding", "Padding where none belongs", base64.b64encode(SHORT[:21]).decode() + "==", SHORT[:21]
    ),
    base64_case("garbage", "Characters that are no base64 amid the lines", ENCODED.replace("JVBE", "JV!B*E\x07"), PDF),
    base64_case("one-line", "All in one line", ENCODED.replace("\n", ""), damaged=False),
    base64_case("odd-lines", "Lines of odd length", base64_lines(PDF, 33), damaged=False),
    base64_case(
        "blanks",
        "Blank lines, blanks at the ends of lines, and indented lines",
        "\n  " + ENCODED.replace("\n", " \t\n\n ") + "\n\n",
        damaged=False,
    ),
    base64_case("joined", "Two encodings joined, each with its padding", f"{PLAIN}\n{PLAIN}", SHORT * 2),
    base64_case(
        "footer",
        "A server wrote a text behind the padding",
        f"{PLAIN}\n\n--\nSkanowano programem antywirusowym.",
        SHORT,
    ),
    base64_case(
        "footer-without-padding",
        "A server wrote a text behind a content that needs no padding",
        base64.b64encode(SHORT[:21]).decode() + "\n\n-- \nSkanowano programem antywirusowym, bez zagrożeń.\n",
        SHORT[:21],
    ),
    base64_case("empty", "Nothing in it", "", b"", damaged=False),
    base64_case("not-at-all", "Not base64 but a text", "!!! ??? ...", b""),
    encoded_case(
        "quoted-printable-file",
        "A file in quoted-printable",
        "quoted-printable",
        "%PDF-1.4=0D=0Asuma =3D 100=\n% i reszta =C5=BC",
        File("faktura.pdf", "application/pdf", b"%PDF-1.4\r\nsuma = 100% i reszta \xc5\xbc"),
    ),
    encoded_case(
        "quoted-printable-damaged",
        "Equals signs that stand for nothing, small letters, blanks behind a soft break",
        "Quoted-Printable",
        "a=zz b=3d c= \nd =\t\ne=4",
        File("faktura.pdf", "application/pdf", b"a=zz b= cd e=4", damaged=True),
        ("quoted_printable",),
    ),
    encoded_case("encoding-misspelt", "BASE-64 in quotes", '"BASE-64"', ENCODED, A_PDF),
    encoded_case(
        "encoding-unknown",
        "An encoding nobody knows: the content is as it was sent",
        "x-zip",
        "abc",
        File("faktura.pdf", "application/pdf", b"abc", damaged=True),
        ("encoding",),
    ),
    encoded_case("encoding-uuencode", "A part in uuencode", "x-uuencode", UU_FILE, A_PDF),
    encoded_case(
        "encoding-uuencode-cut",
        "A part in uuencode without an end",
        "uuencode",
        UU_FILE.partition("`\nend")[0],
        File("faktura.pdf", "application/pdf", PDF, damaged=True),
        ("uuencode",),
    ),
    Case(
        "uuencode-in-text",
        "Two uuencoded files in a plain text, and a sentence that begins with begin",
        mail(f"\nNad.\nbegin 644 of the story\n{UU_FILE}Między.\n{UU_FILE.replace('faktura', 'druga')}Pod.\n"),
        "Nad.\nbegin 644 of the story\nMiędzy.\nPod.",
        (File("faktura.pdf", "application/octet-stream", PDF), File("druga.pdf", "application/octet-stream", PDF)),
    ),
    Case(
        "uuencode-unended",
        "A uuencoded file in a plain text whose end is missing",
        mail(f"\nNad.\n{UU_FILE.rpartition('`')[0]}\nzwykły tekst\n"),
        "Nad.\n\nzwykły tekst",
        (File("faktura.pdf", "application/octet-stream", PDF, damaged=True),),
        damaged=("uuencode",),
    ),
    Case(
        "yenc",
        "yEnc is no encoding of mail: it stays a text",
        mail("\n=ybegin line=128 size=3 name=a.bin\nabc\n=yend size=3\n"),
        "=ybegin line=128 size=3 name=a.bin\nabc\n=yend size=3",
    ),
    Case(
        "text-quoted-printable",
        "A text in quoted-printable with soft breaks in words",
        mail(
            "Content-Type: text/plain; charset=iso-8859-2\nContent-Transfer-Encoding: quoted-printable\n\n"
            + quoted("Zażółć gęślą jaźń, " * 8, "iso-8859-2")
        ),
        ("Zażółć gęślą jaźń, " * 8),
    ),
    Case(
        "text-base64",
        "A text in base64",
        mail(
            attached("Dzień dobry.\r\nŁódź\r\n".encode("cp1250"), "Content-Type: text/plain; charset=windows-1250")
            + "\n"
        ),
        "Dzień dobry.\nŁódź",
    ),
]
