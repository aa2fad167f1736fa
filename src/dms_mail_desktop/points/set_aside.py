"""Copies of messages that failed too often, kept until a person has decided."""

import contextlib
import os
from pathlib import Path

from dms_mail_desktop.points.facts import Letter
from dms_mail_desktop.points.layout import aside_folder
from dms_mail_desktop.points.mime.octets import Octets, pieces, sha256_of


class SetAside:
    """The kept copies of one point's messages in a folder of their own."""

    def __init__(self, data_folder: Path, point_id: str) -> None:
        self._folder = aside_folder(data_folder, point_id)

    def keep(self, letter: Letter, octets: Octets) -> Path | None:
        """Writes a copy; None where the system refuses it, for the message still lies on the server then."""
        when = letter.sent_at or letter.arrived_at
        stamp = f"{when:%Y%m%d-%H%M%S}-" if when else ""
        path = self._folder / f"{stamp}{sha256_of(octets)[:12]}.eml"
        unfinished = path.with_suffix(".part")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with unfinished.open("wb") as file:
                file.writelines(pieces(octets, 0, len(octets)))
                file.flush()
                os.fsync(file.fileno())
            unfinished.replace(path)
        except OSError:
            return None
        return path


def let_go(path: Path) -> None:
    """Removes a copy that is not needed any more."""
    with contextlib.suppress(OSError):
        path.unlink()
