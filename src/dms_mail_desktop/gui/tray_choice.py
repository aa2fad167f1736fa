"""The choice of an icon in the system's tray: offered where there is one, and remembered."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from dms_mail_desktop.gui.language import Language
from dms_mail_desktop.gui.preferences import Preferences

if TYPE_CHECKING:
    from dms_mail_desktop.gui.points_watch import PointsWatch
    from dms_mail_desktop.gui.tray import SystemTray, Tray


class TrayChoice(QObject):
    """The entry of the menu, and the icon while it is chosen."""

    def __init__(  # noqa: PLR0913, PLR0917 - what the window shares with it
        self,
        action: QAction,
        menu: QMenu,
        preferences: Preferences,
        language: Language,
        window: QWidget,
        system: "Callable[[], SystemTray] | None",
    ) -> None:
        """`system` gives the tray of the operating system, unless another one is wanted."""
        super().__init__(window)
        self._action, self._preferences, self._language, self._window = action, preferences, language, window
        self._system = system
        self._watch: Callable[[], PointsWatch]
        self._begun = False
        self._tray: Tray | None = None
        action.setVisible(False)
        menu.aboutToShow.connect(self._offer)

    @property
    def keeps_running(self) -> bool:
        """Whether the program goes on when its window is closed."""
        return self._tray is not None and self._tray.keeps_running

    def begin(self, watch: "Callable[[], PointsWatch]", *, show: Callable[[], None], end: Callable[[], None]) -> None:
        """The window is open: the icon may show the points, bring the window back and end the program."""
        self._watch, self._show, self._end = watch, show, end
        self._begun = True
        self._action.toggled.connect(self._use)
        if self._preferences.tray:
            QTimer.singleShot(0, self, lambda: self._action.setChecked(True))

    def explain(self) -> None:
        """Says once that the program goes on without its window."""
        if self._tray is not None:
            self._tray.explain()

    def close(self) -> None:
        """Takes the icon away, and lets the program end with its window."""
        if self._tray is not None:
            self._tray.close()
            self._tray = None
            # A hidden window is not the last one to be closed.
            QTimer.singleShot(0, QCoreApplication.quit)

    def _offer(self) -> None:
        self._action.setVisible(self._begun and self._tray_of_system().available())

    def _use(self, wanted: bool) -> None:
        from dms_mail_desktop.gui.tray import Tray  # noqa: PLC0415 - for those who want it

        self._preferences.tray = wanted
        if wanted:
            self._tray = Tray(self._watch(), self._language, self._window, self._tray_of_system())
            self._tray.window_wanted.connect(self._show)
            self._tray.quit_wanted.connect(self._end)
        elif self._tray is not None:
            self._tray.close()
            self._tray = None

    def _tray_of_system(self) -> "SystemTray":
        from dms_mail_desktop.gui.tray import SystemTray  # noqa: PLC0415 - for those who want it

        return (self._system or SystemTray)()
