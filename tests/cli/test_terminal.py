"""Where the command line writes."""

import sys

import pytest

from dms_mail_desktop.cli.terminal import Terminal, never_fail_on_letters


def test_a_program_without_a_console_works_in_silence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    never_fail_on_letters()
    terminal = Terminal(as_json=True)
    terminal.progress("w toku")
    terminal.problem("nie udało się")
    terminal.finish(1)
