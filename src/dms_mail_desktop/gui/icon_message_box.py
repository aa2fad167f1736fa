"""Qt's message box with our state icon in place of Qt's."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMessageBox, QPushButton, QWidget

from dms_mail_desktop.gui import icons
from dms_mail_desktop.gui.labels import repolish
from dms_mail_desktop.gui.states import StateIcon, role_of, spoken

if TYPE_CHECKING:
    from dms_mail_desktop.wording.explanations import Explanation


def icon_message_box(parent: QWidget, state: StateIcon, title: str, text: str, informative: str = "") -> QMessageBox:
    """A box without buttons yet; add them, `mark_primary` one, connect, `open()`."""
    box = QMessageBox(parent)
    box.setWindowTitle(title)
    box.setText(text)
    box.setInformativeText(informative)
    box.setIconPixmap(icons.pixmap(state.value, role_of(state), 32))
    box.setAccessibleDescription(spoken(state))
    return box


def mark_primary(box: QMessageBox, button: QPushButton) -> None:
    """Makes a button of the box the default and the filled one."""
    box.setDefaultButton(button)
    button.setProperty("primary", True)
    repolish(button)


def show_error(parent: QWidget, told: "Explanation") -> QMessageBox:
    """Shows what went wrong and what to do; the server's own words stand last."""
    parts = (told.cause, told.remedy, told.command, told.server_words)
    box = icon_message_box(parent, StateIcon.ERROR, told.title, told.title, "\n\n".join(filter(None, parts)))
    mark_primary(box, box.addButton(QMessageBox.StandardButton.Ok))
    box.open()
    return box
