"""What messages are read from: something that can be searched and sliced without being copied whole."""

import mmap

Octets = bytes | bytearray | mmap.mmap
"""A mapped file must be mapped for reading only: what was read of it is given back to the system."""
LINE_END = rb"(?:\r\n|\n|\r)"
STEP = 4 * 1024 * 1024
"""Octets of a mapped file that are searched before they are given back."""


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


def release(octets: Octets, start: int, end: int) -> None:
    """Takes what has been read of a mapped file off the memory of this process, where the system can do that."""
    if isinstance(octets, mmap.mmap) and hasattr(mmap, "MADV_DONTNEED") and end > start:
        page = start - start % mmap.PAGESIZE
        octets.madvise(mmap.MADV_DONTNEED, page, end - page)
