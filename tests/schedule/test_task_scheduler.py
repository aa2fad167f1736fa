"""The lines that Windows is asked with, and what is read out of its answers."""

from dataclasses import replace

import pytest

from dms_mail_desktop.errors import SchedulerRefused, TaskTooLong
from dms_mail_desktop.schedule import Finished, Program, Schedule, TaskScheduler

from .systems import PROGRAM, System

LINE = (
    'schtasks /Create /TN "DMS Mail Desktop"'
    r""" /TR "'C:\Program Files\DMS Mail\dms-mailw.exe' run --language pl" /SC MINUTE /MO 5 /F"""
)
TASK = r"""<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <Triggers><TimeTrigger><Repetition><Interval>{interval}</Interval></Repetition></TimeTrigger></Triggers>
  <Actions Context="Author"><Exec>
      <Command>{command}</Command>
      <Arguments>{arguments}</Arguments>
  </Exec></Actions>
</Task>"""
COMMAND = r'"C:\Program Files\DMS Mail\dms-mailw.exe"'


def answer(interval: str = "PT5M", command: str = COMMAND, arguments: str = "run --language pl") -> System:
    text = TASK.format(interval=interval, command=command, arguments=arguments)
    return System({"schtasks /Query": Finished(0, text)})


def test_the_line_is_the_same_in_cmd_and_powershell() -> None:
    line = TaskScheduler(PROGRAM, System()).text(5)
    assert line == LINE
    assert '\\"' not in line


async def test_what_is_run_is_what_is_shown() -> None:
    system = System()
    await TaskScheduler(PROGRAM, system).register(5)
    (asked,) = system.asked
    assert asked[5] == r"'C:\Program Files\DMS Mail\dms-mailw.exe' run --language pl"
    assert asked == (
        "schtasks",
        "/Create",
        "/TN",
        "DMS Mail Desktop",
        "/TR",
        asked[5],
        "/SC",
        "MINUTE",
        "/MO",
        "5",
        "/F",
    )


def test_another_profile_is_named_in_the_line() -> None:
    line = TaskScheduler(replace(PROGRAM, home=r"D:\Profil & kopia"), System()).text(15)
    task = r"""cmd /c set 'DMS_MAIL_HOME=D:\Profil & kopia'&& 'C:\Program Files\DMS Mail\dms-mailw.exe' run"""
    assert f'/TR "{task} --language pl" /SC MINUTE /MO 15 /F' in line


def test_a_path_with_an_apostrophe_gets_quotes() -> None:
    line = TaskScheduler(Program((r"C:\Users\O'Brien\dms-mailw.exe", "run")), System()).text(5)
    assert r"""/TR "\"C:\Users\O'Brien\dms-mailw.exe\" run" """ in line


async def test_a_line_longer_than_the_system_takes_is_refused_before_it_is_asked() -> None:
    system, path = System(), "C:\\" + "x" * 260 + ".exe"
    with pytest.raises(TaskTooLong) as refusal:
        await TaskScheduler(Program((path,)), system).register(5)
    assert (refusal.value.length, refusal.value.limit) == (len(path) + 2, 261)
    assert system.asked == []


@pytest.mark.parametrize(("written", "minutes"), [("PT5M", 5), ("PT1H", 60), ("PT1H30M", 90), ("P1D", None)])
async def test_the_interval_is_read_from_the_task(written: str, minutes: int | None) -> None:
    found = await TaskScheduler(PROGRAM, answer(written)).state()
    assert found == Schedule(registered=True, minutes=minutes)


async def test_a_task_that_runs_another_installation_is_told_from_ours() -> None:
    other = answer(command=r'"D:\Stary\dms-mailw.exe"')
    assert not (await TaskScheduler(PROGRAM, other).state()).current


async def test_letters_that_the_code_page_spoils_do_not_make_it_another_one() -> None:
    program = Program((r"C:\Programy Żółte\dms-mailw.exe", "run"))
    spoilt = answer(command=r"C:\Programy ˝˘ůte\dms-mailw.exe".replace("ůt", "˛t"), arguments="run")
    assert (await TaskScheduler(program, spoilt).state()).current


async def test_a_profile_in_the_task_is_compared_too() -> None:
    program = replace(PROGRAM, home=r"D:\Profil")
    arguments = f"/c set &quot;DMS_MAIL_HOME=D:\\Profil&quot;&amp;&amp; {COMMAND} run --language pl"
    assert (await TaskScheduler(program, answer(command="cmd", arguments=arguments)).state()).current
    assert not (await TaskScheduler(PROGRAM, answer(command="cmd", arguments=arguments)).state()).current


async def test_without_a_task_nothing_is_registered() -> None:
    system = System({"schtasks /Query": Finished(1, "", "ERROR: The system cannot find the file specified.")})
    assert await TaskScheduler(PROGRAM, system).state() == Schedule()


async def test_a_refusal_has_the_systems_own_words() -> None:
    system = System({"schtasks /Create": Finished(1, "", "BŁĄD: Odmowa dostępu.\r\n")})
    with pytest.raises(SchedulerRefused) as refusal:
        await TaskScheduler(PROGRAM, system).register(5)
    error = refusal.value
    assert (error.command, error.status, error.detail) == (LINE, 1, "BŁĄD: Odmowa dostępu.")


async def test_the_task_is_deleted_where_there_is_one() -> None:
    system = answer()
    await TaskScheduler(PROGRAM, system).remove()
    assert system.asked[-1] == ("schtasks", "/Delete", "/TN", "DMS Mail Desktop", "/F")
    none = System({"schtasks /Query": Finished(1)})
    await TaskScheduler(PROGRAM, none).remove()
    assert len(none.asked) == 1
