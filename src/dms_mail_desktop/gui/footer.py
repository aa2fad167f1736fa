"""The footers: the one place for the status on the left, the buttons on the right, on the column's edges."""

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from dms_mail_desktop.gui import look
from dms_mail_desktop.gui.buttons import Button
from dms_mail_desktop.gui.labels import label, set_kind
from dms_mail_desktop.gui.line import Line
from dms_mail_desktop.gui.states import IconLabel, StateIcon

BUTTON_WIDTH = 96


class _Footer(QWidget):
    """Status, Zapisz and one other button."""

    save_requested = Signal()
    link_activated = Signal()

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._line = Line(self)
        self._icon = IconLabel(self)
        self._text = label("help", wrap=True)
        self.link_button = Button(self)
        self.link_button.setProperty("link", True)
        self.save_button = Button(self)
        self.save_button.setProperty("primary", True)
        self.other_button = Button(self)
        self._row = QHBoxLayout(self)
        self._row.setSpacing(look.scaled(8))
        self._row.addWidget(self._icon)
        self._row.addWidget(self._text)
        self._row.addWidget(self.link_button)
        self._row.addStretch(1)
        for button in (self.save_button, self.other_button):
            button.setMinimumWidth(look.scaled(BUTTON_WIDTH))
            self._row.addWidget(button)
        self._keep_margins()
        self.show_status(None, "")
        self.save_button.clicked.connect(self.save_requested)
        self.link_button.clicked.connect(self.link_activated)

    def show_status(self, state: StateIcon | None, text: str, link_text: str = "") -> None:
        """Shows where things stand: a dot where `state` is None, nothing at all without text."""
        if text and state is None:
            self._icon.show_icon("dot", "info", 8)
        elif text and state is not None:
            self._icon.show_state(state, 16)
        self._icon.setVisible(bool(text))
        self._text.setText(text)
        set_kind(self._text, "fault" if state in (StateIcon.ERROR, StateIcon.BLOCKED) else "help")
        if not link_text and self.link_button.hasFocus():
            self.save_button.setFocus()
        self.link_button.setText(link_text)
        self.link_button.setVisible(bool(link_text))
        self._fit_text()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._line.resize(self.width(), 1)
        self._keep_margins()
        super().resizeEvent(event)
        self._fit_text()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._set_captions()

    def _set_captions(self) -> None:
        raise NotImplementedError

    def _margins(self) -> tuple[int, int]:
        return look.column_margins(self.width())

    def _keep_margins(self) -> None:
        left, right = self._margins()
        self._row.setContentsMargins(left, look.scaled(12), right, look.scaled(12))

    def _fit_text(self) -> None:
        """A wrapping label asks for less than its one line; it gets that line wherever there is room."""
        if not self._text.text():
            return
        others = [self._icon, self.link_button, self.save_button, self.other_button]
        taken = sum(widget.sizeHint().width() for widget in others if not widget.isHidden())
        room = self.width() - sum(self._margins()) - taken - 5 * self._row.spacing()
        needed = self._text.fontMetrics().horizontalAdvance(self._text.text()) + 2
        self._text.setFixedWidth(max(0, min(needed, room)))


class Footer(_Footer):
    """The main window's: Zapisz, and Przywróć only when there is something to restore."""

    restore_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.other_button.clicked.connect(self.restore_requested)
        self.set_restorable(False)
        self._set_captions()

    def set_restorable(self, restorable: bool) -> None:
        """Says whether the form differs from what is saved."""
        if not restorable and self.other_button.hasFocus():
            self.save_button.setFocus()
        self.other_button.setEnabled(restorable)

    def _set_captions(self) -> None:
        self.save_button.setText(self.tr("&Zapisz"))
        self.other_button.setText(self.tr("P&rzywróć"))


class DialogFooter(_Footer):
    """A dialog's: Zapisz and Zamknij."""

    close_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.other_button.clicked.connect(self.close_requested)
        self._set_captions()

    def _margins(self) -> tuple[int, int]:
        return look.scaled(look.SIDE), look.scaled(look.SIDE)

    def _set_captions(self) -> None:
        self.save_button.setText(self.tr("&Zapisz"))
        self.other_button.setText(self.tr("Za&mknij"))
