"""A line for a day, or for none."""

from PySide6.QtWidgets import QLineEdit


class DateField(QLineEdit):
    """Holds a day as RRRR-MM-DD; empty is no day."""

    def value(self) -> str | None:
        """What stands there, not yet judged."""
        return self.text().strip() or None
