"""What the tab "Lista" is made of: two parts in one place, each has the whole of it."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from dms_mail_desktop.gui import look
from dms_mail_desktop.gui.buttons import BESIDE_A_STATE
from dms_mail_desktop.gui.generated.ui_point_list import Ui_PointList
from dms_mail_desktop.gui.growing import grow


class ListPart(QWidget):
    """Its tables scroll, not the tab. It is made when somebody turns to it: every dialog would wait for it else."""

    first_seen = Signal()
    """Somebody turned to the tab for the first time; now it is to be built."""
    history_seen = Signal()
    """The history has come into view."""
    restyled = Signal()
    """Colours are others now."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ui: Ui_PointList | None = None
        self._content: QWidget | None = None
        self._margins = tuple(map(look.scaled, (20, 16)))
        self._place = QVBoxLayout(self)
        self._place.setContentsMargins(0, 0, 0, 0)

    def build(self) -> Ui_PointList:
        """Makes what it holds, once; it takes its turn of Tab where this widget stands."""
        if self._ui is None:
            content, ui = QWidget(self), Ui_PointList()
            ui.setupUi(content)
            for widget in (
                ui.waiting_failure,
                ui.waiting_card,
                ui.history_failure,
                ui.history_card,
                ui.history_actions,
            ):
                widget.hide()
            ui.waiting_button.toggled.connect(self._turn)
            grow(content)
            self._place.addWidget(content)
            self._ui, self._content = ui, content
            self._fit_margins()
            self._fit_button()
            self._take_turn()
            content.show()  # what comes into a visible widget is shown by itself only after the next events
        return self._ui

    def see_history(self) -> None:
        """Tells that the history is in view, if it is."""
        if self._ui is not None and self._ui.history_part.isVisible():
            self.history_seen.emit()

    def hasHeightForWidth(self) -> bool:
        # A dialog must not grow to what the tables and texts would need at its narrowest.
        return False

    def showEvent(self, event: QShowEvent) -> None:
        if self._ui is None:
            self.first_seen.emit()
        super().showEvent(event)
        self._turn()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit_margins()
        super().resizeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange and self._ui is not None:
            self._ui.retranslateUi(self._content)
            self._fit_button()
        elif event.type() == QEvent.Type.PaletteChange:
            self.restyled.emit()

    def _fit_margins(self) -> None:
        if self._ui is not None:
            left, right = look.column_margins(self.width())
            self._ui.list_layout.setContentsMargins(left, self._margins[0], right, self._margins[1])

    def _fit_button(self) -> None:
        """Gives the button room for both of its captions, so that the state beside it stays where it is."""
        if self._ui is not None:
            self._ui.look_button.setMinimumWidth(max(look.scaled(BESIDE_A_STATE), self._ui.look_button.widest()))

    def _take_turn(self) -> None:
        """Brings what was made late to this widget's place in the order of Tab; else it would come last."""
        before = self.previousInFocusChain()
        while before is not None and before.focusPolicy() == Qt.FocusPolicy.NoFocus and before is not self:
            before = before.previousInFocusChain()
        for widget in self.findChildren(QWidget):
            taking = widget.focusPolicy() != Qt.FocusPolicy.NoFocus and widget.window() is self.window()
            if before is not None and taking:  # what a combo box opens is a window of its own
                QWidget.setTabOrder(before, widget)
                before = widget

    def _turn(self) -> None:
        if self._ui is not None:
            waiting = self._ui.waiting_button.isChecked()
            self._ui.parts.setCurrentWidget(self._ui.waiting_part if waiting else self._ui.history_part)
            self.see_history()
