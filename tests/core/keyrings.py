"""Keyrings that behave like the real ones, break when told to, and live in memory or in a folder."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar
from urllib.parse import quote

LIMIT = 2560  # CRED_MAX_CREDENTIAL_BLOB_SIZE

T = TypeVar("T")


class Refusal(Exception):
    """Shaped like pywintypes.error, which is no KeyringError."""

    def __init__(self, winerror: int, function: str, text: str) -> None:
        super().__init__(winerror, function, text)
        self.winerror = winerror


class Cells:
    """Single steps, each done whole or not at all; they fail from step `fail_at` on as `how` says.

    "before" and "after" their effect fails that one step; "dead" fails it and all that follow, as a kill does.
    """

    def __init__(self) -> None:
        self.texts: dict[str, str] = {}
        self.steps = 0
        self.fail_at = 0
        self.how = "before"

    def break_at(self, step: int, how: str) -> None:
        self.steps, self.fail_at, self.how = 0, step, how

    def get(self, target: str) -> str | None:
        return self._step(lambda: self.texts.get(target))

    def put(self, target: str, text: str) -> None:
        if len(text.encode("utf-16-le")) > LIMIT:
            raise Refusal(1783, "CredWrite", "The stub received bad data")
        self._step(lambda: self.texts.update({target: text}))

    def drop(self, target: str) -> None:
        self._step(lambda: self.texts.pop(target))

    def _step(self, effect: Callable[[], T]) -> T:
        self.steps += 1
        failing = self.fail_at and (self.steps == self.fail_at or (self.how == "dead" and self.steps > self.fail_at))
        if failing and self.how != "after":
            raise Refusal(1312, "CredWrite", "A specified logon session does not exist")
        result = effect()
        if failing:
            raise Refusal(1312, "CredWrite", "A specified logon session does not exist")
        return result


class FolderCells:
    """One file for each cell, replaced in one step."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, target: str) -> str | None:
        try:
            return self._path(target).read_text("utf-8")
        except FileNotFoundError:
            return None

    def put(self, target: str, text: str) -> None:
        new = self._folder / f"{os.getpid()}.new"
        new.write_text(text, "utf-8")
        new.replace(self._path(target))

    def drop(self, target: str) -> None:
        self._path(target).unlink()

    def _path(self, target: str) -> Path:
        return self._folder / quote(target, safe="")


class PlainKeyring:
    """One entry for a service, as SecretService has it."""

    def __init__(self, cells: Cells | FolderCells) -> None:
        self.cells = cells

    def get_password(self, service: str, username: str) -> str | None:
        assert username
        return self.cells.get(service)

    def set_password(self, service: str, username: str, password: str) -> None:
        assert username
        self.cells.put(service, password)

    def delete_password(self, service: str, username: str) -> None:
        assert username
        self.cells.drop(service)


class WindowsKeyring:
    """Keeps a replaced text under a second name first and deletes both names in turn, as WinVaultKeyring does."""

    def __init__(self, cells: Cells | FolderCells) -> None:
        self.cells = cells

    def get_password(self, service: str, username: str) -> str | None:
        found = self.cells.get(service)
        return found if found is not None else self.cells.get(f"{username}@{service}")

    def set_password(self, service: str, username: str, password: str) -> None:
        replaced = self.cells.get(service)
        if replaced is not None:
            self.cells.put(f"{username}@{service}", replaced)
        self.cells.put(service, password)

    def delete_password(self, service: str, username: str) -> None:
        there = [target for target in (service, f"{username}@{service}") if self.cells.get(target) is not None]
        if not there:
            raise KeyError(service)
        for target in there:
            self.cells.drop(target)
