"""The steps in which a file is replaced; each raises OSError."""

import contextlib
import os
from pathlib import Path


class Disk:
    """The disk as the settings store needs it."""

    def read(self, path: Path) -> bytes | None:
        """The content, or None when there is no such file."""
        try:
            return path.read_bytes()
        except FileNotFoundError:
            return None

    def write(self, path: Path, content: bytes) -> None:
        """Writes a file and waits until it is on the medium."""
        with path.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())

    def replace(self, source: Path, target: Path) -> None:
        """Moves a file over another in one step."""
        source.replace(target)

    def sync_folder(self, folder: Path) -> None:
        """Waits until the folder's new entries are on the medium, where the system can do that."""
        # Windows opens no folders and some file systems sync none; the file itself is written by then.
        with contextlib.suppress(OSError):
            descriptor = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
