"""The tab "Lista": what waits in the mailbox, and what was already handled."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from dms_mail_desktop.gui.background import Background
from dms_mail_desktop.gui.history_actions import HistoryActions, Readiness
from dms_mail_desktop.gui.history_list import HistoryList
from dms_mail_desktop.gui.language import Language
from dms_mail_desktop.gui.list_part import ListPart
from dms_mail_desktop.gui.mailbox_check import CHECKED_FIELDS, CheckForm
from dms_mail_desktop.gui.waiting_list import WaitingList
from dms_mail_desktop.models import Point
from dms_mail_desktop.points.facts import Examined
from dms_mail_desktop.services import Services
from dms_mail_desktop.wording.explanations import account_facts

EXAMINED_FIELDS = (
    *CHECKED_FIELDS,
    "mode",
    "since",
    "allowed_senders",
    "allowed_extensions",
    "largest_attachment",
)
"""What decides which messages would be fetched."""


@dataclass(frozen=True)
class ListForm:
    """What the tab needs of the dialog: the saved point, what is on the form, whether the point can run at once."""

    saved: Point
    form: CheckForm
    readiness: Callable[[], Readiness]


class PointList(QObject):
    """The two parts at work."""

    looked = Signal()
    """A look into the mailbox has ended."""
    run_requested = Signal()
    """Messages are to be tried again now."""

    def __init__(
        self, part: ListPart, form: ListForm, services: Services, background: Background, language: Language
    ) -> None:
        super().__init__(part)
        self._part, ui = part, part.ui
        self._waiting = WaitingList(ui, form.form, services, background, language)
        self._actions = HistoryActions(ui, form.readiness, services.runs, background, language)
        self._history = HistoryList(
            ui, form.saved.id, lambda: account_facts(form.saved), self._actions, services.runs, background, language
        )
        self._waiting.looked.connect(self.looked)
        self._actions.run_requested.connect(self.run_requested)
        part.history_seen.connect(self._history.reload)
        for told in (part.restyled, language.changed):
            told.connect(self._waiting.refresh)
        part.restyled.connect(self._history.refresh)
        language.changed.connect(self._history.retranslate)
        self.stop = self._waiting.stop

    @property
    def newest(self) -> Examined | None:
        """The latest message that would be fetched, as far as somebody looked."""
        return self._waiting.newest

    def follow(self, name: str) -> None:
        """A field of the form was changed."""
        if name in CHECKED_FIELDS:
            self._waiting.clear()
        elif name in EXAMINED_FIELDS:
            self._waiting.outdate()
        self._actions.show_consequence()

    def show_history(self) -> None:
        """Turns to the messages that were handled."""
        self._part.ui.history_button.setChecked(True)
        self._part.ui.history_button.setFocus()

    def show_run(self, *, running: bool) -> None:
        """The point is at work, or has ended a run: then there is more to tell."""
        self._actions.show_run(running=running)
        if not running and self._part.ui.history_part.isVisible():
            self._history.reload()
