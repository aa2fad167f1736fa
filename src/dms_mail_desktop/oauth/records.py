"""The accounts' secrets in the vault and their index; what the vault does not take is kept and written again."""

import logging
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from dms_mail_desktop.errors import SecretDamaged, VaultError
from dms_mail_desktop.oauth.account import Record, dump_keys, dump_record, load_keys, load_record

INDEX = "accounts"
WRITE_AGAIN = timedelta(minutes=1)
"""How often a record is offered again to a vault that did not take it."""

logger = logging.getLogger(__name__)


class SecretStore(Protocol):
    """What is used of the vault; every call raises VaultError."""

    @property
    def backend(self) -> str: ...  # noqa: D102

    async def read(self, name: str) -> str | None:
        """The secret, or None."""

    async def write(self, name: str, text: str) -> None:
        """Replaces the secret as a whole."""

    async def delete(self, name: str) -> None:
        """Removes the secret."""

    def locked(self, name: str) -> AbstractAsyncContextManager[None]:
        """Keeps other tasks and programs from changing the secret; its holder may."""


@dataclass(frozen=True, slots=True)
class Found:
    """The newest record of an account, and the text that the vault holds."""

    record: Record | None
    text: str | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A record that the vault did not take at `tried_at`, and the text it was to replace."""

    record: Record
    base: str | None = field(repr=False)
    tried_at: datetime


class Records:
    """Reads and writes records. Changing one needs `locked` around reading, deciding and writing."""

    def __init__(self, vault: SecretStore, clock: Callable[[], datetime]) -> None:
        self._vault = vault
        self._clock = clock
        self._waiting: dict[str, _Waiting] = {}

    def locked(self, key: str) -> AbstractAsyncContextManager[None]:
        """Keeps other tasks and programs from changing the record."""
        return self._vault.locked(key)

    async def read(self, key: str) -> Found:
        """The newest record: one that waits to be written, unless the vault holds a newer one. Raises SecretDamaged."""
        text = await self._vault.read(key)
        waiting = self._waiting.get(key)
        if waiting and waiting.base == text:
            return Found(waiting.record, text)
        if text is None:
            return Found(None, None)
        record = load_record(text)
        if record is None:
            raise SecretDamaged(self._vault.backend, key)
        return Found(record, text)

    async def put(self, record: Record) -> None:
        """Writes a record that is new and lists it."""
        key = record.account.key
        await self._vault.write(key, dump_record(record))
        self._waiting.pop(key, None)
        await self._change_index(lambda keys: (*(each for each in keys if each != key), key))

    async def replace(self, found: Found, record: Record) -> None:
        """Writes a record in place of the one found; a vault that fails is asked again later."""
        key = record.account.key
        self._waiting[key] = _Waiting(record, found.text, datetime.min.replace(tzinfo=self._clock().tzinfo))
        await self.write_again(key)

    async def remove(self, key: str) -> None:
        """Removes a record from vault, index and memory."""
        self._waiting.pop(key, None)
        await self._vault.delete(key)
        await self._change_index(lambda keys: tuple(each for each in keys if each != key))

    async def keys(self) -> tuple[str, ...]:
        """The accounts listed. Raises SecretDamaged."""
        keys = load_keys(await self._vault.read(INDEX))
        if keys is None:
            raise SecretDamaged(self._vault.backend, INDEX)
        return keys

    def is_due(self, key: str) -> bool:
        """Whether a record waits to be written and it is time to try."""
        waiting = self._waiting.get(key)
        return waiting is not None and self._clock() - waiting.tried_at >= WRITE_AGAIN

    async def write_again(self, key: str) -> None:
        """Writes a waiting record when it is due, unless another program has stored a newer one meanwhile."""
        if self.is_due(key):
            await self._write(key)

    async def write_waiting(self) -> None:
        """Writes all waiting records at once."""
        for key in tuple(self._waiting):
            async with self._vault.locked(key):
                await self._write(key)

    async def _write(self, key: str) -> None:
        waiting = self._waiting.get(key)
        if waiting is None:
            return
        try:
            if await self._vault.read(key) == waiting.base:
                await self._vault.write(key, dump_record(waiting.record))
        except VaultError as error:
            logger.warning("the renewed sign-in is not stored yet: %s", type(error).__name__)
            self._waiting[key] = _Waiting(waiting.record, waiting.base, self._clock())
        else:
            self._waiting.pop(key, None)

    async def _change_index(self, change: Callable[[tuple[str, ...]], tuple[str, ...]]) -> None:
        async with self._vault.locked(INDEX):
            try:
                keys = await self.keys()
            except SecretDamaged:
                keys = ()  # its accounts are still found by login; without this no sign-in could be kept again
            if change(keys) != keys:
                await self._vault.write(INDEX, dump_keys(change(keys)))
