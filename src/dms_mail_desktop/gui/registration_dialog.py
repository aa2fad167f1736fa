"""The window "Rejestracja aplikacji": who signs people in, and as which application this program asks."""

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QWidget

from dms_mail_desktop.detached import run_detached
from dms_mail_desktop.errors import MailDesktopError, NetworkFault, ProviderUnreachable, RegistrationIncomplete
from dms_mail_desktop.gui import look
from dms_mail_desktop.gui.background import Background, Job
from dms_mail_desktop.gui.binding import Binder
from dms_mail_desktop.gui.document import Document
from dms_mail_desktop.gui.field_rows import FieldRows
from dms_mail_desktop.gui.form_faults import Faults, FormFaults, faults_of
from dms_mail_desktop.gui.generated.ui_registration_dialog import Ui_RegistrationDialog
from dms_mail_desktop.gui.icon_message_box import show_error
from dms_mail_desktop.gui.language import Language
from dms_mail_desktop.gui.page import reveal
from dms_mail_desktop.gui.registration_values import registration_portal, registration_values
from dms_mail_desktop.gui.states import StateIcon
from dms_mail_desktop.models import Cloud, Registration
from dms_mail_desktop.oauth.http import proxy_in, system_proxies
from dms_mail_desktop.oauth.metadata import Metadata, fetch_metadata
from dms_mail_desktop.oauth.provider import CLOUDS, Provider
from dms_mail_desktop.oauth.routes import Route, route_by
from dms_mail_desktop.rules import Strictness
from dms_mail_desktop.services import Services

CUSTOM_FIELDS = ("issuer", "scopes", "mail_hosts")
HINTS = ("tenant", "client_id", *CUSTOM_FIELDS, "proxy")


