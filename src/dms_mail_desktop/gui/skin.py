"""Puts the look on: roles, palette, fonts and style sheet in one place, anew when the system changes its mind."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from PySide6 import QtCore
from PySide6.QtCore import QObject, QSignalBlocker
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication

from dms_mail_desktop.gui import look
from dms_mail_desktop.gui.roles import DARK, LIGHT, Roles, contrast, high_contrast, with_accent
from dms_mail_desktop.gui.skin_sheet import sheet

SMALLEST_BODY = 10.0
"""Points; the system's font is never made smaller than it is."""
CLASSES_WITH_OWN_FONT = ("QMenuBar", "QMenu", "QMessageBox", "QTabBar", "QHeaderView", "QAbstractItemView")


class Theme(StrEnum):
    """What the administrator chose in the menu Widok."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


def style_is_chosen(arguments: Sequence[str], environment: Mapping[str, str]) -> bool:
    """Whether the user asked Qt for a style by himself; the skin then stays off."""
    options = (argument.lstrip("-").split("=")[0] for argument in arguments if argument.startswith("-"))
    return "style" in options or bool(environment.get("QT_STYLE_OVERRIDE"))


def looks_like_contrast(palette: QPalette) -> bool:
    """Whether it is a contrast theme's: these draw windows and fields in one colour, ordinary ones set fields off."""
    window, text = palette.window().color(), palette.windowText().color()
    return window == palette.base().color() and contrast(window.name(), text.name()) >= 7


class Skin(QObject):
    """The look of one application; lives as long as it does."""

    def __init__(self, application: QApplication, *, enabled: bool = True) -> None:
        super().__init__(application)
        self._application = application
        self._enabled = enabled
        self._theme = Theme.SYSTEM
        self._contrast_palette: QPalette | None = None
        if enabled:
            application.setStyle("Fusion")
        self._enlarge_font()
        # Both are held: PySide makes the second unusable for good once the first is let go.
        self._hints = application.styleHints()
        self._accessibility = self._hints.accessibility()
        self._following = False

    @property
    def theme(self) -> Theme:
        """The theme chosen."""
        return self._theme

    def set_theme(self, theme: Theme) -> None:
        """Follows the system or holds light or dark, and shows it at once."""
        if theme is not self._theme:
            self._theme = theme
            scheme = QtCore.Qt.ColorScheme
            schemes = {Theme.LIGHT: scheme.Light, Theme.DARK: scheme.Dark}
            with QSignalBlocker(self._hints):  # applied once, below
                self._hints.setColorScheme(schemes.get(theme, scheme.Unknown))
        self.apply()

    def follow_system(self) -> None:
        """From now on asks the system itself; until then its palette has to tell, because asking takes 24 ms.

        PySide builds all of Qt's enums for the answer. Call it once the window is painted.
        """
        self._following = True
        self._hints.colorSchemeChanged.connect(self.apply)
        self._accessibility.contrastPreferenceChanged.connect(self.apply)
        self.apply()

    def show_contrast(self, palette: QPalette | None) -> None:
        """Shows high contrast in these colours whatever the system says; None follows the system again."""
        self._contrast_palette = palette
        self.apply()

    def apply(self) -> None:
        """Works out the look anew and shows it in every window."""
        application = self._application
        system = self._system_palette()
        unit = look.unit_of(application.font())
        if not self._enabled:
            look.put_in_force(look.Look(_system_roles(system), unit, skinned=False))
            return
        shown = look.Look(self._roles(system), unit, skinned=True)
        look.put_in_force(shown)
        application.setPalette(_palette(shown.roles))
        application.setStyleSheet(sheet(shown, application.font()))

    def _roles(self, system: QPalette) -> Roles:
        if self._contrast_palette is not None:
            return _system_roles(self._contrast_palette)
        if self._high_contrast(system):
            return _system_roles(system)
        roles = DARK if self._dark(system) else LIGHT
        accent = system.accent().color()
        own = self._application.style().standardPalette().accent().color()
        return roles if accent == own else with_accent(roles, accent.name())

    def _dark(self, system: QPalette) -> bool:
        if self._theme is not Theme.SYSTEM:
            return self._theme is Theme.DARK
        if self._following and self._hints.colorScheme() != QtCore.Qt.ColorScheme.Unknown:
            return self._hints.colorScheme() == QtCore.Qt.ColorScheme.Dark
        return system.window().color().lightness() < 128

    def _high_contrast(self, system: QPalette) -> bool:
        if self._following:
            return self._accessibility.contrastPreference() == QtCore.Qt.ContrastPreference.HighContrast
        return looks_like_contrast(system)

    def _system_palette(self) -> QPalette:
        """The palette that the system gives, without ours over it."""
        ours = self._application.palette()
        if not ours.resolveMask():
            return ours
        with QSignalBlocker(self._application):
            self._application.setPalette(QPalette())
        return self._application.palette()

    def _enlarge_font(self) -> None:
        font = QFont(self._application.font())
        if font.pointSizeF() < SMALLEST_BODY:
            font.setPointSizeF(SMALLEST_BODY)
        self._application.setFont(font)
        for name in CLASSES_WITH_OWN_FONT:
            # It takes a str; PySide's stub says bytes, which it refuses.
            self._application.setFont(font, name)  # type: ignore[arg-type]


def _system_roles(palette: QPalette) -> Roles:
    return high_contrast(
        window=palette.window().color().name(),
        text=palette.windowText().color().name(),
        highlight=palette.highlight().color().name(),
        highlighted_text=palette.highlightedText().color().name(),
        disabled=palette.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.WindowText).name(),
    )


def _palette(roles: Roles) -> QPalette:
    role = QPalette.ColorRole
    colours = {
        role.Window: roles.page,
        role.WindowText: roles.text,
        role.Base: roles.field,
        role.AlternateBase: roles.card,
        role.Text: roles.text,
        role.Button: roles.button,
        role.ButtonText: roles.text,
        role.BrightText: roles.on_accent,
        role.Light: roles.card,
        role.Midlight: roles.hairline,
        role.Mid: roles.card_stroke,
        role.Dark: roles.field_line,
        role.Highlight: roles.accent,
        role.HighlightedText: roles.on_accent,
        role.Accent: roles.accent,
        role.Link: roles.link,
        role.LinkVisited: roles.link,
        role.ToolTipBase: roles.card,
        role.ToolTipText: roles.text,
        role.PlaceholderText: roles.secondary,
    }
    palette = QPalette()
    for which, colour in colours.items():
        palette.setColor(which, QColor(colour))
    for which in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, which, QColor(roles.disabled))
    return palette
