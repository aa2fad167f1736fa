"""The footer of the window "Zaplanuj w systemie"."""

from dms_mail_desktop.gui.footer import DialogFooter


class ScheduleFooter(DialogFooter):
    """Zarejestruj and Zamknij."""

    def _set_captions(self) -> None:
        self.save_button.setText(self.tr("Zare&jestruj"))
        self.other_button.setText(self.tr("Za&mknij"))
