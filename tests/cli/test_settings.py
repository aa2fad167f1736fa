"""settings path, show, validate, export, import; and what holds for every command."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from dms_mail_desktop.cli import main


def test_the_path_is_told(desk) -> None:
    assert desk.run("settings", "path").out == f"{desk.folder / 'settings.json'}\n"


def test_the_settings_are_shown_with_their_labels(desk) -> None:
    shown = desk.run("settings", "show").out
    assert "    Włącz wysyłanie wiadomości email: Tak" in shown
    assert "    Metoda uwierzytelniania: OAuth2" in shown
    english = desk.run("--language", "en", "settings", "show").out
    assert "    Authentication method: OAuth2" in english
    assert desk.run("settings", "show", "--json").document["settings"]["mail_server"]["auth_method"] == "oauth2"


def test_settings_are_judged_field_by_field(desk) -> None:
    assert desk.run("settings", "validate").status == 0
    desk.save(email="powiadomienia@firma", host="")
    ended = desk.run("settings", "validate")
    assert ended.status == 2
    assert "Popraw 2 pola:" in ended.err
    assert "Email (wychodzący) (mail_server.email): Podaj pełny adres, na przykład powiadomienia@firma.pl." in ended.err
    faults = desk.run("settings", "validate", "--json").document["error"]["faults"]
    assert [fault["field"] for fault in faults] == ["mail_server.email", "mail_server.host"]


def test_settings_travel_by_file(desk, tmp_path: Path) -> None:
    elsewhere = tmp_path / "ustawienia.json"
    assert desk.run("settings", "export", str(elsewhere)).status == 0
    before = desk.settings()
    desk.save(display_name="Inna nazwa")
    ended = desk.run("settings", "import", str(elsewhere))
    assert ended.status == 0
    assert desk.settings() == before


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("{", "Plik nie zawiera ustawień tego programu"),
        ('{"schema": 99}', "nowsza wersja programu"),
        ('{"schema": 1, "mail_server": {"enabled": true}}', "Popraw 3 pola"),
        (None, "Nie ma pliku"),
    ],
)
def test_an_import_is_whole_or_nothing(desk, tmp_path: Path, content: str | None, reason: str) -> None:
    source = tmp_path / "obce.json"
    if content is not None:
        source.write_text(content, encoding="utf-8")
    before = desk.settings()
    ended = desk.run("settings", "import", str(source))
    assert ended.status == 2
    assert reason in ended.err
    assert desk.settings() == before


def test_an_export_that_cannot_be_written_fails(desk, tmp_path: Path) -> None:
    ended = desk.run("settings", "export", str(tmp_path / "nie" / "ma.json"), "--json")
    assert (ended.status, ended.document["error"]["type"]) == (1, "SettingsUnwritable")


@pytest.mark.parametrize(
    "arguments", [("frob",), (), ("settings",), ("send", "--bod", "x"), ("check", "server", "punkt-1")]
)
def test_wrong_usage_is_status_2_and_still_one_document(
    arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*arguments, "--json"]) == 2
    written = capsys.readouterr()
    assert json.loads(written.out)["status"] == 2
    assert "użycie:" in written.err


def test_help_and_version_end_well_in_both_languages(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["send", "--help"]) == 0
    assert "użycie: dms-mail send" in capsys.readouterr().out
    assert main(["--language=en", "--help"]) == 0
    assert "usage: dms-mail" in capsys.readouterr().out
    assert main(["--version"]) == 0


def test_the_language_comes_from_the_environment(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DMS_MAIL_LANGUAGE", "en")
    assert main(["frob"]) == 2
    assert "Wrong usage" in capsys.readouterr().err


def run_program(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [
            sys.executable,
            "-X",
            "utf8=0",
            "-c",
            "import sys; from dms_mail_desktop.cli import main; sys.exit(main())",
            *arguments,
        ],
        env={**os.environ, "DMS_MAIL_HOME": str(folder), **environment},
        capture_output=True,
        check=False,
    )


def test_a_console_without_polish_letters_ends_no_command(tmp_path: Path) -> None:
    done = run_program(tmp_path, "settings", "show", PYTHONIOENCODING="ascii", LC_ALL="C")
    assert done.returncode == 0, done.stderr
    assert b"W??cz wysy?anie" in done.stdout
    refused = run_program(tmp_path, "check", PYTHONIOENCODING="ascii", LC_ALL="C")
    assert refused.returncode == 2
    assert b"Traceback" not in refused.stderr


def test_the_program_starts_without_qt_and_without_what_it_does_not_need(tmp_path: Path) -> None:
    probe = (
        "import sys; from dms_mail_desktop.cli import main; main(['settings', 'show', '--json']);"
        "print([name for name in ('PySide6', 'msal', 'keyring', 'aiosmtplib', 'cryptography') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", probe],
        env={**os.environ, "DMS_MAIL_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines()[-1] == "[]"


def test_what_does_not_fit_together_is_listed_and_forbids_nothing(desk) -> None:
    desk.save(email="faktury@firma.example", port=993)
    ended = desk.run("settings", "validate")
    assert ended.status == 0
    assert "Uwaga. Port: Port 993 służy innemu protokołowi. Tu zwykle używa się portu 587. Propozycja: " in ended.out
    assert "Zmień na 587.\n" in ended.out
    assert "Uwaga. Email (wychodzący): Wiadomości mają wychodzić z adresu faktury@firma.example" in ended.out
    warnings = desk.run("settings", "validate", "--json").document["warnings"]
    assert [(each["field"], each["discord"]) for each in warnings] == [
        ("mail_server.port", "protocol_port"),
        ("mail_server.email", "sender_not_login"),
    ]
    assert warnings[0]["mend"] == {"port": 587}


@pytest.mark.parametrize(
    ("arguments", "polish"),
    [
        (("send",), "brakuje argumentów: --to"),
        (("accounts", "--nie-ma"), "nieznane argumenty: --nie-ma"),
        (("nie-ma",), "COMMAND nie może mieć wartości 'nie-ma'; do wyboru: "),
        (("send", "--to"), "--to wymaga wartości"),
        (("run", "--dry-run=tak"), "--dry-run nie przyjmuje wartości ('tak')"),
        (("send", "--to", "a@b.pl", "--body", "x", "--body-file", "y"), "--body-file i --body nie mogą wystąpić razem"),
    ],
)
def test_wrong_arguments_are_told_in_the_language(
    arguments: tuple[str, ...], polish: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    assert f"Niepoprawne wywołanie: {polish}" in capsys.readouterr().err
    assert main(["--language", "en", *arguments]) == 2
    assert "Wrong usage: " in capsys.readouterr().err


@pytest.mark.parametrize(("language", "title"), [("pl", "argumenty:"), ("en", "arguments:")])
def test_the_help_titles_its_arguments_in_the_language(
    language: str, title: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["run", "--help", "--language", language]) == 0
    shown = capsys.readouterr().out
    assert title in shown.splitlines()
    assert "positional" not in shown
