"""The settings file: read whole or not at all, written whole, never overwritten when it is not understood."""

import hashlib
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from dms_mail_desktop.disk import Disk
from dms_mail_desktop.errors import (
    SettingsChanged,
    SettingsDamaged,
    SettingsError,
    SettingsReadOnly,
    SettingsTooNew,
    SettingsUnwritable,
)
from dms_mail_desktop.errors.system import symbol_of
from dms_mail_desktop.locks import POLL_INTERVAL, ProcessLock
from dms_mail_desktop.models import SCHEMA, Settings
from dms_mail_desktop.rules import Strictness

FILE_NAME = "settings.json"
LOCK_LIMIT = 5.0
"""Seconds to wait for another instance that is saving; a save takes milliseconds."""
BUSY_LIMIT = 1.0
"""Seconds during which Windows may keep a file that a virus scanner or an indexer has open."""
FIRST_SCHEMA = 1
"""The version of a document that does not name one."""
TOO_DEEP = "nested too deeply"
PLACES = 5
"""Faults named in the detail of a damaged file."""
DETAIL_LENGTH = 300

Document = dict[str, Any]
Migration = Callable[[Document], Document]
MIGRATIONS: Mapping[int, Migration] = {}
"""For each older version, what makes the next version's document of it; `schema` is counted up by itself."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a settings file says; with `read_only` the settings are the defaults and a save is refused."""

    settings: Settings
    read_only: SettingsError | None
    stamp: str


class SettingsStore:
    """The settings file at `path`, its backup and its lock beside it."""

    def __init__(
        self,
        path: Path,
        *,
        disk: Disk | None = None,
        migrations: Mapping[int, Migration] = MIGRATIONS,
        lock_limit: float = LOCK_LIMIT,
        busy_limit: float = BUSY_LIMIT,
    ) -> None:
        self.path = path
        self.backup = path.with_name(path.name + ".bak")
        self._disk = disk or Disk()
        self._migrations = migrations
        self._lock_limit = lock_limit
        self._busy_limit = busy_limit

    def load(self) -> Loaded:
        """The settings and a stamp for `save`; never raises: what is wrong with the file is in `read_only`."""
        content: bytes | None = None
        try:
            content = self._content()
            settings = self._understood(content)
        except SettingsError as error:
            return Loaded(Settings(), error, _stamp(content))
        return Loaded(settings, None, _stamp(content))

    def save(self, settings: Settings, stamp: str) -> str:
        """Replaces the file that was read with `stamp` and gives the new stamp; blocks for the lock.

        Raises SettingsReadOnly, SettingsChanged, SettingsUnwritable.
        """
        content = (settings.model_dump_json(indent=2) + "\n").encode()
        lock = self._locked()
        try:
            current = self._content()
            if _stamp(current) != stamp:
                raise SettingsChanged(self.path)
            try:
                self._understood(current)
            except SettingsError as error:
                raise SettingsReadOnly(self.path) from error
            if content != current:
                self._replace(current, content)
        finally:
            lock.release()
        return _stamp(content)

    def _replace(self, current: bytes | None, content: bytes) -> None:
        if current is not None:
            self._write(self.backup, current)
        self._write(self.path, content)
        self._disk.sync_folder(self.path.parent)

    def _write(self, path: Path, content: bytes) -> None:
        whole = path.with_name(path.name + ".new")
        self._tried(lambda: self._disk.write(whole, content))
        self._tried(lambda: self._disk.replace(whole, path))

    def _content(self) -> bytes | None:
        return self._tried(lambda: self._disk.read(self.path))

    def _locked(self) -> ProcessLock:
        deadline = time.monotonic() + self._lock_limit
        try:
            lock = ProcessLock(self.path.with_name(self.path.name + ".lock"))
            while not lock.acquire():
                if time.monotonic() > deadline:
                    raise SettingsUnwritable(self.path, "locked by another program", "IN_USE")
                time.sleep(POLL_INTERVAL)
        except OSError as error:
            raise SettingsUnwritable(self.path, _reason(error), symbol_of(error)) from error
        return lock

    def _tried(self, step: Callable[[], T]) -> T:
        """Repeats a step that Windows refuses while another program has the file open."""
        deadline = time.monotonic() + self._busy_limit
        while True:
            try:
                return step()
            except PermissionError as error:
                if time.monotonic() > deadline:
                    raise SettingsUnwritable(self.path, _reason(error), symbol_of(error)) from error
                time.sleep(POLL_INTERVAL)
            except OSError as error:
                raise SettingsUnwritable(self.path, _reason(error), symbol_of(error)) from error

    def _understood(self, content: bytes | None) -> Settings:
        if content is None:
            return Settings()
        try:
            return self._parsed(content)
        except _NotUnderstood as problem:
            detail = str(problem)[:DETAIL_LENGTH]
        raise SettingsDamaged(self.path, detail, self._good_backup())

    def _good_backup(self) -> Path | None:
        try:
            content = self._disk.read(self.backup)
            if content is None:
                return None
            self._parsed(content)
        except (OSError, SettingsTooNew, _NotUnderstood):
            return None
        return self.backup

    def _parsed(self, content: bytes) -> Settings:
        document = migrate(_document(content), self._migrations, self.path)
        try:
            text = json.dumps(document)
            return Settings.model_validate_json(text, strict=True, context=Strictness.STRUCTURE, by_name=False)
        except RecursionError:
            raise _NotUnderstood(TOO_DEEP) from None
        except ValidationError as error:
            faults = error.errors(include_input=False, include_context=False, include_url=False)
        # Only places and kinds: what stands there may be a password that somebody typed into the file.
        places = [f"{'.'.join(map(str, fault['loc']))}: {fault['type']}" for fault in faults]
        raise _NotUnderstood("; ".join(places[:PLACES]))


