"""The parts, and the file that they are written to."""

import zipfile
from pathlib import Path

import pytest

from dms_mail_desktop.diagnostics import Part, collect, write
from dms_mail_desktop.diagnostics.program import LIBRARIES
from dms_mail_desktop.errors import DiagnosticsUnwritable
from dms_mail_desktop.journal import NoJournal
from dms_mail_desktop.sandbox.keyring import ThrowAwayKeyring
from dms_mail_desktop.services import build_services
from dms_mail_desktop.wording import Wording

ROOT = Path(__file__).parents[2]
NAMES = ["program.txt", "settings.json", "tests.txt", "points.txt", "protocol.txt", "log.txt"]


async def package(folder: Path, log: Path | None = None) -> dict[str, str]:
    services = build_services(folder, backend=ThrowAwayKeyring(), journal=NoJournal())
    parts = await collect(services, Wording("pl"), {}, log or folder / "none.log")
    return {part.name: part.text for part in parts}


async def test_a_fresh_program_has_every_part_and_says_what_is_empty(tmp_path: Path) -> None:
    text = await package(tmp_path)
    assert list(text) == NAMES
    assert text["log.txt"] == "Brak.\n"
    assert "nie było żadnej rozmowy" in text["protocol.txt"]


async def test_damaged_settings_are_explained_and_not_shown(tmp_path: Path) -> None:
    (tmp_path / "settings.json").write_text('{"password": "tajne', encoding="utf-8")
    text = await package(tmp_path)
    assert "tajne" not in str(text)
    assert "settings.json" in text["settings.json"]


async def test_only_the_end_of_a_long_log_is_taken_from_a_line_on(tmp_path: Path) -> None:
    log = tmp_path / "a.log"
    log.write_text("".join(f"line {number}\n" for number in range(50_000)), encoding="utf-8")
    shown = (await package(tmp_path, log))["log.txt"]
    assert len(shown) < 100_001
    assert shown.startswith("line ")
    assert shown.endswith("line 49999\n")


def test_the_file_holds_the_parts_octet_by_octet(tmp_path: Path) -> None:
    parts = (Part.of("a.txt", "Zażółć\r\ngęślą"), Part.of("b.txt", "jaźń\x00\u00a0\u2028koniec"))
    write(parts, tmp_path / "p.zip")
    with zipfile.ZipFile(tmp_path / "p.zip") as archive:
        assert archive.namelist() == ["a.txt", "b.txt"]
        assert [archive.read(part.name) for part in parts] == [part.octets for part in parts]
    assert [part.text for part in parts] == ["Zażółć\ngęślą\n", "jaźń\ufffd \nkoniec\n"]
    assert [path.name for path in tmp_path.iterdir()] == ["p.zip"]


def test_a_file_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(DiagnosticsUnwritable) as caught:
        write((Part("a.txt", "a"),), tmp_path / "missing" / "p.zip")
    assert caught.value.path == tmp_path / "missing" / "p.zip"
    assert caught.value.detail


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (str(Path.home() / "x"), "~/x"),
        (r"C:\Users\anna\Documents", r"C:\Users\…\Documents"),
        (r'"C:\\Users\\Anna Nowak\\x"', r'"C:\\Users\\…\\x"'),
        ("/home/anna/x", "/home/…/x"),
        ('"http://anna:tajne@proxy.firma.pl:8080"', '"http://…@proxy.firma.pl:8080"'),
        ("file:///srv/home/anna", "file:///srv/home/anna"),
    ],
)
def test_paths_and_addresses_do_not_name_users(text: str, shown: str) -> None:
    assert Part.of("a", text).text == f"{shown}\n"


def test_every_library_that_the_program_requires_is_named() -> None:
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert [name for name in LIBRARIES if f'"{name}>=' not in project] == []
