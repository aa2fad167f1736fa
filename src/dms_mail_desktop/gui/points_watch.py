"""Watches over the points while the window is open: runs them, and says on every screen how they stand."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QTabWidget, QWidget

from dms_mail_desktop.gui import icons
from dms_mail_desktop.gui.background import Background
from dms_mail_desktop.gui.document import Document
from dms_mail_desktop.gui.language import Language
from dms_mail_desktop.gui.point_runs import PointRuns
from dms_mail_desktop.gui.points_banner import PointsBanner
from dms_mail_desktop.gui.points_summary import LOUD, Summary, summary_of, words_of_summary
from dms_mail_desktop.gui.states import role_of
from dms_mail_desktop.gui.tab_marks import mark_tab
from dms_mail_desktop.models import Point
from dms_mail_desktop.services import Services


@dataclass(frozen=True)
class PointsSigns:
    """Where the window says how the points stand: above the first form, and on the tab of the points' page."""

    banner: PointsBanner
    tabs: QTabWidget
    page: QWidget


class PointsWatch(QObject):
    """Made with the first point."""

    changed = Signal()
    """The points stand otherwise than before, or are said so in another language."""
    point_wanted = Signal(str)
    """The point of this id is to be shown."""

    def __init__(  # noqa: PLR0913, PLR0917 - what the window shares with it
        self,
        signs: PointsSigns,
        document: Document,
        services: Services,
        background: Background,
        language: Language,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._signs, self._document, self._language = signs, document, language
        self.runs = PointRuns(document, services, background, language, self)
        self.runs.records.learnt.connect(self._show)
        document.changed.connect(self._show)
        language.changed.connect(self._show)
        signs.banner.point_wanted.connect(self._show_first)
        signs.banner.look_changed.connect(self._mark)
        self._show()

    def point(self, point_id: str) -> Point | None:
        """The point of this id."""
        return next((point for point in self._document.settings.points if point.id == point_id), None)

    def begin(self) -> None:
        """Begins to run points, once the window is open; harmless when it has begun."""
        QTimer.singleShot(0, self, self.runs.begin)

    def come_after(self, widget: QWidget) -> None:
        """Lets the keyboard come to the notice from this widget."""
        self._signs.banner.before = widget

    @property
    def summary(self) -> Summary:
        """How the active points stand."""
        records = self.runs.records
        return summary_of(self._document.settings.points, records.known, asked=records.asked, trouble=records.error)

    def _show(self) -> None:
        summary, banner = self.summary, self._signs.banner
        if summary.active:
            banner.show_words(summary.state, words_of_summary(self._language.wording, summary))
        else:
            banner.hide()
        self._mark()
        self.changed.emit()

    def _mark(self) -> None:
        signs, state = self._signs, self.summary.state
        mark = icons.icon(state.value, role_of(state)) if state in LOUD else QIcon()
        mark_tab(signs.tabs, signs.tabs.indexOf(signs.page), mark, self._language.wording.say("gui.points.tab_trouble"))

    def _show_first(self) -> None:
        first = self.summary.first
        if first is not None:
            self.point_wanted.emit(first.id)
