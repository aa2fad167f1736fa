"""Historia: the messages that a point has handled, out of the ledger, latest first."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QItemSelectionModel, QObject, QTimer

from dms_mail_desktop.errors import MailDesktopError
from dms_mail_desktop.gui.background import Background, Job
from dms_mail_desktop.gui.generated.ui_point_list import Ui_PointList
from dms_mail_desktop.gui.history_actions import HistoryActions
from dms_mail_desktop.gui.history_words import COLUMNS, details_of, details_of_many, row_of
from dms_mail_desktop.gui.language import Language
from dms_mail_desktop.gui.messages_model import MessagesModel
from dms_mail_desktop.points.facts import Entry, State
from dms_mail_desktop.points.runs import Runs

PAGE = 200
"""Messages that are read at once."""
MOST_AGAIN = 2000
"""Messages that a refresh reads at most; what stood below them is read when it comes into view."""
TYPING_MS = 150
"""How long the keyboard rests before the ledger is searched."""
FILTERS: tuple[tuple[str, tuple[State, ...]], ...] = (("all", ()), *((str(state), (state,)) for state in State))


class HistoryList(QObject):
    """Reads when it is shown, when a run has ended, and as somebody types or scrolls; the last question counts."""

    def __init__(  # noqa: PLR0913, PLR0917 - its parts
        self,
        ui: Ui_PointList,
        point_id: str,
        account: Callable[[], Mapping[str, object]],
        actions: HistoryActions,
        runs: Runs,
        background: Background,
        language: Language,
    ) -> None:
        """`account` gives the facts that explanations name."""
        super().__init__(ui.history_table)
        self._ui, self._point_id, self._account = ui, point_id, account
        self._actions, self._runs = actions, runs
        self._background, self._language = background, language
        self._job: Job | None = None
        self._entries: list[Entry] = []
        self._read = False
        self._error: MailDesktopError | None = None
        self._model = MessagesModel()
        self._model.setParent(self)
        ui.history_table.setModel(self._model)
        ui.history_table.selectionModel().selectionChanged.connect(lambda *_: self._show_selected())
        ui.history_table.opened.connect(lambda _: actions.open_folder())
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING_MS)
        self._typing.timeout.connect(self._search)
        ui.words.textChanged.connect(lambda _: self._typing.start())
        ui.states.currentIndexChanged.connect(lambda _: self._search())
        ui.history_empty.action_requested.connect(self._show_all)
        self._model.more_wanted.connect(self._read_more)
        actions.retried.connect(self.reload)
        self.retranslate()

    def reload(self) -> None:
        """Reads anew what is shown."""
        self._ask(min(max(PAGE, len(self._entries)), MOST_AGAIN), None, self._show_entries)

    def retranslate(self) -> None:
        """Says everything anew."""
        combo, say = self._ui.states, self._language.wording.say
        chosen = max(0, combo.currentIndex())
        combo.blockSignals(True)
        combo.clear()
        combo.addItems([say(f"gui.history.filter.{name}") for name, _ in FILTERS])
        combo.setCurrentIndex(chosen)
        combo.blockSignals(False)
        self._model.show_captions([say(f"gui.message.column.{name}") for name in COLUMNS])
        self.refresh()

    def refresh(self) -> None:
        """Draws everything anew."""
        self._put(self._entries, more=self._model.canFetchMore(self._ui.history_table.rootIndex()))

    def _search(self) -> None:
        self._ask(PAGE, None, self._show_entries)

    def _read_more(self) -> None:
        self._ask(PAGE, self._entries[-1].id, self._append_entries)

    def _ask(self, limit: int, before: int | None, done: Callable[[tuple[Entry, ...], bool], None]) -> None:
        if self._job is not None:
            self._job.cancel()
        words, states = self._ui.words.text().strip(), FILTERS[max(0, self._ui.states.currentIndex())][1]
        self._job = self._background.start(
            self,
            lambda: self._runs.history(self._point_id, words, states, limit, before),
            done=lambda entries: done(entries, len(entries) == limit),
            failed=self._unreadable,
        )

    def _show_entries(self, entries: tuple[Entry, ...], more: bool) -> None:
        self._read, self._error = True, None
        self._put(list(entries), more=more)

    def _append_entries(self, entries: tuple[Entry, ...], more: bool) -> None:
        self._entries += entries
        wording = self._language.wording
        self._model.append_rows([row_of(wording, entry) for entry in entries], more=more)
        self._model.fit_columns(self._ui.history_table)

    def _unreadable(self, error: Exception) -> None:
        if not isinstance(error, MailDesktopError):
            raise error
        self._read, self._error = True, error
        self._put([], more=False)

    def _put(self, entries: list[Entry], *, more: bool) -> None:
        """Shows the entries, the same ones selected as before, or else the first."""
        table, wording = self._ui.history_table, self._language.wording
        kept = {entry.id for entry in self._selected()}
        self._entries = entries
        self._model.show_rows([row_of(wording, entry) for entry in entries], more=more)
        self._model.fit_columns(table)
        self._ui.history_card.setVisible(bool(entries))
        table.updateGeometry()
        rows = [row for row, entry in enumerate(entries) if entry.id in kept] or [0]
        flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
        if entries:
            table.setCurrentIndex(self._model.index(rows[0], 0))
            for row in rows[1:]:
                table.selectionModel().select(self._model.index(row, 0), flags)
        self._show_selected()
        self._show_instead()

    def _selected(self) -> list[Entry]:
        rows = self._ui.history_table.selectionModel().selectedRows()
        return [self._entries[index.row()] for index in rows]

    def _show_selected(self) -> None:
        selected, wording = self._selected(), self._language.wording
        self._actions.show_for(selected)
        if not selected:
            self._ui.history_details.hide()
            return
        one = len(selected) == 1
        details = details_of(wording, selected[0], self._account()) if one else details_of_many(wording, selected)
        self._ui.history_details.show_details(details, wording)

    def _show_instead(self) -> None:
        """What stands in the table's place: what failed, or why there is nothing."""
        ui, wording = self._ui, self._language.wording
        say, error = wording.say, self._error
        if error is not None:
            ui.history_failure.explain(wording.explain(error, self._account()), wording)
        ui.history_failure.setVisible(error is not None)
        if self._entries or error is not None or not self._read:
            ui.history_empty.hide()
        elif ui.words.text().strip() or ui.states.currentIndex() > 0:
            texts = say("gui.history.no_match"), say("gui.history.no_match_detail"), say("gui.history.show_all")
            ui.history_empty.show_state("search", *texts)
        else:
            ui.history_empty.show_state("mailbox", say("gui.history.none"), say("gui.history.none_detail"))

    def _show_all(self) -> None:
        """Takes the filters away."""
        self._ui.words.clear()
        self._ui.states.setCurrentIndex(0)
        self._ui.words.setFocus()
