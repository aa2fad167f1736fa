"""The window "O programie"."""

import platform
from importlib.metadata import version

from PySide6.QtCore import QEvent, QSize, qVersion
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QWidget

from dms_mail_desktop import __version__
from dms_mail_desktop.gui import look
from dms_mail_desktop.gui.generated.ui_about_dialog import Ui_AboutDialog
from dms_mail_desktop.gui.icons import program_icon

COMPONENTS = ("aioimaplib", "aiosmtplib", "keyring", "msal", "pydantic", "truststore")
ICON = 64


class AboutDialog(QDialog):
    """Says what this is, in which version, on which parts, under which licence."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._ui = ui = Ui_AboutDialog()
        ui.setupUi(self)
        side = look.scaled(ICON)
        ui.program_icon.setPixmap(program_icon().pixmap(QSize(side, side), self.devicePixelRatio()))
        ui.version.setText(__version__)
        parts = [f"Python {platform.python_version()}", f"Qt {qVersion()}"]
        ui.components.setText(" · ".join(parts + [f"{name} {version(name)}" for name in COMPONENTS]))
        ui.close_button.clicked.connect(self.accept)

    def showEvent(self, event: QShowEvent) -> None:
        # A window does not ask how tall its wrapped texts are in its width.
        self.setMinimumHeight(self._ui.about_layout.totalHeightForWidth(self.width()))
        super().showEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._ui.retranslateUi(self)
