"""A person at the tab Lista of a point's dialog, over a mailbox and a ledger that the test fills."""

from dataclasses import replace
from pathlib import Path

from company import PATIENCE
from listed_runs import ListedRuns
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QPushButton, QTabWidget, QWidget
from pytestqt.qtbot import QtBot

from dms_mail_desktop.gui.background import Background
from dms_mail_desktop.gui.document import Document
from dms_mail_desktop.gui.language import Language
from dms_mail_desktop.gui.point_dialog import Opening, PointDialog
from dms_mail_desktop.gui.point_states import Standings
from dms_mail_desktop.gui.table import Table
from dms_mail_desktop.models import Point, Settings
from dms_mail_desktop.sandbox.keyring import ThrowAwayKeyring
from dms_mail_desktop.services import build_services

POINT = Point(id="p1", name="Faktury", host="poczta.firma.pl", login="faktury@firma.pl", target="/dokumenty")


class ListDesk:
    """One dialog on the screen; its button opens nothing but what the test has given it."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.qtbot, self.runs, self.parent = qtbot, ListedRuns(), QWidget()
        qtbot.addWidget(self.parent)
        self.services = replace(build_services(folder, backend=ThrowAwayKeyring()), runs=self.runs)
        self.language, self.background = Language("pl"), Background()
        self.dialog: PointDialog

    def open(self, point: Point = POINT, opening: Opening = Opening.EDIT, settings: Settings | None = None) -> None:
        """Opens the dialog of a saved point with a typed password, at the tab Lista."""
        store = self.services.store
        store.save(settings or Settings(points=(point,)), store.load().stamp)
        document = Document(self.services, self.background)
        shared = (Standings(), document, self.services, self.background, self.language)
        self.dialog = PointDialog(point, opening, *shared, self.parent)
        self.dialog.show()
        self.dialog.activateWindow()
        self.qtbot.waitUntil(self.dialog.isActiveWindow)
        self.dialog.begin()
        self.tab(2)

    def close(self) -> None:
        """Ends as the program does."""
        self.background.close()
        self.language.choose("pl")

    def tab(self, index: int) -> None:
        """Turns to a tab."""
        tabs = self.find(QTabWidget, "tabs")
        assert isinstance(tabs, QTabWidget)
        tabs.setCurrentIndex(index)

    def find(self, kind: type[QWidget], name: str) -> QWidget:
        """A widget by its name."""
        found = self.dialog.findChild(kind, name)
        assert isinstance(found, kind), name
        return found

    def type(self, name: str, text: str) -> None:
        """Replaces a line's text."""
        line = self.find(QLineEdit, name)
        assert isinstance(line, QLineEdit)
        line.setText(text)

    def choose(self, name: str, text: str) -> None:
        """Chooses an entry by its text."""
        combo = self.find(QComboBox, name)
        assert isinstance(combo, QComboBox)
        combo.setCurrentIndex(combo.findText(text))

    def press(self, caption: str) -> None:
        """Presses a button that is on show."""
        self.qtbot.mouseClick(self.button(caption), Qt.MouseButton.LeftButton)

    def button(self, caption: str) -> QPushButton:
        """A button that is on show."""
        return next(button for button in self.buttons() if button.text().replace("&", "") == caption)

    def captions(self) -> list[str]:
        """What the buttons of the tab say."""
        return [button.text().replace("&", "") for button in self.buttons()]

    def buttons(self) -> list[QPushButton]:
        """The buttons on show, those of the footer last."""
        return [button for button in self.dialog.findChildren(QPushButton) if button.isVisible() and button.text()]

    @property
    def table(self) -> Table:
        """The table of the part on show."""
        tables = [table for table in self.dialog.findChildren(Table) if table.isVisible()]
        assert len(tables) == 1
        return tables[0]

    def rows(self) -> list[tuple[str, str]]:
        """Subject and last column of the table on show; none while there is no table."""
        tables = [table for table in self.dialog.findChildren(Table) if table.isVisible()]
        if not tables:
            return []
        model = tables[0].model()
        return [
            (model.index(row, 0).data(), model.index(row, 3).data()) for row in range(model.rowCount(QModelIndex()))
        ]

    def select(self, *rows: int) -> None:
        """Selects rows of the table on show."""
        self.table.clearSelection()
        for row in rows:
            index = self.table.model().index(row, 0)
            modifier = Qt.KeyboardModifier.ControlModifier if row != rows[0] else Qt.KeyboardModifier.NoModifier
            place = self.table.visualRect(index).center()
            self.qtbot.mouseClick(self.table.viewport(), Qt.MouseButton.LeftButton, modifier, place)

    def texts(self) -> list[str]:
        """Everything that can be read."""
        return [label.text() for label in self.dialog.findChildren(QLabel) if label.isVisible() and label.text()]

    def reads(self, words: str) -> bool:
        """Whether these words can be read."""
        return any(words in text for text in self.texts())

    def wait_for(self, words: str) -> None:
        """Waits until these words can be read."""
        self.qtbot.waitUntil(lambda: self.reads(words), timeout=PATIENCE)

    def wait_for_rows(self, count: int) -> None:
        """Waits until the table has so many rows."""
        self.qtbot.waitUntil(lambda: len(self.rows()) == count, timeout=PATIENCE)

    def look(self) -> None:
        """Looks what is waiting, until that is known."""
        self.type("password", "tajne")
        self.press("Pokaż, co czeka")

    def show_history(self) -> None:
        """Turns to the history, until it is read."""
        asked = len(self.runs.asked)
        self.press("Historia")
        self.qtbot.waitUntil(lambda: len(self.runs.asked) > asked, timeout=PATIENCE)
        QApplication.processEvents()
