"""What happens where a part of the lab is not installed."""

import pytest

from .processes import program


def test_a_missing_program_fails_in_one_line_that_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DMS_LAB", raising=False)
    with pytest.raises(pytest.fail.Exception) as failed:
        program("no-such-program", "its-package")
    assert "no-such-program is missing, apt-get install --no-install-recommends its-package" in str(failed.value)
    assert "\n" not in str(failed.value)


def test_a_missing_program_skips_only_when_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DMS_LAB", "skip")
    with pytest.raises(pytest.skip.Exception, match="no-such-program is missing"):
        program("no-such-program", "its-package")
