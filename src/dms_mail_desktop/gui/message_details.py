"""All that is known of one message, below the table that it is selected in."""

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from dms_mail_desktop.gui import look
from dms_mail_desktop.gui.address_label import AddressLabel
from dms_mail_desktop.gui.card import Card
from dms_mail_desktop.gui.failure_block import FailureBlock
from dms_mail_desktop.gui.labels import label
from dms_mail_desktop.gui.page import Column
from dms_mail_desktop.gui.states import IconLabel, StateIcon

if TYPE_CHECKING:
    from dms_mail_desktop.wording import Explanation, Wording

SHARE = 0.44
"""The most that the details take of the height of what they stand in."""
LEAST = 96


class Details(NamedTuple):
    """A message in words: its state, what follows from it, pairs of caption and value, what went wrong."""

    icon: StateIcon
    headline: str
    sentence: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    told: "Explanation | None" = None


class MessageDetails(Card):
    """As tall as what it says, up to a share of the tab; then it scrolls, and the keyboard can reach it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self._icon, self._headline = IconLabel(), label("strong", wrap=True)
        self._sentence, self._failure = AddressLabel("state"), FailureBlock()
        self._facts: list[QLabel] = []
        head = QHBoxLayout()
        head.setSpacing(look.scaled(10))
        head.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self._headline, 1)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(look.scaled(16))
        self._grid.setVerticalSpacing(look.scaled(4))
        self._grid.setColumnStretch(1, 1)
        self._content = Column()
        column = QVBoxLayout(self._content)
        column.setContentsMargins(*map(look.scaled, (20, 12, 16, 12)))
        column.setSpacing(look.scaled(8))
        column.addLayout(head)
        column.addWidget(self._sentence)
        column.addWidget(self._failure)
        column.addLayout(self._grid)
        column.addStretch(1)
        self.viewer = QScrollArea()
        self.viewer.setObjectName("details")
        self.viewer.setFrameShape(QFrame.Shape.NoFrame)
        self.viewer.setWidgetResizable(True)
        self.viewer.setProperty("details", True)
        self.viewer.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewer.setWidget(self._content)
        self.viewer.viewport().setAutoFillBackground(False)
        self._content.setAutoFillBackground(False)
        around = QVBoxLayout(self)
        around.setContentsMargins(1, 1, 1, 1)
        around.addWidget(self.viewer)
        if parent is not None:
            parent.installEventFilter(self)
        self.hide()

    def show_details(self, details: Details, wording: "Wording") -> None:
        """Shows these in place of the former ones, from their beginning."""
        self._icon.show_state(details.icon, 20)
        self._headline.setText(details.headline)
        self._sentence.setText(details.sentence)
        self._sentence.setVisible(bool(details.sentence))
        if details.told is not None:
            self._failure.explain(details.told, wording)
        self._failure.setVisible(details.told is not None)
        self._show_facts(details.facts)
        self.viewer.setAccessibleName(details.headline)
        self.viewer.verticalScrollBar().setValue(0)
        self.show()
        self._fit()

    def sizeHint(self) -> QSize:
        layout, around = self._content.layout(), self.parentWidget()
        if layout is None or around is None:
            return super().sizeHint()
        needed = layout.totalHeightForWidth(self.width() - 2) + 2
        return QSize(0, min(needed, max(look.scaled(LEAST), round(around.height() * SHARE))))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, look.scaled(LEAST))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The share is one of the height around."""
        if event.type() == QEvent.Type.Resize:
            self.updateGeometry()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _show_facts(self, facts: tuple[tuple[str, str], ...]) -> None:
        while len(self._facts) < 2 * len(facts):
            row = len(self._facts) // 2
            caption, value = label("quiet"), AddressLabel("state")
            self._grid.addWidget(caption, row, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(value, row, 1)
            self._facts += (caption, value)
        texts = [text for fact in facts for text in fact]
        for index, cell in enumerate(self._facts):
            cell.setText(texts[index] if index < len(texts) else "")
            cell.setVisible(index < len(texts))

    def _fit(self) -> None:
        """Takes the height that the words need; what does not fit is reached by scrolling."""
        self.updateGeometry()
        layout = self._content.layout()
        if layout is not None:
            hidden = layout.totalHeightForWidth(self.width() - 2) + 2 > self.sizeHint().height()
            self.viewer.setFocusPolicy(Qt.FocusPolicy.StrongFocus if hidden else Qt.FocusPolicy.NoFocus)
