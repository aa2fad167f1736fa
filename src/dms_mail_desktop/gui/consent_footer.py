"""The footer of the window "Zgoda administratora"."""

from dms_mail_desktop.gui.footer import DialogFooter


class ConsentFooter(DialogFooter):
    """Sprawdź ponownie and Zamknij."""

    def _set_captions(self) -> None:
        self.save_button.setText(self.tr("&Sprawdź ponownie"))
        self.other_button.setText(self.tr("Za&mknij"))
