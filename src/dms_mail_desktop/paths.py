"""Where the program keeps its files."""

import os
from pathlib import Path

HOME_VARIABLE = "DMS_MAIL_HOME"
"""Overrides all folders: for tests, for the sandbox, for a second profile."""
APPLICATION = "DMS Mail Desktop"


def config_folder() -> Path:
    """The folder of settings.json and the lock files; it need not exist yet."""
    home = os.environ.get(HOME_VARIABLE)
    if home:
        return Path(home).expanduser().absolute()
    import platformdirs  # noqa: PLC0415 - start-up: only needed without the override

    return platformdirs.user_config_path(APPLICATION, appauthor=False, roaming=True)


def log_folder() -> Path:
    """The folder of the log files; it need not exist yet."""
    home = os.environ.get(HOME_VARIABLE)
    if home:
        return Path(home).expanduser().absolute() / "log"
    import platformdirs  # noqa: PLC0415 - start-up: only needed without the override

    return platformdirs.user_log_path(APPLICATION, appauthor=False)


def data_folder() -> Path:
    """The folder of the ledger and of messages that were set aside; on this computer only, need not exist yet."""
    home = os.environ.get(HOME_VARIABLE)
    if home:
        return Path(home).expanduser().absolute()
    import platformdirs  # noqa: PLC0415 - start-up: only needed without the override

    return platformdirs.user_data_path(APPLICATION, appauthor=False)
