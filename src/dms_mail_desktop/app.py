"""The windows' program: builds the parts, hands them to each other, shows the window."""

import contextlib
import gc
import logging
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication

from dms_mail_desktop import __version__
from dms_mail_desktop.gui.failures import Failures
from dms_mail_desktop.gui.first_paint import after_first_paint
from dms_mail_desktop.gui.icons import program_icon
from dms_mail_desktop.gui.language import Language
from dms_mail_desktop.gui.main_window import MainWindow
from dms_mail_desktop.gui.preferences import Preferences
from dms_mail_desktop.gui.skin import Skin, Theme, style_is_chosen
from dms_mail_desktop.paths import config_folder, data_folder, log_folder

if TYPE_CHECKING:
    from dms_mail_desktop.services import Services

NAME = "DMS Mail Desktop"
LARGEST_LOG = 1_000_000
"""Bytes; a longer log is begun anew, the former one kept beside it."""
USAGE = """dms-mail-desktop [--sandbox] [--version]

  --sandbox   try the program on an embedded service on this computer, with a throw-away profile
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the windows until the last one is closed; returns the exit status."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if "--version" in given or "--help" in given:
        sys.stdout.write(f"{__version__}\n" if "--version" in given else USAGE)
        return 0
    application = QApplication([sys.argv[0], *given])
    application.setApplicationName(NAME)
    application.setApplicationVersion(__version__)
    application.setDesktopFileName("dms-mail-desktop")
    if "--sandbox" in given:
        with sandbox_profile() as (folder, services, inbox):
            return run(application, folder, lambda: services, inbox)
    folder = config_folder()
    log_to(log_folder())
    return run(application, folder, lambda: services_over(folder))


def services_over(folder: Path) -> "Services":
    """The services that administrators work with."""
    from dms_mail_desktop.services import build_services  # noqa: PLC0415 - not needed for the first paint

    return build_services(folder, data=data_folder())


def run(application: QApplication, folder: Path, services: "Callable[[], Services]", inbox: str = "") -> int:
    """Shows the window, then loads what its forms need; `inbox` is the sandbox's page of received messages."""
    # While everything is loaded there is nothing to collect.
    gc.disable()
    preferences = Preferences(folder)
    language = Language(preferences.language)
    failures = Failures(language)
    failures.install()
    skin = Skin(application, enabled=not style_is_chosen(sys.argv, os.environ))
    skin.set_theme(Theme(preferences.theme))
    application.setWindowIcon(program_icon())
    window = MainWindow(language, skin, preferences)
    with contextlib.ExitStack() as at_the_end:

        def fill() -> None:
            from dms_mail_desktop.gui.background import Background  # noqa: PLC0415 - not needed for the first paint

            skin.follow_system()
            made, background = services(), Background()
            at_the_end.callback(background.close)
            at_the_end.callback(background.finish, made.accounts.settle)
            window.open(made, background)
            if inbox:
                window.show_sandbox(inbox)
            # What was loaded stays; looking through all of it for garbage would stop the window for 60 to 100 ms.
            gc.freeze()
            gc.enable()

        after_first_paint(window, fill)
        window.show()
        return QCoreApplication.exec()


@contextlib.contextmanager
def sandbox_profile() -> "Iterator[tuple[Path, Services, str]]":
    """A running sandbox, services over a throw-away profile, and the page where received messages are read."""
    import tempfile  # noqa: PLC0415 - only for the sandbox, like the rest

    from dms_mail_desktop.journal import NoJournal  # noqa: PLC0415
    from dms_mail_desktop.models import Settings  # noqa: PLC0415
    from dms_mail_desktop.sandbox.keyring import ThrowAwayKeyring  # noqa: PLC0415
    from dms_mail_desktop.sandbox.lookup import SandboxLookup  # noqa: PLC0415
    from dms_mail_desktop.sandbox.service import Sandbox  # noqa: PLC0415
    from dms_mail_desktop.services import build_services  # noqa: PLC0415

    sandbox = Sandbox()
    with tempfile.TemporaryDirectory(prefix="dms-mail-sandbox-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        service = folder / "service"
        service.mkdir()
        facts = sandbox.start(service)
        try:
            services = build_services(
                folder,
                backend=ThrowAwayKeyring(),
                http=sandbox.http_client,
                extra_ca=facts.ca_file,
                journal=NoJournal(),
                lookup=lambda: SandboxLookup(facts.ports),
            )
            prefilled = Settings(registration=facts.registration, mail_server=facts.mail_server, points=facts.points)
            services.store.save(prefilled, services.store.load().stamp)
            yield folder, services, facts.inbox_url
        finally:
            sandbox.stop()


def log_to(folder: Path) -> None:
    """Sends warnings and errors to a file that is created with its first line."""

    class Redacting(logging.Formatter):
        def format(self, record: logging.LogRecord) -> str:
            from dms_mail_desktop.wording.redaction import redacted  # noqa: PLC0415 - hardly ever needed

            return redacted(super().format(record), "…")

    path = folder / "dms-mail-desktop.log"
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        if path.exists() and path.stat().st_size > LARGEST_LOG:
            path.replace(path.with_suffix(".old.log"))
        handler = logging.FileHandler(path, encoding="utf-8", delay=True)
        handler.setFormatter(Redacting("%(asctime)s %(levelname)s %(name)s %(message)s"))
        logging.getLogger().addHandler(handler)
