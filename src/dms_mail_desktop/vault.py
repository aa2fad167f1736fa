"""Secrets in the operating system's keyring, under names of ours.

The secret is kept by `secret_parts`; here are the backend, its errors, its silence and the lock between processes.
"""

import asyncio
import contextlib
import hashlib
import sys
import threading
from collections.abc import AsyncIterator, Callable, Mapping
from concurrent.futures import Future
from contextvars import ContextVar
from functools import partial
from pathlib import Path
from typing import Protocol, TypeVar, cast

from dms_mail_desktop import secret_parts
from dms_mail_desktop.errors import (
    KeyringFailed,
    KeyringLocked,
    KeyringMissing,
    KeyringRefused,
    KeyringSilent,
    VaultError,
)
from dms_mail_desktop.locks import POLL_INTERVAL, Hold, ProcessLock

USER = "DMSMail"
UNPROTECTED = ("keyring.backends.null",)
KINDS: Mapping[str, type[KeyringLocked | KeyringMissing]] = {
    "KeyringLocked": KeyringLocked,
    "LockedException": KeyringLocked,
    "PromptDismissedException": KeyringLocked,
    "NoKeyringError": KeyringMissing,
    "SecretServiceNotAvailableException": KeyringMissing,
}
"""Errors of keyring and SecretStorage by class name, because the second exists on Linux only."""
MOST_CALLS = 64
"""Calls under way at once: more only pile up behind a keyring that hangs."""
DETAIL_LENGTH = 300

T = TypeVar("T")


class Backend(Protocol):
    """What is used of a keyring backend; its errors are whatever its platform raises."""

    def get_password(self, service: str, username: str) -> str | None:
        """The text of an entry, or None."""

    def set_password(self, service: str, username: str, password: str) -> None:
        """Creates or replaces an entry."""

    def delete_password(self, service: str, username: str) -> None:
        """Removes an entry."""


def system_backend() -> Backend:
    """The keyring of this session; may block on the session bus. Raises KeyringMissing, KeyringRefused."""
    try:
        if sys.platform == "win32":
            # Named outright: a frozen program finds no entry points, and a configuration file could name another.
            from keyring.backends.Windows import WinVaultKeyring  # noqa: PLC0415 - 80 ms at start-up

            WinVaultKeyring.priority  # noqa: B018 - raises without its Windows libraries
            windows = WinVaultKeyring()
            windows.persist = "local machine"  # the default roams with a domain profile
            return windows
        import keyring  # noqa: PLC0415 - 80 ms at start-up

        found: object = keyring.get_keyring()
    except Exception as error:  # noqa: BLE001 - importing and rating a backend runs foreign code
        fault = translated(error, "keyring")
    else:
        return protecting(found)
    raise fault


def protecting(backend: object) -> Backend:
    """The backend itself, or the one a chain would write to. Raises KeyringMissing or KeyringRefused."""
    module, name = type(backend).__module__, backend_name(backend)
    if module == "keyring.backends.chainer":
        chained = getattr(backend, "backends", ())
        if not chained:
            raise KeyringMissing(name)
        return protecting(chained[0])
    if module == "keyring.backends.fail":
        raise KeyringMissing(name)
    if module in UNPROTECTED or module.split(".")[0:2] == ["keyrings", "alt"] or "plaintext" in name.lower():
        raise KeyringRefused(name)
    return cast("Backend", backend)


def backend_name(backend: object) -> str:
    """The name of a backend for people and logs: where its class is defined."""
    if isinstance(backend, SystemBackend):
        return backend.name
    return f"{type(backend).__module__}.{type(backend).__qualname__}"


class SystemBackend:
    """The session's keyring, looked for at its first use: that costs time and may fail or hang."""

    def __init__(self, find: Callable[[], Backend] = system_backend) -> None:
        self._find = find
        self._found: Backend | None = None
        self._finding = threading.Lock()

    @property
    def name(self) -> str:
        """The name of the keyring in use; before the first use there is none."""
        return backend_name(self._found) if self._found else "keyring"

    def get_password(self, service: str, username: str) -> str | None:
        """The text of an entry, or None."""
        return self.found().get_password(service, username)

    def set_password(self, service: str, username: str, password: str) -> None:
        """Creates or replaces an entry."""
        self.found().set_password(service, username, password)

    def delete_password(self, service: str, username: str) -> None:
        """Removes an entry."""
        self.found().delete_password(service, username)

    def found(self) -> Backend:
        """The keyring in use. Raises KeyringMissing, KeyringRefused."""
        with self._finding:
            if self._found is None:
                self._found = self._find()
            return self._found


def translated(error: BaseException, backend: str, secret: str = "") -> VaultError:
    """The error of the family for what a backend raised; a text that shows the secret it was given is left out."""
    kinds: set[str] = set()
    cause: BaseException | None = error
    while cause is not None:
        kinds |= {kind.__name__ for kind in type(cause).__mro__}
        cause = cause.__cause__
    for kind, family in KINDS.items():
        if kind in kinds:
            return family(backend)
    code = getattr(error, "winerror", None)
    shown = secret and (secret in str(error) or repr(secret)[1:-1] in str(error))
    detail = type(error).__name__ if shown else f"{type(error).__name__}: {error}"
    return KeyringFailed(backend, detail[:DETAIL_LENGTH], code)


