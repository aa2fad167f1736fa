"""Commands of the operating system, with real processes."""

import sys
import time

import pytest

from dms_mail_desktop.errors import SchedulerMissing, SchedulerSilent
from dms_mail_desktop.schedule import Finished, own_program, run_command


async def test_a_command_ends_with_its_status_and_its_words() -> None:
    script = "import sys; sys.stdout.write('tak'); sys.stderr.write('nie'); sys.exit(7)"
    assert await run_command((sys.executable, "-c", script)) == Finished(7, "tak", "nie")


async def test_no_shell_looks_at_the_arguments() -> None:
    script = "import sys; sys.stdout.write(sys.argv[1])"
    text = "$HOME && 'a b' \"c\" | > %PATH%"
    assert (await run_command((sys.executable, "-c", script, text))).output == text


async def test_a_command_that_is_not_there_is_missing() -> None:
    with pytest.raises(SchedulerMissing) as missing:
        await run_command(("no-such-program-anywhere",))
    assert missing.value.program == "no-such-program-anywhere"


async def test_a_command_that_does_not_end_is_killed() -> None:
    started = time.monotonic()
    with pytest.raises(SchedulerSilent):
        await run_command((sys.executable, "-c", "import time; time.sleep(60)"), 0.5)
    assert time.monotonic() - started < 20


@pytest.mark.parametrize("language", ["pl", "en"])
async def test_the_scheduled_program_can_be_started(language: str) -> None:
    program = own_program(language)
    assert program.arguments[-3:] == ("run", "--language", language)
    done = await run_command((*program.arguments, "--help"))
    assert (done.status, done.problem) == (0, "")


def test_only_another_profile_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DMS_MAIL_HOME", raising=False)
    assert own_program("pl").home == ""
    monkeypatch.setenv("DMS_MAIL_HOME", "profil")
    assert own_program("pl").home.endswith("profil")
    assert own_program("pl").home.startswith("/")
