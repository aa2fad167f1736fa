"""The icon of a state in a table's row."""

from PySide6.QtGui import QIcon

from dms_mail_desktop.gui import icons, look
from dms_mail_desktop.gui.states import StateIcon, role_of
from dms_mail_desktop.gui.table import ICON, ICON_GAP


def row_icon(state: StateIcon) -> QIcon:
    """The icon; in high contrast a selected row has colours of its own."""
    made = icons.icon(state.value, role_of(state), ICON, gap=ICON_GAP)
    roles = look.current().roles
    if roles.on_selected != roles.text:
        selected = icons.icon(state.value, "on_selected", ICON, gap=ICON_GAP)
        made.addPixmap(selected.pixmap(4 * ICON), QIcon.Mode.Selected)
    return made
