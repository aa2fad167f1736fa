"""Errors that nobody expected: into the log, and into one dialog with a report to copy."""

import logging
import sys
import threading
import traceback
from collections import deque
from types import TracebackType

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QtMsgType, qInstallMessageHandler, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from dms_mail_desktop import __version__
from dms_mail_desktop.gui.language import Language

LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}

_log = logging.getLogger(__name__)
_qt = logging.getLogger("qt")


class Failures(QObject):
    """Catches what no part of the program handled, on any thread; the program goes on."""

    def __init__(self, language: Language) -> None:
        super().__init__()
        self._language = language
        self._shown = False
        self._caught: deque[str] = deque()

    def install(self) -> None:
        """From now on, exceptions and Qt's messages end here."""
        sys.excepthook = self._catch
        threading.excepthook = lambda args: self._catch(
            args.exc_type, args.exc_value or args.exc_type(), args.exc_traceback
        )
        qInstallMessageHandler(lambda kind, _context, text: _qt.log(LEVELS[kind], "%s", text))

    def _catch(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            # Not quit, which a window may refuse.
            QApplication.exit()
            return
        from dms_mail_desktop.wording.redaction import redacted  # noqa: PLC0415 - as below

        told = redacted("".join(traceback.format_exception(kind, error, trace)), "…")
        _log.error("%s", told)
        self._caught.append(told)
        # A signal would need Qt's enums for its connection, and with them 24 ms of every start.
        QCoreApplication.postEvent(self, QEvent(QEvent.Type.User))

    def customEvent(self, _: QEvent) -> None:
        self._show(self._caught.popleft())

    def _show(self, told: str) -> None:
        # Hardly ever needed, so nothing of it is loaded before.
        import platform  # noqa: PLC0415

        from PySide6.QtWidgets import QMessageBox  # noqa: PLC0415

        from dms_mail_desktop.gui.icon_message_box import icon_message_box, mark_primary  # noqa: PLC0415
        from dms_mail_desktop.gui.states import StateIcon  # noqa: PLC0415

        window = QApplication.activeWindow() or next(iter(QApplication.topLevelWidgets()), None)
        if self._shown or window is None:
            return
        self._shown = True
        say = self._language.wording.say
        box = icon_message_box(window, StateIcon.ERROR, say("gui.failure.title"), say("gui.failure.unexpected"))
        system = f"dms-mail-desktop {__version__}, Python {platform.python_version()}, Qt {qVersion()}"
        report = f"{system}, {platform.platform()}\n\n{told}"
        box.setDetailedText(report)
        copy = box.addButton(say("gui.button.copy"), QMessageBox.ButtonRole.ActionRole)
        mark_primary(box, box.addButton(QMessageBox.StandardButton.Ok))

        def closed() -> None:
            self._shown = False
            if box.clickedButton() is copy:
                QGuiApplication.clipboard().setText(report)

        box.finished.connect(closed)
        box.open()
