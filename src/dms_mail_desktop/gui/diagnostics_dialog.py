"""The window "Pakiet diagnostyczny": shows every sign of the package before it is written."""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QWidget

from dms_mail_desktop.diagnostics import Part, collect, write
from dms_mail_desktop.errors import MailDesktopError
from dms_mail_desktop.gui import look
from dms_mail_desktop.gui.background import Background
from dms_mail_desktop.gui.generated.ui_diagnostics_dialog import Ui_DiagnosticsDialog
from dms_mail_desktop.gui.labels import use_fixed_font
from dms_mail_desktop.gui.language import Language
from dms_mail_desktop.gui.states import StateIcon
from dms_mail_desktop.services import Services

LIST_WIDTH = 180
ENDING = ".zip"


class DiagnosticsDialog(QDialog):
    """Collects when it opens; what is saved is what is shown, whatever happened since."""

    def __init__(
        self, services: Services, background: Background, language: Language, theme: str, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._ui = ui = Ui_DiagnosticsDialog()
        ui.setupUi(self)
        self._services, self._background, self._language, self._theme = services, background, language, theme
        self._parts: tuple[Part, ...] = ()
        ui.parts.setFixedWidth(look.scaled(LIST_WIDTH))
        use_fixed_font(ui.contents)
        ui.parts.currentRowChanged.connect(self._show_part)
        ui.footer.save_requested.connect(self._choose)
        ui.footer.close_requested.connect(self.reject)
        ui.parts.setFocus()
        self._collect()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._ui.retranslateUi(self)
            self._collect()

    def save(self, target: Path) -> None:
        """Writes what is shown; the footer says how that ended."""
        parts = self._parts
        self._background.start(
            self,
            lambda: asyncio.to_thread(write, parts, target),
            done=lambda _: self._saved(target),
            failed=self._failed,
        )

    def _collect(self) -> None:
        self._ui.footer.save_button.setEnabled(False)
        self._ui.footer.show_status(StateIcon.RUNNING, self._language.wording.say("gui.diagnostics.collecting"))
        work = partial(collect, self._services, self._language.wording, self._surroundings())
        self._background.start(self, work, done=self._show, failed=self._failed)

    def _surroundings(self) -> Mapping[str, str]:
        screens = (
            f"{screen.geometry().width()}×{screen.geometry().height()}, {screen.devicePixelRatio():g}×"
            for screen in QGuiApplication.screens()
        )
        return {
            "qt": f"{qVersion()}, {QGuiApplication.platformName()}, {QApplication.style().objectName()}",
            "screens": "; ".join(screens),
            "window scale": f"{self.devicePixelRatioF():g}",
            "font": f"{self.font().family()} {self.font().pointSizeF():g} pt",
            "theme": self._theme,
        }

    def _show(self, parts: tuple[Part, ...]) -> None:
        ui, row = self._ui, max(0, self._ui.parts.currentRow())
        self._parts = parts
        ui.parts.clear()
        ui.parts.addItems([part.name for part in parts])
        ui.parts.setCurrentRow(row)
        ui.footer.save_button.setEnabled(True)
        ui.footer.show_status(None, "")

    def _show_part(self, row: int) -> None:
        if 0 <= row < len(self._parts):
            part = self._parts[row]
            about = f"gui.diagnostics.about.{part.name.partition('.')[0]}"
            self._ui.about.setText(self._language.wording.say(about))
            self._ui.contents.setPlainText(part.text)

    def _choose(self) -> None:
        say = self._language.wording.say
        dialog = QFileDialog(self, say("gui.diagnostics.choose"), str(Path.home()), say("gui.diagnostics.filter"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(ENDING[1:])
        dialog.selectFile(say("gui.diagnostics.file"))
        dialog.fileSelected.connect(lambda name: self.save(Path(name)))
        dialog.rejected.connect(self._cancelled)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _saved(self, target: Path) -> None:
        saved = self._language.wording.say("gui.diagnostics.saved", when=datetime.now(UTC))
        self._tell(StateIcon.SUCCESS, saved, str(target))
        self._ui.footer.show_written()

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, MailDesktopError):
            raise error
        told = self._language.wording.explain(error)
        self._tell(StateIcon.ERROR, told.title, f"{told.cause} {told.remedy}")

    def _cancelled(self) -> None:
        self._tell(StateIcon.INFO, self._language.wording.say("gui.diagnostics.cancelled"), "")

    def _tell(self, state: StateIcon, headline: str, detail: str) -> None:
        self._ui.notice.show_notice(state, headline, detail)
