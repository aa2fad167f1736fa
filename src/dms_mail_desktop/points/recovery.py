"""What a killed run left half done is finished before the next one begins."""

from collections.abc import Callable
from pathlib import Path

from dms_mail_desktop.locks import ProcessLock
from dms_mail_desktop.points.ledger import Ledger


def recover(ledger: Ledger, point_id: str, target: Path, lock_of: Callable[[str], ProcessLock]) -> None:
    """Finishes what runs of this point, whose lock the caller holds, and of points whose lock is free left half done.

    `lock_of` gives the lock of a point by its id. Removes the left-overs of this point in its target.
    Raises TargetUnusable when `target` cannot be used, and the ledger's errors.
    """
    raise NotImplementedError
