"""The vault: whole secrets or none, whatever breaks, hangs or is killed."""

import asyncio
import contextvars
import itertools
import subprocess
import sys
import threading
import traceback
from collections.abc import Callable
from pathlib import Path

import pytest

from dms_mail_desktop.errors import (
    KeyringFailed,
    KeyringLocked,
    KeyringMissing,
    KeyringSilent,
    SecretDamaged,
    VaultError,
)
from dms_mail_desktop.vault import Backend, SystemBackend, Vault

from .keyrings import Cells, FolderCells, PlainKeyring, Refusal, WindowsKeyring

WRITER = Path(__file__).with_name("secret_writer.py")
OLD, NEW = "o" * 2000, "n" * 3000
KEYRINGS = [PlainKeyring, WindowsKeyring]


@pytest.fixture
def cells() -> Cells:
    return Cells()


@pytest.fixture
def vault(cells: Cells, tmp_path: Path) -> Vault:
    return Vault(PlainKeyring(cells), tmp_path)


def parts_of(cells: Cells, name: str = "token") -> list[str]:
    return [target for target in cells.texts if target.startswith(f"DMSMail/{name}/")]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "k" * 1200,
        "k" * 9000,
        "zażółć" * 900,
        "😀" * 2500,
        "a" + "😀" * 2500,
        "\ufeffBOM\x00\r\n",
        "\ud800",
    ],
)
async def test_any_text_comes_back_as_it_was(vault: Vault, text: str) -> None:
    await vault.write("token", text)
    assert await vault.read("token") == text


