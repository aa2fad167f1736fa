"""The window "Ustawienia": its tabs, menus and footer, and what saving and closing mean."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6 import QtCore
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow, QWidget

from dms_mail_desktop.gui.generated.ui_main_window import Ui_MainWindow
from dms_mail_desktop.gui.language import Language
from dms_mail_desktop.gui.preferences import Preferences
from dms_mail_desktop.gui.skin import Skin
from dms_mail_desktop.gui.tray_choice import TrayChoice
from dms_mail_desktop.gui.window_menus import connect_view, open_diagnostics, open_dialog, open_schedule

if TYPE_CHECKING:
    from dms_mail_desktop.errors import MailDesktopError, RegistrationIncomplete
    from dms_mail_desktop.gui.background import Background
    from dms_mail_desktop.gui.document import Document
    from dms_mail_desktop.gui.mail_server_page import MailServerPage
    from dms_mail_desktop.gui.points_page import PointsPage
    from dms_mail_desktop.gui.points_watch import PointsWatch
    from dms_mail_desktop.gui.settings_transfer import SettingsTransfer
    from dms_mail_desktop.gui.tray import SystemTray
    from dms_mail_desktop.gui.window_accounts import WindowAccounts
    from dms_mail_desktop.services import Services


class MainWindow(QMainWindow):
    """First the empty frame, which is soon on the screen; `open` puts the forms into it."""

    def __init__(
        self,
        language: Language,
        skin: Skin,
        preferences: Preferences,
        system_tray: "Callable[[], SystemTray] | None" = None,
    ) -> None:
        """`system_tray` gives the tray of the operating system, unless another one is wanted."""
        super().__init__()
        self._ui = ui = Ui_MainWindow()
        ui.setupUi(self)
        self._language, self._preferences = language, preferences
        self._services: Services
        self._background: Background
        self._document: Document
        self._page: MailServerPage
        self._points: PointsPage | None = None
        self._watch: PointsWatch | None = None
        self._opened = False
        self._transfer: SettingsTransfer | None = None
        self._accounts: WindowAccounts
        self._done: tuple[str, dict[str, object]] | None = None
        self._failure: MailDesktopError | None = None
        self._closing = self._ending = False
        ui.action_quit.triggered.connect(self.quit)
        self._tray = TrayChoice(ui.action_tray, ui.view_menu, preferences, language, self, system_tray)
        connect_view(ui, self, language, skin, preferences)
        self.restoreGeometry(preferences.geometry)

    def open(self, services: "Services", background: "Background") -> None:
        """Builds the forms and shows what is saved; no network call, whatever state the accounts are in."""
        # What the forms need takes longer to load than the window to appear.
        from dms_mail_desktop.gui.document import Document  # noqa: PLC0415
        from dms_mail_desktop.gui.mail_server_page import MailServerPage  # noqa: PLC0415
        from dms_mail_desktop.gui.window_accounts import WindowAccounts  # noqa: PLC0415

        ui = self._ui
        self._services, self._background = services, background
        self._document = Document(services, background)
        self._page = MailServerPage(services, background, self._language)
        ui.mail_server_tab_layout.addWidget(self._page)
        # The order is a ring: what is made even later, as the result of a test, still comes before the footer.
        ui.tabs.come_after(ui.footer.other_button)
        self._page.changed.connect(self._show_status)
        self._page.faults.changed.connect(self._show_status)
        self._page.registration_wanted.connect(self.open_registration)
        parts = (self._document, services, background, self._language)
        self._accounts = WindowAccounts(ui, self._page, *parts)
        self._accounts.registration_wanted.connect(self.open_registration)
        self._accounts.changed.connect(self._learn_accounts)
        ui.footer.save_requested.connect(self.save)
        ui.footer.restore_requested.connect(self._ask_restore)
        ui.footer.link_activated.connect(self._page.faults.focus_next)
        ui.action_save.triggered.connect(self.save)
        ui.action_registration.triggered.connect(lambda _=False: self.open_registration())
        ui.action_diagnostics.triggered.connect(
            lambda _=False: open_diagnostics(self, services, background, self._language, self._preferences.theme)
        )
        ui.action_schedule.triggered.connect(lambda _=False: open_schedule(self, services, background, self._language))
        ui.action_import.triggered.connect(lambda _=False: self.transfer.choose_import())
        ui.action_export.triggered.connect(lambda _=False: self.transfer.choose_export())
        self._document.changed.connect(lambda: self._page.use_registration(self._document.settings.registration))
        self._document.changed.connect(self._watch_points)
        self._language.changed.connect(lambda: ui.retranslateUi(self))
        self._language.changed.connect(self._show_status)
        self._opened = True
        self._watch_points()
        self._show_saved()
        ui.tabs.currentChanged.connect(self._build_tab)
        remembered = ui.tabs.findChild(QWidget, self._preferences.tab) if self._preferences.tab else None
        if remembered is not None and ui.tabs.isTabVisible(ui.tabs.indexOf(remembered)):
            ui.tabs.setCurrentWidget(remembered)
        self._tray.begin(lambda: self.watch, show=self.show_again, end=self.quit)

    @property
    def unsaved(self) -> bool:
        """Whether the forms differ from what is saved."""
        return bool(self._page.password) or self._page.draft() != self._document.settings.mail_server

    def save(self) -> None:
        """Checks everything, then saves everything; a fault or a failure leaves the file as it was."""
        from dms_mail_desktop.gui.document import TypedPassword  # noqa: PLC0415 - not needed for the first paint
        from dms_mail_desktop.gui.mail_server_page import OWNER  # noqa: PLC0415 - likewise

        if self._document.saving:
            return
        account = self._page.checked()
        if account is None:
            self._closing = False
            self._show_status()
            return
        settings = self._document.settings.model_copy(update={"mail_server": account})
        typed = TypedPassword(OWNER, account, self._page.password) if self._page.password else None
        self._document.save(settings, password=typed, done=self._saved, failed=self._save_failed)

    def open_registration(self, reason: "RegistrationIncomplete | Mapping[str, object] | None" = None) -> None:
        """Opens the window Rejestracja aplikacji, saying why a sign-in needs it, or with values to enter."""
        # Its forms are built when somebody asks for them, not at the start.
        from dms_mail_desktop.gui.registration_dialog import RegistrationDialog  # noqa: PLC0415

        dialog = RegistrationDialog(self._document, self._services, self._background, self._language, self)
        open_dialog(dialog)
        if reason is not None:
            dialog.say_why(reason)

    def show_sandbox(self, inbox: str) -> None:
        """Says above the form that this is the sandbox, with the way to the messages it received."""
        from dms_mail_desktop.gui.sandbox_notice import SandboxNotice  # noqa: PLC0415 - for the sandbox only

        # The system would run the points of the real profile.
        self._ui.action_schedule.setVisible(False)
        notice = SandboxNotice(self._language, inbox)
        self._page.add_notice(notice)
        QWidget.setTabOrder(self._ui.tabs.tabBar(), notice.action_button)
        if self._watch is not None:
            self._watch.come_after(notice.action_button)
        notice.say()

    def quit(self) -> None:
        """Ends the program, once nothing unsaved is lost unasked; closing the window may only hide it."""
        self._ending = True
        if self._opened and self.unsaved:
            self.show_again()
        self.close()

    def show_again(self) -> None:
        """Shows the window, wherever it was."""
        self.setWindowState(self.windowState() & ~QtCore.Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._opened:
            if self._tray.keeps_running and not (self._ending or self._closing):
                event.ignore()
                self.hide()
                self._tray.explain()
                return
            if self.unsaved and not self._closing:
                event.ignore()
                self._ending = False
                self._ask_closing()
                return
            self._page.sign_in.stop()
            self._page.test.stop()
            if self._watch is not None:
                self._watch.runs.stop_all()
            self._accounts.stop()
            self._tray.close()
            self._preferences.tab = self._ui.tabs.currentWidget().objectName()
        self._preferences.geometry = self.saveGeometry()
        event.accept()

    def _build_tab(self) -> None:
        """Builds a page when somebody first looks at it: the start waits for one only."""
        if self._ui.tabs.currentWidget() is not self._ui.points_tab or self._points is not None:
            return
        from dms_mail_desktop.gui.points_page import PointsPage  # noqa: PLC0415 - not needed for the first paint

        runs = self.watch.runs
        self._points = PointsPage(self._document, runs, self._services, self._background, self._language)
        self._ui.points_tab_layout.addWidget(self._points)
        self._points.show()  # a layout would do it one turn of the event loop later
        self._points.signed_in.connect(self._page.sign_in.refresh)
        self._points.signed_in.connect(runs.start_signed_in)
        self._points.signed_in.connect(self._accounts.look)
        self._page.sign_in.changed.connect(self._points.refresh_sign_ins)

    def _learn_accounts(self) -> None:
        """Shows on the points' tab that somebody was signed in, and lets the points try again."""
        if self._points is not None:
            self._points.refresh_sign_ins()
        if self._watch is not None:
            self._watch.runs.start_signed_in()

    @property
    def watch(self) -> "PointsWatch":
        """What runs the points and says how they stand, made with the first of them."""
        if self._watch is None:
            from dms_mail_desktop.gui.points_banner import PointsBanner  # noqa: PLC0415 - only where points are
            from dms_mail_desktop.gui.points_watch import PointsSigns, PointsWatch  # noqa: PLC0415 - likewise

            banner = PointsBanner(self._ui.tabs.tabBar())
            self._page.add_notice(banner)
            shown = PointsSigns(banner, self._ui.tabs, self._ui.points_tab)
            self._watch = PointsWatch(shown, self._document, self._services, self._background, self._language, self)
            self._watch.point_wanted.connect(self._show_point)
            self._page.sign_in.changed.connect(self._watch.runs.start_signed_in)
        return self._watch

    def _watch_points(self) -> None:
        if self._document.settings.points:
            self.watch.begin()

    def _show_point(self, point_id: str) -> None:
        self._ui.tabs.setCurrentWidget(self._ui.points_tab)
        if self._points is not None:
            self._points.show_point(point_id)

    @property
    def transfer(self) -> "SettingsTransfer":
        """Import and export, made when somebody first asks for them."""
        if self._transfer is None:
            from dms_mail_desktop.gui.settings_transfer import SettingsTransfer  # noqa: PLC0415 - rarely needed

            parts = (self._document, self._services, self._background, self._language, self)
            self._transfer = SettingsTransfer(*parts, unsaved=lambda: self.unsaved)
            self._transfer.imported.connect(lambda _: self._show_saved())
            self._transfer.imported.connect(lambda path: self._show_done("imported", path=path))
            self._transfer.exported.connect(lambda path: self._show_done("exported", path=path))
        return self._transfer

    def _show_done(self, what: str, **facts: object) -> None:
        """Says in the footer what was done last."""
        self._done, self._failure = (what, facts), None
        self._show_status()

    def _show_saved(self) -> None:
        """Puts what is saved on the forms."""
        settings = self._document.settings
        self._page.show_account(settings.mail_server, settings.registration)
        self._page.show_notice(self._document.read_only)
        self._show_status()

    def _saved(self) -> None:
        self._page.forget_typed_password()
        self._show_done("saved", when=datetime.now(UTC))
        if self._closing:
            self.close()

    def _save_failed(self, error: Exception) -> None:
        from dms_mail_desktop.errors import MailDesktopError  # noqa: PLC0415 - not needed for the first paint
        from dms_mail_desktop.gui.icon_message_box import show_error  # noqa: PLC0415 - likewise

        self._closing = False
        if not isinstance(error, MailDesktopError):
            raise error
        self._failure = error
        self._show_status()
        show_error(self, self._language.wording.explain(error))

    def _ask_restore(self) -> None:
        from dms_mail_desktop.gui.questions import ask_restore  # noqa: PLC0415 - rarely needed

        def restore() -> None:
            self._failure = None
            self._document.load()
            self._show_saved()

        ask_restore(self, self._language, restore)

    def _ask_closing(self) -> None:
        from dms_mail_desktop.gui.questions import ask_closing  # noqa: PLC0415 - rarely needed

        def leave(how: Callable[[], object]) -> None:
            self._closing = True
            how()

        ask_closing(self, self._language, save=lambda: leave(self.save), discard=lambda: leave(self.close))

    def _show_status(self) -> None:
        from dms_mail_desktop.gui.window_status import WindowStatus, show_status  # noqa: PLC0415 - with the forms

        status = WindowStatus(self.unsaved, self._document.read_only is not None, self._failure, self._done)
        self.setWindowModified(status.unsaved)
        show_status(self._ui.footer, self._language.wording, self._page.faults, status)
