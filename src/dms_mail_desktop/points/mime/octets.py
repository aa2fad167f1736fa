"""What messages are read from: something that can be searched and sliced without being copied whole."""

import mmap
from collections.abc import Iterator
from hashlib import sha256

Octets = bytes | bytearray | mmap.mmap
"""A mapped file must be mapped for reading only: what was read of it is given back to the system."""
LINE_END = rb"(?:\r\n|\n|\r)"
STEP = 4 * 1024 * 1024
"""Octets of a mapped file that are searched before they are given back."""
PIECE = 512 * 1024
"""Octets that are copied at once."""


def find(octets: Octets, sought: bytes, start: int, end: int) -> int:
    """Where `sought` begins between `start` and `end`, -1 if nowhere."""
    if not isinstance(octets, mmap.mmap):
        return octets.find(sought, start, end)
    for at in range(start, end, STEP):
        stop = min(at + STEP, end)
        if (found := octets.find(sought, at, min(stop + len(sought) - 1, end))) >= 0:
            return found
        release(octets, at, stop)
    return -1


def pieces(octets: Octets, start: int, end: int) -> Iterator[bytes | bytearray]:
    """The octets between `start` and `end` a piece at a time; of a mapped file, each is given back."""
    for at in range(start, end, PIECE):
        stop = min(at + PIECE, end)
        yield octets[at:stop]
        release(octets, at, stop)


def sha256_of(octets: Octets) -> str:
    """SHA-256 of all of them in hexadecimal."""
    digest = sha256()
    for piece in pieces(octets, 0, len(octets)):
        digest.update(piece)
    return digest.hexdigest()


def release(octets: Octets, start: int, end: int) -> None:
    """Takes what has been read of a mapped file off the memory of this process, where the system can do that."""
    if isinstance(octets, mmap.mmap) and hasattr(mmap, "MADV_DONTNEED") and end > start:
        page = start - start % mmap.PAGESIZE
        octets.madvise(mmap.MADV_DONTNEED, page, end - page)
