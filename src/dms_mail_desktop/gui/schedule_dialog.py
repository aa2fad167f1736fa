"""The window "Zaplanuj w systemie": lets the operating system run the points while this program is closed."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QDialog, QWidget

from dms_mail_desktop.errors import MailDesktopError, SchedulerMissing
from dms_mail_desktop.gui.background import Background, Job
from dms_mail_desktop.gui.generated.ui_schedule_dialog import Ui_ScheduleDialog
from dms_mail_desktop.gui.language import Language
from dms_mail_desktop.gui.page import reveal
from dms_mail_desktop.gui.states import StateIcon
from dms_mail_desktop.schedule import Kind, Schedule
from dms_mail_desktop.services import Services

LINGER = "loginctl enable-linger"


class ScheduleDialog(QDialog):
    """Shows how things stand and what would be done, and does it when asked."""

    def __init__(self, services: Services, background: Background, language: Language, parent: QWidget) -> None:
        super().__init__(parent)
        self._ui = ui = Ui_ScheduleDialog()
        ui.setupUi(self)
        self._services, self._background, self._language = services, background, language
        self._scheduler = services.scheduler(language.code)
        self._found: Schedule | None = None
        self._error: MailDesktopError | None = None
        self._missing = False
        self._done: tuple[str, datetime] | None = None
        self._job: Job | None = None
        ui.linger.show_text(LINGER)
        ui.interval.valueChanged.connect(lambda _value: self._show_command())
        ui.remove_button.clicked.connect(lambda: self._perform("removed", self._scheduler.remove))
        ui.footer.save_requested.connect(self._register)
        ui.footer.close_requested.connect(self.reject)
        ui.interval.setFocus()
        self._show()
        self._start(self._scheduler.state)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._ui.retranslateUi(self)
            self._scheduler = self._services.scheduler(self._language.code)
            self._show()
            self._start(self._scheduler.state)

    def _register(self) -> None:
        minutes = self._ui.interval.value()
        self._perform("registered", lambda: self._scheduler.register(minutes))

    def _perform(self, what: str, action: Callable[[], Awaitable[None]]) -> None:
        async def work() -> Schedule:
            await action()
            return await self._scheduler.state()

        if self._job is None or not self._job.running:
            self._start(work, (what, datetime.now(UTC)))

    def _start(self, work: Callable[[], Awaitable[Schedule]], done: tuple[str, datetime] | None = None) -> None:
        async def whole() -> Schedule:
            return await work()

        def found(schedule: Schedule) -> None:
            self._found, self._error, self._done, self._missing = schedule, None, done, False
            if schedule.minutes is not None:
                self._ui.interval.setValue(schedule.minutes)
            self._show()

        def failed(error: Exception) -> None:
            if not isinstance(error, MailDesktopError):
                raise error
            self._missing = isinstance(error, SchedulerMissing)
            self._error, self._done = error, None
            self._show()
            reveal(self._ui.failure)

        if self._job is not None:
            self._job.cancel()
        self._job = self._background.start(self, whole, done=found, failed=failed)
        self._show()

    def _show(self) -> None:
        ui, say = self._ui, self._language.wording.say
        busy = self._job is not None and self._job.running
        ui.footer.save_button.setVisible(not self._missing)
        ui.footer.save_button.setEnabled(not busy)
        ui.remove_button.setEnabled(not busy)
        ui.schedule_form.setRowVisible(ui.remove_button, self._found is not None and self._found.registered)
        self._show_state()
        ui.failure.setVisible(self._error is not None and not self._missing)
        if self._error is not None:
            ui.failure.explain(self._language.wording.explain(self._error), self._language.wording)
        if self._done is not None:
            what, when = self._done
            ui.footer.show_status(StateIcon.SUCCESS, say(f"gui.schedule.done.{what}", when=when))
        else:
            ui.footer.show_status(None, "")
        self._show_command()

    def _show_state(self) -> None:
        say, state, found = self._language.wording.say, self._ui.state, self._found
        if self._error is not None:
            told = self._language.wording.explain(self._error)
            detail = f"{told.cause} {told.server_words}" if self._missing else ""
            state.show_state(StateIcon.WARNING if self._missing else StateIcon.ERROR, told.title, detail)
        elif found is None:
            state.show_state(StateIcon.RUNNING, say("gui.schedule.asking"))
        elif not found.registered:
            state.show_state(StateIcon.NONE, say("gui.schedule.none"), say("gui.schedule.none_detail"))
        elif not found.current:
            state.show_state(StateIcon.WARNING, say("gui.schedule.other"), say("gui.schedule.other_detail"))
        elif found.minutes is None:
            state.show_state(StateIcon.SUCCESS, say("gui.schedule.changed"), say("gui.schedule.changed_detail"))
        else:
            state.show_state(StateIcon.SUCCESS, say("gui.schedule.registered", count=found.minutes))

    def _show_command(self) -> None:
        ui, minutes = self._ui, self._ui.interval.value()
        kind = "by_hand" if self._missing else self._scheduler.kind
        ui.command_heading.setText(self._language.wording.say(f"gui.schedule.heading.{kind}"))
        ui.command_subtitle.setText(self._language.wording.say(f"gui.schedule.hint.{kind}"))
        text = self._scheduler.by_hand(minutes) if self._missing else self._scheduler.text(minutes)
        ui.command.show_text(text)
        for widget in (ui.linger_help, ui.linger):
            widget.setVisible(kind == Kind.SYSTEMD)
