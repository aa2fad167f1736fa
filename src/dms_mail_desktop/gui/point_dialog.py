"""The dialog "Punkt konfiguracyjny": five tabs over one point, saved by itself."""

from datetime import UTC, datetime
from enum import Enum, auto

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QDialog, QWidget

from dms_mail_desktop.errors import MailDesktopError
from dms_mail_desktop.gui import icons, look
from dms_mail_desktop.gui.background import Background
from dms_mail_desktop.gui.document import Document, TypedPassword
from dms_mail_desktop.gui.generated.ui_point_dialog import Ui_PointDialog
from dms_mail_desktop.gui.history_actions import Readiness
from dms_mail_desktop.gui.icon_message_box import show_error
from dms_mail_desktop.gui.language import Language
from dms_mail_desktop.gui.point_access import PointAccess
from dms_mail_desktop.gui.point_changes import with_point
from dms_mail_desktop.gui.point_example import example_parts
from dms_mail_desktop.gui.point_form import PointForm
from dms_mail_desktop.gui.point_list import EXAMINED_FIELDS, ListForm, PointList
from dms_mail_desktop.gui.point_states import ACCESS, Check, Standings
from dms_mail_desktop.gui.point_status import show_status
from dms_mail_desktop.gui.point_words import words_of_secret
from dms_mail_desktop.gui.questions import ask_closing
from dms_mail_desktop.gui.states import StateIcon
from dms_mail_desktop.gui.tab_marks import mark_tabs, tab_of
from dms_mail_desktop.models import Point
from dms_mail_desktop.services import Services

BUTTON_WIDTH = 168
"""Of the buttons beside a state, px at 10 pt."""


class Opening(Enum):
    """What the dialog begins with."""

    NEW = auto()
    EDIT = auto()
    CHECK = auto()
    SIGN_IN = auto()
    PASSWORD = auto()
    SHOW_FAULTS = auto()
    SWITCH_ON = auto()
    TARGET = auto()
    AFTER = auto()
    HISTORY = auto()


