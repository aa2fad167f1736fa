"""The footer of the preview of an import."""

from dms_mail_desktop.gui.footer import DialogFooter


class ImportFooter(DialogFooter):
    """Importuj and Anuluj."""

    def _set_captions(self) -> None:
        self.save_button.setText(self.tr("&Importuj"))
        self.other_button.setText(self.tr("A&nuluj"))