class RegistrationDialog(QDialog):
    """Saves by itself: a registration stands apart from the form behind it."""

    saved = Signal(Registration)

    def __init__(
        self, document: Document, services: Services, background: Background, language: Language, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._ui = ui = Ui_RegistrationDialog()
        ui.setupUi(self)
        self._document, self._services = document, services
        self._background, self._language = background, language
        self._job: Job | None = None
        self._why = False
        self._rows = FieldRows(self)
        self._faults = FormFaults(self._rows, language, "registration.", self)
        self._binder = Binder(Registration, {name: getattr(ui, name) for name in Registration.model_fields})
        # The tab order is a ring: the values at the side, made anew with each cloud, come between form and footer.
        fields = [getattr(ui, name) for name in Registration.model_fields]
        for before, after in pairwise([ui.footer.other_button, *fields, ui.check_button, ui.consent_button]):
            QWidget.setTabOrder(before, after)
        ui.cloud.setFocus()
        self._binder.show(document.settings.registration)
        self._binder.on_change(lambda _name: self._follow())
        ui.check_button.start_requested.connect(self._check)
        ui.check_button.stop_requested.connect(self._stop_check)
        ui.consent_button.clicked.connect(self._ask_for_consent)
        ui.form_page.verticalScrollBar().rangeChanged.connect(self._keep_result_in_view)
        ui.footer.save_requested.connect(self._save)
        ui.footer.close_requested.connect(self.reject)
        ui.footer.link_activated.connect(self._faults.focus_next)
        self._faults.changed.connect(self._show_status)
        ui.policy_notice.hide()
        self._arrange()

    def say_why(self, reason: RegistrationIncomplete | Mapping[str, Any]) -> None:
        """Explains that a sign-in needs this first, and marks what it lacks; or enters values that were suggested."""
        if not isinstance(reason, RegistrationIncomplete):
            self._binder.enter(reason)
            self._rows.focus(next(iter(reason)))
            return
        self._why = True
        self._arrange()
        found = faults_of(Registration, self._values(), Strictness.USE)
        self._faults.check(lambda: {name: found[name] for name in reason.missing if name in found})

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._ui.retranslateUi(self)
            self._arrange()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._stop_check()
        super().closeEvent(event)

    def _values(self) -> dict[str, Any]:
        return self._binder.values()

    def _draft(self) -> Registration:
        return Registration.model_validate(self._values(), context=Strictness.STRUCTURE)

    def _follow(self) -> None:
        self._stop_check()
        self._ui.check_state.show_state(StateIcon.NONE, "")
        self._arrange()
        self._faults.follow()

    def _arrange(self) -> None:
        ui, wording, draft = self._ui, self._language.wording, self._draft()
        custom = draft.cloud is Cloud.CUSTOM
        for name in CUSTOM_FIELDS:
            self._rows.set_row_visible(name, custom)
        self._rows.set_row_visible("tenant", not custom)
        for name in HINTS:
            self._rows.show_help(name, wording.say(f"gui.registration.{name}_hint"))
        unverified = not custom and CLOUDS[draft.cloud].unverified
        self._rows.show_help("cloud", wording.say("gui.registration.unverified") if unverified else "")
        if self._why:
            text = wording.say("gui.registration.intro")
            ui.policy_notice.show_notice(StateIcon.INFO, wording.say("gui.registration.why"), text)
            ui.form_head.setContentsMargins(0, look.scaled(16), 0, 0)
        ui.side_heading.setText(wording.say("gui.registration.side_title"))
        ui.side_subtitle.setText(registration_portal(wording, draft))
        ui.values.set_values(registration_values(wording, draft))
        self._show_status()

    def _faults_for(self, strictness: Strictness) -> Faults:
        return faults_of(Registration, self._values(), strictness)

    def _save(self) -> None:
        # Once a sign-in asked for it, a registration that is still incomplete is no answer.
        strictness = Strictness.USE if self._why else Strictness.SAVE
        if self._document.saving or not self._faults.check(lambda: self._faults_for(strictness)):
            return
        registration = self._draft()
        settings = self._document.settings.model_copy(update={"registration": registration})
        self._document.save(settings, done=lambda: self._saved(registration), failed=self._failed)

    def _saved(self, registration: Registration) -> None:
        self.saved.emit(registration)
        self.accept()

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, MailDesktopError):
            raise error
        show_error(self, self._language.wording.explain(error))

    def _check(self) -> None:
        """Reads the provider's metadata; the client ID is only ever judged by a sign-in."""

        def needed() -> Faults:
            return {name: fault for name, fault in self._faults_for(Strictness.USE).items() if name != "client_id"}

        if not self._faults.check(needed):
            return
        values = self._values() | {"client_id": self._values()["client_id"] or "unknown"}
        provider = Provider.of(Registration.model_validate(values))

        proxy = values["proxy"]

        async def ask() -> tuple[Metadata, Route]:
            http = self._services.http_by(proxy)
            try:
                metadata = await fetch_metadata(provider, http)
            finally:
                http.close()
            return metadata, route_by(proxy, await run_detached(_system_proxy, provider.metadata_url))

        self._ui.check_button.set_running(True)
        self._ui.check_state.show_state(StateIcon.RUNNING, self._language.wording.say("gui.registration.checking"))
        self._job = self._background.start(self, ask, done=self._found, failed=self._not_found)

    def _ask_for_consent(self) -> None:
        """Opens the window for the administrator's consent to what is on the form."""
        from dms_mail_desktop.gui.consent_dialog import open_consent  # noqa: PLC0415 - hardly ever needed

        if self._faults.check(lambda: self._faults_for(Strictness.USE)):
            open_consent(Provider.of(self._draft()), "", self._language, self)

    def _stop_check(self) -> None:
        if self._job is not None and self._job.running:
            self._job.cancel()
            self._ui.check_state.show_state(StateIcon.NONE, "")
        self._ui.check_button.set_running(False)

    def _found(self, found: tuple[Metadata, Route]) -> None:
        metadata, route = found
        self._ui.check_button.set_running(False)
        say = self._language.wording.say
        detail = "found_detail_custom" if self._draft().cloud is Cloud.CUSTOM else "found_detail"
        self._ui.check_state.show_state(
            StateIcon.SUCCESS,
            say("gui.registration.found", issuer=metadata.issuer),
            " ".join(
                (say(f"gui.registration.{detail}"), say(f"gui.registration.route.{route.way}", proxy=route.proxy))
            ),
        )

    def _not_found(self, error: Exception) -> None:
        self._ui.check_button.set_running(False)
        if not isinstance(error, MailDesktopError):
            raise error
        told = self._language.wording.explain(error)
        headline = self._language.wording.say("gui.registration.not_found", reason=told.reason)
        self._ui.check_state.show_state(StateIcon.ERROR, headline, f"{told.cause} {told.remedy}")
        if isinstance(error, ProviderUnreachable) and error.fault is NetworkFault.PROXY:
            self._rows.focus("proxy")

    def _keep_result_in_view(self) -> None:
        """Follows the page as it grows for the result that was just asked for."""
        if self.focusWidget() is self._ui.check_button:
            reveal(self._ui.check_state)

    def _show_status(self) -> None:
        say, count = self._language.wording.say, self._faults.count
        if count:
            text = say("gui.footer.to_correct", count=count)
            self._ui.footer.show_status(StateIcon.ERROR, text, say("gui.button.next_fault"))
        else:
            self._ui.footer.show_status(None, "")


def _system_proxy(url: str) -> str:
    return proxy_in(system_proxies(url), url)