class PointDialog(QDialog):
    """Stays open after a save; closing asks about what is not saved."""

    saved = Signal(str)
    """The point of this id was saved."""
    learnt = Signal()
    """A check has ended."""
    signed_in = Signal()
    run_requested = Signal(str)
    """Messages of the point of this id are to be tried again now; it is saved as it stands on the form."""

    def __init__(  # noqa: PLR0913, PLR0917 - what the window shares with it
        self,
        point: Point,
        opening: Opening,
        standings: Standings,
        document: Document,
        services: Services,
        background: Background,
        language: Language,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._ui = ui = Ui_PointDialog()
        ui.setupUi(self)
        self.resize(look.scaled(self.width()), look.scaled(self.height()))
        for button in (ui.sign_in.authorise_button, ui.check_button):
            button.setMinimumWidth(look.scaled(BUTTON_WIDTH))
        self._point, self._opening, self._standings = point, opening, standings
        self._document, self._language = document, language
        self._saved_at: datetime | None = None
        self._form = form = PointForm(ui, language, self._uncover, self)
        self._access = PointAccess(point.id, ui, form, document, services, background, language, self)
        listed = ListForm(point, self._access.form_of(EXAMINED_FIELDS), self._readiness)
        self._list = PointList(ui.list_part, listed, services, background, language)
        form.show(point)
        self._saved_values = form.values()
        self._connect()
        self._access.check.show(standings.check_of(point))
        self._access.follow()
        self._access.refresh()
        self._say()

    def begin(self) -> None:
        """Does what the dialog was opened for."""
        ui = self._ui
        match self._opening:
            case Opening.CHECK:
                self._access.check.start()
            case Opening.SIGN_IN:
                self._access.sign_in.start()
            case Opening.PASSWORD:
                self._form.rows.focus("password")
            case Opening.SHOW_FAULTS:
                self._form.faults.check(self._form.faults_for_run)
            case Opening.SWITCH_ON:
                ui.active.setCurrentIndex(ui.active.findData(True))
                self._form.rows.focus("active")
            case Opening.TARGET | Opening.AFTER:
                self._form.rows.focus(self._opening.name.lower())
            case Opening.HISTORY:
                ui.tabs.setCurrentWidget(ui.list_tab)
                self._list.show_history()
            case _:
                self._form.rows.focus("mode")

    @property
    def unsaved(self) -> bool:
        """Whether the form differs from what is saved."""
        return bool(self._access.typed_password) or self._form.values() != self._saved_values

    def show_run(self, *, running: bool) -> None:
        """Shows that the point is at work, or that it has ended."""
        self._list.show_run(running=running)

    def reject(self) -> None:
        """Closes, once nothing unsaved is lost unasked."""
        if self.unsaved:
            ask_closing(self, self._language, save=lambda: self._save(closing=True), discard=self._leave)
        else:
            self._leave()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._ui.retranslateUi(self)
            self._form.retranslate()
            self._say()

    def _connect(self) -> None:
        ui, form, access = self._ui, self._form, self._access
        form.changed.connect(self._follow)
        form.faults.changed.connect(self._say)
        ui.password.textChanged.connect(lambda: self._follow("password"))
        access.changed.connect(self._say)
        access.sign_in.changed.connect(self.signed_in)
        access.check.checked.connect(self._learn)
        self._list.looked.connect(self._say)
        self._list.sign_in_wanted.connect(lambda: form.rows.focus("sign_in"))
        self._list.run_requested.connect(lambda: self.run_requested.emit(self._point.id))
        ui.footer.save_requested.connect(self._save)
        ui.footer.close_requested.connect(self.reject)
        ui.footer.link_activated.connect(form.faults.focus_next)

    def _uncover(self, field: QWidget) -> None:
        self._ui.tabs.setCurrentIndex(tab_of(self._ui.tabs, field))

    def _follow(self, name: str) -> None:
        if name in ACCESS:
            self._access.check.show(None)
            self._access.follow()
        if name == "auth_method":
            self._access.change_method()
        self._list.follow(name)
        self._say()

    def _readiness(self) -> Readiness:
        """Whether the saved point could run as it stands on the form."""
        if self.unsaved:
            return Readiness.UNSAVED
        return Readiness.UNFIT if self._form.faults_for_run() else Readiness.READY

    def _learn(self, check: Check) -> None:
        wording = self._language.wording
        self._standings.learn_check(check)
        for field in (self._ui.folder, self._ui.after_folder):
            if check.result.folders:
                field.set_folders(check.result.folders, lambda use: wording.say(f"gui.folder.{use}"))
        self._access.refresh()
        self._say()
        self.learnt.emit()

    def _save(self, *, closing: bool = False) -> None:
        """Checks all five tabs, then saves the point with a password that was typed."""
        others = [each.name for each in self._document.settings.points if each.id != self._point.id]
        fit = self._form.faults.check(lambda: self._form.faults_for_save(others), saving=True)
        self._say()
        if self._document.saving or not fit:
            return
        values, password = self._form.values(), self._access.typed_password
        point = Point.model_validate(values)
        typed = TypedPassword(point.id, point, password) if password else None

        def done() -> None:
            self._saved_values, self._saved_at = values, datetime.now(UTC)
            self._ui.password.clear()
            self._ui.password.hide_text()
            self._access.refresh()
            self._list.follow("")
            self._say()
            self.saved.emit(point.id)
            if closing:
                self._leave()

        self._document.save(with_point(self._document.settings, point), password=typed, done=done, failed=self._failed)

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, MailDesktopError):
            raise error
        show_error(self, self._language.wording.explain(error))

    def _leave(self) -> None:
        self._access.stop()
        self._list.stop()
        super().reject()

    def _say(self) -> None:
        """Title, status, marks on the tabs, and what follows from the values."""
        wording, form = self._language.wording, self._form
        values, say = form.values(), wording.say
        name = values["name"] or say("gui.point.new")
        self.setWindowTitle(say("gui.point.title", name=name) + "[*]")
        self.setWindowModified(self.unsaved)
        form.rows.show_help("password", self._access.password_help(wording))
        form.show_examples(example_parts(wording, self._standings.check_of(self._point), self._list.newest))
        self._ui.secret_state.show_state(StateIcon.INFO, *words_of_secret(wording, values))
        mark_tabs(self._ui.tabs, form.faults.names, icons.icon("error", "error"), say("gui.point.tab_faults"))
        show_status(
            self._ui.footer,
            wording,
            form.faults,
            unsaved=self.unsaved,
            read_only=self._document.read_only is not None,
            saved_at=self._saved_at,
        )
