"""The states of things: shape first, words second, colour third."""

from enum import StrEnum

from PySide6.QtCore import QCoreApplication, QEvent, QSize
from PySide6.QtWidgets import QLabel, QWidget

from dms_mail_desktop.gui import icons, look


class StateIcon(StrEnum):
    """What a state looks like; the value is the name of the drawing."""

    SUCCESS = "success"
    WAITING = "waiting"
    RUNNING = "running"
    WARNING = "warning"
    ERROR = "error"
    BLOCKED = "blocked"
    NONE = "none"
    OFF = "off"
    SKIPPED = "skipped"
    INFO = "info"


ROLES = {
    StateIcon.SUCCESS: "success",
    StateIcon.WAITING: "info",
    StateIcon.RUNNING: "info",
    StateIcon.INFO: "info",
    StateIcon.WARNING: "warning",
    StateIcon.ERROR: "error",
    StateIcon.BLOCKED: "error",
}
"""The role that colours a state; the others are secondary."""


def role_of(state: StateIcon) -> str:
    """The role in which the state's icon is drawn."""
    return ROLES.get(state, "secondary")


def spoken(state: StateIcon) -> str:
    """The state in one word, for those who do not see its icon."""
    return {
        StateIcon.SUCCESS: QCoreApplication.translate("StateIcon", "gotowe"),
        StateIcon.WAITING: QCoreApplication.translate("StateIcon", "oczekiwanie"),
        StateIcon.RUNNING: QCoreApplication.translate("StateIcon", "w toku"),
        StateIcon.WARNING: QCoreApplication.translate("StateIcon", "ostrzeżenie"),
        StateIcon.ERROR: QCoreApplication.translate("StateIcon", "błąd"),
        StateIcon.BLOCKED: QCoreApplication.translate("StateIcon", "zablokowane"),
        StateIcon.NONE: QCoreApplication.translate("StateIcon", "brak"),
        StateIcon.OFF: QCoreApplication.translate("StateIcon", "wyłączone"),
        StateIcon.SKIPPED: QCoreApplication.translate("StateIcon", "nie wykonano"),
        StateIcon.INFO: QCoreApplication.translate("StateIcon", "informacja"),
    }[state]


class IconLabel(QLabel):
    """A drawing in the colour of a role, drawn anew when the look changes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._drawn: tuple[str, str, int] | None = None
        self._state: StateIcon | None = None

    def show_icon(self, name: str, role: str, size: int) -> None:
        """Shows a drawing at `size` px (at 10 pt); it means nothing to those who do not see it."""
        self._drawn, self._state = (name, role, size), None
        self._draw()

    def show_state(self, state: StateIcon, size: int, *, listed: bool = False) -> None:
        """Shows a state's icon; a success in a list is a bare tick."""
        name = "tick" if listed and state is StateIcon.SUCCESS else state.value
        self._drawn, self._state = (name, role_of(state), size), state
        self._draw()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.LanguageChange):
            self._draw()

    def _draw(self) -> None:
        if self._drawn is None:
            return
        name, role, size = self._drawn
        self.setFixedSize(QSize(look.scaled(size), look.scaled(size)))
        self.setPixmap(icons.pixmap(name, role, size))
        self.setAccessibleName(spoken(self._state) if self._state else "")