def migrate(document: Document, migrations: Mapping[int, Migration], path: Path) -> Document:
    """The document in today's version. Raises SettingsTooNew; `path` is named in it."""
    version = document.get("schema", FIRST_SCHEMA)
    if type(version) is not int:
        raise _NotUnderstood("schema: int_type")
    if version > SCHEMA:
        raise SettingsTooNew(path, version, SCHEMA)
    while version < SCHEMA:
        step = migrations.get(version)
        if step is None:
            raise _NotUnderstood(f"schema: {version}")
        try:
            document = step(document)
        except (AttributeError, LookupError, TypeError, ValueError):
            fault = _NotUnderstood(f"schema: {version}, not of its form")
        else:
            version += 1
            document = {**document, "schema": version}
            continue
        raise fault
    return document


class _NotUnderstood(Exception):
    """The content is no settings document; the text names the place and quotes nothing of it."""


def _document(content: bytes) -> Document:
    try:
        document = json.loads(
            content, object_pairs_hook=_without_repetition
        )  # takes UTF-8 and UTF-16, with a BOM or not
    except json.JSONDecodeError as error:
        fault = _NotUnderstood(f"line {error.lineno}, column {error.colno}")
    except UnicodeDecodeError as error:
        fault = _NotUnderstood(f"byte {error.start}")
    except RecursionError:
        fault = _NotUnderstood(TOO_DEEP)
    except ValueError:
        fault = _NotUnderstood("number too long")
    else:
        if isinstance(document, dict):
            return document
        fault = _NotUnderstood("no JSON object")
    raise fault


def _without_repetition(pairs: list[tuple[str, Any]]) -> Document:
    document = dict(pairs)
    if len(document) < len(pairs):
        names = [name for name, _ in pairs]
        repeated = next(name for name in names if names.count(name) > 1)
        raise _NotUnderstood(f"{repeated}: given twice")
    return document


def _stamp(content: bytes | None) -> str:
    """Tells one content of the file from another; empty for a file that does not exist."""
    return "" if content is None else hashlib.sha256(content).hexdigest()


def _reason(error: OSError) -> str:
    return error.strerror or type(error).__name__
