"""The sign-in beside a login: what its button does and what its state says."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QObject, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QApplication, QMessageBox

from dms_mail_desktop.errors import MailDesktopError, RegistrationIncomplete
from dms_mail_desktop.gui.background import Background, Job
from dms_mail_desktop.gui.icon_message_box import icon_message_box, mark_primary
from dms_mail_desktop.gui.language import Language
from dms_mail_desktop.gui.sign_in_advice import SignInAdvice, wants_consent
from dms_mail_desktop.gui.sign_in_block import SignInSurface
from dms_mail_desktop.gui.sign_in_words import words_of_ending, words_of_state
from dms_mail_desktop.gui.states import StateIcon
from dms_mail_desktop.models import Registration
from dms_mail_desktop.oauth.account import Account, SignInState
from dms_mail_desktop.oauth.pages import load_pages
from dms_mail_desktop.oauth.provider import Provider
from dms_mail_desktop.oauth.sign_in import TIME_LIMIT, SignedIn, SignInAttempt
from dms_mail_desktop.services import Services

TICK_MS = 1000


@dataclass(frozen=True)
class SignInForm:
    """What the sign-in needs of the form it belongs to.

    `check` marks what is missing and says whether nothing is; `register` opens the registration window, saying why.
    """

    login: Callable[[], str]
    use_login: Callable[[str], None]
    registration: Callable[[], Registration]
    check: Callable[[], bool]
    register: Callable[[RegistrationIncomplete], None]


class SignIn(QObject):
    """One attempt at a time; a second press replaces the first, and nothing is kept until a person confirmed it."""

    changed = Signal()
    """Somebody was signed in; other places may show it too."""

    def __init__(
        self, block: SignInSurface, form: SignInForm, services: Services, background: Background, language: Language
    ) -> None:
        super().__init__(block)
        self._block, self._form = block, form
        self._services, self._background, self._language = services, background, language
        self._job: Job | None = None
        self._reading: Job | None = None
        self._address = ""
        self._browser_failed = False
        self._deadline = 0.0
        self._state: SignInState | None = None
        self._ending: MailDesktopError | None = None
        self._advice = SignInAdvice(block.help, form.login, form.registration, self.start, language)
        self.ask_for_consent = self._advice.open_consent
        self._clock = QTimer(self)
        self._clock.setInterval(TICK_MS)
        self._clock.timeout.connect(self._show)
        block.authorise_requested.connect(self.start)
        block.stop_requested.connect(self.stop)
        block.copy_requested.connect(lambda: QGuiApplication.clipboard().setText(self._address))
        language.changed.connect(self._show)

    @property
    def waiting(self) -> bool:
        """Whether an attempt is under way."""
        return self._job is not None and self._job.running

    def start(self, *, choose_account: bool = False) -> None:
        """Opens the browser for the login on the form, once the form has what that needs."""
        self.stop()
        if not self._form.check():
            return
        try:
            provider = Provider.of(self._form.registration())
        except RegistrationIncomplete as error:
            self._form.register(error)
            return
        login = self._form.login()
        opened = self._background.relay(self, self._open_browser)

        async def attempt() -> SignedIn:
            http = self._services.http()
            try:
                made = SignInAttempt(
                    provider,
                    http,
                    load_pages(self._language.code),
                    login_hint=login,
                    choose_account=choose_account,
                )
                return await made.run(opened, expected_login=login)
            finally:
                http.close()

        self._address, self._browser_failed, self._ending = "", False, None
        self._deadline = time.monotonic() + TIME_LIMIT
        self._job = self._background.start(self, attempt, done=partial(self._arrived, provider), failed=self._failed)
        self._block.set_waiting(True)
        self._clock.start()
        self._show()

    def stop(self) -> None:
        """Ends the attempt under way, its port included, and shows what is stored."""
        if self._job is not None and self._job.running:
            self._job.cancel()
            self._end_waiting()
            self.refresh()

    def refresh(self, ending: MailDesktopError | None = None) -> None:
        """Reads from the keyring how things stand with the login; `ending` is how the last attempt failed."""
        self._ending = ending
        if self._reading is not None:
            self._reading.cancel()
        try:
            provider = Provider.of(self._form.registration())
        except RegistrationIncomplete:
            self._show_state(None)
            return
        login = self._form.login()
        if not login:
            self._show_state(None)
            return
        self._reading = self._background.start(
            self, lambda: self._services.accounts.state(provider, login), done=self._show_state, failed=self._unreadable
        )

    def _arrived(self, provider: Provider, signed_in: SignedIn) -> None:
        self._end_waiting()
        self._come_to_front()
        if signed_in.username.casefold() == self._form.login().casefold():
            self._keep(provider, signed_in)
        else:
            self._ask_which(provider, signed_in)

    def _ask_which(self, provider: Provider, signed_in: SignedIn) -> None:
        self.refresh()
        say = self._language.wording.say
        facts = {"found": signed_in.username, "expected": self._form.login()}
        box = icon_message_box(
            self._block.window(),
            StateIcon.WARNING,
            say("gui.other_person.title"),
            say("gui.other_person.question", **facts),
            say("gui.other_person.detail"),
        )
        use = box.addButton(say("gui.other_person.use", **facts).replace("&", "&&"), QMessageBox.ButtonRole.AcceptRole)
        mark_primary(box, use)
        again = box.addButton(say("gui.other_person.again"), QMessageBox.ButtonRole.ActionRole)
        box.setEscapeButton(box.addButton(say("gui.other_person.cancel"), QMessageBox.ButtonRole.RejectRole))

        def answered() -> None:
            if box.clickedButton() is use:
                self._form.use_login(signed_in.username)
                self._keep(provider, signed_in)
            elif box.clickedButton() is again:
                self.start(choose_account=True)

        box.finished.connect(answered)
        box.open()

    def _keep(self, provider: Provider, signed_in: SignedIn) -> None:
        self._background.start(
            self, lambda: self._services.accounts.keep(provider, signed_in), done=self._kept, failed=self._failed
        )

    def _kept(self, account: Account) -> None:
        self._show_state(SignInState.of(account))
        self.changed.emit()
        say = self._language.wording.say
        box = icon_message_box(
            self._block.window(),
            StateIcon.SUCCESS,
            say("gui.signed_in.title"),
            say("gui.signed_in.text", login=account.username),
        )
        mark_primary(box, box.addButton(QMessageBox.StandardButton.Ok))
        box.open()

    def _failed(self, error: Exception) -> None:
        self._end_waiting()
        if not isinstance(error, MailDesktopError):
            raise error
        self.refresh(error)
        if wants_consent(error):
            self.ask_for_consent()

    def _unreadable(self, error: Exception) -> None:
        if not isinstance(error, MailDesktopError):
            raise error
        self._ending = self._ending or error
        self._show_state(None)

    def _open_browser(self, address: str) -> None:
        if self.waiting:
            self._address = address
            self._browser_failed = not QDesktopServices.openUrl(QUrl(address))
            self._show()

    def _end_waiting(self) -> None:
        self._clock.stop()
        self._address = ""
        self._block.set_waiting(False)

    def _come_to_front(self) -> None:
        window = self._block.window()
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.raise_()
        window.activateWindow()
        QApplication.alert(window)

    def _show_state(self, state: SignInState | None) -> None:
        self._state = state
        self._show()

    def _show(self) -> None:
        wording = self._language.wording
        if self.waiting:
            detail = "no_browser" if self._browser_failed else "waiting"
            left = max(0, round(self._deadline - time.monotonic()))
            text = wording.say(f"gui.state_detail.{detail}", left=left)
            self._block.show_state(StateIcon.WAITING, wording.say("gui.state.waiting"), text)
            self._advice.wait()
            return
        words = words_of_state(wording, self._state, self._form.login())
        account = self._state.account if self._state is not None else None
        if self._ending is not None:
            words = words_of_ending(words, self._advice.show(self._ending))
        elif account is not None and account.answer is not None:
            words = replace(words, detail=self._advice.show(account.refusal(), account.lost_at))
        else:
            self._advice.show(None)
        self._block.show_state(words.icon, words.text, words.detail)
