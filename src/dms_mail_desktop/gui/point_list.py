"""The tab "Lista": what waits in the mailbox, and what was already handled."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

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
    """The two parts at work, from the moment that somebody turns to the tab."""

    looked = Signal()
    """A look into the mailbox has ended."""
    run_requested = Signal()
    """Messages are to be tried again now."""
    sign_in_wanted = Signal()
    """Where one signs in is to be shown."""

    def __init__(
        self, part: ListPart, form: ListForm, services: Services, background: Background, language: Language
    ) -> None:
        super().__init__(part)
        self._part, self._form = part, form
        self._services, self._background, self._language = services, background, language
        self._waiting: WaitingList | None = None
        self._actions: HistoryActions | None = None
        self._history: HistoryList | None = None
        self._running = False
        part.first_seen.connect(self._begin)

    @property
    def newest(self) -> Examined | None:
        """The latest message that would be fetched, as far as somebody looked."""
        return self._waiting.newest if self._waiting is not None else None

    def follow(self, name: str) -> None:
        """A field of the form was changed."""
        if self._waiting is not None and name in CHECKED_FIELDS:
            self._waiting.clear()
        elif self._waiting is not None and name in EXAMINED_FIELDS:
            self._waiting.outdate()
        if self._actions is not None:
            self._actions.show_consequence()

    def show_history(self) -> None:
        """Turns to the messages that were handled, once the tab is on show."""
        if self._history is None:
            self._begin()
        button = self._part.build().history_button
        button.setChecked(True)
        button.setFocus()

    def show_run(self, *, running: bool) -> None:
        """The point is at work, or has ended a run: then there is more to tell."""
        self._running = running
        if self._actions is not None:
            self._actions.show_run(running=running)
            if not running:
                self._part.see_history()

    def stop(self) -> None:
        """Ends a look that is under way."""
        if self._waiting is not None:
            self._waiting.stop()

    def _begin(self) -> None:
        """Builds what the tab holds."""
        ui, form, services = self._part.build(), self._form, self._services
        background, language = self._background, self._language
        self._waiting = waiting = WaitingList(ui, form.form, services, background, language)
        self._actions = actions = HistoryActions(ui, form.readiness, services.runs, background, language)
        facts = partial(account_facts, form.saved)
        self._history = history = HistoryList(ui, form.saved.id, facts, actions, services.runs, background, language)
        waiting.looked.connect(self.looked)
        waiting.sign_in_wanted.connect(self.sign_in_wanted)
        actions.run_requested.connect(self.run_requested)
        actions.show_run(running=self._running)
        self._part.history_seen.connect(history.reload)
        self._part.restyled.connect(waiting.refresh)
        self._part.restyled.connect(history.refresh)
        language.changed.connect(waiting.refresh)
        language.changed.connect(history.retranslate)
