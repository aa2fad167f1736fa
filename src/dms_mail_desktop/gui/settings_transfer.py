"""Importuj ustawienia and Eksportuj ustawienia: from the choice of a file to its end."""

import asyncio
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from dms_mail_desktop.errors import MailDesktopError
from dms_mail_desktop.exchange import Changes, changes_between, export_settings, read_settings, settings_faults
from dms_mail_desktop.gui.background import Background
from dms_mail_desktop.gui.document import Document
from dms_mail_desktop.gui.icon_message_box import icon_message_box, mark_primary, show_error
from dms_mail_desktop.gui.import_dialog import ImportDialog
from dms_mail_desktop.gui.language import Language
from dms_mail_desktop.gui.states import StateIcon
from dms_mail_desktop.models import Settings
from dms_mail_desktop.rules import Strictness
from dms_mail_desktop.services import Services


class SettingsTransfer(QObject):
    """Belongs to the window; `unsaved` tells whether its forms differ from what is saved."""

    imported = Signal(Path)
    """The settings of this file are saved; the forms are to show them."""
    exported = Signal(Path)

    def __init__(  # noqa: PLR0913, PLR0917 - its parts
        self,
        document: Document,
        services: Services,
        background: Background,
        language: Language,
        window: QWidget,
        unsaved: Callable[[], bool],
    ) -> None:
        super().__init__(window)
        self._document, self._services = document, services
        self._background, self._language = background, language
        self._window, self._unsaved = window, unsaved

    def choose_import(self) -> None:
        """Asks which file to import."""
        dialog = self._file_dialog("gui.import.choose")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda name: self.preview(Path(name)))
        dialog.open()

    def choose_export(self) -> None:
        """Asks where the saved settings are to be written."""
        dialog = self._file_dialog("gui.export.choose")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("json")
        dialog.selectFile(self._language.wording.say("gui.export.file"))
        dialog.fileSelected.connect(lambda name: self.export(Path(name)))
        dialog.open()

    def export(self, target: Path) -> None:
        """Writes what is saved, not what was typed since."""
        settings = self._document.settings
        self._background.start(
            self,
            lambda: asyncio.to_thread(export_settings, settings, target),
            done=lambda _: self._exported(target),
            failed=self._failed,
        )

    def preview(self, source: Path) -> None:
        """Shows what the file would change; nothing is changed yet."""
        self._background.start(
            self,
            lambda: asyncio.to_thread(read_settings, source),
            done=partial(self._show_preview, source),
            failed=self._failed,
        )

    def _show_preview(self, source: Path, wanted: Settings) -> None:
        changes = changes_between(self._document.settings, wanted)
        faults = settings_faults(wanted, Strictness.SAVE)
        dialog = ImportDialog(source, changes, faults, self._language, self._window, unsaved=self._unsaved())
        dialog.agreed.connect(lambda: self._take_over(source, wanted, changes))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _take_over(self, source: Path, wanted: Settings, changes: Changes) -> None:
        """Saves the settings, then forgets what nobody can use any more: a failure in between loses nothing in use."""
        if self._document.saving:
            return

        async def forget() -> None:
            for point in changes.removed:
                await self._services.passwords.delete(point.id)

        def saved() -> None:
            self.imported.emit(source)
            if changes.removed:
                self._background.start(self, forget, done=lambda _: None, failed=self._failed)

        self._document.save(wanted, done=saved, failed=self._failed)

    def _exported(self, target: Path) -> None:
        self.exported.emit(target)
        if self._unsaved():
            say = self._language.wording.say
            headline, detail = say("gui.export.unsaved"), say("gui.export.unsaved_detail", path=target)
            box = icon_message_box(self._window, StateIcon.INFO, say("gui.export.choose"), headline, detail)
            mark_primary(box, box.addButton(QMessageBox.StandardButton.Ok))
            box.open()

    def _file_dialog(self, title: str) -> QFileDialog:
        say = self._language.wording.say
        dialog = QFileDialog(self._window, say(title), str(Path.home()), say("gui.import.filter"))
        dialog.finished.connect(dialog.deleteLater)
        return dialog

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, MailDesktopError):
            raise error
        show_error(self._window, self._language.wording.explain(error))
