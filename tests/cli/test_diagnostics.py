"""diagnostics FILE."""

import zipfile
from pathlib import Path


def test_the_package_is_written_and_told(desk, tmp_path: Path) -> None:
    file = tmp_path / "p.zip"
    ended = desk.run("diagnostics", str(file))
    assert ended.status == 0
    assert str(file) in ended.out
    with zipfile.ZipFile(file) as archive:
        assert desk.facts.registration.client_id in archive.read("settings.json").decode()
        assert "language: pl" in archive.read("program.txt").decode()
        assert archive.namelist() == desk.run("diagnostics", str(file), "--json").document["parts"]


def test_a_file_that_cannot_be_written_is_told_with_the_reason(desk, tmp_path: Path) -> None:
    ended = desk.run("diagnostics", str(tmp_path / "missing" / "p.zip"))
    assert ended.status == 1
    assert "nie można zapisać" in ended.err
    assert not list(tmp_path.glob("*.zip*"))


def test_without_a_file_the_usage_is_shown(desk) -> None:
    ended = desk.run("diagnostics")
    assert ended.status == 2
    assert "FILE" in ended.err
