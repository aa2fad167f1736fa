"""Waits until files and folders are on the medium; each function raises OSError."""

import errno
import os
import sys
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

AT_ONCE = 16
"""Files that are waited for together: the medium writes its journal once for all of them."""
_CANNOT = (errno.EINVAL, errno.ENOTSUP, errno.EBADF)
"""What file systems answer that write the entries of a folder without being asked."""


def sync_files(paths: Iterable[Path]) -> None:
    """Waits for the content of files."""
    with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="sync") as pool:
        list(pool.map(_sync_file, paths))


def sync_folders(paths: Iterable[Path]) -> None:
    """Waits for the entries of folders."""
    # Windows opens no folders; its journal has an entry on the medium before the content of its file.
    if sys.platform != "win32":
        with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="sync") as pool:
            list(pool.map(_sync_folder, paths))


def _sync_file(path: Path) -> None:
    # Windows waits only for files that are open for writing.
    with path.open("r+b") as file:
        os.fsync(file.fileno())


def _sync_folder(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in _CANNOT:
            raise
    finally:
        os.close(descriptor)
