"""The language of the windows: Qt's translators and our sentences, switched together."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QObject, QTranslator, Signal

if TYPE_CHECKING:
    from dms_mail_desktop.wording import Wording

DATA = Path(__file__).resolve().parents[1] / "data"
LANGUAGES = ("pl", "en")
"""The first is the language that the forms are written in."""


class Language(QObject):
    """The chosen language; `changed` follows once every caption can be read anew."""

    changed = Signal()

    def __init__(self, code: str) -> None:
        super().__init__()
        self._translators: list[QTranslator] = []
        self.code = LANGUAGES[0]
        self._wording: Wording | None = None
        self._install(self.code)
        self.choose(code)

    @property
    def wording(self) -> "Wording":
        """Our sentences; they are read with the first one, after the window is on the screen."""
        if self._wording is None:
            from dms_mail_desktop.wording import Wording  # noqa: PLC0415 - not needed for the first paint

            self._wording = Wording(self.code)
        return self._wording

    def choose(self, code: str) -> None:
        """Switches to `code`; an unknown one changes nothing."""
        known = next((known for known in LANGUAGES if known == code), self.code)
        if known == self.code:
            return
        self.code = known
        self._wording = None
        self._install(known)
        self.changed.emit()

    def _install(self, code: str) -> None:
        for translator in self._translators:
            QCoreApplication.removeTranslator(translator)
        self._translators = [
            translator
            for translator, loaded in (_qt_texts(code), _our_texts(code))
            if loaded and QCoreApplication.installTranslator(translator)
        ]


def _qt_texts(code: str) -> tuple[QTranslator, bool]:
    translator = QTranslator()
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    return translator, code != "en" and translator.load(f"qtbase_{code}", folder)


def _our_texts(code: str) -> tuple[QTranslator, bool]:
    translator = QTranslator()
    return translator, code != LANGUAGES[0] and translator.load(str(DATA / f"dms_mail_desktop_{code}.qm"))
