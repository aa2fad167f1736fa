"""Large messages in files, mapped instead of read: memory stays small whatever a mailbox holds."""

import errno
import mmap
import shutil
import tempfile
from pathlib import Path
from typing import BinaryIO

from dms_mail_desktop.errors import TargetUnusable
from dms_mail_desktop.errors.system import symbol_of
from dms_mail_desktop.points.blocks import BLOCK_SIZE
from dms_mail_desktop.points.mailbox import Candidate, Mailbox
from dms_mail_desktop.points.mime.octets import Octets


async def spooled(mailbox: Mailbox, candidate: Candidate) -> Octets | None:
    """A message by way of a temporary file; None if it is gone. Raises MailError, TargetUnusable."""
    try:
        with tempfile.TemporaryFile() as file:
            return _mapped(file) if await mailbox.download(candidate, file) else None
    except OSError as error:
        detail = error.strerror or type(error).__name__
        full = error.errno == errno.ENOSPC
        raise TargetUnusable(Path(tempfile.gettempdir()), detail, full, symbol_of(error)) from error


def kept_copy(path: Path) -> Octets | None:
    """A message that was kept in a file; None if it cannot be read any more."""
    try:
        if path.stat().st_size <= BLOCK_SIZE:
            return path.read_bytes()
        # Windows lets nobody remove a file that is mapped, and the copy goes as soon as its message is stored.
        with path.open("rb") as file, tempfile.TemporaryFile() as mapped:
            shutil.copyfileobj(file, mapped)
            return _mapped(mapped)
    except OSError:
        return None


def _mapped(file: BinaryIO) -> Octets:
    file.flush()
    # No system maps an empty file.
    return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if file.seek(0, 2) else b""
