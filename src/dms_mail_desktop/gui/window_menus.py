"""The main window's menus, as far as they concern the window alone, and the dialogs that they open."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QWidget

from dms_mail_desktop.gui.generated.ui_main_window import Ui_MainWindow
from dms_mail_desktop.gui.language import Language
from dms_mail_desktop.gui.preferences import Preferences
from dms_mail_desktop.gui.skin import Skin, Theme

if TYPE_CHECKING:
    from dms_mail_desktop.gui.background import Background
    from dms_mail_desktop.services import Services


def connect_view(ui: Ui_MainWindow, window: QWidget, language: Language, skin: Skin, preferences: Preferences) -> None:
    """Language and theme, which are remembered, and the help."""

    def choose_language(code: str) -> None:
        preferences.language = code
        language.choose(code)

    def choose_theme(theme: Theme) -> None:
        preferences.theme = theme
        skin.set_theme(theme)

    for code, action in (("pl", ui.action_polish), ("en", ui.action_english)):
        action.setChecked(language.code == code)
        action.triggered.connect(lambda _=False, code=code: choose_language(code))
    themes = (
        (Theme.SYSTEM, ui.action_theme_system),
        (Theme.LIGHT, ui.action_theme_light),
        (Theme.DARK, ui.action_theme_dark),
    )
    for theme, action in themes:
        action.setChecked(skin.theme is theme)
        action.triggered.connect(lambda _=False, theme=theme: choose_theme(theme))
    ui.action_manual.triggered.connect(lambda _=False: _open_manual(window, language))
    ui.action_about.triggered.connect(lambda _=False: _open_about(window))


def open_dialog(dialog: QDialog) -> None:
    """Shows a dialog that goes when it is closed."""
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def open_schedule(window: QWidget, services: "Services", background: "Background", language: Language) -> None:
    """Opens the window Zaplanuj w systemie."""
    from dms_mail_desktop.gui.schedule_dialog import ScheduleDialog  # noqa: PLC0415 - rarely needed

    open_dialog(ScheduleDialog(services, background, language, window))


def open_diagnostics(
    window: QWidget, services: "Services", background: "Background", language: Language, theme: str
) -> None:
    """Opens the window Pakiet diagnostyczny."""
    from dms_mail_desktop.gui.diagnostics_dialog import DiagnosticsDialog  # noqa: PLC0415 - rarely needed

    open_dialog(DiagnosticsDialog(services, background, language, theme, window))


def _open_manual(window: QWidget, language: Language) -> None:
    from dms_mail_desktop.gui.manual import ManualDialog  # noqa: PLC0415 - rarely needed

    open_dialog(ManualDialog(language, window))


def _open_about(window: QWidget) -> None:
    from dms_mail_desktop.gui.about import AboutDialog  # noqa: PLC0415 - rarely needed

    open_dialog(AboutDialog(window))
