"""Below the state of a sign-in: why it failed and what to do, or the field for a code that the browser shows."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from dms_mail_desktop.gui import look
from dms_mail_desktop.gui.error_code_field import ErrorCodeField
from dms_mail_desktop.gui.failure_block import FailureBlock
from dms_mail_desktop.gui.labels import label

if TYPE_CHECKING:
    from dms_mail_desktop.wording import Explanation, Wording


class SignInHelp(QWidget):
    """Takes no room until there is something to show; its parts are made when they are first wanted."""

    code_entered = Signal(str)
    request_wanted = Signal()
    consent_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, look.scaled(8), 0, 0)
        self._column.setSpacing(look.scaled(8))
        self._code: ErrorCodeField | None = None
        self._failure: FailureBlock | None = None
        self._title = label("strong", wrap=True)
        self._title.hide()
        self._column.addWidget(self._title)
        self.hide()

    def ask_for_code(self, asked: bool) -> None:
        """Shows an empty field for the code, or takes it away."""
        if asked and self._code is None:
            self._code = ErrorCodeField()
            self._code.entered.connect(self.code_entered)
            self._column.insertWidget(0, self._code)
        if self._code is not None and asked == self._code.isHidden():
            self._code.line.clear()
            self._code.setVisible(asked)
        self._fit()

    def explain(self, told: "Explanation", wording: "Wording", *, title: str = "") -> FailureBlock:
        """Shows an explanation, under its title where nothing else says it; gives the block for its buttons."""
        if self._failure is None:
            self._failure = FailureBlock()
            self._failure.request_wanted.connect(self.request_wanted)
            self._failure.consent_wanted.connect(self.consent_wanted)
            self._column.addWidget(self._failure)
        self._failure.explain(told, wording)
        self._failure.show()
        self._show_title(title)
        return self._failure

    def say(self, title: str) -> None:
        """Shows one sentence in place of an explanation, or nothing."""
        if self._failure is not None:
            self._failure.hide()
        self._show_title(title)

    def _show_title(self, title: str) -> None:
        self._title.setText(title)
        self._title.setVisible(bool(title))
        self._fit()

    def _fit(self) -> None:
        parts = (self._code, self._title, self._failure)
        self.setVisible(any(part is not None and not part.isHidden() for part in parts))
        self.updateGeometry()