async def test_no_entry_exceeds_what_windows_takes(vault: Vault, cells: Cells) -> None:
    await vault.write("token", "😀" * 5000)
    units = [len(text.encode("utf-16-le")) // 2 for text in cells.texts.values()]
    assert len(units) > 2
    assert max(units) <= 1200


async def test_a_text_of_ascii_needs_no_more_parts_than_its_length(vault: Vault, cells: Cells) -> None:
    await vault.write("token", "k" * 2390)
    assert sorted(cells.texts) == ["DMSMail/token", "DMSMail/token/a/0", "DMSMail/token/a/1"]


async def test_what_was_never_written_is_none(vault: Vault) -> None:
    assert await vault.read("token") is None
    await vault.delete("token")


async def test_a_deleted_secret_leaves_nothing(vault: Vault, cells: Cells) -> None:
    await vault.write("token", OLD)
    await vault.write("token", NEW)
    await vault.delete("token")
    assert cells.texts == {}
    assert await vault.read("token") is None


async def test_a_replaced_secret_leaves_no_old_parts(vault: Vault, cells: Cells) -> None:
    for length in (5000, 10, 3000):
        await vault.write("token", "t" * length)
    assert len(parts_of(cells)) == 3


async def test_secrets_do_not_touch_each_other(vault: Vault) -> None:
    await vault.write("password/server", "one")
    await vault.write("password/other", "two")
    await vault.delete("password/server")
    assert await vault.read("password/other") == "two"


def parts_in(folder: Path) -> int:
    return len(list(folder.glob("DMSMail%2Ftoken%2F*")))


async def old_state(keyring: type[PlainKeyring] | type[WindowsKeyring], folder: Path) -> tuple[Cells, Vault]:
    """OLD is stored, and was stored twice: so every kind of left-over there can be is there."""
    cells = Cells()
    vault = Vault(keyring(cells), folder)
    await vault.write("token", "first")
    await vault.write("token", OLD)
    return cells, vault


@pytest.mark.parametrize("how", ["before", "after", "dead"])
@pytest.mark.parametrize("keyring", KEYRINGS)
@pytest.mark.parametrize("deleting", [False, True], ids=["write", "delete"])
async def test_a_failure_at_any_step_leaves_the_old_or_the_new_text(
    keyring: type[PlainKeyring] | type[WindowsKeyring], how: str, *, deleting: bool, tmp_path: Path
) -> None:
    wanted = None if deleting else NEW
    outcomes: list[str | None] = []
    for step in itertools.count(1):
        cells, vault = await old_state(keyring, tmp_path)
        cells.break_at(step, how)
        raised = False
        try:
            await (vault.delete("token") if deleting else vault.write("token", NEW))
        except VaultError:
            raised = True
        reached = cells.steps >= step
        cells.break_at(0, how)
        found = await vault.read("token")
        assert found in (OLD, wanted), f"step {step}"
        assert raised or found == wanted, f"step {step}: success was reported"
        outcomes.append(found)
        await vault.write("token", "last" * 1000)
        assert await vault.read("token") == "last" * 1000
        assert len(parts_of(cells)) == 4, f"step {step}: parts were left over"
        await vault.delete("token")
        assert cells.texts == {}, f"step {step}: something was left over"
        if not reached:
            break
    assert OLD in outcomes
    assert outcomes[-1] == wanted
    assert len(outcomes) >= 8


@pytest.mark.parametrize("keyring", KEYRINGS)
async def test_a_reading_that_fails_says_so_and_changes_nothing(
    keyring: type[PlainKeyring] | type[WindowsKeyring], tmp_path: Path
) -> None:
    cells, vault = await old_state(keyring, tmp_path)
    cells.break_at(0, "before")
    await vault.read("token")
    for step in range(1, cells.steps + 1):
        cells.break_at(step, "before")
        with pytest.raises(KeyringFailed):
            await vault.read("token")
        cells.break_at(0, "before")
        assert await vault.read("token") == OLD


@pytest.mark.parametrize("damage", ["missing", "altered", "manifest"])
async def test_parts_that_do_not_fit_are_never_handed_out(vault: Vault, cells: Cells, damage: str) -> None:
    await vault.write("token", NEW)
    if damage == "missing":
        del cells.texts["DMSMail/token/a/1"]
    elif damage == "altered":
        cells.texts["DMSMail/token/a/1"] = "m" * 1200
    else:
        cells.texts["DMSMail/token"] = '{"generation": "a", "parts": "3"}'
    with pytest.raises(SecretDamaged) as caught:
        await vault.read("token")
    assert caught.value.name == "token"
    await vault.write("token", OLD)
    assert await vault.read("token") == OLD
    assert len(parts_of(cells)) == 2


async def test_a_keyring_that_forgets_is_noticed_when_writing(tmp_path: Path) -> None:
    class Forgetful(PlainKeyring):
        def set_password(self, service: str, username: str, password: str) -> None:
            pass

    with pytest.raises(KeyringFailed):
        await Vault(Forgetful(Cells()), tmp_path).write("token", NEW)


class Raising(PlainKeyring):
    def __init__(self, error: Callable[[str], BaseException]) -> None:
        super().__init__(Cells())
        self._error = error

    def set_password(self, service: str, username: str, password: str) -> None:
        assert service
        assert username
        raise self._error(password)


@pytest.mark.parametrize("code", [1783, 1312])
async def test_an_error_of_windows_keeps_its_number(tmp_path: Path, code: int) -> None:
    vault = Vault(Raising(lambda _: Refusal(code, "CredWrite", "text of Windows")), tmp_path)
    with pytest.raises(KeyringFailed) as caught:
        await vault.write("token", "s3cret")
    assert caught.value.code == code
    assert "text of Windows" in caught.value.detail
    assert caught.value.backend.endswith("Raising")


@pytest.mark.parametrize("shown", [str, repr])
async def test_a_secret_in_a_foreign_error_goes_no_further(tmp_path: Path, shown: Callable[[str], str]) -> None:
    secret = 'mark"er'[::-1]
    vault = Vault(Raising(lambda password: ValueError(f"cannot store {shown(password)}")), tmp_path)
    with pytest.raises(KeyringFailed) as caught:
        await vault.write("token", secret)
    assert caught.value.detail == "ValueError"
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None
    written = "".join(traceback.format_exception(caught.value)) + repr(caught.value)
    assert 're"kram' not in written
    assert 're\\"kram' not in written


def keyring_error(name: str) -> BaseException:
    import keyring.errors
    import secretstorage.exceptions

    kind = getattr(keyring.errors, name, None) or getattr(secretstorage.exceptions, name)
    error: BaseException = kind("text")
    return error


@pytest.mark.skipif(sys.platform != "linux", reason="SecretStorage exists on Linux only")
@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("KeyringLocked", KeyringLocked),
        ("LockedException", KeyringLocked),
        ("PromptDismissedException", KeyringLocked),
        ("NoKeyringError", KeyringMissing),
        ("SecretServiceNotAvailableException", KeyringMissing),
        ("PasswordSetError", KeyringFailed),
        ("InitError", KeyringFailed),
    ],
)
async def test_errors_of_keyring_become_ours(tmp_path: Path, name: str, family: type[VaultError]) -> None:
    with pytest.raises(VaultError) as caught:
        await Vault(Raising(lambda _: keyring_error(name)), tmp_path).write("token", "x")
    assert type(caught.value) is family


