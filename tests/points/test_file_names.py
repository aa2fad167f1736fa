"""Names that every system of an office can keep, whatever senders call their attachments."""

import unicodedata
from pathlib import Path, PureWindowsPath
from random import Random

import pytest

from dms_mail_desktop.points.file_names import NAME_BYTES, PATH_LIMIT, FileNames

FOLDER = Path("/srv/dokumenty")


def named(name: str, media_type: str = "", folder: Path = FOLDER) -> str:
    return FileNames(folder).next(name, media_type)


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("Zażółć gęślą jaźń.PDF", "Zażółć gęślą jaźń.PDF"),
        ("Umowa (podpisana) – kopia [2], 50%.docx", "Umowa (podpisana) – kopia [2], 50%.docx"),
        ("発票.pdf", "発票.pdf"),
        ("archiwum.tar.gz", "archiwum.tar.gz"),
        ("Faktura 118/06/2026.pdf", "Faktura 118_06_2026.pdf"),
        ('a<b>c:d"e|f?g*h\\i.txt', "a_b_c_d_e_f_g_h_i.txt"),
        ("../../etc/passwd", "_._etc_passwd"),
        ("C:\\Users\\jan\\a.txt", "C__Users_jan_a.txt"),
        ("\\\\serwer\\udział\\a.txt", "__serwer_udział_a.txt"),
        ("a\r\n\tb.txt", "a b.txt"),
        ("a\x00\x85b.txt", "a b.txt"),
        ("  a   b  .txt  ", "a b.txt"),
        ("faktura.pdf. . .", "faktura.pdf"),
        ("faktura.pdf::$DATA", "faktura.pdf__$DATA"),
        (".htaccess", "attachment.htaccess"),
        ("faktura\u202efdp.exe", "fakturafdp.exe"),
        ("\u2066a\u2069\u200e\ufeff\u00ad.txt", "a.txt"),
        ("a\ud800b.txt", "a\ufffdb.txt"),
        ("Z\u0307o\u0301łc\u0301.txt", "Żółć.txt"),
        ("CON", "_CON"),
        ("con.txt", "_con.txt"),
        ("Aux .tar.gz", "_Aux .tar.gz"),
        ("NUL.", "_NUL"),
        ("CONIN$", "_CONIN$"),
        ("lpt9.pdf", "_lpt9.pdf"),
        ("COM¹.txt", "_COM¹.txt"),
        ("com0", "_com0"),
        ("CONTRACT.pdf", "CONTRACT.pdf"),
        ("com10.txt", "com10.txt"),
        ("FAKTUR~1.PDF", "FAKTUR~1.PDF".replace("~", "-")),
        ("~$umowa~2026.docx", "~$umowa~2026.docx"),
    ],
)
def test_a_name_keeps_what_windows_can_keep(sent: str, kept: str) -> None:
    assert named(sent) == kept


@pytest.mark.parametrize("sent", ["", " ", ".", "..", "\u202e", "\x00"])
@pytest.mark.parametrize(
    ("media_type", "kept"),
    [
        ("application/pdf", "attachment.pdf"),
        ("message/rfc822", "attachment.eml"),
        ("text/plain", "attachment.txt"),
        ("application/x-unheard-of", "attachment"),
        ("", "attachment"),
    ],
)
def test_a_file_without_a_name_gets_one_from_its_media_type(sent: str, media_type: str, kept: str) -> None:
    assert named(sent, media_type) == kept


@pytest.mark.parametrize(
    ("first", "second", "numbered"),
    [
        ("Faktura.pdf", "Faktura.pdf", "Faktura (2).pdf"),
        ("Faktura.pdf", "FAKTURA.PDF", "FAKTURA (2).PDF"),
        ("żółć.txt", "ŻÓŁĆ.txt", "ŻÓŁĆ (2).txt"),
        ("ż.txt", "z\u0307.txt", "ż (2).txt"),
        ("straße.txt", "STRASSE.txt", "STRASSE (2).txt"),
        ("a?.txt", "a*.txt", "a_ (2).txt"),
        ("", "", "attachment (2)"),
    ],
)
def test_names_that_some_file_system_cannot_tell_apart_are_numbered(first: str, second: str, numbered: str) -> None:
    names = FileNames(FOLDER)
    names.next(first)
    assert names.next(second) == numbered


def test_a_number_that_was_sent_as_part_of_a_name_is_not_given_again() -> None:
    names = FileNames(FOLDER)
    assert [names.next(name) for name in ("a.txt", "a (2).txt", "a.txt", "A.txt", "a (2).txt")] == [
        "a.txt",
        "a (2).txt",
        "a (3).txt",
        "A (4).txt",
        "a (2) (2).txt",
    ]


def test_the_names_of_our_own_files_are_taken() -> None:
    names = FileNames(FOLDER, ("document.json", "message.eml"))
    assert [names.next(name) for name in ("Document.JSON", "message.eml")] == ["Document (2).JSON", "message (2).eml"]


@pytest.mark.parametrize("folder", [Path("/c"), Path("/" + "f" * 150), Path("/" + "😀" * 60)])
@pytest.mark.parametrize("letter", ["a", "ż", "發", "😀", "a "])
def test_a_long_name_fits_the_path_and_keeps_its_extension(letter: str, folder: Path) -> None:
    names = FileNames(folder)
    chosen = [names.next(letter * 100_000 + ".pdf") for _ in range(12)]
    assert len(set(chosen)) == 12
    for name in chosen:
        assert name.endswith(".pdf")
        assert " .pdf" not in name
        assert units(str(folder / name)) <= PATH_LIMIT
        assert len(name.encode()) <= NAME_BYTES + 1
        assert len(name) > 20


def test_a_cut_name_does_not_become_that_of_a_device() -> None:
    name = named("CON" + " " * 300 + "x.txt")
    assert name == "CON x.txt"
    assert named("CON" + "." * 300 + "x") == "_CON.x"


def test_thousands_of_attachments_of_one_name_are_named_quickly() -> None:
    names = FileNames(FOLDER)
    assert len({names.next("image.png") for _ in range(5_000)}) == 5_000


SPITEFUL = 'aż. ~1/\\:*?"<>|\x00\x1f\u202e\ud800\udc00\uffff\u0301CONnul$2😀'


@pytest.mark.parametrize("seed", range(200))
def test_whatever_is_sent_is_one_safe_name(seed: int) -> None:
    chance = Random(seed)  # noqa: S311 - repeatable, not secret
    names = FileNames(FOLDER)
    seen: set[str] = set()
    for _ in range(20):
        name = names.next("".join(chance.choices(SPITEFUL, k=chance.randrange(12))), "text/html")
        assert not PureWindowsPath(name).is_reserved()
        assert PureWindowsPath(name).parts == (name,)
        assert not set(name) & set('<>:"/\\|?*')
        assert name == name.strip(" ").rstrip(".")
        assert not name.startswith(".")
        assert all(unicodedata.category(each) not in ("Cc", "Cf", "Cs") for each in name)
        name.encode()
        assert name.casefold() not in seen
        seen.add(name.casefold())
