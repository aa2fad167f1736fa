"""A line to be copied: mono text on a code block with its own copy button."""

from PySide6.QtCore import QEvent, QSize, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from dms_mail_desktop.gui import icons, look
from dms_mail_desktop.gui.address_label import AddressLabel
from dms_mail_desktop.gui.card import paint_surface
from dms_mail_desktop.gui.labels import use_fixed_font

CONFIRMED = 2000
"""How long the tick stands after copying, in milliseconds: long enough to be noticed beside the pointer."""


class CopyLine(QFrame):
    """Shows `text` and copies it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label = AddressLabel("code", self)
        use_fixed_font(self._label)
        self.copy_button = QToolButton(self)
        self.copy_button.setProperty("kind", "inside")
        self.copy_button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.copy_button.setFixedSize(QSize(look.scaled(28), look.scaled(28)))
        self.copy_button.setIconSize(QSize(look.scaled(16), look.scaled(16)))
        self.copy_button.clicked.connect(self._copy)
        self._drawing = "copy"
        row = QHBoxLayout(self)
        row.setContentsMargins(look.scaled(12), look.scaled(4), look.scaled(6), look.scaled(4))
        row.setSpacing(look.scaled(8))
        beside = QVBoxLayout()
        beside.addStretch(1)
        beside.addWidget(self._label)
        beside.addStretch(1)
        row.addLayout(beside, 1)
        row.addWidget(self.copy_button, 0, Qt.AlignmentFlag.AlignTop)
        self._draw_icon()
        self._set_captions()

    def show_text(self, text: str) -> None:
        """Shows another text."""
        self._label.setText(text)
        self._show_drawing("copy")

    def text(self) -> str:
        """What is shown and copied."""
        return self._label.text()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        roles = look.current().roles
        paint_surface(self, roles.code, roles.card_stroke, 4)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw_icon()
        elif event.type() == QEvent.Type.LanguageChange:
            self._set_captions()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._label.text())
        self._show_drawing("tick")
        QTimer.singleShot(CONFIRMED, self, lambda: self._show_drawing("copy"))

    def _show_drawing(self, name: str) -> None:
        self._drawing = name
        self._draw_icon()

    def _draw_icon(self) -> None:
        self.copy_button.setIcon(icons.icon(self._drawing, "success" if self._drawing == "tick" else "text"))

    def _set_captions(self) -> None:
        self.copy_button.setAccessibleName(self.tr("Kopiuj"))
        self.copy_button.setToolTip(self.tr("Kopiuj"))
