"""The diagnostic package cannot be made as asked."""

from dataclasses import dataclass
from pathlib import Path

from dms_mail_desktop.errors.family import MailDesktopError


@dataclass(eq=False)
class DiagnosticsUnwritable(MailDesktopError):
    """The operating system refused to write the package to `path`; `detail` is its word."""

    path: Path
    detail: str
    symbol: str = ""
