"""The tab "Automatyczne generowanie dokumentów": the list of configuration points."""

from PySide6.QtCore import QEvent, QModelIndex, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QScrollArea, QWidget

from dms_mail_desktop.errors import MailDesktopError
from dms_mail_desktop.gui import look
from dms_mail_desktop.gui.background import Background, Job
from dms_mail_desktop.gui.document import Document
from dms_mail_desktop.gui.generated.ui_points_page import Ui_PointsPage
from dms_mail_desktop.gui.growing import grow
from dms_mail_desktop.gui.icon_message_box import show_error
from dms_mail_desktop.gui.language import Language
from dms_mail_desktop.gui.point_actions import OPENINGS, Action, action_for
from dms_mail_desktop.gui.point_changes import copy_of, with_point, without_point
from dms_mail_desktop.gui.point_dialog import Opening, PointDialog
from dms_mail_desktop.gui.point_notice import words_of_notice
from dms_mail_desktop.gui.point_runs import PointRuns, is_fit
from dms_mail_desktop.gui.point_states import ICONS, Standing, Standings
from dms_mail_desktop.gui.point_words import words_of_removal
from dms_mail_desktop.gui.points_bar import fit_bar
from dms_mail_desktop.gui.points_columns import fit_columns
from dms_mail_desktop.gui.points_model import PointsModel, PointsOrder
from dms_mail_desktop.gui.questions import ask_removal
from dms_mail_desktop.models import Point
from dms_mail_desktop.oauth.account import Account
from dms_mail_desktop.services import Services

LEAST_WIDTH = 800
"""Of the window; the captions of the bar have room in it whatever their size."""


