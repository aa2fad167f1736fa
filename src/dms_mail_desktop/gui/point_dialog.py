"""The dialog "Punkt konfiguracyjny": five tabs over one point, saved by itself."""

from datetime import UTC, datetime
from enum import Enum, auto

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QDialog, QWidget

from dms_mail_desktop.errors import MailDesktopError, RegistrationIncomplete
from dms_mail_desktop.gui import icons, look
from dms_mail_desktop.gui.background import Background
from dms_mail_desktop.gui.document import Document, TypedPassword
from dms_mail_desktop.gui.generated.ui_point_dialog import Ui_PointDialog
from dms_mail_desktop.gui.icon_message_box import show_error
from dms_mail_desktop.gui.language import Language
from dms_mail_desktop.gui.mailbox_check import CHECKED_FIELDS, CheckForm, MailboxCheck
from dms_mail_desktop.gui.point_changes import with_point
from dms_mail_desktop.gui.point_form import PointForm
from dms_mail_desktop.gui.point_states import ACCESS, Check, Standings
from dms_mail_desktop.gui.point_words import example_parts, words_of_secret
from dms_mail_desktop.gui.questions import ask_closing
from dms_mail_desktop.gui.sign_in import SignIn, SignInForm
from dms_mail_desktop.gui.states import StateIcon
from dms_mail_desktop.gui.stored_password import StoredPassword
from dms_mail_desktop.gui.tab_marks import mark_tabs, tab_of
from dms_mail_desktop.models import AuthMethod, Point
from dms_mail_desktop.rules import Strictness
from dms_mail_desktop.services import Services

