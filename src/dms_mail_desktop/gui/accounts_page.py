"""The tab "Konta i tokeny": who is signed in, what that allows, where it is used, how long it lasts."""

from typing import Any

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from dms_mail_desktop.errors import MailDesktopError, RegistrationIncomplete, SignInRequired
from dms_mail_desktop.gui import look
from dms_mail_desktop.gui.account_facts import facts_of
from dms_mail_desktop.gui.account_questions import ask_sign_out, say_signed_out
from dms_mail_desktop.gui.accounts_model import AccountsModel, AccountState, Column, Row
from dms_mail_desktop.gui.background import Background, Job
from dms_mail_desktop.gui.document import Document
from dms_mail_desktop.gui.generated.ui_accounts_page import Ui_AccountsPage
from dms_mail_desktop.gui.language import Language
from dms_mail_desktop.gui.sign_in import SignIn, SignInForm
from dms_mail_desktop.gui.sign_in_advice import wants_consent
from dms_mail_desktop.gui.states import StateIcon
from dms_mail_desktop.oauth.account import Account
from dms_mail_desktop.oauth.provider import Provider, grants_page
from dms_mail_desktop.services import Services

MOST_ROWS = 8
"""Rows of the table before it scrolls by itself."""


class AccountsPage(QWidget):
    """Reads the vault when it is shown and after everything that it does; the network only when somebody asks."""

    changed = Signal()
    """An account was signed in, renewed or signed out; other tabs may show it."""
    server_wanted = Signal()
    registration_wanted = Signal(object)

    def __init__(self, document: Document, services: Services, background: Background, language: Language) -> None:
        super().__init__()
        self._ui = ui = Ui_AccountsPage()
        ui.setupUi(self)
        self._document, self._services = document, services
        self._background, self._language = background, language
        self._reading: Job | None = None
        self._renewing: Job | None = None
        self._ending: MailDesktopError | None = None
        self._model = AccountsModel(language)
        self._model.setParent(self)
        ui.accounts_table.setSortingEnabled(False)
        ui.accounts_table.setModel(self._model)
        ui.sign_in.use_button(ui.sign_in_button)
        form = SignInForm(
            login=self._login,
            use_login=lambda _login: None,  # whoever signed in gets a row of his own
            registration=lambda: document.settings.registration,
            check=lambda: bool(self._login()),
            register=self.registration_wanted.emit,
        )
        self.sign_in = SignIn(ui.sign_in, form, services, background, language)
        self.sign_in.changed.connect(self._learnt)
        ui.sign_in.waiting_changed.connect(lambda _waiting: self._show_buttons())
        ui.renew_button.clicked.connect(self._renew)
        ui.sign_out_button.clicked.connect(self._ask_sign_out)
        ui.accounts_table.removal_requested.connect(self._ask_sign_out)
        ui.accounts_table.selectionModel().selectionChanged.connect(lambda *_: self._select_other())
        ui.show_server_button.clicked.connect(self.server_wanted)
        ui.empty_icon.show_icon("key", "secondary", 40)
        for widget in (ui.list_card, ui.empty_card, ui.details_card, ui.sign_in):
            widget.hide()
        document.changed.connect(self._show_if_visible)
        language.changed.connect(self._retranslate)
        self._show_buttons()

    def reload(self) -> None:
        """Asks the vault who is signed in; no network call."""
        if self._reading is not None:
            self._reading.cancel()
        self._reading = self._background.start(
            self, self._services.accounts.list, done=self._show_accounts, failed=self._unreadable
        )

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.reload()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_table()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_model"):
            self._model.refresh()

    def _show_if_visible(self) -> None:
        if self.isVisible():
            self.reload()

    def _retranslate(self) -> None:
        self._ui.retranslateUi(self)
        self._model.refresh()
        self._fit_table()
        self._show_selected()

    def _selected(self) -> Row | None:
        rows = self._ui.accounts_table.selectionModel().selectedRows()
        return self._model.account_row(rows[0].row()) if rows else None

    def _login(self) -> str:
        row = self._selected()
        return row.account.username if row is not None else ""

    def _show_accounts(self, accounts: tuple[Account, ...]) -> None:
        """Shows the list, with the same account selected or else the first."""
        if self.sign_in.waiting:
            return  # the attempt belongs to the selected row; it reloads when it is over
        former = self._selected()
        ui, settings, ending = self._ui, self._document.settings, self._ending
        self._model.show_rows([Row.of(account, settings) for account in accounts])
        number = self._model.number_of(former.account.key) if former is not None else 0
        ui.list_card.setVisible(bool(accounts))
        ui.empty_card.setVisible(not accounts)
        if accounts:
            ui.accounts_table.selectRow(max(number, 0))
        self._ending = ending if number >= 0 else None
        self._fit_table()
        self._show_selected()

    def _unreadable(self, error: Exception) -> None:
        if not isinstance(error, MailDesktopError):
            raise error
        ui, told = self._ui, self._language.wording.explain(error)
        self._model.show_rows(())
        for widget in (ui.list_card, ui.empty_card, ui.details_card):
            widget.hide()
        ui.sign_in.set_subject("")
        ui.sign_in.show_alone(StateIcon.ERROR, told.title, f"{told.cause} {told.remedy}")
        ui.sign_in.show()
        self._show_buttons()

    def _select_other(self) -> None:
        self._ending = None
        self._show_selected()

    def _show_selected(self) -> None:
        """The selected account's facts, and its state with the reason."""
        ui, row, wording = self._ui, self._selected(), self._language.wording
        self._show_buttons()
        ui.details_card.setVisible(row is not None)
        ui.sign_in.setVisible(row is not None)
        if row is None:
            return
        for name, text in facts_of(wording, row).items():
            getattr(ui, name).setText(text)
        ui.sign_in.set_subject(row.account.username)
        if self._renewing is not None and self._renewing.running:
            ui.sign_in.show_alone(StateIcon.RUNNING, wording.say("gui.accounts.renewing"))
        elif row.state is AccountState.FOREIGN:
            facts = {"issuer": row.account.issuer or "–", "client_id": row.account.client_id or "–"}
            detail = wording.say("gui.accounts.foreign_detail", **facts)
            ui.sign_in.show_alone(StateIcon.OFF, wording.say("gui.accounts.foreign"), detail)
        else:
            self.sign_in.refresh(self._ending)

    def _show_buttons(self) -> None:
        ui, row = self._ui, self._selected()
        busy = self._renewing is not None and self._renewing.running
        idle = row is not None and not busy and not self.sign_in.waiting
        renewable = row is not None and row.state is not AccountState.FOREIGN
        ui.renew_button.setEnabled(idle and renewable)
        ui.sign_in_button.setEnabled(self.sign_in.waiting or (idle and renewable))
        ui.sign_out_button.setEnabled(idle)
        ui.accounts_table.setEnabled(not self.sign_in.waiting)

    def _fit_table(self) -> None:
        """The narrow columns get what their longest text needs; account and places divide the rest."""
        table = self._ui.accounts_table
        metrics, room = table.fontMetrics(), look.scaled(30)
        fixed = {
            int(column): room + max(map(metrics.horizontalAdvance, self._model.texts(column)))
            for column in (Column.RIGHTS, Column.DAYS_LEFT, Column.STATE)
        }
        for column in (Column.DAYS_LEFT, Column.STATE):
            fixed[column] += look.scaled(36)
        table.share_out(fixed, {int(Column.ACCOUNT): 55, int(Column.USED): 45}, (Column.RIGHTS, Column.DAYS_LEFT))
        rows = min(self._model.rowCount(), MOST_ROWS)
        height = table.horizontalHeader().height() + rows * table.verticalHeader().defaultSectionSize()
        table.setFixedHeight(height)

    def _renew(self) -> None:
        """Fetches a new token now, as every use near the end of the old one would."""
        login = self._login()
        try:
            provider = Provider.of(self._document.settings.registration)
        except RegistrationIncomplete as error:
            self.registration_wanted.emit(error)
            return
        self._ending = None
        self._renewing = self._background.start(
            self,
            lambda: self._services.accounts.access_token(provider, login, renew=True),
            done=self._renewed,
            failed=self._not_renewed,
        )
        self._show_selected()

    def _renewed(self, _token: Any) -> None:
        self._learnt()

    def _not_renewed(self, error: Exception) -> None:
        if not isinstance(error, MailDesktopError):
            raise error
        # A refusal is remembered with the account, whose state says it better.
        self._ending = None if isinstance(error, SignInRequired) else error
        self._learnt()
        if wants_consent(error):
            self.sign_in.ask_for_consent()

    def _ask_sign_out(self) -> None:
        row = self._selected()
        if row is None or not self._ui.sign_out_button.isEnabled():
            return
        places = self._language.wording.places(row.usage)
        ask_sign_out(self.window(), self._language, row.account.username, places, lambda: self._sign_out(row.account))

    def _sign_out(self, account: Account) -> None:
        def gone(_: None) -> None:
            self._learnt()
            say_signed_out(self.window(), self._language, account.username, grants_page(account.issuer))

        self._background.start(
            self, lambda: self._services.accounts.forget(account.key), done=gone, failed=self._not_renewed
        )

    def _learnt(self) -> None:
        self.reload()
        self.changed.emit()
