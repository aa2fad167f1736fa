"""The window "Podręcznik"."""

from importlib.resources import files

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialog, QTextBrowser, QVBoxLayout, QWidget

from dms_mail_desktop.gui import look
from dms_mail_desktop.gui.language import Language

SIZE = QSize(760, 620)


class ManualDialog(QDialog):
    """The manual in the language of the windows; its links open in the browser."""

    def __init__(self, language: Language, parent: QWidget) -> None:
        super().__init__(parent)
        self._language = language
        self._text = QTextBrowser(self)
        self._text.setOpenExternalLinks(True)
        self._text.setFrameShape(QTextBrowser.Shape.NoFrame)
        self._text.document().setDocumentMargin(look.scaled(20))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._text)
        self.resize(SIZE * look.current().unit)
        language.changed.connect(self._write)
        self._write()

    def _write(self) -> None:
        self.setWindowTitle(self.tr("Podręcznik"))
        self._text.setAccessibleName(self.windowTitle())
        manual = files("dms_mail_desktop") / "data" / "manual" / f"{self._language.code}.md"
        self._text.setMarkdown(manual.read_text(encoding="utf-8"))
