"""Mapped files pass through memory piece by piece."""

import mmap
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from dms_mail_desktop.points.mime.octets import PIECE, pieces, sha256_of

CONTENT = b"0123456789abcdef" * (PIECE // 4) + b"end"
MIB = 1 << 20


def mapped_memory() -> int:
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("RssFile:"))


@pytest.mark.parametrize("kind", [bytes, bytearray])
def test_pieces_are_the_whole(kind: type[bytes]) -> None:
    found = list(pieces(kind(CONTENT), 5, len(CONTENT) - 1))
    assert b"".join(found) == CONTENT[5:-1]
    assert max(map(len, found)) == PIECE
    assert sha256_of(kind(CONTENT)) == sha256(CONTENT).hexdigest()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the system tells no memory of mapped files")
def test_a_mapped_file_does_not_stay_in_memory(tmp_path: Path) -> None:
    path = tmp_path / "large"
    path.write_bytes(CONTENT * 16)
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
        before = mapped_memory()
        assert sha256_of(mapped) == sha256(CONTENT * 16).hexdigest()
        assert mapped_memory() - before < 4 * MIB
        assert len(mapped) > 30 * MIB