class _Entries:
    """A backend's entries as `secret_parts` wants them: errors translated, absence no error."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend

    @property
    def backend(self) -> str:
        return backend_name(self._backend)

    def get(self, service: str) -> str | None:
        return self._ask(partial(self._backend.get_password, service, USER))

    def set(self, service: str, text: str) -> None:
        self._ask(partial(self._backend.set_password, service, USER, text), text)

    def delete(self, service: str) -> None:
        try:
            self._ask(partial(self._backend.delete_password, service, USER))
        except KeyringFailed:
            if self.get(service) is not None:
                raise

    def _ask(self, call: Callable[[], T], secret: str = "") -> T:
        try:
            return call()
        except VaultError:
            raise
        except Exception as error:  # noqa: BLE001 - backends raise what their platform raises, e.g. pywintypes.error
            fault = translated(error, self.backend, secret)
        raise fault  # outside the handler, so that the foreign error and its arguments do not ride along


_held: ContextVar[Mapping[Path, Hold]] = ContextVar("_held", default={})  # noqa: B039 - never changed in place


class Vault:
    """The program's secrets, by name. Every method raises VaultError and answers within its time limit.

    `time_limit` is for one call, `lock_limit` for waiting until another program is done with a secret, in seconds.
    """

    def __init__(
        self, backend: Backend, lock_folder: Path, *, time_limit: float = 20.0, lock_limit: float = 60.0
    ) -> None:
        self._entries = _Entries(backend)
        self._lock_folder = lock_folder
        self._time_limit = time_limit
        self._lock_limit = lock_limit
        self._free_calls = threading.BoundedSemaphore(MOST_CALLS)

    @property
    def backend(self) -> str:
        """The name of the keyring, for errors."""
        return self._entries.backend

    async def read(self, name: str) -> str | None:
        """The secret, or None when there is none; does not wait for writers. Raises SecretDamaged."""
        return await self._call(partial(secret_parts.read, self._entries, name))

    async def write(self, name: str, text: str) -> None:
        """Replaces the secret as a whole; once begun it runs to its end even when the caller is cancelled."""
        async with self._hold(name) as hold:
            await self._call(partial(secret_parts.write, self._entries, name, text), hold)

    async def delete(self, name: str) -> None:
        """Removes the secret and everything left over of it; absent is no error."""
        async with self._hold(name) as hold:
            await self._call(partial(secret_parts.delete, self._entries, name), hold)

    @contextlib.asynccontextmanager
    async def locked(self, name: str) -> AsyncIterator[None]:
        """Keeps every other program and task from writing this secret; inside, write and delete go through."""
        async with self._hold(name):
            yield

    @contextlib.asynccontextmanager
    async def _hold(self, name: str) -> AsyncIterator[Hold]:
        path = self._lock_folder / f"secret-{hashlib.sha256(name.encode()).hexdigest()[:16]}.lock"
        hold = _held.get().get(path)
        if hold is None or not hold.join():
            hold = Hold(await self._acquired(path))
        token = _held.set({**_held.get(), path: hold})
        try:
            yield hold
        finally:
            hold.leave()
            _held.reset(token)

    async def _acquired(self, path: Path) -> ProcessLock:
        try:
            lock = ProcessLock(path)
            async with asyncio.timeout(self._lock_limit):
                while not lock.acquire():  # noqa: ASYNC110 - nobody can tell when another program is done
                    await asyncio.sleep(POLL_INTERVAL)
        except TimeoutError:
            raise KeyringSilent(self.backend, self._lock_limit) from None
        except OSError as error:
            raise KeyringFailed(self.backend, f"{path.name}: {error.strerror}") from error
        return lock

    async def _call(self, work: Callable[[], T], hold: Hold | None = None) -> T:
        """Runs `work` in a thread of its own, which ends with the program.

        Not asyncio.to_thread: the program waits for that pool's threads when it ends, and a keyring that asks the
        person or has died may answer never.
        """
        if not self._free_calls.acquire(blocking=False):
            raise KeyringSilent(self.backend, 0.0)
        if hold is not None:
            hold.join()
        outcome: Future[T] = Future()
        outcome.set_running_or_notify_cancel()
        threading.Thread(target=self._run, args=(work, hold, outcome), name="keyring", daemon=True).start()
        try:
            async with asyncio.timeout(self._time_limit):
                return await asyncio.wrap_future(outcome)
        except TimeoutError:
            raise KeyringSilent(self.backend, self._time_limit) from None

    def _run(self, work: Callable[[], T], hold: Hold | None, outcome: Future[T]) -> None:
        with contextlib.ExitStack() as stack:
            stack.callback(self._free_calls.release)
            if hold is not None:
                stack.callback(hold.leave)
                stack.enter_context(hold.working)
            settle = _outcome_of(work)
        settle(outcome)


def _outcome_of(work: Callable[[], T]) -> Callable[[Future[T]], None]:
    try:
        result = work()
    except BaseException as error:  # noqa: BLE001 - whatever it is, the waiting task must get it
        fault = error
        return lambda outcome: outcome.set_exception(fault)
    return lambda outcome: outcome.set_result(result)
