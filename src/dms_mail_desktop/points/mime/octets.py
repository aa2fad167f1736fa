"""What messages are read from: something that can be searched and sliced without being copied whole."""

from mmap import mmap

Octets = bytes | bytearray | mmap
LINE_END = rb"(?:\r\n|\n|\r)"
