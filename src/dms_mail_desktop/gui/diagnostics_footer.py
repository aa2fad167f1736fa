"""The footer of the window "Pakiet diagnostyczny"."""

from dms_mail_desktop.gui.footer import DialogFooter


class DiagnosticsFooter(DialogFooter):
    """Zapisz… and Anuluj, which is Zamknij once there is nothing left to call off."""

    written = False

    def show_written(self) -> None:
        """A file was written."""
        self.written = True
        self._set_captions()

    def _set_captions(self) -> None:
        self.save_button.setText(self.tr("&Zapisz…"))
        self.other_button.setText(self.tr("Za&mknij") if self.written else self.tr("A&nuluj"))
