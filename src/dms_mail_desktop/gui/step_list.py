"""The result of a test, step by step: a verdict, a row for each step, and under a failed one what to do."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from dms_mail_desktop.gui import look
from dms_mail_desktop.gui.buttons import Button
from dms_mail_desktop.gui.card import Hairline
from dms_mail_desktop.gui.elided_label import ElidedLabel
from dms_mail_desktop.gui.failure_block import FailureBlock
from dms_mail_desktop.gui.labels import label, set_kind
from dms_mail_desktop.gui.page import reveal
from dms_mail_desktop.gui.states import IconLabel, StateIcon

if TYPE_CHECKING:
    from dms_mail_desktop.wording import Explanation, Wording

ROW_HEIGHT = 28
NAME_EDGE = 30
"""Where the names begin, right of the icons."""


@dataclass(frozen=True, slots=True)
class _Row:
    icon: IconLabel
    name: ElidedLabel
    detail: ElidedLabel
    time: QLabel

    def show(self, state: StateIcon, detail: str, time_text: str) -> None:
        waiting, failed = state is StateIcon.SKIPPED, state in (StateIcon.ERROR, StateIcon.BLOCKED)
        self.icon.show_state(state, 16, listed=True)
        set_kind(self.name, "quiet" if waiting else "strong" if failed else "state")
        set_kind(self.detail, "refused" if failed else "quiet")
        self.detail.show_text(detail)
        self.time.setText(time_text)

    def remove(self) -> None:
        for widget in (self.icon, self.name, self.detail, self.time):
            widget.hide()
            widget.deleteLater()


class StepList(QWidget):
    """Shows the steps it is told; takes no room until it has some."""

    copy_requested = Signal()
    request_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[_Row] = []
        self._heading_parts = (StateIcon.NONE, "", "")
        self._label_width = 0
        self._failure: FailureBlock | None = None
        self.hide()

    def prepare(self, count: int) -> None:
        """Makes the rows of so many steps; done ahead, the press of a button need not wait for them."""
        if self.layout() is None:
            self._build()
        if count != len(self._rows):
            for index, row in enumerate(self._rows):
                self._grid.setRowMinimumHeight(2 * index, 0)
                row.remove()
            self._rows = [self._add_row(index) for index in range(count)]

    def set_steps(self, names: Sequence[str]) -> None:
        """Shows all steps as not done; names of the same number of steps change in place."""
        self.prepare(len(names))
        for row, name in zip(self._rows, names, strict=True):
            row.name.show_text(name)
            row.show(StateIcon.SKIPPED, "", "")
        self._hide_failure()
        self.set_heading(StateIcon.NONE, "", "")
        self.show()

    def set_heading(self, state: StateIcon, verdict: str, when: str) -> None:
        """Shows the verdict of the whole and when it fell; while it is RUNNING there is nothing to copy."""
        self._heading_parts = (state, verdict, when)
        self._heading_icon.show_state(state, 20)
        self._write_heading()
        self.copy_button.setEnabled(state not in (StateIcon.RUNNING, StateIcon.WAITING, StateIcon.NONE))

    def set_step(self, index: int, state: StateIcon, detail: str, time_text: str) -> None:
        """Shows one step's state, what was found and how long it took."""
        self._rows[index].show(state, detail, time_text)

    def show_failure(self, index: int, told: "Explanation", wording: "Wording", *, request: bool = False) -> None:
        """Explains the failed step under its row and brings the explanation into view.

        `request` offers the text for the administrator of Microsoft 365.
        """
        if self._failure is None:
            self._failure = FailureBlock()
            self._failure.request_wanted.connect(self.request_wanted)
        self._grid.addWidget(self._failure, 2 * index + 1, 1, 1, 3)
        self._failure.explain(told, wording)
        self._failure.offer(request=request)
        self._failure.show()
        # The block has its place only after the layouts have run.
        QTimer.singleShot(0, self, lambda: self._reveal(index))

    def clear(self) -> None:
        """Takes the whole result away."""
        self.hide()

    def set_label_width(self, width: int) -> None:
        """Puts the details at the edge of the fields above: `width` is that of the label column."""
        self._label_width = width
        if self.layout() is not None:
            self._grid.setColumnMinimumWidth(1, width + look.scaled(16 - NAME_EDGE) - self._grid.horizontalSpacing())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if self.layout() is None:
            return
        if event.type() == QEvent.Type.LanguageChange:
            self._set_captions()
        elif event.type() == QEvent.Type.PaletteChange:
            self._write_heading()

    def _build(self) -> None:
        self._heading_icon = IconLabel()
        self._heading = QLabel()
        self._heading.setWordWrap(True)
        self.copy_button = Button()
        self.copy_button.set_icon_name("copy")
        self.copy_button.clicked.connect(self.copy_requested)
        heading = QHBoxLayout()
        heading.setSpacing(look.scaled(10))
        heading.addWidget(self._heading_icon)
        heading.addWidget(self._heading, 1)
        heading.addWidget(self.copy_button, 0, Qt.AlignmentFlag.AlignTop)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(look.scaled(10))
        self._grid.setVerticalSpacing(0)
        self._grid.setColumnStretch(2, 1)
        self._grid.setColumnMinimumWidth(0, look.scaled(20))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.scaled(8))
        column.addWidget(Hairline())
        column.addLayout(heading)
        column.addLayout(self._grid)
        self.set_label_width(self._label_width)
        self._set_captions()

    def _add_row(self, index: int) -> _Row:
        row = _Row(IconLabel(), ElidedLabel("quiet"), ElidedLabel("quiet"), label("help"))
        row.time.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._grid.setRowMinimumHeight(2 * index, look.scaled(ROW_HEIGHT))
        self._grid.addWidget(row.icon, 2 * index, 0, Qt.AlignmentFlag.AlignCenter)
        self._grid.addWidget(row.name, 2 * index, 1)
        self._grid.addWidget(row.detail, 2 * index, 2)
        self._grid.addWidget(row.time, 2 * index, 3)
        return row

    def _hide_failure(self) -> None:
        if self._failure is not None:
            self._failure.hide()

    def _reveal(self, index: int) -> None:
        if self._failure is not None and self._failure.isVisible():
            reveal(self._failure)
            if index < len(self._rows):
                reveal(self._rows[index].name)

    def _write_heading(self) -> None:
        _, verdict, when = self._heading_parts
        roles, size = look.current().roles, self.font().pointSizeF() * 0.93
        self._heading.setText(
            f'<span style="font-weight:600">{escape(verdict)}</span>&nbsp;&nbsp; '
            f'<span style="color:{roles.secondary}; font-size:{size:.2f}pt">{escape(when)}</span>'
        )

    def _set_captions(self) -> None:
        self.copy_button.setText(self.tr("Kopiuj w&ynik"))