async def test_the_cause_of_an_error_decides(tmp_path: Path) -> None:
    def chained(_: str) -> BaseException:
        error = keyring_error("InitError")
        error.__cause__ = keyring_error("PromptDismissedException")
        return error

    with pytest.raises(KeyringLocked):
        await Vault(Raising(chained), tmp_path).write("token", "x")


class Hanging(PlainKeyring):
    """Hangs once, at the given method, until `wake` is set."""

    def __init__(self, cells: Cells, method: str) -> None:
        super().__init__(cells)
        self._method = method
        self.asleep = threading.Event()
        self.wake = threading.Event()

    def _perhaps_hang(self, method: str) -> None:
        if method == self._method and not self.asleep.is_set():
            self.asleep.set()
            self.wake.wait(30)

    def get_password(self, service: str, username: str) -> str | None:
        self._perhaps_hang("get")
        return super().get_password(service, username)

    def set_password(self, service: str, username: str, password: str) -> None:
        self._perhaps_hang("set")
        super().set_password(service, username, password)


async def test_a_silent_keyring_is_reported_in_time_and_the_next_call_works(cells: Cells, tmp_path: Path) -> None:
    keyring = Hanging(cells, "get")
    vault = Vault(keyring, tmp_path, time_limit=0.2)
    with pytest.raises(KeyringSilent) as caught:
        await vault.read("token")
    assert caught.value.seconds == 0.2
    assert await vault.read("token") is None
    await vault.write("token", NEW)
    keyring.wake.set()
    assert await vault.read("token") == NEW


async def test_a_write_that_hangs_keeps_its_lock_and_cannot_tear_a_later_one(cells: Cells, tmp_path: Path) -> None:
    keyring = Hanging(cells, "set")
    vault = Vault(keyring, tmp_path, time_limit=0.2, lock_limit=0.2)
    with pytest.raises(KeyringSilent):
        await vault.write("token", OLD)
    with pytest.raises(KeyringSilent):
        await Vault(PlainKeyring(cells), tmp_path, lock_limit=0.2).write("token", NEW)
    await vault.write("another", NEW)
    keyring.wake.set()
    await Vault(PlainKeyring(cells), tmp_path).write("token", NEW)
    assert await vault.read("token") == NEW


async def test_a_write_sent_after_one_that_hangs_waits_its_turn(cells: Cells, tmp_path: Path) -> None:
    keyring = Hanging(cells, "set")
    vault = Vault(keyring, tmp_path, time_limit=0.2)
    async with vault.locked("token"):
        for text in (OLD, NEW):
            with pytest.raises(KeyringSilent):
                await vault.write("token", text)
    keyring.wake.set()
    async with vault.locked("token"):
        assert await vault.read("token") == NEW
    assert len(parts_of(cells)) == 3


async def test_a_cancelled_write_runs_to_its_end(cells: Cells, tmp_path: Path) -> None:
    keyring = Hanging(cells, "set")
    vault = Vault(keyring, tmp_path)
    task = asyncio.create_task(vault.write("token", NEW))
    while not keyring.asleep.is_set():  # noqa: ASYNC110 - an event of a thread
        await asyncio.sleep(0.01)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    keyring.wake.set()
    async with vault.locked("token"):
        assert await vault.read("token") == NEW


