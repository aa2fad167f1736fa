"""Waits until files and folders are on the medium; each function raises OSError."""

import errno
import os
import sys
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")
AT_ONCE = 8
"""Folders that are waited for together: the medium writes its journal once for all of them."""
BUSY_LIMIT = 10.0
"""Seconds during which Windows may refuse to touch a file or folder because a virus scanner has it open."""
_PATIENCE = BUSY_LIMIT if sys.platform == "win32" else 0.0
_CANNOT = (errno.EINVAL, errno.ENOTSUP, errno.EBADF)
"""What file systems answer that write the entries of a folder without being asked."""


def patiently(work: Callable[[], T]) -> T:
    """Does what Windows refuses while a virus scanner has a file open, as soon as it lets us."""
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            return work()
        except PermissionError:
            if time.monotonic() >= until:
                raise
            time.sleep(0.1)


def sync_whole(folders: Iterable[Path]) -> None:
    """Waits for folders and the content of the files in them."""
    with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="sync") as pool:
        list(pool.map(_sync_whole, folders))


def sync_entries(folder: Path) -> None:
    """Waits for the entries of a folder."""
    # Windows opens no folders; its journal has an entry on the medium before the content of its file.
    if sys.platform != "win32":
        _sync_folder(folder)


def _sync_whole(folder: Path) -> None:
    with os.scandir(folder) as entries:
        for entry in entries:
            _sync_file(entry.path)
    sync_entries(folder)


def _sync_file(path: str) -> None:
    # Windows waits only for files that are open for writing.
    descriptor = patiently(lambda: os.open(path, os.O_RDWR))
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _sync_folder(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in _CANNOT:
            raise
    finally:
        os.close(descriptor)
