"""Watches over the accounts while the window is open: renews those nobody uses, and says which need somebody."""

from datetime import UTC, datetime

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QTabWidget, QWidget

from dms_mail_desktop.account_alerts import Need, tell_needs
from dms_mail_desktop.errors import MailDesktopError
from dms_mail_desktop.gui import icons
from dms_mail_desktop.gui.background import Background, Job
from dms_mail_desktop.gui.document import Document
from dms_mail_desktop.gui.language import Language
from dms_mail_desktop.gui.notice import Notice
from dms_mail_desktop.gui.states import StateIcon, role_of
from dms_mail_desktop.gui.tab_marks import mark_tab
from dms_mail_desktop.keep_alive import keep_alive
from dms_mail_desktop.oauth.health import RETRY, Health
from dms_mail_desktop.services import Services
from dms_mail_desktop.usage import signs_in

FIRST_MS = 3 * 60_000
"""How long after the start the first renewals begin: nothing goes out while somebody waits for the window."""
ICONS = {
    Health.EXPIRING: StateIcon.WARNING,
    Health.REQUIRED: StateIcon.WARNING,
    Health.BLOCKED: StateIcon.BLOCKED,
}


class AccountsWatch(QObject):
    """The one place in the window that renews unused sign-ins; it opens no dialog and changes no settings."""

    renewed = Signal()
    """What is known of an account may have changed."""
    accounts_wanted = Signal()

    def __init__(  # noqa: PLR0913, PLR0917 - what the window shares with it
        self,
        tabs: QTabWidget,
        page: QWidget,
        document: Document,
        services: Services,
        background: Background,
        language: Language,
        parent: QObject,
    ) -> None:
        """`page` is that of the accounts."""
        super().__init__(parent)
        self._tabs, self._page = tabs, page
        self._document, self._services = document, services
        self._background, self._language = background, language
        self._needs: tuple[Need, ...] = ()
        self._looking: Job | None = None
        self._renewing: Job | None = None
        self.notice = Notice()
        self._show()
        self.notice.action_requested.connect(self.accounts_wanted)
        self._clock = QTimer(self)
        self._clock.timeout.connect(self.renew)
        document.changed.connect(self.look)
        language.changed.connect(self._show)

    def begin(self) -> None:
        """Looks into the vault soon, and renews some minutes later and from then on every few hours."""
        self._clock.start(FIRST_MS)
        QTimer.singleShot(0, self, self.look)

    def renew(self) -> None:
        """Renews the sign-ins that nobody used for a week; what comes of it is kept with the account."""
        self._clock.setInterval(int(RETRY.total_seconds() * 1000))
        if self._renewing is not None and self._renewing.running:
            return
        settings = self._document.settings
        self._renewing = self._background.start(
            self,
            lambda: keep_alive(self._services.accounts, settings.registration),
            done=lambda outcome: self._renewed(changed=bool(outcome)),
            failed=self._failed,
        )

    def look(self) -> None:
        """Reads the vault, where the settings sign in at all, and tells the journal what is new."""
        if self._looking is not None:
            self._looking.cancel()
        settings, wording = self._document.settings, self._language.wording
        if not signs_in(settings):
            self._learn(())
            return
        services = self._services
        self._looking = self._background.start(
            self,
            lambda: tell_needs(services.accounts, settings, services.journal, wording.account_alert),
            done=self._learn,
            failed=self._failed,
        )

    def _renewed(self, *, changed: bool) -> None:
        if changed:
            self.renewed.emit()
        self.look()

    def _failed(self, error: Exception) -> None:
        # A keyring that cannot be read is told where somebody looks at an account.
        if not isinstance(error, MailDesktopError):
            raise error

    def _learn(self, needs: tuple[Need, ...]) -> None:
        self._needs = needs
        self._show()

    def _show(self) -> None:
        wording, notice = self._language.wording, self.notice
        mark = QIcon()
        if self._needs:
            worst = max(self._needs, key=lambda need: list(Health).index(need.health))
            state = ICONS[worst.health]
            headline, sentence = wording.account_needs(self._needs, datetime.now(UTC))
            notice.show_notice(state, headline, sentence, wording.say("gui.account_needs.show"))
            mark = icons.icon(state.value, role_of(state))
        else:
            notice.hide()
        spoken = wording.say("gui.account_needs.tab")
        mark_tab(self._tabs, self._tabs.indexOf(self._page), mark, spoken)