BUTTON_WIDTH = 168
"""Of the buttons beside a state, px at 10 pt."""
SIGN_IN_FIELDS = ("login", "encryption")
"""What has to be right before a browser is opened."""


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
        self._document, self._services = document, services
        self._background, self._language = background, language
        self._saved_at: datetime | None = None
        self._form = form = PointForm(ui, language, self._uncover, self)
        self._stored = StoredPassword(point.id, services, background, self)
        sign_in = SignInForm(
            login=lambda: ui.login.text().strip(),
            use_login=ui.login.setText,
            registration=lambda: document.settings.registration,
            check=lambda: form.faults.check(lambda: form.faults_for_use(SIGN_IN_FIELDS)),
            register=self._open_registration,
        )
        self._sign_in = SignIn(ui.sign_in, sign_in, services, background, language)
        check = CheckForm(
            point=self._point_to_check,
            password=lambda: self._typed_password,
            registration=lambda: document.settings.registration,
            register=self._open_registration,
        )
        self._check = MailboxCheck(ui, check, services, background, language)
        form.show(point)
        self._saved_values = form.values()
        self._connect()
        self._check.show(standings.check_of(point))
        self._refresh_secrets()
        self._say()

    def begin(self) -> None:
        """Does what the dialog was opened for."""
        ui = self._ui
        match self._opening:
            case Opening.CHECK:
                self._check.start()
            case Opening.SIGN_IN:
                self._sign_in.start()
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
            case _:
                self._form.rows.focus("mode")

    @property
    def unsaved(self) -> bool:
        """Whether the form differs from what is saved."""
        return bool(self._typed_password) or self._form.values() != self._saved_values

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

    @property
    def _typed_password(self) -> str:
        return self._ui.password.text() if self._ui.auth_method.currentData() == AuthMethod.PASSWORD else ""

    def _connect(self) -> None:
        ui, form = self._ui, self._form
        form.changed.connect(self._follow)
        form.faults.changed.connect(self._say)
        ui.password.textChanged.connect(lambda: self._follow("password"))
        for line in (ui.login, ui.host):
            line.editingFinished.connect(self._refresh_secrets)
        self._stored.changed.connect(self._say)
        self._sign_in.changed.connect(self.signed_in)
        self._check.checked.connect(self._learn)
        ui.list_check_button.clicked.connect(self._check_from_list)
        ui.footer.save_requested.connect(self._save)
        ui.footer.close_requested.connect(self.reject)
        ui.footer.link_activated.connect(form.faults.focus_next)

    def _uncover(self, field: QWidget) -> None:
        self._ui.tabs.setCurrentIndex(tab_of(self._ui.tabs, field))

    def _follow(self, name: str) -> None:
        if name in ACCESS:
            self._check.show(None)
        if name == "auth_method":
            self._sign_in.stop()
            self._refresh_secrets()
        self._say()

    def _refresh_secrets(self) -> None:
        """Asks the keyring what it holds for this login: a sign-in, or a password."""
        values = self._form.values()
        if values["auth_method"] == AuthMethod.OAUTH2:
            self._sign_in.refresh()
        else:
            self._stored.ask(values["host"], values["login"])

    def _point_to_check(self) -> Point | None:
        if not self._form.faults.check(lambda: self._form.faults_for_use(CHECKED_FIELDS)):
            return None
        values = self._form.values()
        needed = {name: values[name] for name in ("id", *CHECKED_FIELDS)}
        return Point.model_validate(needed, context=Strictness.STRUCTURE)

    def _check_from_list(self) -> None:
        self._uncover(self._ui.check_button)
        self._check.start()

    def _learn(self, check: Check) -> None:
        wording = self._language.wording
        self._standings.learn_check(check)
        for field in (self._ui.folder, self._ui.after_folder):
            if check.result.folders:
                field.set_folders(check.result.folders, lambda use: wording.say(f"gui.folder.{use}"))
        self._refresh_secrets()
        self._say()
        self.learnt.emit()

    def _open_registration(self, reason: RegistrationIncomplete) -> None:
        # Its forms are built when somebody needs them.
        from dms_mail_desktop.gui.registration_dialog import RegistrationDialog  # noqa: PLC0415

        dialog = RegistrationDialog(self._document, self._services, self._background, self._language, self)
        dialog.saved.connect(lambda _: self._sign_in.refresh())
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        dialog.say_why(reason)

    def _save(self, *, closing: bool = False) -> None:
        """Checks all five tabs, then saves the point with a password that was typed."""
        others = [each.name for each in self._document.settings.points if each.id != self._point.id]
        fit = self._form.faults.check(lambda: self._form.faults_for_save(others), saving=True)
        self._say()
        if self._document.saving or not fit:
            return
        values = self._form.values()
        point = Point.model_validate(values)
        typed = TypedPassword(point.id, point, self._typed_password) if self._typed_password else None

        def done() -> None:
            self._saved_values, self._saved_at = values, datetime.now(UTC)
            self._ui.password.clear()
            self._ui.password.hide_text()
            self._refresh_secrets()
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
        self._sign_in.stop()
        self._check.stop()
        super().reject()

    def _say(self) -> None:
        """Title, status, marks on the tabs, and what follows from the values."""
        wording, form = self._language.wording, self._form
        values, say = form.values(), wording.say
        name = values["name"] or say("gui.point.new")
        self.setWindowTitle(say("gui.point.title", name=name) + "[*]")
        self.setWindowModified(self.unsaved)
        form.rows.show_help("password", self._stored.help(wording, self._typed_password))
        form.show_examples(example_parts(wording, self._standings.check_of(self._point)))
        self._ui.secret_state.show_state(StateIcon.INFO, *words_of_secret(wording, values))
        mark_tabs(self._ui.tabs, form.faults.names, icons.icon("error", "error"), say("gui.point.tab_faults"))
        self._show_status()

    def _show_status(self) -> None:
        """Faults before changes before what was saved."""
        say, footer, faults = self._language.wording.say, self._ui.footer, self._form.faults
        if faults.count:
            kind = "not_saved" if faults.saving else "to_correct"
            footer.show_status(
                StateIcon.ERROR, say(f"gui.footer.{kind}", count=faults.count), say("gui.button.next_fault")
            )
        elif self.unsaved:
            footer.show_status(None, say("gui.footer.unsaved"))
        elif self._document.read_only is not None:
            footer.show_status(StateIcon.WARNING, say("gui.footer.read_only"))
        elif self._saved_at is not None:
            footer.show_status(StateIcon.SUCCESS, say("gui.footer.saved", when=self._saved_at))
        else:
            footer.show_status(None, "")
