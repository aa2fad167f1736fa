"""The name of a mailbox folder: typed, or chosen from the list that the server gave."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QComboBox, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from dms_mail_desktop.gui.controls import ComboBox

if TYPE_CHECKING:
    from dms_mail_desktop.mail.imap_folders import Folder, FolderUse

USE_ROLE = Qt.ItemDataRole.UserRole + 1


class _WithUse(QStyledItemDelegate):
    """Says beside the name what the folder is for."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        super().initStyleOption(option, index)
        use = index.data(USE_ROLE)
        if use:
            option.text = f"{option.text}  –  {use}"


class FolderField(ComboBox):
    """An editable combo box whose value is the folder's name as the server spells it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)

    def value(self) -> str:
        """The name that stands there."""
        return self.currentText().strip()

    def set_value(self, name: str) -> None:
        """Shows a name, in the list or not."""
        if self.value() != name:
            self.setEditText(name)

    def set_folders(self, folders: "Iterable[Folder]", describe: "Callable[[FolderUse], str]") -> None:
        """Offers what can be opened; the name that stands there stays."""
        name = self.currentText()
        blocked = self.blockSignals(True)
        self.clear()
        model: QAbstractItemModel = self.model()
        for folder in folders:
            if folder.selectable:
                self.addItem(folder.name)
                model.setData(model.index(self.count() - 1, 0), describe(folder.use) if folder.use else "", USE_ROLE)
        self.setCurrentIndex(self.findText(name))
        self.setEditText(name)
        self.blockSignals(blocked)

    def showPopup(self) -> None:
        if not self._popup_ready:
            self.setItemDelegate(_WithUse(self))
            self._popup_ready = True
        super().showPopup()
