"""The tab "Lista": what waits in the mailbox, and what was already handled."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QLayout, QWidget

from dms_mail_desktop.gui import look
from dms_mail_desktop.gui.background import Background
from dms_mail_desktop.gui.buttons import BESIDE_A_STATE
from dms_mail_desktop.gui.generated.ui_point_list import Ui_PointList
from dms_mail_desktop.gui.history_actions import HistoryActions, Readiness
from dms_mail_desktop.gui.history_list import HistoryList
from dms_mail_desktop.gui.language import Language
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


class PointList(QWidget):
    """Two parts in one place; each has the whole of it."""

    looked = Signal()
    """A look into the mailbox has ended."""
    run_requested = Signal()
    """Messages are to be tried again now."""

    def __init__(self, form: ListForm, services: Services, background: Background, language: Language) -> None:
        super().__init__()
        self._ui = ui = Ui_PointList()
        ui.setupUi(self)
        self._waiting = WaitingList(ui, form.form, services, background, language)
        self._actions = HistoryActions(ui, form.readiness, services.runs, background, language)
        self._history = HistoryList(
            ui, form.saved.id, lambda: account_facts(form.saved), self._actions, services.runs, background, language
        )
        self._waiting.looked.connect(self.looked)
        self._actions.run_requested.connect(self.run_requested)
        ui.waiting_button.toggled.connect(self._turn)
        language.changed.connect(self._retranslate)
        self._margins = tuple(map(look.scaled, (20, 16)))
        _grow(self.layout())
        self._fit_button()
        self._turn()

    @property
    def newest(self) -> Examined | None:
        """The latest message that would be fetched, as far as somebody looked."""
        return self._waiting.newest

    def stop(self) -> None:
        """Ends a look that is under way."""
        self._waiting.stop()

    def follow(self, name: str) -> None:
        """A field of the form was changed."""
        if name in CHECKED_FIELDS:
            self._waiting.clear()
        elif name in EXAMINED_FIELDS:
            self._waiting.outdate()
        self._actions.show_consequence()

    def show_history(self) -> None:
        """Turns to the messages that were handled."""
        self._ui.history_button.setChecked(True)
        self._ui.history_button.setFocus()

    def show_run(self, *, running: bool) -> None:
        """The point is at work, or has ended a run: then there is more to tell."""
        self._actions.show_run(running=running)
        if not running and self.isVisible():
            self._history.reload()

    def hasHeightForWidth(self) -> bool:
        # It fills the tab and its tables scroll; a dialog must not grow to what they would need at its narrowest.
        return False

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._turn()

    def resizeEvent(self, event: QResizeEvent) -> None:
        left, right = look.column_margins(self.width())
        self._ui.list_layout.setContentsMargins(left, self._margins[0], right, self._margins[1])
        super().resizeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_history"):
            self._waiting.refresh()
            self._history.refresh()

    def _fit_button(self) -> None:
        """Gives the button room for both of its captions, so that the state beside it stays where it is."""
        self._ui.look_button.setMinimumWidth(max(look.scaled(BESIDE_A_STATE), self._ui.look_button.widest()))

    def _turn(self) -> None:
        """Shows the chosen part; the history is read when somebody looks at it."""
        waiting = self._ui.waiting_button.isChecked()
        self._ui.parts.setCurrentWidget(self._ui.waiting_part if waiting else self._ui.history_part)
        if not waiting and self.isVisible():
            self._history.reload()

    def _retranslate(self) -> None:
        self._ui.retranslateUi(self)
        self._fit_button()
        self._waiting.refresh()
        self._history.retranslate()
        self._actions.show_consequence()


def _grow(layout: QLayout | None) -> None:
    """Makes distances that the form can only say for 10 pt fit the font."""
    for each in (layout, *(layout.findChildren(QLayout) if layout is not None else ())):
        if each is not None and each.spacing() > 0:
            each.setSpacing(look.scaled(each.spacing()))
