"""The line for a folder of this computer, with a button inside that lets one choose it."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFileDialog, QLineEdit, QToolButton, QWidget

from dms_mail_desktop.gui import icons, look

SIDE = 26


class PathField(QLineEdit):
    """A folder may be typed although it does not exist yet; the button takes the keyboard's focus too."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.choose_button = QToolButton(self)
        self.choose_button.setProperty("kind", "inside")
        self.choose_button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.choose_button.setCursor(Qt.CursorShape.ArrowCursor)
        self.choose_button.clicked.connect(self._choose)
        self._fit()
        self._write()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.LanguageChange):
            self._write()

    def _choose(self) -> None:
        dialog = QFileDialog(self.window(), self.tr("Wybierz folder"), self.text())
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self.setText)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _fit(self) -> None:
        side, gap = look.scaled(SIDE), look.scaled(3)
        self.choose_button.setFixedSize(QSize(side, side))
        self.choose_button.setIconSize(QSize(look.scaled(16), look.scaled(16)))
        self.choose_button.move(self.width() - side - gap, (self.height() - side) // 2)
        self.setTextMargins(0, 0, side, 0)

    def _write(self) -> None:
        self.choose_button.setIcon(icons.icon("folder", "secondary"))
        name = self.tr("Wybierz folder")
        self.choose_button.setAccessibleName(name)
        self.choose_button.setToolTip(name)
