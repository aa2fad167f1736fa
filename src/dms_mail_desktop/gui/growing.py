"""Distances of a form, which it can only say for 10 pt, in the font that is in force."""

from PySide6.QtWidgets import QFormLayout, QLayout, QWidget

from dms_mail_desktop.gui import look


def grow(content: QWidget) -> None:
    """Makes margins and spacings of the form's layouts fit the font; to be done once.

    A form names each layout that it makes. What the program makes has no name and is measured by the font already.
    """
    if look.current().unit == 1:
        return
    for layout in content.findChildren(QLayout):
        if layout.objectName():
            _grow(layout)


def _grow(layout: QLayout) -> None:
    margins = layout.contentsMargins()
    sides = (margins.left(), margins.top(), margins.right(), margins.bottom())
    layout.setContentsMargins(*map(look.scaled, sides))
    if isinstance(layout, QFormLayout):
        layout.setHorizontalSpacing(look.scaled(layout.horizontalSpacing()))
        layout.setVerticalSpacing(look.scaled(layout.verticalSpacing()))
    elif layout.spacing() > 0:
        layout.setSpacing(look.scaled(layout.spacing()))
