"""Where things lie in the data folder."""

import re
from hashlib import sha256
from pathlib import Path

SAFE = re.compile(r"[0-9A-Za-z-]{1,64}")


def ledger_path(folder: Path) -> Path:
    """The ledger of handled messages."""
    return folder / "ledger.sqlite3"


def known_ledger(folder: Path) -> Path:
    """The ledger for those who only read; where there is none yet, an empty one that leaves nothing behind."""
    path = ledger_path(folder)
    return path if path.exists() else Path(":memory:")


def lock_path(folder: Path, point_id: str) -> Path:
    """The lock of a point's runs."""
    return folder / "points" / f"{_safe(point_id)}.lock"


def aside_folder(folder: Path, point_id: str) -> Path:
    """The copies of a point's messages that were set aside."""
    return folder / "set-aside" / _safe(point_id)


def _safe(point_id: str) -> str:
    """An id as a file's name: one that this program gave, or what stands for an imported one that is no name."""
    return point_id if SAFE.fullmatch(point_id) else sha256(point_id.encode("utf-8", "replace")).hexdigest()[:32]
