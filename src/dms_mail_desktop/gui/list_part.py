"""What the tab "Lista" is made of: two parts in one place, each has the whole of it."""

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QLayout, QWidget

from dms_mail_desktop.gui import look
from dms_mail_desktop.gui.buttons import BESIDE_A_STATE
from dms_mail_desktop.gui.generated.ui_point_list import Ui_PointList


class ListPart(QWidget):
    """Its tables scroll, not the tab."""

    history_seen = Signal()
    """The history has come into view."""
    restyled = Signal()
    """Colours are others now."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ui = ui = Ui_PointList()
        ui.setupUi(self)
        for widget in (ui.waiting_failure, ui.waiting_card, ui.history_failure, ui.history_card, ui.history_actions):
            widget.hide()
        ui.waiting_button.toggled.connect(self._turn)
        self._margins = tuple(map(look.scaled, (20, 16)))
        _grow(self.layout())
        self._fit_button()

    def hasHeightForWidth(self) -> bool:
        # A dialog must not grow to what the tables and texts would need at its narrowest.
        return False

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._turn()

    def resizeEvent(self, event: QResizeEvent) -> None:
        left, right = look.column_margins(self.width())
        self.ui.list_layout.setContentsMargins(left, self._margins[0], right, self._margins[1])
        super().resizeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.ui.retranslateUi(self)
            self._fit_button()
        elif event.type() == QEvent.Type.PaletteChange:
            self.restyled.emit()

    def _fit_button(self) -> None:
        """Gives the button room for both of its captions, so that the state beside it stays where it is."""
        self.ui.look_button.setMinimumWidth(max(look.scaled(BESIDE_A_STATE), self.ui.look_button.widest()))

    def _turn(self) -> None:
        waiting = self.ui.waiting_button.isChecked()
        self.ui.parts.setCurrentWidget(self.ui.waiting_part if waiting else self.ui.history_part)
        if not waiting and self.isVisible():
            self.history_seen.emit()


def _grow(layout: QLayout | None) -> None:
    """Makes distances that the form can only say for 10 pt fit the font."""
    for each in (layout, *(layout.findChildren(QLayout) if layout is not None else ())):
        if each is not None and each.spacing() > 0:
            each.setSpacing(look.scaled(each.spacing()))
