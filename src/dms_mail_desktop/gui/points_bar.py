"""The row of buttons above the list of points, made to fit the narrowest window."""

from dms_mail_desktop.gui import look
from dms_mail_desktop.gui.generated.ui_points_page import Ui_PointsPage


def fit_bar(ui: Ui_PointsPage, width: int) -> None:
    """The button at the right stays as wide as it gets; in a large font the others give their icons for that."""
    room = width - sum(look.column_margins(width))
    ui.run_button.setMinimumWidth(ui.run_button.widest())
    if ui.bar_layout.minimumSize().width() > room:
        for button in (ui.add_button, ui.edit_button, ui.duplicate_button, ui.remove_button):
            button.set_icon_name("")
