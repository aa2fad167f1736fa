"""What opens a point's mailbox: its sign-in or password, and the tests that use them with the values on the form."""

from collections.abc import Collection, Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from dms_mail_desktop.errors import RegistrationIncomplete
from dms_mail_desktop.gui.background import Background
from dms_mail_desktop.gui.detection import Detection, DetectionForm
from dms_mail_desktop.gui.detection_block import DetectionBlock
from dms_mail_desktop.gui.document import Document
from dms_mail_desktop.gui.form_discords import DiscordForm, FormDiscords
from dms_mail_desktop.gui.form_faults import Judge
from dms_mail_desktop.gui.generated.ui_point_dialog import Ui_PointDialog
from dms_mail_desktop.gui.language import Language
from dms_mail_desktop.gui.mailbox_check import CHECKED_FIELDS, CheckForm, MailboxCheck
from dms_mail_desktop.gui.point_form import PointForm
from dms_mail_desktop.gui.point_states import ACCESS
from dms_mail_desktop.gui.sign_in import SignIn, SignInForm
from dms_mail_desktop.gui.stored_password import StoredPassword
from dms_mail_desktop.models import AuthMethod, Point
from dms_mail_desktop.rules import Strictness
from dms_mail_desktop.services import Services
from dms_mail_desktop.wording import Wording

SIGN_IN_FIELDS = ("login", "encryption")
"""What has to be right before a browser is opened."""


class PointAccess(QObject):
    """Belongs to the dialog; the form is the dialog's."""

    changed = Signal()
    """What the keyring holds for the values on the form is known anew."""

    def __init__(  # noqa: PLR0913, PLR0917 - what the dialog shares with it
        self,
        point_id: str,
        ui: Ui_PointDialog,
        form: PointForm,
        document: Document,
        services: Services,
        background: Background,
        language: Language,
        dialog: QWidget,
    ) -> None:
        super().__init__(dialog)
        self._ui, self._form, self._document, self._services = ui, form, document, services
        self._background, self._language, self._dialog = background, language, dialog
        self._stored = StoredPassword(point_id, services, background, self)
        self._stored.changed.connect(self.changed)
        told = DiscordForm(
            prefix="point.",
            account=lambda: self._draft(ACCESS),
            registration=lambda: document.settings.registration,
            fill=form.fill,
            register=self._open_registration,
            lines=(ui.host, ui.login, ui.mailbox),
        )
        self.discords = FormDiscords(form.rows, told, language, self)
        document.changed.connect(self.discords.follow)
        block = DetectionBlock()
        form.rows.attach("login", block)
        search = DetectionForm(
            address=lambda: ui.login.text().strip(),
            account=lambda: self._draft(ACCESS),
            fill=form.fill,
            focus_address=lambda: form.rows.focus("login"),
        )
        self._detection = Detection(block, search, services, background, language)
        sign_in = SignInForm(
            login=lambda: ui.login.text().strip(),
            use_login=ui.login.setText,
            registration=lambda: document.settings.registration,
            check=lambda: self._fit_for(lambda: form.faults_for_use(SIGN_IN_FIELDS), "sign_in"),
            register=self._open_registration,
        )
        self.sign_in = SignIn(ui.sign_in, sign_in, services, background, language)
        self.check = MailboxCheck(ui, self.form_of(CHECKED_FIELDS), services, background, language)
        for line in (ui.login, ui.host):
            line.editingFinished.connect(self.refresh)

    @property
    def typed_password(self) -> str:
        """The password on the form, where the account is opened with one."""
        return self._ui.password.text() if self._ui.auth_method.currentData() == AuthMethod.PASSWORD else ""

    def form_of(self, fields: Collection[str]) -> CheckForm:
        """The form for a test that depends on these fields."""
        return CheckForm(
            point=partial(self._point_of, fields),
            password=lambda: self.typed_password,
            registration=lambda: self._document.settings.registration,
            register=self._open_registration,
        )

    def password_help(self, wording: Wording) -> str:
        """The line below the password."""
        return self._stored.help(wording, self.typed_password)

    def refresh(self) -> None:
        """Asks the keyring what it holds for this login: a sign-in, or a password."""
        values = self._form.values()
        if values["auth_method"] == AuthMethod.OAUTH2:
            self.sign_in.refresh()
        else:
            self._stored.ask(values["host"], values["login"])

    def follow(self) -> None:
        """After a change of the fields that open the mailbox."""
        self.discords.follow()
        self._detection.follow()

    def change_method(self) -> None:
        """The account is opened in another way now."""
        self.sign_in.stop()
        self.refresh()

    def stop(self) -> None:
        """Ends what is under way."""
        self._detection.stop()
        self.sign_in.stop()
        self.check.stop()

    def _point_of(self, fields: Collection[str]) -> Point | None:
        if not self._fit_for(lambda: self._form.faults_for_use(fields), "check_row"):
            return None
        return self._draft(fields)

    def _draft(self, fields: Collection[str]) -> Point:
        values = self._form.values()
        needed = {name: values[name] for name in ("id", *fields)}
        return Point.model_validate(needed, context=Strictness.STRUCTURE)

    def _fit_for(self, judge: Judge, button: str) -> bool:
        """Whether nothing forbids what the button starts; what only does not fit together is shown."""
        fit = self._form.faults.check(judge)
        if fit:
            self.discords.review(button)
        return fit

    def _open_registration(self, reason: RegistrationIncomplete | Mapping[str, Any]) -> None:
        # Its forms are built when somebody needs them.
        from dms_mail_desktop.gui.registration_dialog import RegistrationDialog  # noqa: PLC0415

        dialog = RegistrationDialog(self._document, self._services, self._background, self._language, self._dialog)
        dialog.saved.connect(lambda _: self.sign_in.refresh())
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        dialog.say_why(reason)
