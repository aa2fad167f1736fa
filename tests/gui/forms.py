"""The forms as they are built, without behaviour, and what can be measured on any of them."""

from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QMainWindow,
    QPlainTextEdit,
    QWidget,
)

from dms_mail_desktop.gui.address_label import AddressLabel
from dms_mail_desktop.gui.elided_label import ElidedLabel
from dms_mail_desktop.gui.field_rows import FieldRows
from dms_mail_desktop.gui.generated.ui_mail_server_page import Ui_MailServerPage
from dms_mail_desktop.gui.generated.ui_main_window import Ui_MainWindow
from dms_mail_desktop.gui.generated.ui_registration_dialog import Ui_RegistrationDialog

FIELDS = (QLineEdit, QPlainTextEdit, QComboBox, QAbstractSpinBox)


class Form:
    """A window with a form, every row of it shown."""

    window: QWidget
    rows: FieldRows

    def show(self, width: int, height: int) -> None:
        self.window.resize(width, height)
        self.window.show()
        settle()


class ServerForm(Form):
    """The main window with the mail server page."""

    def __init__(self) -> None:
        self.window = window = QMainWindow()
        self.main = Ui_MainWindow()
        self.main.setupUi(window)
        self.page = QWidget(self.main.mail_server_tab)
        self.ui = Ui_MailServerPage()
        self.ui.setupUi(self.page)
        self.main.mail_server_tab_layout.addWidget(self.page)
        self.rows = FieldRows(self.page)
        self.cards = [self.ui.sending_card, self.ui.sql_card, self.ui.account_card, self.ui.test_card]

    def retranslate(self) -> None:
        self.main.retranslateUi(self.window)
        self.ui.retranslateUi(self.page)


class RegistrationForm(Form):
    """The registration dialog."""

    def __init__(self) -> None:
        self.window = window = QDialog()
        self.ui = Ui_RegistrationDialog()
        self.ui.setupUi(window)
        self.rows = FieldRows(window)
        self.ui.values.set_values([("Platforma", "Aplikacje mobilne i klasyczne"), ("URI", "http://localhost")])


def settle() -> None:
    """Lets the layouts and what follows them run."""
    for _ in range(4):
        QApplication.processEvents()


def place(widget: QWidget, window: QWidget) -> QRect:
    """Where the widget stands in its window."""
    return QRect(widget.mapTo(window, QPoint()), widget.size())


def fields(window: QWidget) -> list[QWidget]:
    """Everything that holds a value."""
    inner = (QComboBox, QAbstractSpinBox)
    return [
        child
        for child in window.findChildren(QWidget)
        if isinstance(child, FIELDS) and not isinstance(child.parent(), inner)
    ]


def cut_texts(window: QWidget) -> Iterator[str]:
    """The texts that do not fit their widget."""
    for child in window.findChildren(QWidget):
        if not child.isVisible():
            continue
        if isinstance(child, AddressLabel):
            if child.heightForWidth(child.width()) > child.height():
                yield child.text()
        elif isinstance(child, QLabel) and child.text() and not isinstance(child, ElidedLabel):
            yield from _cut_label(child)
        elif isinstance(child, QAbstractButton) and child.text() and child.width() < child.minimumSizeHint().width():
            yield child.text()
        elif isinstance(child, QComboBox):
            yield from _cut_entries(child)


def _cut_label(label: QLabel) -> Iterator[str]:
    room = label.contentsRect()
    if label.wordWrap():
        words = label.text().split() if "<" not in label.text() else []
        widest = max((label.fontMetrics().horizontalAdvance(word) for word in words), default=0)
        if widest > room.width() or label.heightForWidth(label.width()) > label.height():
            yield label.text()
    elif label.sizeHint().width() > label.width() or label.sizeHint().height() > label.height():
        yield label.text()


def _cut_entries(combo: QComboBox) -> Iterator[str]:
    from PySide6.QtWidgets import QStyle, QStyleOptionComboBox

    option = QStyleOptionComboBox()
    combo.initStyleOption(option)
    part = QStyle.SubControl.SC_ComboBoxEditField
    room = combo.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, part, combo).width()
    for index in range(combo.count()):
        if combo.fontMetrics().horizontalAdvance(combo.itemText(index)) > room:
            yield combo.itemText(index)
