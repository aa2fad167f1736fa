"""The password line with an eye inside that shows what was typed."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLineEdit, QToolButton, QWidget

from dms_mail_desktop.gui import icons, look

EYE = 26


class PasswordField(QLineEdit):
    """A line whose text is hidden until the eye is pressed; the eye takes the keyboard's focus too."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setInputMethodHints(Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText)
        self.eye_button = QToolButton(self)
        self.eye_button.setProperty("kind", "inside")
        self.eye_button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.eye_button.setCursor(Qt.CursorShape.ArrowCursor)
        self.eye_button.clicked.connect(self._toggle)
        self._fit()
        self._write()

    def hide_text(self) -> None:
        """Shows bullets again."""
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self._write()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.LanguageChange):
            self._write()

    def _toggle(self) -> None:
        hidden = self.echoMode() == QLineEdit.EchoMode.Password
        self.setEchoMode(QLineEdit.EchoMode.Normal if hidden else QLineEdit.EchoMode.Password)
        self._write()

    def _fit(self) -> None:
        side, gap = look.scaled(EYE), look.scaled(3)
        self.eye_button.setFixedSize(QSize(side, side))
        self.eye_button.setIconSize(QSize(look.scaled(16), look.scaled(16)))
        self.eye_button.move(self.width() - side - gap, (self.height() - side) // 2)
        self.setTextMargins(0, 0, side, 0)

    def _write(self) -> None:
        hidden = self.echoMode() == QLineEdit.EchoMode.Password
        self.eye_button.setIcon(icons.icon("eye" if hidden else "eye_off", "secondary"))
        name = self.tr("Pokaż hasło") if hidden else self.tr("Ukryj hasło")
        self.eye_button.setAccessibleName(name)
        self.eye_button.setToolTip(name)
