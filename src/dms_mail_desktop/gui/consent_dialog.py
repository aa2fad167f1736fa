"""The window "Zgoda administratora": what an administrator must consent to, and a text that asks for it."""

from urllib.parse import quote

from PySide6.QtCore import QEvent, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QDialog, QWidget

from dms_mail_desktop.gui import look
from dms_mail_desktop.gui.generated.ui_consent_dialog import Ui_ConsentDialog
from dms_mail_desktop.gui.language import Language
from dms_mail_desktop.gui.states import StateIcon
from dms_mail_desktop.gui.window_menus import open_dialog
from dms_mail_desktop.oauth.provider import Provider, adminconsent_url
from dms_mail_desktop.wording.consent import consent_mail, consent_request, permissions


class ConsentDialog(QDialog):
    """Shows and copies; whether the consent was given only a new sign-in can tell."""

    again = Signal()

    def __init__(self, provider: Provider, login: str, language: Language, parent: QWidget) -> None:
        """Without a `login` nobody tried to sign in, so there is nothing to try again."""
        super().__init__(parent)
        self._ui = ui = Ui_ConsentDialog()
        ui.setupUi(self)
        self.resize(look.scaled(self.width()), look.scaled(self.height()))
        self._provider, self._login, self._language = provider, login, language
        ui.copy_button.clicked.connect(self._copy)
        ui.mail_button.clicked.connect(self._write_mail)
        ui.footer.save_requested.connect(self._check_again)
        ui.footer.close_requested.connect(self.reject)
        ui.request_text.setTabChangesFocus(True)
        (ui.footer.save_button if login else ui.copy_button).setFocus()
        self._show()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._ui.retranslateUi(self)
            self._show()

    def _show(self) -> None:
        ui, wording, provider = self._ui, self._language.wording, self._provider
        say, link = wording.say, adminconsent_url(provider)
        icon, why = (StateIcon.WARNING, "why") if self._login else (StateIcon.INFO, "ahead")
        ui.why.show_notice(icon, say(f"gui.consent.{why}"), say(f"gui.consent.{why}_detail"))
        ui.footer.save_button.setVisible(bool(self._login))
        home = ("issuer", provider.issuer) if provider.custom else ("tenant", provider.tenant)
        values = (("name", say("consent.application")), ("client_id", provider.client_id), home)
        ui.application_values.set_values([(say(f"gui.consent.{name}"), value) for name, value in values])
        ui.permission_values.set_values(permissions(wording, provider))
        ui.link_section.setVisible(bool(link))
        ui.link.show_text(link)
        ui.request_text.setPlainText(consent_request(wording, provider, self._login))
        ui.footer.show_status(None, "")

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._ui.request_text.toPlainText())
        self._ui.footer.show_status(StateIcon.SUCCESS, self._language.wording.say("gui.consent.copied"))

    def _write_mail(self) -> None:
        wording = self._language.wording
        subject = wording.say("consent.mail_subject")
        body = consent_mail(wording, self._provider)
        address = QUrl(f"mailto:?subject={quote(subject)}&body={quote(body)}", QUrl.ParsingMode.StrictMode)
        if not QDesktopServices.openUrl(address):
            self._ui.footer.show_status(StateIcon.ERROR, wording.say("gui.consent.no_mail"))

    def _check_again(self) -> None:
        self.accept()
        self.again.emit()


def open_consent(provider: Provider, login: str, language: Language, parent: QWidget) -> ConsentDialog:
    """Opens the window; it is gone once it is closed."""
    dialog = ConsentDialog(provider, login, language, parent)
    open_dialog(dialog)
    return dialog
