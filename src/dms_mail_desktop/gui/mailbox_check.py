"""The button "Sprawdź skrzynkę": the step-by-step test of a mailbox, and what it found."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from dms_mail_desktop.errors import RegistrationIncomplete
from dms_mail_desktop.gui.background import Background
from dms_mail_desktop.gui.generated.ui_point_dialog import Ui_PointDialog
from dms_mail_desktop.gui.language import Language
from dms_mail_desktop.gui.message_lines import MessageLine
from dms_mail_desktop.gui.point_states import ACCESS, Check
from dms_mail_desktop.gui.point_words import words_of_mailbox
from dms_mail_desktop.gui.states import StateIcon
from dms_mail_desktop.gui.step_run import StepRun, Trial
from dms_mail_desktop.mail.mailbox_probe import MAILBOX_STAGES, MailboxResult, MessageSummary, check_mailbox
from dms_mail_desktop.mail.steps import ProbeResult, StepReport, StepState
from dms_mail_desktop.models import Point, Registration
from dms_mail_desktop.services import Services
from dms_mail_desktop.wording import Wording
from dms_mail_desktop.wording.explanations import account_facts

CHECKED_FIELDS = (*ACCESS, "clear_text_confirmed")
"""What has to be right before a server is asked."""


@dataclass(frozen=True)
class CheckForm:
    """What a test of the mailbox needs of the form it belongs to.

    `point` gives what is to be tested, or None after what is missing was marked; `password` is one that was typed.
    """

    point: Callable[[], Point | None]
    password: Callable[[], str]
    registration: Callable[[], Registration]
    register: Callable[[RegistrationIncomplete], None]


class MailboxCheck(QObject):
    """Runs the test with the values on the form, saved or not."""

    checked = Signal(object)
    """A test came to its end; carries the Check."""

    def __init__(
        self, ui: Ui_PointDialog, form: CheckForm, services: Services, background: Background, language: Language
    ) -> None:
        super().__init__(ui.steps)
        self._ui, self._form, self._services, self._language = ui, form, services, language
        self._point: Point | None = None
        self._check: Check | None = None
        self._run = StepRun(ui.steps, ui.check_button, self._trial, background, language)
        self._run.started.connect(self._show)
        self._run.ended.connect(self._ended)
        self.start, self.stop = self._run.start, self._run.stop

    def show(self, check: Check | None) -> None:
        """Shows what an earlier check found, or that there is none that still says something."""
        if check is None:
            self._run.stop()
            self._ui.steps.clear()
        self._check = check
        self._show()

    def _trial(self) -> Trial | None:
        point = self._form.point()
        if point is None:
            return None
        registration = self._form.registration()
        try:
            access = self._services.access_of(point, registration, self._form.password())
        except RegistrationIncomplete as error:
            self._form.register(error)
            return None
        self._point, self._check = point, None

        facts = account_facts(point, registration)

        async def work(report: Callable[[StepReport], None]) -> ProbeResult:
            return await check_mailbox(
                point,
                access.credential,
                access.tls,
                report=self._services.step_log.begin(facts, report),
                token_hosts=access.token_hosts,
                transcribe=access.transcribe,
            )

        return Trial(MAILBOX_STAGES, work, facts)

    def _ended(self, result: ProbeResult | None) -> None:
        if isinstance(result, MailboxResult) and self._point is not None:
            self._check = Check(self._point, result)
        self._show()
        if self._check is not None:
            self.checked.emit(self._check)

    def _show(self) -> None:
        """Beside the button; a test under way has not found anything yet."""
        ui, wording, check = self._ui, self._language.wording, self._check
        say = wording.say
        if self._run.running:
            ui.check_state.show_state(StateIcon.RUNNING, say("verdict.checking"))
        elif check is None:
            ui.check_state.show_state(StateIcon.NONE, "")
        else:
            ui.check_state.show_state(*state_of_check(wording, check))
        lines = [_line(wording, message) for message in check.result.messages] if check is not None else []
        ui.newest.show_messages(say("gui.check.newest"), lines)


def state_of_check(wording: Wording, check: Check) -> tuple[StateIcon, str, str]:
    """Icon, sentence and second line of a check that has ended."""
    say, error = wording.say, check.result.error
    if error is not None:
        reason = wording.explain(error, account_facts(check.point)).reason
        return StateIcon.ERROR, say("verdict.not_working", reason=reason), wording.formats.moment(check.at)
    facts: Mapping[str, object] = {name: fact for step in check.result.steps for name, fact in step.facts.items()}
    folder = str(facts.get("name", ""))
    shown = say("gui.folder.inbox") if folder == "INBOX" else folder
    text = say("gui.check.opened_folder", folder=shown) if folder else say("gui.check.opened")
    warned = any(step.state is StepState.WARNING for step in check.result.steps)
    return StateIcon.WARNING if warned else StateIcon.SUCCESS, text, words_of_mailbox(wording, check)


def _line(wording: Wording, message: MessageSummary) -> MessageLine:
    when = message.arrived_at or message.sent_at
    return MessageLine(
        message.subject or wording.say("gui.check.no_subject"),
        message.sender_name or message.sender,
        wording.formats.moment(when) if when is not None else "",
        unread=message.seen is False,
    )
