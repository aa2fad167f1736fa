"""The way of a large message into a file, piece by piece, as it arrives."""

import threading
from types import TracebackType
from typing import BinaryIO, Self


class Spool:
    """Writes to a buffered file while it is entered, and never after.

    What the file refuses ends the conversation; on leaving, the file's own OSError comes out instead of that.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._failure: OSError | None = None
        self._open = True
        # A thread that was left behind may still be writing.
        self._lock = threading.Lock()

    def write(self, octets: bytes | bytearray | memoryview) -> None:
        """Adds octets. Raises OSError."""
        with self._lock:
            if not self._open:
                raise ConnectionAbortedError
            try:
                self._file.write(octets)
            except OSError as error:
                self._failure = error
                raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._lock:
            self._open = False
        if self._failure and isinstance(error, Exception):
            raise self._failure from None
