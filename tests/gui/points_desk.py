"""A person at the list of points and in the dialog of one."""

from dataclasses import dataclass

from company import PATIENCE, Desk
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDialog, QLabel, QLineEdit, QPlainTextEdit, QSpinBox, QTabWidget, QWidget

from dms_mail_desktop.gui.table import Table
from dms_mail_desktop.models import Point, Settings


@dataclass
class PointDesk:
    """Works on the tab of the points and in the dialog that is open there."""

    desk: Desk

    def store(self, *points: Point) -> None:
        """Writes the settings with these points."""
        self.desk.store_settings(self.desk.saved().model_copy(update={"points": points}))

    def open(self) -> Table:
        """Starts the program and shows the list."""
        self.desk.start()
        tabs = self.desk.find(QTabWidget, "tabs")
        assert isinstance(tabs, QTabWidget)
        tabs.setCurrentIndex(1)
        return self.table

    @property
    def table(self) -> Table:
        table = self.desk.find(Table, "table")
        assert isinstance(table, Table)
        return table

    def rows(self) -> list[list[str]]:
        """What the table shows."""
        model = self.table.model()
        return [[model.index(row, column).data() for column in range(6)] for row in range(model.rowCount())]

    def select(self, name: str) -> None:
        """Selects the row of a point."""
        names = [row[0] for row in self.rows()]
        self.table.selectRow(names.index(name))

    def edit(self, name: str) -> QDialog:
        """Opens a point."""
        self.select(name)
        self.desk.press("Edytuj")
        return self.dialog

    @property
    def dialog(self) -> QDialog:
        dialog = self.desk.dialog()
        assert dialog is not None
        return dialog

    def field(self, name: str) -> QWidget:
        """A field of the dialog."""
        widget = self.dialog.findChild(QWidget, name)
        assert widget is not None, name
        return widget

    def tab(self, index: int) -> None:
        """Turns to a tab of the dialog."""
        tabs = self.dialog.findChild(QTabWidget, "tabs")
        assert tabs is not None
        tabs.setCurrentIndex(index)

    def fill(self, **values: object) -> None:
        """Fills in fields of the dialog: texts, numbers, and choices by their data."""
        for name, value in values.items():
            field = self.field(name)
            match field:
                case QSpinBox():
                    assert isinstance(value, int)
                    field.setValue(value)
                case QComboBox() if field.isEditable():
                    field.setEditText(str(value))
                case QComboBox():
                    index = field.findData(value)
                    assert index >= 0, (name, value)
                    field.setCurrentIndex(index)
                case QLineEdit():
                    field.setText(str(value))
                    field.editingFinished.emit()
                case QPlainTextEdit():
                    field.setPlainText(str(value))
                case _:
                    raise TypeError(field)

    def press(self, caption: str) -> None:
        """Presses a button of the dialog."""
        self.desk.press(caption, self.dialog)

    def key(self, key: Qt.Key) -> None:
        """Presses a key in the table."""
        self.desk.qtbot.keyClick(self.table, key)

    def reads(self, words: str) -> bool:
        """Whether the dialog shows these words."""
        return any(label.isVisible() and words in label.text() for label in self.dialog.findChildren(QLabel))

    def wait_for(self, words: str) -> None:
        """Waits until the dialog shows these words."""
        self.desk.qtbot.waitUntil(lambda: self.reads(words), timeout=PATIENCE)

    def sign_in(self) -> None:
        """Signs in from the dialog."""
        self.press("Autoryzacja")
        self.desk.answer("OK")

    def check(self, words: str = "Skrzynka otwarta") -> None:
        """Checks the mailbox from the dialog."""
        self.press("Sprawdź skrzynkę")
        self.wait_for(words)

    def save(self) -> None:
        """Saves from the dialog and waits until it is done."""
        self.press("Zapisz")
        self.wait_for("Zapisano")

    def close(self) -> None:
        """Closes the dialog, which has nothing unsaved."""
        self.press("Zamknij")
        self.desk.qtbot.waitUntil(lambda: self.desk.dialog() is None)

    def saved(self) -> Settings:
        """What the settings file holds."""
        return self.desk.saved()