def test_a_keyring_that_hangs_does_not_keep_the_program_alive(tmp_path: Path) -> None:
    program = """
import asyncio, pathlib, sys, time
from dms_mail_desktop.errors import KeyringSilent
from dms_mail_desktop.vault import Vault
class Dead:
    def get_password(self, service, username):
        time.sleep(3600)
async def main():
    try:
        await Vault(Dead(), pathlib.Path(sys.argv[1]), time_limit=0.1).read("token")
    except KeyringSilent:
        print("silent")
asyncio.run(main())
"""
    done = subprocess.run(
        [sys.executable, "-c", program, tmp_path], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout == "silent\n"
    assert done.stderr == ""


async def test_calls_that_never_end_do_not_pile_up_without_limit(tmp_path: Path) -> None:
    wake = threading.Event()

    class Dead(PlainKeyring):
        def get_password(self, service: str, username: str) -> str | None:
            wake.wait(30)
            return super().get_password(service, username)

    before = threading.active_count()
    vault = Vault(Dead(Cells()), tmp_path, time_limit=0.3)
    results = await asyncio.gather(*(vault.read("token") for _ in range(100)), return_exceptions=True)
    assert all(isinstance(result, KeyringSilent) for result in results)
    assert threading.active_count() - before <= 64
    wake.set()
    while threading.active_count() > before:  # noqa: ASYNC110 - threads set no event of a loop
        await asyncio.sleep(0.01)
    assert await vault.read("token") is None


async def test_whoever_holds_the_lock_keeps_others_from_writing(cells: Cells, tmp_path: Path) -> None:
    first, second = (Vault(PlainKeyring(cells), tmp_path) for _ in range(2))
    await first.write("token", "0")

    async def count_up(vault: Vault) -> None:
        for _ in range(10):
            async with vault.locked("token"):
                value = int(await vault.read("token") or "")
                await asyncio.sleep(0)
                await vault.write("token", str(value + 1))

    await asyncio.gather(count_up(first), count_up(first), count_up(second))
    assert await first.read("token") == "30"


async def test_a_task_that_outlives_the_lock_takes_it_anew(vault: Vault) -> None:
    async with vault.locked("token"):
        late = asyncio.create_task(vault_write_later(vault))
    async with vault.locked("token"):
        await asyncio.sleep(0.2)
        assert not late.done()
    await late


async def vault_write_later(vault: Vault) -> None:
    await asyncio.sleep(0.1)
    await vault.write("token", "late")


async def test_a_lock_that_another_holds_too_long_is_reported(vault: Vault, cells: Cells, tmp_path: Path) -> None:
    async with vault.locked("token"):
        other = Vault(PlainKeyring(cells), tmp_path, lock_limit=0.1)
        task = asyncio.create_task(other.write("token", "x"), context=contextvars.Context())
        with pytest.raises(KeyringSilent):
            await task


async def test_a_lock_folder_that_cannot_be_made_is_reported(cells: Cells, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(KeyringFailed):
        await Vault(PlainKeyring(cells), tmp_path / "file").write("token", "x")


async def test_two_programs_writing_at_once_never_show_a_torn_text(tmp_path: Path) -> None:
    vault = Vault(WindowsKeyring(FolderCells(tmp_path)), tmp_path / "locks")
    writers = [
        await asyncio.create_subprocess_exec(sys.executable, WRITER, "write", tmp_path, letter, "40") for letter in "ab"
    ]
    seen: set[str] = set()
    ends = asyncio.gather(*(writer.wait() for writer in writers))
    while not ends.done():
        text = await vault.read("token")
        if text is not None:
            assert len(set(text)) == 1
            assert len(text) in (10, 1300, 5000, 2500)
            seen.add(text[0])
        await asyncio.sleep(0)
    assert await ends == [0, 0]
    assert seen == {"a", "b"}
    assert parts_in(tmp_path) == 3


@pytest.mark.skipif(sys.platform == "win32", reason="uses fork and SIGKILL")
def test_a_hundred_and_twenty_kills_tear_nothing(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", WRITER, "kill", tmp_path, "120"],
        capture_output=True, text=True, timeout=240, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 10, "too few of the writers were killed in the middle"


async def test_the_system_keyring_is_looked_for_once_and_only_when_used(tmp_path: Path) -> None:
    found: list[Backend] = []

    def find() -> Backend:
        found.append(PlainKeyring(Cells()))
        return found[-1]

    system = SystemBackend(find)
    vault = Vault(system, tmp_path)
    assert found == []
    await vault.write("token", NEW)
    assert await vault.read("token") == NEW
    assert len(found) == 1
    assert vault.backend.endswith("PlainKeyring")


async def test_a_missing_system_keyring_is_looked_for_again(tmp_path: Path) -> None:
    tries = iter([KeyringMissing("fail"), None])

    def find() -> Backend:
        fault = next(tries)
        if fault:
            raise fault
        return PlainKeyring(Cells())

    vault = Vault(SystemBackend(find), tmp_path)
    with pytest.raises(KeyringMissing):
        await vault.read("token")
    assert await vault.read("token") is None
