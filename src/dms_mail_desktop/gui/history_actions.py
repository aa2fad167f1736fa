"""What can be done with handled messages: try them again, open their folder, save the kept copy of one."""

import shutil
from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog

from dms_mail_desktop.detached import run_detached
from dms_mail_desktop.errors import MailDesktopError
from dms_mail_desktop.errors.system import symbol_of
from dms_mail_desktop.gui.background import Background
from dms_mail_desktop.gui.generated.ui_point_list import Ui_PointList
from dms_mail_desktop.gui.history_words import RETRIED
from dms_mail_desktop.gui.icon_message_box import show_error
from dms_mail_desktop.gui.language import Language
from dms_mail_desktop.gui.states import StateIcon
from dms_mail_desktop.points.facts import Entry
from dms_mail_desktop.points.runs import Runs
from dms_mail_desktop.wording.system import system_words


class Readiness(StrEnum):
    """Whether the point can run at once; the value is the key of the words that say so."""

    READY = "ready"
    UNSAVED = "unsaved"
    UNFIT = "unfit"


class HistoryActions(QObject):
    """Works on the entries that are selected; only what fits them is offered."""

    retried = Signal()
    """Messages are due again; they look different now."""
    run_requested = Signal()

    def __init__(
        self,
        ui: Ui_PointList,
        readiness: Callable[[], Readiness],
        runs: Runs,
        background: Background,
        language: Language,
    ) -> None:
        super().__init__(ui.history_actions)
        self._ui, self._readiness, self._runs = ui, readiness, runs
        self._background, self._language = background, language
        self._entries: tuple[Entry, ...] = ()
        self._trying = False
        ui.retry_button.clicked.connect(self.retry)
        ui.folder_button.clicked.connect(self.open_folder)
        ui.copy_button.clicked.connect(self._choose_copy)

    def show_for(self, entries: Sequence[Entry]) -> None:
        """Offers what can be done with these entries."""
        ui, one = self._ui, len(entries) == 1
        self._entries = tuple(entries)
        ui.retry_button.setVisible(bool(self._due()))
        ui.folder_button.setVisible(one and entries[0].folder is not None)
        ui.copy_button.setVisible(one and entries[0].raw is not None)
        buttons = (ui.retry_button, ui.folder_button, ui.copy_button)
        ui.history_actions.setVisible(any(not button.isHidden() for button in buttons))
        self.show_consequence()

    def show_consequence(self) -> None:
        """Says what a retry will do, or that it is under way."""
        say, due = self._language.wording.say, self._due()
        if self._trying:
            self._say(StateIcon.RUNNING, say("gui.history.trying"))
        elif due:
            ready = self._readiness()
            self._say(StateIcon.INFO, say(f"gui.history.retry.{ready}", count=len(due)))
        else:
            self._say(StateIcon.NONE, "")

    def show_run(self, *, running: bool) -> None:
        """Shows that the point is at work, or that it has ended."""
        self._trying = running
        self._ui.retry_button.setEnabled(not running)
        self.show_consequence()

    def retry(self) -> None:
        """Makes the messages due again, and lets the point run where that is possible."""
        due = [entry.id for entry in self._due()]

        def done(_: None) -> None:
            self.retried.emit()
            if self._readiness() is Readiness.READY:
                self.run_requested.emit()

        self._background.start(self, lambda: self._runs.retry(due), done=done, failed=self._failed)

    def open_folder(self) -> None:
        """Opens the folder of the documents, if it is still there."""
        folder = self._entries[0].folder if len(self._entries) == 1 else None
        if folder is not None:
            self._background.start(
                self,
                lambda: run_detached(folder.is_dir),
                done=lambda there: self._open(folder) if there else self._say_gone(folder),
                failed=self._failed,
            )

    def _open(self, folder: Path) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))):
            say = self._language.wording.say
            self._say(StateIcon.WARNING, say("gui.history.not_opened"), str(folder))

    def _say_gone(self, folder: Path) -> None:
        say = self._language.wording.say
        self._say(StateIcon.INFO, say("gui.history.gone"), say("gui.history.gone_detail", path=folder))

    def _choose_copy(self) -> None:
        [entry] = self._entries
        raw, say = entry.raw, self._language.wording.say
        if raw is None:
            return
        window = self._ui.history_actions.window()
        dialog = QFileDialog(window, say("gui.history.save"), str(Path.home()), say("gui.history.save_filter"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("eml")
        dialog.selectFile(raw.name)
        dialog.fileSelected.connect(lambda name: self.save_copy(raw, Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def save_copy(self, raw: Path, target: Path) -> None:
        """Copies the kept message to where somebody wants it."""

        async def copy() -> str:
            try:
                await run_detached(shutil.copyfile, raw, target)
            except OSError as error:
                return system_words(self._language.wording, symbol_of(error), error.strerror or type(error).__name__)
            return ""

        self._background.start(self, copy, done=lambda fault: self._copied(target, fault), failed=self._failed)

    def _copied(self, target: Path, fault: str) -> None:
        say = self._language.wording.say
        if fault:
            self._say(StateIcon.ERROR, say("gui.history.not_saved", reason=fault), str(target))
        else:
            self._say(StateIcon.SUCCESS, say("gui.history.saved"), str(target))

    def _due(self) -> tuple[Entry, ...]:
        return tuple(entry for entry in self._entries if entry.state in RETRIED)

    def _say(self, icon: StateIcon, text: str, detail: str = "") -> None:
        self._ui.history_state.show_state(icon, text, detail)

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, MailDesktopError):
            raise error
        show_error(self._ui.history_actions.window(), self._language.wording.explain(error))
