"""The tab "Serwer pocztowy": the outgoing account, its sign-in and the test message."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from dms_mail_desktop.errors import MailDesktopError, RegistrationIncomplete
from dms_mail_desktop.gui.background import Background
from dms_mail_desktop.gui.binding import Binder
from dms_mail_desktop.gui.detection import Detection, DetectionForm
from dms_mail_desktop.gui.detection_block import DetectionBlock
from dms_mail_desktop.gui.field_rows import FieldRows
from dms_mail_desktop.gui.form_discords import DiscordForm, FormDiscords
from dms_mail_desktop.gui.form_faults import Faults, FormFaults, Judge, faults_of
from dms_mail_desktop.gui.form_rules import asks_for_clear_text, followed_port, hidden_fields
from dms_mail_desktop.gui.generated.ui_mail_server_page import Ui_MailServerPage
from dms_mail_desktop.gui.language import Language
from dms_mail_desktop.gui.notice import Notice
from dms_mail_desktop.gui.sending_test import TestMessage, sending_trial
from dms_mail_desktop.gui.sign_in import SignIn, SignInForm
from dms_mail_desktop.gui.states import StateIcon
from dms_mail_desktop.gui.step_run import StepRun, Trial
from dms_mail_desktop.gui.stored_password import StoredPassword
from dms_mail_desktop.mail.message import compose
from dms_mail_desktop.mail.probe import SENDING_STAGES
from dms_mail_desktop.models import AuthMethod, MailServer, Registration, SendingMethod
from dms_mail_desktop.oauth.provider import Provider
from dms_mail_desktop.rules import Fault, Strictness, address_fault
from dms_mail_desktop.services import Services
from dms_mail_desktop.wording.explanations import account_facts

OWNER = "server"
"""Under this name the account's password is kept."""
SIGN_IN_FIELDS = ("login", "encryption")
"""What has to be right before a browser is opened."""


