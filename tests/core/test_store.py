"""The settings file: whole or untouched, whatever is in it and whoever else writes it."""

import json
import re
import signal
import subprocess
import sys
import traceback
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dms_mail_desktop.disk import Disk
from dms_mail_desktop.errors import (
    SettingsChanged,
    SettingsDamaged,
    SettingsReadOnly,
    SettingsTooNew,
    SettingsUnwritable,
)
from dms_mail_desktop.locks import ProcessLock
from dms_mail_desktop.models import AuthMethod, MailServer, Point, Registration, Settings
from dms_mail_desktop.store import SettingsStore

WRITER = Path(__file__).with_name("settings_writer.py")
FULL = Settings(
    registration=Registration(client_id="11111111-2222-3333-4444-555555555555", mail_hosts=("a.example", "b.example")),
    mail_server=MailServer(email="dms@żółw.pl", host="smtp.example.pl", auth_method=AuthMethod.OAUTH2, port=2525),
    points=(
        Point(id="p1", name="Faktury — zażółć", host="imap.example.pl", since=date(2026, 7, 3), operators=("anna",)),
        Point(id="p2", name="Umowy", active=False),
    ),
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "settings.json"


@pytest.fixture
def store(path: Path) -> SettingsStore:
    return SettingsStore(path, lock_limit=0.3, busy_limit=0.2)


def named(name: str) -> Settings:
    return Settings(mail_server=MailServer(account_name=name))


def test_a_missing_file_gives_the_defaults_and_can_be_saved(tmp_path: Path) -> None:
    store = SettingsStore(tmp_path / "new" / "folder" / "settings.json")
    loaded = store.load()
    assert loaded.settings == Settings()
    assert loaded.read_only is None
    store.save(FULL, loaded.stamp)
    assert store.load().settings == FULL
    assert not store.backup.exists()


def test_everything_comes_back_as_it_was_saved(store: SettingsStore, path: Path) -> None:
    stamp = store.save(FULL, "")
    assert store.load().settings == FULL
    assert store.load().stamp == stamp
    assert json.loads(path.read_text("utf-8")) == FULL.model_dump(mode="json")
    assert path.read_text("utf-8").startswith('{\n  "schema": 1,')
    assert "żółw" in path.read_text("utf-8")


def test_only_the_file_its_backup_and_its_lock_remain(store: SettingsStore, path: Path) -> None:
    store.save(FULL, store.save(named("one"), ""))
    assert {entry.name for entry in path.parent.iterdir()} <= {
        "settings.json", "settings.json.bak", "settings.json.lock",
    }  # fmt: skip


def test_the_previous_version_is_kept(store: SettingsStore, path: Path) -> None:
    stamp = store.save(named("one"), "")
    first = path.read_bytes()
    stamp = store.save(named("two"), stamp)
    assert store.backup.read_bytes() == first
    assert store.save(named("two"), stamp) == stamp
    assert store.backup.read_bytes() == first, "saving the same again must not lose the previous version"


def test_a_file_that_another_changed_is_not_overwritten(store: SettingsStore, path: Path) -> None:
    stamp = store.save(named("first"), "")
    path.write_text(path.read_text().replace("first", "two"))
    with pytest.raises(SettingsChanged) as caught:
        store.save(named("three"), stamp)
    assert caught.value.path == path
    assert store.load().settings == named("two")


def test_a_file_that_another_made_or_removed_counts_as_changed(store: SettingsStore, path: Path) -> None:
    stamp = store.save(named("one"), "")
    with pytest.raises(SettingsChanged):
        store.save(named("two"), "")
    path.unlink()
    with pytest.raises(SettingsChanged):
        store.save(named("two"), stamp)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_files_of_windows_editors_are_read(store: SettingsStore, path: Path, encoding: str, newline: str) -> None:
    text = FULL.model_dump_json(indent=2).replace("\n", newline)
    path.write_bytes(text.encode(encoding))
    loaded = store.load()
    assert loaded.read_only is None
    assert loaded.settings == FULL
    store.save(named("saved"), loaded.stamp)
    assert store.load().settings == named("saved")


def test_what_is_absent_has_its_default(store: SettingsStore, path: Path) -> None:
    path.write_text('{"mail_server": {"encryption": "tls"}, "points": [{"id": "x", "account_type": "pop3"}]}')
    loaded = store.load()
    assert loaded.read_only is None
    assert loaded.settings.mail_server.port == 465
    assert loaded.settings.points[0].port == 995


def test_a_part_that_is_not_complete_can_be_opened(store: SettingsStore, path: Path) -> None:
    path.write_text('{"mail_server": {"enabled": true, "email": "not an address"}}')
    assert store.load().settings.mail_server.email == "not an address"
    assert store.load().read_only is None


DAMAGED: list[tuple[bytes, str]] = [
    (b"", "line 1, column 1"),
    (b'{"schema": 1,\n "mail_server": {', r"line 2, column \d+"),
    (b"[]", "no JSON object"),
    (b"null", "no JSON object"),
    (b'{"mail_server": {"account_name": "\xff"}}', r"byte \d+"),
    (b"[" * 100_000, "nested too deeply"),
    (b'{"registration": ' + b'{"a":' * 500 + b"1" + b"}" * 501, ".*json_invalid|nested too deeply"),
    (b'{"schema": ' + b"1" * 5000 + b"}", "number too long"),
    (b'{"schema": "1"}', "schema: int_type"),
    (b'{"schema": true}', "schema: int_type"),
    (b'{"schema": 0}', "schema: 0"),
    (b'{"schema_version": 1}', "schema_version: extra_forbidden"),
    (b'{"mail_server": {"port": "587"}}', r"mail_server\.port: int_type"),
    (b'{"mail_server": {"port": 70000}}', r"mail_server\.port: less_than_equal"),
    (b'{"mail_server": {"enabled": "yes"}}', r"mail_server\.enabled: bool_type"),
    (b'{"mail_server": {"encryption": "ssl"}}', r"mail_server\.encryption: enum"),
    (b'{"mail_server": {"login": NaN}}', r"mail_server\.login: string_type"),
    (b'{"mail_server": {"login": "a\\nRCPT TO"}}', r"mail_server\.login: string_pattern_mismatch"),
    (b'{"mail_server": {"login": "\\ud800"}}', ".*json_invalid"),
    (b'{"mail_server": []}', "mail_server: model_type"),
    (b'{"points": {"a": 1}}', "points: tuple_type"),
    (b'{"points": [{}, {"intervall": 5}]}', r"points\.1\.intervall: extra_forbidden"),
    (b'{"mail_server": {"host": "a", "host": "b"}}', "host: given twice"),
    (b'{"surprise": 1}', "surprise: extra_forbidden"),
]


@pytest.mark.parametrize(("content", "detail"), DAMAGED, ids=[detail for _, detail in DAMAGED])
def test_a_damaged_file_is_opened_read_only_and_stays(
    store: SettingsStore, path: Path, content: bytes, detail: str
) -> None:
    path.write_bytes(content)
    loaded = store.load()
    assert loaded.settings == Settings()
    assert isinstance(loaded.read_only, SettingsDamaged)
    assert re.fullmatch(detail, loaded.read_only.detail)
    assert loaded.read_only.path == path
    assert loaded.read_only.backup is None
    with pytest.raises(SettingsReadOnly):
        store.save(named("new"), loaded.stamp)
    assert path.read_bytes() == content
    assert not store.backup.exists()


def test_a_newer_file_is_opened_read_only_and_stays(store: SettingsStore, path: Path) -> None:
    path.write_text('{"schema": 7, "mail_server": {"unheard_of": []}}')
    loaded = store.load()
    assert isinstance(loaded.read_only, SettingsTooNew)
    assert (loaded.read_only.found, loaded.read_only.known) == (7, 1)
    with pytest.raises(SettingsReadOnly):
        store.save(named("new"), loaded.stamp)
    assert path.read_text() == '{"schema": 7, "mail_server": {"unheard_of": []}}'


@pytest.mark.parametrize(
    "document",
    [
        '{"mail_server": {"password": "s3cret-marker"}}',
        '{"mail_server": {"port": "s3cret-marker"}}',
        '{"mail_server": {"encryption": "s3cret-marker"}}',
        '{"mail_server": {"login": "s3cret-marker\\n"}, "points": "s3cret-marker"}',
        '{"schema": "s3cret-marker"}',
        '{"password": "s3cret-marker"',
        '"s3cret-marker"',
    ],
)
def test_a_password_in_the_file_is_refused_and_not_repeated(store: SettingsStore, path: Path, document: str) -> None:
    path.write_text(document)
    error = store.load().read_only
    assert isinstance(error, SettingsDamaged)
    shown: list[str] = []
    link: BaseException | None = error
    while link is not None:
        shown += [str(link), repr(link), repr(vars(link)), *traceback.format_exception(link)]
        link = link.__context__
    assert "s3cret" not in "".join(shown)
    with pytest.raises(SettingsReadOnly):
        store.save(named("new"), store.load().stamp)
    assert path.read_text() == document


def test_the_unknown_key_is_named(store: SettingsStore, path: Path) -> None:
    path.write_text('{"mail_server": {"password": "x"}}')
    error = store.load().read_only
    assert isinstance(error, SettingsDamaged)
    assert error.detail == "mail_server.password: extra_forbidden"


def test_the_last_good_version_is_named_when_it_is_good(store: SettingsStore, path: Path) -> None:
    store.save(named("two"), store.save(named("one"), ""))
    path.write_text("{")
    error = store.load().read_only
    assert isinstance(error, SettingsDamaged)
    assert error.backup == store.backup
    store.backup.write_text("{")
    error = store.load().read_only
    assert isinstance(error, SettingsDamaged)
    assert error.backup is None


def rename_account(document: dict[str, Any]) -> dict[str, Any]:
    return {"mail_server": {"account_name": document["account"]}}


def count_down(document: dict[str, Any]) -> dict[str, Any]:
    return {"account": document["accounts"][0]}


def test_an_older_file_goes_through_every_step_and_is_saved_in_today_s_version(path: Path) -> None:
    store = SettingsStore(path, migrations={-1: count_down, 0: rename_account})
    path.write_text('{"schema": -1, "accounts": ["Old"]}')
    loaded = store.load()
    assert loaded.read_only is None
    assert loaded.settings == named("Old")
    assert path.read_text() == '{"schema": -1, "accounts": ["Old"]}', "opening alone changes nothing"
    store.save(loaded.settings, loaded.stamp)
    assert json.loads(path.read_text())["schema"] == 1
    assert store.backup.read_text() == '{"schema": -1, "accounts": ["Old"]}'


def test_an_older_file_that_is_not_of_its_form_is_damaged(path: Path) -> None:
    path.write_text('{"schema": 0, "konto": "Old"}')
    error = SettingsStore(path, migrations={0: rename_account}).load().read_only
    assert isinstance(error, SettingsDamaged)
    assert error.detail == "schema: 0, not of its form"


class BreakingDisk(Disk):
    """Raises at the given step, before it or half-way through."""

    def __init__(self, step: int, error: Callable[[], OSError]) -> None:
        self.left = step
        self._error = error

    def write(self, path: Path, content: bytes) -> None:
        self._step()
        path.write_bytes(content[: len(content) // 2])
        self._step()
        super().write(path, content)

    def replace(self, source: Path, target: Path) -> None:
        self._step()
        super().replace(source, target)

    def _step(self) -> None:
        self.left -= 1
        if not self.left:
            raise self._error()


def test_a_disk_that_fails_at_any_step_leaves_a_whole_file(tmp_path: Path) -> None:
    for step in range(1, 7):
        path = tmp_path / f"{step}.json"
        stamp = SettingsStore(path).save(named("old"), "")
        store = SettingsStore(path, disk=BreakingDisk(step, lambda: OSError(28, "No space left on device")))
        with pytest.raises(SettingsUnwritable) as caught:
            store.save(named("new"), stamp)
        assert caught.value.detail == "No space left on device"
        again = SettingsStore(path)
        assert again.load().settings == named("old")
        assert again.save(named("new"), stamp)
        assert again.load().settings == named("new")
        assert SettingsStore(again.backup).load().settings == named("old")


@pytest.mark.skipif(sys.platform == "win32", reason="uses SIGKILL")
def test_a_kill_at_any_step_leaves_a_whole_file(path: Path) -> None:
    SettingsStore(path).save(named("old"), "")
    found: list[str] = []
    for step in range(1, 13):
        ended = subprocess.run([sys.executable, WRITER, "die", path, str(step)], check=False, timeout=60)
        loaded = SettingsStore(path).load()
        assert loaded.read_only is None
        found.append(loaded.settings.mail_server.account_name)
        backup = SettingsStore(SettingsStore(path).backup).load()
        assert backup.read_only is None
        if ended.returncode == 0:
            break
        assert ended.returncode == -signal.SIGKILL
        SettingsStore(path).save(named("old"), loaded.stamp)
    assert found == ["old"] * 9 + ["new"] * 3


def test_a_file_that_is_open_elsewhere_for_a_moment_is_replaced_all_the_same(path: Path) -> None:
    class Busy(Disk):
        refusals = 3

        def replace(self, source: Path, target: Path) -> None:
            if self.refusals:
                self.refusals -= 1
                raise PermissionError(13, "Access is denied")
            super().replace(source, target)

    store = SettingsStore(path, disk=Busy(), busy_limit=5)
    store.save(named("new"), "")
    assert store.load().settings == named("new")


def test_a_file_that_stays_open_elsewhere_is_reported(path: Path) -> None:
    class Busy(Disk):
        def replace(self, source: Path, target: Path) -> None:
            raise PermissionError(13, "Access is denied", str(source), None, str(target))

    stamp = SettingsStore(path).save(named("old"), "")
    with pytest.raises(SettingsUnwritable) as caught:
        SettingsStore(path, disk=Busy(), busy_limit=0.1).save(named("new"), stamp)
    assert caught.value.detail == "Access is denied"
    assert SettingsStore(path).load().settings == named("old")


def test_a_file_that_cannot_be_read_is_opened_read_only(store: SettingsStore, path: Path) -> None:
    path.mkdir()
    loaded = store.load()
    assert isinstance(loaded.read_only, SettingsUnwritable)
    with pytest.raises(SettingsUnwritable):
        store.save(named("new"), loaded.stamp)


def test_a_folder_that_cannot_be_made_is_reported(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SettingsUnwritable):
        SettingsStore(tmp_path / "file" / "settings.json").save(FULL, "")


def test_a_save_waits_for_another_instance_only_so_long(store: SettingsStore, path: Path) -> None:
    lock = ProcessLock(path.with_name("settings.json.lock"))
    assert lock.acquire()
    with pytest.raises(SettingsUnwritable) as caught:
        store.save(FULL, "")
    assert caught.value.detail == "locked by another program"
    lock.release()
    store.save(FULL, "")


def test_a_refused_save_frees_the_lock(store: SettingsStore) -> None:
    stamp = store.save(FULL, "")
    with pytest.raises(SettingsChanged):
        store.save(FULL, "")
    store.save(named("new"), stamp)


def test_two_programs_saving_at_once_lose_nothing(path: Path) -> None:
    writers = [
        subprocess.Popen([sys.executable, WRITER, "save", path, letter, "40"], stdout=subprocess.PIPE, text=True)
        for letter in "ab"
    ]
    answers = [writer.communicate(timeout=120)[0] for writer in writers]
    assert [writer.returncode for writer in writers] == [0, 0]
    name = SettingsStore(path).load().settings.mail_server.account_name
    assert (name.count("a"), name.count("b")) == (40, 40), "a save was overwritten unseen"
    assert sum(int(answer.split()[1]) for answer in answers) > 0, "the two never met"
