"""The questions that the main window asks before something typed is lost."""

from collections.abc import Callable

from PySide6.QtWidgets import QMessageBox, QWidget

from dms_mail_desktop.gui.icon_message_box import icon_message_box, mark_primary
from dms_mail_desktop.gui.language import Language
from dms_mail_desktop.gui.states import StateIcon


def ask_restore(window: QWidget, language: Language, restore: Callable[[], None]) -> None:
    """Asks whether everything typed may be dropped."""
    say = language.wording.say
    box = icon_message_box(
        window, StateIcon.WARNING, window.windowTitle(), say("gui.restore.question"), say("gui.restore.detail")
    )
    agreed = box.addButton(say("gui.button.restore"), QMessageBox.ButtonRole.AcceptRole)
    mark_primary(box, agreed)
    box.setEscapeButton(box.addButton(say("gui.button.cancel"), QMessageBox.ButtonRole.RejectRole))
    box.finished.connect(lambda: restore() if box.clickedButton() is agreed else None)
    box.open()


def ask_removal(window: QWidget, language: Language, name: str, detail: str, remove: Callable[[], None]) -> None:
    """Asks whether a point may go; `detail` says what becomes of its secret."""
    say = language.wording.say
    question = say("gui.points.remove.question", name=name)
    box = icon_message_box(window, StateIcon.WARNING, say("gui.points.remove.title"), question, detail)
    agreed = box.addButton(say("gui.points.remove.agree"), QMessageBox.ButtonRole.DestructiveRole)
    kept = box.addButton(say("gui.button.cancel"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(kept)
    box.setEscapeButton(kept)
    box.finished.connect(lambda: remove() if box.clickedButton() is agreed else None)
    box.open()


def ask_closing(window: QWidget, language: Language, *, save: Callable[[], None], discard: Callable[[], None]) -> None:
    """Asks what becomes of unsaved changes; neither is called when the window shall stay."""
    say = language.wording.say
    box = icon_message_box(
        window, StateIcon.WARNING, say("gui.closing.title"), say("gui.closing.question"), say("gui.closing.detail")
    )
    saving = box.addButton(say("gui.closing.save"), QMessageBox.ButtonRole.AcceptRole)
    mark_primary(box, saving)
    discarding = box.addButton(say("gui.closing.discard"), QMessageBox.ButtonRole.DestructiveRole)
    box.setEscapeButton(box.addButton(say("gui.closing.cancel"), QMessageBox.ButtonRole.RejectRole))

    def answered() -> None:
        if box.clickedButton() is saving:
            save()
        elif box.clickedButton() is discarding:
            discard()

    box.finished.connect(answered)
    box.open()