class MailServerPage(QWidget):
    """A working copy of the account; saving is the window's business."""

    changed = Signal()
    registration_wanted = Signal(object)
    """The registration window is needed; carries the RegistrationIncomplete that says why, or values to enter."""

    def __init__(self, services: Services, background: Background, language: Language) -> None:
        super().__init__()
        self._ui = ui = Ui_MailServerPage()
        ui.setupUi(self)
        self._services, self._background, self._language = services, background, language
        self._registration = Registration()
        self._port_typed = False
        self._following = False
        self._notice: Notice | None = None
        self._read_only: MailDesktopError | None = None
        self._binder = Binder(MailServer, {name: getattr(ui, name) for name in MailServer.model_fields})
        self._rows = FieldRows(self)
        self.faults = FormFaults(self._rows, language, "mail_server.", self)
        told = DiscordForm(
            prefix="mail_server.",
            account=self.draft,
            registration=lambda: self._registration,
            fill=self._fill,
            register=self.registration_wanted.emit,
            lines=(ui.email, ui.host, ui.login),
        )
        self._discords = FormDiscords(self._rows, told, language, self)
        self._block = DetectionBlock()
        self._rows.attach("email", self._block)
        search = DetectionForm(
            address=lambda: ui.email.text().strip(),
            account=self.draft,
            fill=self._fill,
            focus_address=lambda: self._rows.focus("email"),
        )
        self._detection = Detection(self._block, search, services, background, language)
        form = SignInForm(
            login=lambda: ui.login.text().strip(),
            use_login=ui.login.setText,
            registration=lambda: self._registration,
            check=lambda: self._fit_for(self._faults_for_sign_in, "sign_in"),
            register=self.registration_wanted.emit,
        )
        self.sign_in = SignIn(ui.sign_in, form, services, background, language)
        self.test = StepRun(ui.steps, ui.send_button, self._test_message, background, language)
        ui.steps.prepare(len(SENDING_STAGES))
        self._stored = StoredPassword(OWNER, services, background, self)
        self._stored.changed.connect(self._say)
        self._default_texts = self._write_default_texts(("", ""))
        self._binder.on_change(self._follow)
        for widget in (ui.password, ui.test_recipient, ui.test_subject):
            widget.textChanged.connect(lambda: self._follow(""))
        self.test.ended.connect(lambda _result: self._refresh_secrets())
        ui.login.editingFinished.connect(self._refresh_secrets)
        ui.host.editingFinished.connect(self._refresh_secrets)
        ui.sql_notice.action_requested.connect(self._switch_to_component)
        language.changed.connect(self._retranslate)

    @property
    def password(self) -> str:
        """A password that was typed and is not saved yet."""
        return self._ui.password.text() if self.values()["auth_method"] == AuthMethod.PASSWORD else ""

    def values(self) -> dict[str, Any]:
        """What the form holds, not yet judged; a choice that is not on show counts as not made."""
        values = self._binder.values()
        if values["sending_method"] == SendingMethod.SQL_PROFILE:
            values["auth_method"] = AuthMethod.PASSWORD
        if not asks_for_clear_text(values):
            values["clear_text_confirmed"] = False
        return values

    def draft(self) -> MailServer:
        """The form as a model that was not judged, to compare with what is saved."""
        return MailServer.model_validate(self.values(), context=Strictness.STRUCTURE)

    def checked(self) -> MailServer | None:
        """The form as a model fit to be saved; None after its faults were shown."""
        fit = self.faults.check(lambda: faults_of(MailServer, self.values(), Strictness.SAVE), saving=True)
        return self.draft() if fit else None

    def show_account(self, account: MailServer, registration: Registration) -> None:
        """Puts saved values on the form; what was typed is dropped."""
        self.sign_in.stop()
        self.faults.clear()
        self._registration = registration
        self._following = True
        self._binder.show(account)
        self._following = False
        self._ui.password.clear()
        self._port_typed = account.port != followed_port(self.values())
        self._arrange()
        self._discords.follow()
        self._detection.follow()
        self._refresh_secrets()

    def add_notice(self, notice: QWidget) -> None:
        """Puts a notice above the form."""
        self._ui.column_layout.insertWidget(0, notice)

    def show_notice(self, error: MailDesktopError | None) -> None:
        """Says above the form why nothing can be saved."""
        self._read_only = error
        if error is None:
            if self._notice is not None:
                self._notice.hide()
            return
        if self._notice is None:
            self._notice = Notice()
            self.add_notice(self._notice)
        wording = self._language.wording
        told = wording.explain(error)
        text = f"{told.cause} {told.remedy}"
        self._notice.show_notice(StateIcon.WARNING, wording.say("gui.read_only.notice"), text)

    def use_registration(self, registration: Registration) -> None:
        """Follows a change of the registration; an attempt under way belongs to the old one and ends."""
        if registration == self._registration:
            return
        self._registration = registration
        self._discords.follow()
        self.sign_in.stop()
        self.sign_in.refresh()

    def forget_typed_password(self) -> None:
        """Once it is saved, or given up."""
        self._ui.password.clear()
        self._ui.password.hide_text()
        self._refresh_secrets()

    def _follow(self, name: str) -> None:
        if self._following:
            return
        if name == "port":
            self._port_typed = True
        elif name in ("encryption", "auth_method", "sending_method") and not self._port_typed:
            self._following = True
            self._ui.port.setValue(followed_port(self.values()))
            self._following = False
        self._arrange()
        self.faults.follow()
        self._discords.follow()
        self._detection.follow()
        self.changed.emit()
        if name == "auth_method":
            self._refresh_secrets()

    def _fill(self, values: Mapping[str, Any]) -> None:
        """Enters values that were suggested; a port among them was not typed by anybody."""
        self._binder.enter(values)
        self._port_typed = self.values()["port"] != followed_port(self.values())
        self._refresh_secrets()

    def _arrange(self) -> None:
        """Shows the rows and help lines that belong to the choices."""
        ui, values = self._ui, self.values()
        hidden = hidden_fields(values)
        for name in (*MailServer.model_fields, "password"):
            self._rows.set_row_visible(name, name not in hidden)
        component = values["sending_method"] == SendingMethod.MAIL_COMPONENT
        oauth2 = values["auth_method"] == AuthMethod.OAUTH2
        self._rows.set_row_visible("sign_in", oauth2)
        self._block.setVisible(component)
        ui.sql_section.setVisible(not component)
        ui.test_section.setVisible(component)
        if not oauth2:
            self.sign_in.stop()
        self._say()

    def _say(self) -> None:
        wording, values = self._language.wording, self.values()
        component = values["sending_method"] == SendingMethod.MAIL_COMPONENT
        helps = component and wording.encryption_help(
            values["encryption"],
            values["port"],
            oauth2=values["auth_method"] == AuthMethod.OAUTH2,
            confirmed=values["clear_text_confirmed"],
        )
        self._rows.show_help("encryption", helps or "")
        off = component and not values["enabled"]
        self._rows.show_help("send_button", wording.say("gui.test.notifications_off") if off else "")
        self._rows.show_help("password", self._stored.help(wording, self._ui.password.text()))
        self._default_texts = self._write_default_texts(self._default_texts)

    def _retranslate(self) -> None:
        self._ui.retranslateUi(self)
        self._say()
        self.show_notice(self._read_only)

    def _write_default_texts(self, former: tuple[str, str]) -> tuple[str, str]:
        """Writes subject and body of the test in the language in force, unless a person wrote others."""
        ui, say = self._ui, self._language.wording.say
        subject, body = say("gui.test.subject"), say("gui.test.body")
        if ui.test_subject.text() == former[0] != subject:
            ui.test_subject.setText(subject)
        if ui.test_body.toPlainText() == former[1] != body:
            ui.test_body.setPlainText(body)
        return subject, body

    def _switch_to_component(self) -> None:
        combo = self._ui.sending_method
        combo.setCurrentIndex(combo.findData(SendingMethod.MAIL_COMPONENT))
        combo.setFocus()

    def _refresh_secrets(self) -> None:
        """Asks the keyring what it holds for this login: a sign-in, or a password."""
        values = self.values()
        if values["auth_method"] == AuthMethod.OAUTH2:
            self.sign_in.refresh()
            return
        self._stored.ask(values["host"], values["login"])

    def _fit_for(self, judge: Judge, button: str) -> bool:
        """Whether nothing forbids what the button starts; what only does not fit together is shown."""
        fit = self.faults.check(judge)
        if fit:
            self._discords.review(button)
        return fit

    def _faults_for_sign_in(self) -> Faults:
        found = faults_of(MailServer, self.values(), Strictness.USE)
        return {name: found[name] for name in SIGN_IN_FIELDS if name in found}

    def _faults_for_test(self) -> Faults:
        found = dict(faults_of(MailServer, self.values(), Strictness.USE))
        recipient = self._ui.test_recipient.text().strip()
        fault = address_fault(recipient) if recipient else Fault.REQUIRED
        if fault:
            found["test_recipient"] = (fault, {})
        return found

    def _test_message(self) -> Trial | None:
        if not self._fit_for(self._faults_for_test, "send_button"):
            return None
        ui, server = self._ui, self.draft()
        composed = compose(
            sender=server.email,
            display_name=server.display_name,
            reply_to=server.reply_to,
            to=[ui.test_recipient.text().strip()],
            subject=ui.test_subject.text(),
            body=ui.test_body.toPlainText(),
        )
        oauth2 = server.auth_method is AuthMethod.OAUTH2
        try:
            token_hosts = Provider.of(self._registration).mail_hosts if oauth2 else None
        except RegistrationIncomplete as error:
            self.registration_wanted.emit(error)
            return None
        message = TestMessage(
            server,
            self._services.credential_of(OWNER, server, self._registration, self.password),
            composed,
            account_facts(server, self._registration),
            token_hosts,
        )
        return sending_trial(message, self._services)
