"""The page between tabs and footer: it scrolls, its column is centred, its labels share one width."""

from PySide6.QtCore import QEvent, QPoint, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QFormLayout, QLabel, QPlainTextEdit, QScrollArea, QWidget

from dms_mail_desktop.gui import look
from dms_mail_desktop.gui.field_pair import FieldPair
from dms_mail_desktop.gui.growing import grow


def reveal(widget: QWidget) -> None:
    """Scrolls the page that holds the widget until the widget is seen, its top before its bottom."""
    page = widget.parentWidget()
    while page is not None and not isinstance(page, Page):
        page = page.parentWidget()
    if page is not None:
        margin = look.scaled(24)
        place = widget.mapTo(page.content(), QPoint())
        page.ensureVisible(place.x(), place.y() + widget.height(), 0, margin)
        page.ensureVisible(place.x(), place.y(), 0, margin)


class Column(QWidget):
    """The content of a page: as wide as the page, and as tall as that width makes it, without an empty tail."""

    def sizeHint(self) -> QSize:
        # As for a card: no question for a height in another width than the page has.
        layout = self.layout()
        return super().sizeHint() if layout is None else layout.sizeHint()

    def minimumSizeHint(self) -> QSize:
        layout, viewport = self.layout(), self.parentWidget()
        if layout is None or viewport is None:
            return QSize()
        if layout.hasHeightForWidth():
            return QSize(0, layout.totalHeightForWidth(viewport.width()))
        return QSize(0, layout.totalMinimumSize().height())


class Page(QScrollArea):
    """Scrolls a Column; the scroll bar lives in the right margin and never moves the column."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._labels: list[QLabel] | None = None
        self._card_width = 0
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        # Tab goes from field to field; the keys that scroll reach the page through any of them.
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.viewport().setAutoFillBackground(False)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._follow_focus)

    def content(self) -> QWidget:
        """The widget that is scrolled; a form without one is built wrong."""
        content = self.widget()
        if content is None:
            raise LookupError(self.objectName())
        return content

    def resizeEvent(self, event: QResizeEvent) -> None:
        if self._labels is None:
            self._prepare()
        left, right = look.column_margins(self.width())
        layout = self.content().layout()
        if layout is not None:
            margins = layout.contentsMargins()
            margins.setLeft(left)
            margins.setRight(right - (self.width() - self.viewport().width()))
            layout.setContentsMargins(margins)
        self._card_width = self.width() - left - right
        self._fit_labels()
        super().resizeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.LanguageChange, QEvent.Type.FontChange) and self._labels is not None:
            self._fit_labels()

    def _follow_focus(self, left: QWidget | None, entered: QWidget | None) -> None:
        """Shows what the keyboard came to from outside the page; within it Qt does so by itself.

        A window that becomes active again stays as it was left, and the mouse needs no help.
        """
        if left is None or entered is None or QApplication.mouseButtons() or left.window() is not entered.window():
            return
        if self.isAncestorOf(entered):
            reveal(entered)

    def _prepare(self) -> None:
        """Makes what a form can only say for 10 pt fit the font, and finds the labels."""
        self.content().setAutoFillBackground(False)
        self._labels = []
        grow(self.content())
        for form in self.content().findChildren(QFormLayout):
            self._labels += _labels_of(form)
        for label in self._labels:
            # A row's label stands beside the first line of its field, however tall the row grows.
            above = (look.control_height(label.font()) - label.fontMetrics().height()) // 2
            label.setContentsMargins(0, above, 0, 0)
            label.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        for text in self.content().findChildren(QPlainTextEdit):
            lines = int(text.property("lines") or 3)
            text.setFixedHeight(text.fontMetrics().lineSpacing() * lines + look.scaled(18))

    def _fit_labels(self) -> None:
        """Gives all labels the width of the longest, within the limits; longer ones wrap."""
        if not self._labels:
            return
        widths = [label.fontMetrics().horizontalAdvance(label.text()) + 2 for label in self._labels]
        narrowest, widest = (look.scaled(limit) for limit in look.LABELS)
        width = min(max(narrowest, *widths), widest, int((self._card_width - look.scaled(40)) * 0.36))
        for label, needed in zip(self._labels, widths, strict=True):
            label.setWordWrap(needed > width)
            label.setFixedWidth(width)
        pairs = self.content().findChildren(FieldPair)
        second = max((pair.width_of_label() for pair in pairs), default=0)
        for pair in pairs:
            pair.set_second_label_width(second)
        for child in self.content().findChildren(QWidget):
            if hasattr(child, "set_label_width"):
                child.set_label_width(width)


def _labels_of(form: QFormLayout) -> list[QLabel]:
    items = (form.itemAt(row, QFormLayout.ItemRole.LabelRole) for row in range(form.rowCount()))
    widgets = (item.widget() for item in items if item is not None)
    return [widget for widget in widgets if isinstance(widget, QLabel)]
