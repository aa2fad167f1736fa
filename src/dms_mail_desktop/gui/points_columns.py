"""The widths of the columns in the list of points."""

from dms_mail_desktop.gui import look
from dms_mail_desktop.gui.points_model import Column, PointsModel
from dms_mail_desktop.gui.table import ICON, ICON_GAP, Table

CELL_PADDING = 28
"""Left and right of a cell's text, px at 10 pt."""
SORT_ARROW = 10
"""Beside the caption of the sorted column."""


def fit_columns(table: Table, model: PointsModel) -> None:
    """The narrow columns get what their longest text needs; name and account divide the rest 58 to 42."""
    metrics, fixed = table.fontMetrics(), dict[int, int]()
    for column in (Column.MODE, Column.ACTIVE, Column.RAN, Column.STATE):
        caption, *texts = map(metrics.horizontalAdvance, model.widest_texts(column))
        icon = look.scaled(ICON + 2 * ICON_GAP + 8) if column is Column.STATE else 0
        widest = max(caption + look.scaled(SORT_ARROW), max(texts, default=0) + icon)
        fixed[column] = widest + look.scaled(CELL_PADDING)
    shares = {int(Column.NAME): 58, int(Column.ACCOUNT): 42}
    table.share_out(fixed, shares, (Column.RAN, Column.ACTIVE, Column.MODE))
