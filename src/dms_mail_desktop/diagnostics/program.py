"""What runs here: versions, folders, screens."""

import platform
import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from importlib import metadata

from dms_mail_desktop import __version__
from dms_mail_desktop.paths import config_folder, data_folder, log_folder

LIBRARIES = (
    "PySide6-Essentials",
    "aioimaplib",
    "aiosmtplib",
    "cryptography",
    "dnspython",
    "filelock",
    "idna",
    "keyring",
    "msal",
    "platformdirs",
    "pybase64",
    "pydantic",
    "requests",
    "truststore",
    "tzdata",
)
"""Those that the program requires."""


def program_text(surroundings: Mapping[str, str]) -> str:
    """Names and values line by line, the same in every language; `surroundings` is what only a window knows."""
    facts = {
        "program": f"DMS Mail Desktop {__version__}",
        "written": f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC",
        "python": f"{platform.python_version()} {platform.architecture()[0]}",
        "system": platform.platform(),
        "encoding": f"{sys.getfilesystemencoding()}, {sys.stdout.encoding if sys.stdout else '-'}",
        "settings folder": str(config_folder()),
        "data folder": str(data_folder()),
        "log folder": str(log_folder()),
        **surroundings,
    }
    lines = [f"{name}: {value}" for name, value in facts.items()]
    return "\n".join((*lines, "", "libraries:", *(f"    {line}" for line in _libraries())))


def _libraries() -> Iterator[str]:
    for name in LIBRARIES:
        try:
            yield f"{name} {metadata.version(name)}"
        except metadata.PackageNotFoundError:
            yield f"{name} -"