class PointsPage(QScrollArea):
    """Every change is saved at once; the window's footer concerns the other tab.

    The table scrolls within the page; the page scrolls only where a notice in a large font leaves the table no room.
    """

    signed_in = Signal()
    """Somebody was signed in; other places may show it too."""

    def __init__(
        self, document: Document, runs: PointRuns, services: Services, background: Background, language: Language
    ) -> None:
        super().__init__()
        self._ui, self._content = ui, content = Ui_PointsPage(), Content()
        ui.setupUi(content)
        self.setWidget(content)
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for surface in (self.viewport(), content):
            surface.setAutoFillBackground(False)
        self._document, self._services = document, services
        self._background, self._language = background, language
        self._runs = runs
        self._reading: Job | None = None
        self._dialog: PointDialog | None = None
        self._edited = ""
        self._standings = Standings(runs)
        self._model = PointsModel(self._standings, language)
        self._order = PointsOrder(self._model)
        self._model.setParent(self)
        ui.table.setModel(self._order)
        ui.empty_icon.show_icon("mailbox", "secondary", 40)
        ui.table.opened.connect(lambda _index: self._edit())
        ui.table.removal_requested.connect(self._ask_removal)
        ui.table.selectionModel().selectionChanged.connect(lambda *_: self._show_selected())
        for button in (ui.add_button, ui.add_first_button):
            button.clicked.connect(lambda: self._open(Point(), Opening.NEW))
        ui.edit_button.clicked.connect(self._edit)
        ui.duplicate_button.clicked.connect(self._duplicate)
        ui.remove_button.clicked.connect(self._ask_removal)
        ui.run_button.start_requested.connect(self._run_selected)
        ui.run_button.stop_requested.connect(self._stop_selected)
        ui.notice.action_requested.connect(self._help_selected)
        runs.changed.connect(self._follow_run)
        runs.records.learnt.connect(self._refresh)
        document.changed.connect(self._show_points)
        language.changed.connect(self._retranslate)
        self._margins = tuple(map(look.scaled, (20, 24)))
        grow(content)
        fit_bar(self._ui, LEAST_WIDTH)
        self._show_points()

    def show_point(self, point_id: str) -> None:
        """Selects a point."""
        self._select(point_id)
        self._ui.table.setFocus()

    def refresh_sign_ins(self) -> None:
        """Asks the keyring who is signed in; no network call."""
        if self._reading is not None:
            self._reading.cancel()
        self._reading = self._background.start(
            self, self._services.accounts.list, done=self._learn_accounts, failed=self._unreadable
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        left, right = look.column_margins(self.width())
        beside = self.width() - self.viewport().width()
        self._ui.page_layout.setContentsMargins(left, self._margins[0], right - beside, self._margins[1])
        fit_columns(self._ui.table, self._model)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_model"):
            self._model.refresh()

    def _retranslate(self) -> None:
        self._ui.retranslateUi(self._content)
        fit_bar(self._ui, LEAST_WIDTH)
        self._model.refresh()
        fit_columns(self._ui.table, self._model)
        self._show_selected()

    def _learn_accounts(self, accounts: tuple[Account, ...] | None) -> None:
        self._standings.learn_accounts(accounts)
        self._refresh()

    def _unreadable(self, error: Exception) -> None:
        if not isinstance(error, MailDesktopError):
            raise error
        # The sign-in in the dialog says what is wrong with the keyring; a list that only shows does not complain.
        self._learn_accounts(None)

    def _refresh(self) -> None:
        self._model.refresh()
        fit_columns(self._ui.table, self._model)
        self._show_selected()

    def _show_points(self) -> None:
        """Shows what is saved, with the same point selected."""
        selected = self._selected()
        settings = self._document.settings
        self._standings.registration = settings.registration
        self._model.show_points(settings.points)
        self._ui.list_card.setVisible(bool(settings.points))
        self._ui.empty_card.setVisible(not settings.points)
        self._select(selected.id if selected is not None else "")
        fit_columns(self._ui.table, self._model)
        self._ui.table.updateGeometry()
        self._show_selected()
        self.refresh_sign_ins()

    def _selected(self) -> Point | None:
        rows = self._ui.table.selectionModel().selectedRows()
        return self._model.point(self._order.mapToSource(rows[0]).row()) if rows else None

    def _select(self, point_id: str) -> None:
        row = self._model.row_of(point_id)
        index = self._order.mapFromSource(self._model.index(row, 0)) if row >= 0 else QModelIndex()
        if index.isValid():
            self._ui.table.selectRow(index.row())
            self._ui.table.setCurrentIndex(index)

    def _standing(self, point: Point) -> Standing:
        return self._model.standing(self._model.row_of(point.id))

    def _show_selected(self) -> None:
        ui, point = self._ui, self._selected()
        for button in (ui.edit_button, ui.duplicate_button, ui.remove_button):
            button.setEnabled(point is not None)
        activity = self._runs.activity(point.id) if point is not None else None
        ui.run_button.set_running(activity is not None)
        ui.run_button.setEnabled(point is not None and (activity is None or activity.stoppable))
        if point is None:
            ui.notice.hide()
            return
        standing, wording = self._standing(point), self._language.wording
        action = action_for(standing)
        caption = wording.say(f"gui.points.action.{action}") if action is not None else ""
        words = words_of_notice(wording, point, standing)
        ui.notice.show_notice(ICONS[standing.state], *words, caption, concerns=point.name or point.id)
        if activity is not None:
            ui.notice.show_progress(activity.progress.tally.handled, activity.progress.total)

    def _follow_run(self, point_id: str) -> None:
        """A run of the point waits, began, came further or ended."""
        point, running = self._selected(), self._runs.activity(point_id) is not None
        self._model.refresh_point(point_id)
        fit_columns(self._ui.table, self._model)
        if point is not None and point.id == point_id:
            self._show_selected()
        if self._dialog is not None and self._edited == point_id:
            self._dialog.show_run(running=running)
        if not running:
            self.refresh_sign_ins()  # what a run learnt of its sign-in

    def _run_selected(self) -> None:
        """Runs the point, or shows in its dialog what it lacks."""
        point = self._selected()
        if point is None:
            return
        if is_fit(point):
            self._runs.start(point)
        else:
            self._open(point, Opening.SHOW_FAULTS)

    def _run_saved(self, point_id: str) -> None:
        for point in self._document.settings.points:
            if point.id == point_id:
                self._runs.start(point)

    def _stop_selected(self) -> None:
        point = self._selected()
        if point is not None:
            self._runs.stop(point.id)

    def _help_selected(self) -> None:
        point = self._selected()
        action = action_for(self._standing(point)) if point is not None else None
        if point is None or action is None:
            return
        if action is Action.STOP:
            self._runs.stop(point.id)
        else:
            self._open(point, OPENINGS[action])

    def _edit(self) -> None:
        point = self._selected()
        if point is not None:
            self._open(point, Opening.EDIT)

    def _open(self, point: Point, opening: Opening) -> None:
        dialog = PointDialog(
            point, opening, self._standings, self._document, self._services, self._background, self._language, self
        )
        self._dialog, self._edited = dialog, point.id
        dialog.saved.connect(self._select)
        dialog.learnt.connect(self._refresh)
        dialog.signed_in.connect(self.signed_in)
        dialog.signed_in.connect(self.refresh_sign_ins)
        dialog.run_requested.connect(self._run_saved)
        dialog.finished.connect(dialog.deleteLater)
        dialog.finished.connect(lambda _: self._leave_dialog())
        dialog.open()
        dialog.begin()

    def _leave_dialog(self) -> None:
        self._dialog, self._edited = None, ""
        self._ui.table.setFocus()

    def _duplicate(self) -> None:
        point = self._selected()
        if point is not None:
            settings = self._document.settings
            made = copy_of(point, [each.name for each in settings.points], self._language.wording)
            self._save(made)

    def _ask_removal(self) -> None:
        point = self._selected()
        if point is not None:
            detail = words_of_removal(self._language.wording, point)
            ask_removal(self.window(), self._language, point.name, detail, lambda: self._remove(point))

    def _remove(self, point: Point) -> None:
        """Takes the point out, then its password: a failure in between loses nothing that is in use."""
        if self._document.saving:
            return

        def forget() -> None:
            self._background.start(
                self, lambda: self._services.passwords.delete(point.id), done=lambda _: None, failed=self._failed
            )

        self._document.save(without_point(self._document.settings, point), done=forget, failed=self._failed)

    def _save(self, point: Point) -> None:
        if not self._document.saving:
            self._document.save(
                with_point(self._document.settings, point), done=lambda: self._select(point.id), failed=self._failed
            )

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, MailDesktopError):
            raise error
        show_error(self.window(), self._language.wording.explain(error))


class Content(QWidget):
    """As tall as its parts need in the width it has, the table only with its first rows."""

    def heightForWidth(self, width: int) -> int:
        layout = self.layout()
        return layout.totalMinimumHeightForWidth(width) if layout is not None else -1
