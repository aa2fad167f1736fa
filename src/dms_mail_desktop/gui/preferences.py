"""How a person likes the window: language, theme, size, last tab, tray icon. Nothing of it belongs to the settings."""

from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

THEMES = ("system", "light", "dark")


class Preferences:
    """Kept in `window.ini` of the configuration folder; what cannot be read has its default."""

    def __init__(self, folder: Path) -> None:
        self._store = QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat)

    @property
    def language(self) -> str:
        """`pl` or `en`."""
        return str(self._store.value("language", "pl"))

    @language.setter
    def language(self, code: str) -> None:
        self._store.setValue("language", code)

    @property
    def theme(self) -> str:
        """One of THEMES."""
        theme = str(self._store.value("theme", THEMES[0]))
        return theme if theme in THEMES else THEMES[0]

    @theme.setter
    def theme(self, name: str) -> None:
        self._store.setValue("theme", name)

    @property
    def geometry(self) -> QByteArray:
        """What QWidget.saveGeometry gave, or empty."""
        value = self._store.value("geometry")
        return value if isinstance(value, QByteArray) else QByteArray()

    @geometry.setter
    def geometry(self, value: QByteArray) -> None:
        self._store.setValue("geometry", value)

    @property
    def tab(self) -> str:
        """The object name of the page that was shown last."""
        return str(self._store.value("tab", ""))

    @tab.setter
    def tab(self, name: str) -> None:
        self._store.setValue("tab", name)

    @property
    def tray(self) -> bool:
        """Whether there is an icon in the system's tray."""
        return str(self._store.value("tray", "false")).lower() == "true"

    @tray.setter
    def tray(self, wanted: bool) -> None:
        self._store.setValue("tray", wanted)
