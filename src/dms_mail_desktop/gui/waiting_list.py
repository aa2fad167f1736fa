"""Co czeka w skrzynce: the messages as a dry run looks at them, and what would become of each."""

from datetime import datetime

from PySide6.QtCore import QObject, Signal

from dms_mail_desktop.errors import SignInRequired, TokenUnfit
from dms_mail_desktop.gui.background import Background
from dms_mail_desktop.gui.generated.ui_point_list import Ui_PointList
from dms_mail_desktop.gui.language import Language
from dms_mail_desktop.gui.mailbox_check import CheckForm
from dms_mail_desktop.gui.mailbox_look import MailboxLook
from dms_mail_desktop.gui.messages_model import MessagesModel
from dms_mail_desktop.gui.states import StateIcon
from dms_mail_desktop.gui.waiting_words import COLUMNS, details_of, row_of, words_of_look, words_of_progress
from dms_mail_desktop.points.facts import Examined
from dms_mail_desktop.services import Services
from dms_mail_desktop.wording.explanations import account_facts


class WaitingList(QObject):
    """Rows appear as they are found, the first one selected; the button that starts the look stops it."""

    looked = Signal()
    """A look has ended, or what it found was taken away."""
    sign_in_wanted = Signal()
    """Where one signs in is to be shown."""

    def __init__(
        self, ui: Ui_PointList, form: CheckForm, services: Services, background: Background, language: Language
    ) -> None:
        super().__init__(ui.waiting_table)
        self._ui, self._language = ui, language
        self._look = look = MailboxLook(form, services, background, self)
        self._shown = 0
        self._outdated = False
        self._model = MessagesModel()
        self._model.setParent(self)
        ui.waiting_table.setModel(self._model)
        ui.waiting_table.selectionModel().selectionChanged.connect(lambda *_: self._show_selected())
        ui.look_button.start_requested.connect(look.start)
        ui.look_button.stop_requested.connect(look.stop)
        ui.waiting_failure.sign_in_wanted.connect(self.sign_in_wanted)
        look.changed.connect(self._show)
        look.ended.connect(self.looked)
        self.stop = look.stop
        self.refresh()

    @property
    def newest(self) -> Examined | None:
        """The latest message that would be fetched, an example of what documents will hold."""
        dated = [(each.letter.arrived_at or each.letter.sent_at, each) for each in self._look.due]
        return max(
            ((at, each) for at, each in dated if at is not None), key=lambda pair: pair[0], default=(None, None)
        )[1]

    def clear(self) -> None:
        """The mailbox is another one now: what was found says nothing any more."""
        if self._look.found or self._look.running or self._look.ended_at is not None:
            self._look.clear()
            self.looked.emit()

    def outdate(self) -> None:
        """The form was changed: what was found may no longer hold."""
        self._outdated = self._look.ended_at is not None
        self._show_state()

    def refresh(self) -> None:
        """Says and draws everything anew."""
        say = self._language.wording.say
        self._model.show_captions([say(f"gui.message.column.{name}") for name in COLUMNS])
        self._shown = 0
        self._model.show_rows([])
        self._show()

    def _show(self) -> None:
        if self._look.ended_at is None:
            self._outdated = False
        self._show_found()
        self._show_state()
        self._show_instead()

    def _show_found(self) -> None:
        """Adds what was found since; after a clearing it begins anew."""
        table, found = self._ui.waiting_table, self._look.found
        if len(found) < self._shown:
            self._shown = 0
            self._model.show_rows([])
        self._model.append_rows([row_of(self._language.wording, examined) for examined in found[self._shown :]])
        added, self._shown = len(found) > self._shown, len(found)
        self._ui.waiting_card.setVisible(bool(found))
        if added:
            self._model.fit_columns(table)
            table.updateGeometry()
        if found and not table.selectionModel().hasSelection():
            table.selectRow(0)
        if not found:
            self._ui.waiting_details.hide()

    def _show_selected(self) -> None:
        rows = self._ui.waiting_table.selectionModel().selectedRows()
        if rows:
            examined, account = self._look.found[rows[0].row()], account_facts(self._look.point)
            wording = self._language.wording
            self._ui.waiting_details.show_details(details_of(wording, examined, account), wording)

    def _show_state(self) -> None:
        ui, look, wording = self._ui, self._look, self._language.wording
        ui.look_button.set_running(look.running)
        ui.waiting_progress.setVisible(look.running)
        if look.running:
            ui.waiting_progress.show_progress(len(look.found), look.progress.total)
            words = words_of_progress(wording, look.progress, len(look.found))
            ui.waiting_state.show_state(StateIcon.RUNNING, *words)
        elif look.ended_at is not None:
            ui.waiting_state.show_state(*self._verdict(look.ended_at))
        else:
            ui.waiting_state.show_state(StateIcon.NONE, "")

    def _verdict(self, ended_at: datetime) -> tuple[StateIcon, str, str]:
        look, wording = self._look, self._language.wording
        say, result, due = wording.say, look.result, len(look.due)
        text, detail = words_of_look(wording, due, len(look.found) - due, ended_at)
        if result is None:
            return StateIcon.OFF, say("verdict.stopped"), f"{text} · {detail}"
        if result.busy:
            return StateIcon.INFO, say("gui.waiting.busy"), say("gui.waiting.busy_detail")
        if result.error is not None:
            reason = wording.explain(result.error, account_facts(look.point)).reason
            return StateIcon.ERROR, say("verdict.not_working", reason=reason), wording.formats.moment(ended_at)
        if self._outdated:
            return StateIcon.WARNING, text, say("gui.waiting.outdated")
        return StateIcon.SUCCESS, text, detail

    def _show_instead(self) -> None:
        """What stands where no message does: what failed, that nothing waits, or what a look is."""
        ui, look, say = self._ui, self._look, self._language.wording.say
        error = look.result.error if look.result is not None else None
        if error is not None:
            wording = self._language.wording
            ui.waiting_failure.explain(wording.explain(error, account_facts(look.point)), wording)
            ui.waiting_failure.offer(sign_in=isinstance(error, SignInRequired | TokenUnfit))
        ui.waiting_failure.setVisible(error is not None)
        if look.found or look.running or error is not None:
            ui.waiting_empty.hide()
        else:
            whole = look.result is not None and not look.result.busy
            key = "nothing" if whole else "before"
            ui.waiting_empty.show_state("mailbox", say(f"gui.waiting.{key}"), say(f"gui.waiting.{key}_detail"))
