"""Labels: their kind decides size and colour in the skin."""

from PySide6 import QtCore, QtGui
from PySide6.QtWidgets import QLabel, QWidget

PLAIN_TEXT = 0
"""Qt.TextFormat.PlainText; to name it makes PySide build all of Qt's enums, 24 ms before the first paint."""


class PlainLabel(QLabel):
    """A label of one kind that takes every text as it is."""

    def __init__(self, kind: str, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setProperty("textFormat", PLAIN_TEXT)
        self.setProperty("kind", kind)


def label(kind: str, text: str = "", *, wrap: bool = False, selectable: bool = False) -> QLabel:
    """A text label of one kind (heading, strong, quiet, help, caption, fault, refused, code)."""
    made = PlainLabel(kind, text)
    made.setWordWrap(wrap)
    if kind == "code":
        use_fixed_font(made)
    if selectable:
        made.setTextInteractionFlags(QtCore.Qt.TextInteractionFlag.TextSelectableByMouse)
    return made


def use_fixed_font(widget: QWidget) -> None:
    """Shows a widget's text with signs of one width."""
    # A style sheet knows families only; the hint finds a fixed font where none of them is installed.
    font = QtGui.QFont(widget.font())
    font.setFamilies(["Cascadia Mono", "Consolas", "DejaVu Sans Mono"])
    font.setStyleHint(QtGui.QFont.StyleHint.Monospace)
    widget.setFont(font)


def set_kind(widget: QWidget, kind: str) -> None:
    """Changes a label's kind; a style sheet sees a changed property only after a new polish."""
    if widget.property("kind") != kind:
        widget.setProperty("kind", kind)
        repolish(widget)


def repolish(widget: QWidget) -> None:
    """Lets the style sheet look at the widget's properties again."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()
