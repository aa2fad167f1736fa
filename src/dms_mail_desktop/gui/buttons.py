"""Buttons with our icons, and the one that starts a job and stops it again in the same place."""

from PySide6.QtCore import Property, QCoreApplication, QElapsedTimer, QEvent, QSize, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from dms_mail_desktop.gui import icons, look

BESIDE_A_STATE = 128
"""Least width of a button with a state beside it, px at 10 pt."""

ICON_GAP = 4
"""Added to the 4 px that Fusion leaves between icon and caption."""


class Button(QPushButton):
    """A push button with an icon named in the form by the property iconName."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAutoDefault(False)
        self._icon_name = ""

    def _get_icon_name(self) -> str:
        return self._icon_name

    def set_icon_name(self, name: str) -> None:
        """Shows the drawing of this name before the caption, or none."""
        self._icon_name = name
        self._draw_icon()

    iconName = Property(str, _get_icon_name, set_icon_name)  # noqa: N815 - a Qt property

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw_icon()

    def _draw_icon(self) -> None:
        if self._icon_name:
            self.setIcon(icons.icon(self._icon_name, gap=ICON_GAP))
            self.setIconSize(QSize(look.scaled(16) + look.scaled(ICON_GAP), look.scaled(16)))
        elif not self.icon().isNull():
            self.setIcon(QIcon())


class StartStopButton(Button):
    """Starts a job; while the job runs it reads Przerwij and stops it. Just after it has turned it does neither.

    The form sets the property caption, not the text.
    """

    start_requested = Signal()
    stop_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMinimumWidth(look.scaled(BESIDE_A_STATE))
        self._running = False
        self._caption = ""
        self._start_icon = ""
        self._since_turn = QElapsedTimer()
        self.clicked.connect(self._request)

    def _get_caption(self) -> str:
        return self._caption

    def set_caption(self, caption: str) -> None:
        """The text while nothing runs."""
        self._caption = caption
        self._write()

    caption = Property(str, _get_caption, set_caption)

    def set_running(self, running: bool) -> None:
        """Shows whether the job runs."""
        if running == self._running:
            return
        self._running = running
        self._since_turn.start()
        if running:
            self._start_icon = self._icon_name
        self.set_icon_name("cross" if running else self._start_icon)
        self._write()

    def widest(self) -> int:
        """The width that either caption needs, in px."""
        shown, widths = self._running, []
        for self._running in (False, True):
            self._write()
            widths.append(self.sizeHint().width())
        self._running = shown
        self._write()
        return max(widths)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._write()

    def _write(self) -> None:
        self.setText(QCoreApplication.translate("StartStopButton", "Przerwi&j") if self._running else self._caption)

    def _request(self) -> None:
        # The second half of a double click is no wish to stop, a click that just missed the end none to start.
        if self._since_turn.isValid() and self._since_turn.elapsed() < QApplication.doubleClickInterval():
            return
        (self.stop_requested if self._running else self.start_requested).emit()
