"""Writes the package."""

import io
import zipfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from dms_mail_desktop.diagnostics.part import Part
from dms_mail_desktop.disk import Disk
from dms_mail_desktop.errors import DiagnosticsUnwritable
from dms_mail_desktop.errors.system import symbol_of


def write(parts: Sequence[Part], path: Path) -> None:
    """Writes exactly these parts, whole or not at all. Raises DiagnosticsUnwritable."""
    octets, now = io.BytesIO(), datetime.now().astimezone().timetuple()[:6]
    with zipfile.ZipFile(octets, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in parts:
            archive.writestr(zipfile.ZipInfo(part.name, now), part.octets, zipfile.ZIP_DEFLATED)
    disk, whole = Disk(), path.with_name(path.name + ".new")
    try:
        disk.write(whole, octets.getvalue())
        disk.replace(whole, path)
    except OSError as error:
        raise DiagnosticsUnwritable(path, error.strerror or type(error).__name__, symbol_of(error)) from error
