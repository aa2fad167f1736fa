"""Where the files are."""

import sys
from pathlib import Path

import pytest

from dms_mail_desktop.paths import config_folder, log_folder


def test_the_variable_overrides_both_folders(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DMS_MAIL_HOME", str(tmp_path))
    assert config_folder() == tmp_path
    assert log_folder() == tmp_path / "log"


def test_a_relative_folder_is_made_absolute(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DMS_MAIL_HOME", "profile")
    assert config_folder() == tmp_path / "profile"


@pytest.mark.skipif(sys.platform != "linux", reason="the folders of Linux")
@pytest.mark.parametrize("value", [None, ""])
def test_without_it_the_platform_decides(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, value: str | None) -> None:
    monkeypatch.delenv("DMS_MAIL_HOME", raising=False)
    if value is not None:
        monkeypatch.setenv("DMS_MAIL_HOME", value)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    assert config_folder() == tmp_path / "config" / "DMS Mail Desktop"
    assert log_folder().is_relative_to(tmp_path / "state" / "DMS Mail Desktop")
    assert not config_folder().exists()
