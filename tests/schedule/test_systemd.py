"""The unit files, the commands, and what is read out of both."""

import os
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from dms_mail_desktop.errors import SchedulerMissing, SchedulerRefused
from dms_mail_desktop.schedule import Finished, Program, Schedule, SystemdTimer
from dms_mail_desktop.schedule.systemd import service_text, timer_text

from .systems import LINUX, System

RUNNING = {"systemctl --user show": Finished(0, "ActiveState=active\n")}
NO_BUS = Finished(1, "", "Failed to connect to bus: No medium found\n")


@pytest.fixture
def units(tmp_path: Path) -> Path:
    return tmp_path / "systemd" / "user"


def test_the_service_runs_the_points_once() -> None:
    assert service_text(LINUX) == (
        "[Unit]\nDescription=DMS Mail Desktop\n\n[Service]\nType=oneshot\n"
        'ExecStart="/opt/dms mail/bin/dms-mail" run --language pl\n'
    )


def test_another_profile_is_in_the_service() -> None:
    assert '\nEnvironment="DMS_MAIL_HOME=/srv/50%% poczty"\n' in service_text(replace(LINUX, home="/srv/50% poczty"))


def test_signs_that_systemd_would_replace_stay_what_they_are() -> None:
    text = service_text(Program(("/opt/$HOME/100%/dms-mail", 'a"b\\c')))
    assert text.endswith('ExecStart="/opt/$$HOME/100%%/dms-mail" "a\\"b\\\\c"\n')


def test_the_timer_starts_with_the_session_and_goes_on_by_the_interval() -> None:
    lines = timer_text(7).splitlines()
    assert {"OnActiveSec=1min", "OnUnitActiveSec=7min", "WantedBy=timers.target"} <= set(lines)


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="needs systemd-analyze")
def test_systemd_understands_the_files(tmp_path: Path) -> None:
    program = Program((str(Path("/bin/true")), "run", "100%"), str(tmp_path / "profil główny"))
    (tmp_path / "dms-mail.service").write_text(service_text(program), encoding="utf-8")
    (tmp_path / "dms-mail.timer").write_text(timer_text(5), encoding="utf-8")
    command = ["systemd-analyze", "verify", "--user", "--man=no", str(tmp_path / "dms-mail.timer")]
    environment = os.environ | {"XDG_RUNTIME_DIR": str(tmp_path)}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


async def test_registering_writes_the_files_and_starts_the_timer(units: Path) -> None:
    system = System()
    await SystemdTimer(LINUX, units, system).register(5)
    assert (units / "dms-mail.service").read_text("utf-8") == service_text(LINUX)
    assert (units / "dms-mail.timer").read_text("utf-8") == timer_text(5)
    assert system.asked == [
        ("systemctl", "--user", "daemon-reload"),
        ("systemctl", "--user", "enable", "dms-mail.timer"),
        ("systemctl", "--user", "restart", "dms-mail.timer"),
    ]


def test_what_is_shown_is_what_is_done(units: Path) -> None:
    text = SystemdTimer(LINUX, units, System()).text(5)
    for part in (str(units / "dms-mail.service"), service_text(LINUX), str(units / "dms-mail.timer"), timer_text(5)):
        assert part in text
    assert text.endswith(
        "systemctl --user daemon-reload && systemctl --user enable dms-mail.timer"
        " && systemctl --user restart dms-mail.timer"
    )


async def test_a_running_timer_is_known_by_its_files(units: Path) -> None:
    timer = SystemdTimer(LINUX, units, System(RUNNING))
    await timer.register(30)
    assert await timer.state() == Schedule(registered=True, minutes=30)
    other = SystemdTimer(replace(LINUX, home="/srv/inny"), units, System(RUNNING))
    assert await other.state() == Schedule(registered=True, minutes=30, current=False)


async def test_a_timer_that_does_not_run_is_none(units: Path) -> None:
    timer = SystemdTimer(LINUX, units, System({"systemctl --user show": Finished(0, "ActiveState=inactive\n")}))
    await timer.register(30)
    assert await timer.state() == Schedule()


async def test_a_user_without_systemd_is_told_so_and_gets_a_line_for_cron(units: Path) -> None:
    timer = SystemdTimer(replace(LINUX, home="/srv/50%"), units, System({"systemctl": NO_BUS}))
    with pytest.raises(SchedulerMissing) as missing:
        await timer.state()
    assert missing.value.detail == "Failed to connect to bus: No medium found"
    command = r"DMS_MAIL_HOME=/srv/50\% '/opt/dms mail/bin/dms-mail' run --language pl"
    assert timer.by_hand(5) == f"*/5 * * * * {command}"
    assert timer.by_hand(120) == f"0 */2 * * * {command}"


async def test_a_refusal_has_the_systems_own_words(units: Path) -> None:
    system = System({"systemctl --user enable": Finished(1, "", "Failed to enable unit: Access denied\n")})
    with pytest.raises(SchedulerRefused) as refusal:
        await SystemdTimer(LINUX, units, system).register(5)
    assert refusal.value.detail == "Failed to enable unit: Access denied"
    assert refusal.value.command == "systemctl --user enable dms-mail.timer"


async def test_a_folder_that_cannot_be_made_is_a_refusal(units: Path) -> None:
    units.parent.parent.mkdir(exist_ok=True)
    units.parent.write_text("a file in the way")
    system = System()
    with pytest.raises(SchedulerRefused):
        await SystemdTimer(LINUX, units, system).register(5)
    assert system.asked == []


async def test_removing_stops_the_timer_and_deletes_the_files(units: Path) -> None:
    system = System()
    timer = SystemdTimer(LINUX, units, system)
    await timer.register(5)
    system.asked.clear()
    await timer.remove()
    assert not (units / "dms-mail.service").exists()
    assert not (units / "dms-mail.timer").exists()
    assert system.asked == [
        ("systemctl", "--user", "disable", "--now", "dms-mail.timer"),
        ("systemctl", "--user", "daemon-reload"),
    ]


async def test_removing_nothing_is_no_error(units: Path) -> None:
    await SystemdTimer(LINUX, units, System()).remove()
