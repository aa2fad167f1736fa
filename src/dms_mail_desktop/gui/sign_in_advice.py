"""What helps when a sign-in fails: the explanation, the text for the administrator, the window for the consent."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QGuiApplication

from dms_mail_desktop.errors import MailDesktopError, ProviderAnswer, ProviderRefused, RegistrationIncomplete
from dms_mail_desktop.gui.failure_block import FailureBlock
from dms_mail_desktop.gui.language import Language
from dms_mail_desktop.gui.page import reveal
from dms_mail_desktop.gui.sign_in_help import SignInHelp
from dms_mail_desktop.models import Registration
from dms_mail_desktop.oauth.answers import consent_missing
from dms_mail_desktop.oauth.browser_words import answer_in
from dms_mail_desktop.oauth.provider import Provider
from dms_mail_desktop.wording.error_pages import explain_page
from dms_mail_desktop.wording.explanations import registration_facts
from dms_mail_desktop.wording.request import administrator_request, is_for_microsoft


@dataclass(frozen=True)
class _Failure:
    error: MailDesktopError
    at: datetime


class SignInAdvice(QObject):
    """Explains below a sign-in what is known of its failure, or of the code that was read in the browser."""

    def __init__(
        self,
        place: SignInHelp,
        login: Callable[[], str],
        registration: Callable[[], Registration],
        again: Callable[[], None],
        language: Language,
    ) -> None:
        """`again` starts the sign-in anew."""
        super().__init__(place)
        self._place, self._login, self._registration = place, login, registration
        self._again, self._language = again, language
        self._failure: _Failure | None = None
        self._code = ""
        self._asking = False
        place.code_entered.connect(self._read)
        place.request_wanted.connect(self._copy_request)
        place.consent_wanted.connect(self.open_consent)

    def wait(self) -> None:
        """Offers the field for a code, for the browser has the word."""
        if not self._asking:
            self._asking, self._code, self._failure = True, "", None
            self._place.ask_for_code(True)
        self._show()

    def show(self, error: MailDesktopError | None, at: datetime | None = None) -> str:
        """Explains a failure, or nothing, and gives its title; `at` is when it happened."""
        self._asking = False
        self._place.ask_for_code(False)
        if error is None or self._failure is None or self._failure.error is not error:
            self._failure = _Failure(error, at or datetime.now(UTC)) if error is not None else None
        self._show()
        return f"{self._language.wording.explain(error, self._facts()).title}." if error is not None else ""

    def open_consent(self) -> None:
        """Opens the window for the administrator's consent, unless it is open."""
        from dms_mail_desktop.gui.consent_dialog import ConsentDialog, open_consent  # noqa: PLC0415 - hardly ever needed

        window = self._place.window()
        if window.findChild(ConsentDialog) is not None:
            return
        try:
            provider = Provider.of(self._registration())
        except RegistrationIncomplete:
            return
        open_consent(provider, self._login(), self._language, window).again.connect(self._again)

    def _read(self, text: str) -> None:
        self._code = text
        answer = answer_in(text)
        self._failure = _Failure(ProviderRefused(answer), datetime.now(UTC)) if answer is not None else None
        self._show()
        QTimer.singleShot(0, self, lambda: reveal(self._place))  # once it has its height

    def _show(self) -> None:
        wording = self._language.wording
        if self._asking and self._failure is None:
            self._place.say(wording.say("error_page.none") if self._code.strip() else "")
        elif self._failure is None:
            self._place.say("")
        else:
            self._offer(self._explain(self._failure.error))

    def _explain(self, error: MailDesktopError) -> FailureBlock:
        wording = self._language.wording
        if self._asking and isinstance(error, ProviderRefused):
            _, told = explain_page(wording, error.answer, self._facts())
            return self._place.explain(told, wording, title=told.title)
        return self._place.explain(wording.explain(error, self._facts()), wording)

    def _offer(self, block: FailureBlock) -> None:
        error = self._failure.error if self._failure is not None else None
        if error is not None:
            block.offer(request=is_for_microsoft(error, self._facts()), consent=wants_consent(error))

    def _facts(self) -> dict[str, object]:
        return registration_facts(self._registration()) | {"login": self._login()}

    def _copy_request(self) -> None:
        if self._failure is not None:
            wording, failure = self._language.wording, self._failure
            text = administrator_request(wording, failure.error, self._facts(), failure.at)
            QGuiApplication.clipboard().setText(text)


def wants_consent(error: MailDesktopError | None) -> bool:
    """Whether the provider wants a consent that nobody gave."""
    answer = getattr(error, "answer", None)
    return isinstance(answer, ProviderAnswer) and consent_missing(answer)
