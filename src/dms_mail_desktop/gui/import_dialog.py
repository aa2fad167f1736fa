"""The preview of an import: every value that would change, before anything is changed."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QDialog, QWidget

from dms_mail_desktop.exchange import Changes, FieldFault
from dms_mail_desktop.gui import look
from dms_mail_desktop.gui.generated.ui_import_dialog import Ui_ImportDialog
from dms_mail_desktop.gui.import_words import faults_text, lines_of
from dms_mail_desktop.gui.language import Language
from dms_mail_desktop.gui.states import StateIcon

COLUMNS = ("place", "field", "before", "after")


class ImportDialog(QDialog):
    """Shows changes, and asks for the import unless there is nothing to import or something to correct."""

    agreed = Signal()

    def __init__(  # noqa: PLR0913 - what it shows
        self,
        source: Path,
        changes: Changes,
        faults: Sequence[FieldFault],
        language: Language,
        parent: QWidget,
        *,
        unsaved: bool,
    ) -> None:
        super().__init__(parent)
        self._ui = ui = Ui_ImportDialog()
        ui.setupUi(self)
        self._language = language
        ui.source.setTextFormat(Qt.TextFormat.PlainText)
        ui.source.setText(str(source))
        self._show_notice(changes, faults, unsaved=unsaved)
        self._show_changes(changes)
        ui.changes_card.setVisible(bool(changes))
        importable = bool(changes) and not faults
        ui.footer.save_button.setVisible(importable)
        ui.footer.save_requested.connect(self._agree)
        ui.footer.close_requested.connect(self.reject)
        (ui.footer.save_button if importable else ui.footer.other_button).setFocus()

    def _show_notice(self, changes: Changes, faults: Sequence[FieldFault], *, unsaved: bool) -> None:
        wording, notice = self._language.wording, self._ui.notice
        if faults:
            notice.show_notice(StateIcon.ERROR, wording.say("gui.import.faults"), faults_text(wording, faults))
        elif not changes:
            notice.show_notice(StateIcon.INFO, wording.say("gui.import.none"), wording.say("gui.import.none_detail"))
        else:
            key = "unsaved" if unsaved else "secrets"
            detail = wording.say("gui.import.secrets_detail")
            state = StateIcon.WARNING if unsaved else StateIcon.INFO
            if unsaved:
                detail = f"{wording.say('gui.import.secrets')}. {detail}"
            notice.show_notice(state, wording.say(f"gui.import.{key}"), detail)

    def _show_changes(self, changes: Changes) -> None:
        wording, table = self._language.wording, self._ui.changes
        model = QStandardItemModel(0, len(COLUMNS), self)
        model.setHorizontalHeaderLabels([wording.say(f"gui.import.column.{name}") for name in COLUMNS])
        for line in lines_of(wording, changes):
            model.appendRow([_item(text) for text in line])
        table.setSortingEnabled(False)
        table.setModel(model)
        metrics = table.fontMetrics()
        texts = [str(model.item(row, 0).text()) for row in range(model.rowCount())]
        widest = max(map(metrics.horizontalAdvance, texts), default=0) + look.scaled(30)
        table.share_out({0: min(widest, look.scaled(220))}, {1: 38, 2: 31, 3: 31})

    def _agree(self) -> None:
        self.agreed.emit()
        self.accept()


def _item(text: str) -> QStandardItem:
    made = QStandardItem(text)
    made.setEditable(False)
    made.setToolTip(text)
    return made
