"""What the main window does about accounts: their page, made when somebody looks at it, and the watch over them."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from dms_mail_desktop.gui.background import Background
from dms_mail_desktop.gui.document import Document
from dms_mail_desktop.gui.generated.ui_main_window import Ui_MainWindow
from dms_mail_desktop.gui.language import Language
from dms_mail_desktop.gui.mail_server_page import MailServerPage
from dms_mail_desktop.services import Services

if TYPE_CHECKING:
    from dms_mail_desktop.gui.accounts_page import AccountsPage
    from dms_mail_desktop.gui.accounts_watch import AccountsWatch


class WindowAccounts(QObject):
    """Made with the forms; the watch begins once the window is open."""

    changed = Signal()
    """An account was signed in, renewed or signed out here; other tabs may show it."""
    registration_wanted = Signal(object)

    def __init__(  # noqa: PLR0913, PLR0917 - what the window shares with it
        self,
        ui: Ui_MainWindow,
        first: MailServerPage,
        document: Document,
        services: Services,
        background: Background,
        language: Language,
    ) -> None:
        """`first` is the page that shows what somebody should know at once."""
        super().__init__(first)
        self._ui, self._first = ui, first
        self._document, self._services = document, services
        self._background, self._language = background, language
        self._page: AccountsPage | None = None
        self._watch: AccountsWatch | None = None
        self.changed.connect(first.sign_in.refresh)
        self.changed.connect(self.look)
        first.sign_in.changed.connect(self.look)
        ui.tabs.currentChanged.connect(self.build_page)
        QTimer.singleShot(0, self, self._begin)

    def build_page(self) -> None:
        """Builds the page when somebody first looks at it."""
        ui = self._ui
        if self._page is not None or ui.tabs.currentWidget() is not ui.accounts_tab:
            return
        from dms_mail_desktop.gui.accounts_page import AccountsPage  # noqa: PLC0415 - not needed for the first paint

        self._page = page = AccountsPage(self._document, self._services, self._background, self._language)
        ui.accounts_tab_layout.addWidget(page)
        page.changed.connect(self.changed)
        page.registration_wanted.connect(self.registration_wanted)
        page.server_wanted.connect(lambda: ui.tabs.setCurrentWidget(ui.mail_server_tab))

    def look(self) -> None:
        """Looks whether an account needs somebody, after a sign-in elsewhere."""
        if self._watch is not None:
            self._watch.look()

    def stop(self) -> None:
        """Ends a sign-in under way, with the window."""
        if self._page is not None:
            self._page.sign_in.stop()

    def _begin(self) -> None:
        from dms_mail_desktop.gui.accounts_watch import AccountsWatch  # noqa: PLC0415 - not needed for the first paint

        ui, first = self._ui, self._first
        parts = (self._document, self._services, self._background, self._language)
        self._watch = watch = AccountsWatch(ui.tabs, ui.accounts_tab, *parts, self)
        first.add_notice(watch.notice)
        QWidget.setTabOrder(ui.tabs.tabBar(), watch.notice.action_button)
        watch.accounts_wanted.connect(lambda: ui.tabs.setCurrentWidget(ui.accounts_tab))
        watch.renewed.connect(self._renewed)
        watch.begin()

    def _renewed(self) -> None:
        self._first.sign_in.refresh()
        if self._page is not None and self._page.isVisible():
            self._page.reload()
