"""Texts of messages: charsets, HTML, format=flowed, and which of several is the one to read."""

from .case import HELLO, Case, attached, mail, multipart, part, raw, text

FLOWED = """\
Content-Type: text/plain; charset=utf-8; format=flowed

To jest akapit, \nktóry płynie \ndalej.
 >nie cytat
> cytat \n> dalej
>> głębiej
-- \nPodpis
"""


def plain(  # noqa: PLR0917 - what tells one of these messages from another
    name: str, about: str, octets: bytes, body: str, charset: str, damaged: tuple[str, ...] = ()
) -> Case:
    """A plain text in a charset."""
    message = mail(f"Content-Type: text/plain{charset}\nContent-Transfer-Encoding: 8bit\n\n{raw(octets)}\n")
    return Case(f"charset-{name}", about, message, body, damaged=damaged)


def html(name: str, about: str, source: str, body: str, charset: str = "; charset=utf-8") -> Case:
    """A message that has only HTML."""
    return Case(f"html-{name}", about, mail(f"Content-Type: text/html{charset}\n\n{source}\n"), body)


CASES = [
    plain("unknown", "A charset nobody knows, which was UTF-8", HELLO.encode(), HELLO, "; charset=x-polski"),
    plain("missing-cp1250", "No charset, which was CP1250", "Łódź, święto".encode("cp1250"), "Łódź, święto", ""),
    plain("wrong-ascii", "US-ASCII, which was UTF-8", HELLO.encode(), HELLO, "; charset=us-ascii"),
    plain(
        "wrong-utf8", "UTF-8, which was CP1250", "Zażółć gęślą".encode("cp1250"), "Zażółć gęślą", '; charset="utf-8"'
    ),
    plain("wrong-8859-2", "ISO 8859-2, which was CP1250", "Ściśle".encode("cp1250"), "Ściśle", "; charset=iso-8859-2"),
    plain(
        "8859-1", "ISO 8859-1, which was CP1252", "„ok” – 5 €".encode("cp1252"), "„ok” – 5 €", "; charset=ISO-8859-1"
    ),
    Case(
        "charset-utf-16",
        "UTF-16 with a byte order mark",
        mail(attached("Łódź".encode("utf-16"), "Content-Type: text/plain; charset=utf-16") + "\n"),
        "Łódź",
    ),
    plain(
        "utf-7", "UTF-7 with half a surrogate pair", b"Za+AXwA8w- +2AA-", "Zażó \ufffd", "; charset=utf-7", ("charset",)
    ),
    plain(
        "damaged",
        "UTF-8 with an octet that is none",
        "Zażółć \udc9f".encode("utf-8", "surrogateescape"),
        "Zażółć \ufffd",
        "; charset=utf-8",
        ("charset",),
    ),
    plain("euc-kr", "KS C 5601", "안녕하세요".encode("cp949"), "안녕하세요", "; charset=ks_c_5601-1987"),
    plain("no-codec", "The name of a codec that is no charset", b"abc", "abc", "; charset=base64"),
    Case(
        "flowed",
        "format=flowed with quotes and stuffing (RFC 3676)",
        mail(FLOWED),
        "To jest akapit, który płynie dalej.\n>nie cytat\n> cytat dalej\n>> głębiej\n-- \nPodpis",
    ),
    Case(
        "flowed-delsp",
        "format=flowed with DelSp",
        mail("Content-Type: text/plain; charset=utf-8; format=flowed; delsp=yes\n\nZażół \nć.\n"),
        "Zażółć.",
    ),
    html(
        "paragraphs",
        "Paragraphs, breaks, references",
        "<p>Dzień&nbsp;dobry,<br>\n  2 &lt; 3 &amp; 4&nbsp;zł</p>\n<p>Koniec</p>",
        "Dzień dobry,\n2 < 3 & 4 zł\n\nKoniec",
    ),
    html(
        "table",
        "A table, as programs write their notes",
        "<table><tr><th>Poz.<th>Kwota</tr><tr><td>1.</td>\n<td>100,00</td></tr></table>Razem",
        "Poz.\tKwota\n1.\t100,00\n\nRazem",
    ),
    html(
        "outlook",
        "Outlook: styles, conditional comments, its own elements",
        "<html xmlns:o='x'><head><style><!-- p {color:red} --></style><title>T</title></head><body>"
        "<!--[if gte mso 9]><xml><o:x>1</o:x></xml><![endif]-->"
        "<p class=MsoNormal>Dzień dobry<o:p></o:p></p><script>alert('<p>')</script></body></html>",
        "Dzień dobry",
    ),
    html(
        "list",
        "Lists and headings",
        "<h1>Tytuł</h1><ul><li>jeden<li>dwa</ul><pre>a  b\n c</pre>",
        "Tytuł\n\n- jeden\n- dwa\n\na  b\n c",
    ),
    html(
        "gmail",
        "Gmail: lines are divisions, an empty one holds a break",
        '<div dir="ltr"><div>Jeden</div><div><br></div><div>Dwa<br></div><div>Trzy</div></div>',
        "Jeden\n\nDwa\nTrzy",
    ),
    html(
        "broken",
        "Elements without an end, quotes that are not closed, a comment that is not closed",
        '<p>a <b>b<div title="x>y">c</div><a href="z>d</a> < 5 <3 <!-- e',
        "a b\nc\nd < 5 <3",
    ),
    html(
        "meta",
        "The charset is in the document only",
        f'<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-2">{raw("Ściśle".encode("iso-8859-2"))}',
        "Ściśle",
        "",
    ),
    html(
        "markdown",
        "What would be marks in Markdown stays as it is",
        "1. Faktura *nr* 2_3<br>- minus<br># 4",
        "1. Faktura *nr* 2_3\n- minus\n# 4",
    ),
    Case(
        "alternative-empty-plain",
        "The plain alternative is empty: the HTML is read",
        mail(multipart(text(" \n"), part("Content-Type: text/html", "<p>Treść</p>"), kind="alternative")),
        "Treść",
    ),
    Case(
        "alternative-html-first",
        "The order of the alternatives is wrong",
        mail(multipart(part("Content-Type: text/html", "<p>HTML</p>"), text("Tekst"), kind="alternative")),
        "Tekst",
    ),
    Case(
        "text-enriched",
        "text/enriched (RFC 1896)",
        mail("Content-Type: text/enriched\n\n<bold>Ważne</bold>: tak\n"),
        "Ważne: tak",
    ),
]
