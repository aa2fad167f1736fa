"""What is asked before an account is signed out, and what is said after it."""

from collections.abc import Callable
from html import escape

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QMessageBox, QWidget

from dms_mail_desktop.gui.icon_message_box import icon_message_box, mark_primary
from dms_mail_desktop.gui.language import Language
from dms_mail_desktop.gui.states import StateIcon


def ask_sign_out(
    window: QWidget, language: Language, login: str, places: tuple[str, ...], sign_out: Callable[[], None]
) -> None:
    """Asks whether the account may be signed out, and names the places that use it."""
    say = language.wording.say
    detail = say("gui.sign_out.used", places=places) if places else say("gui.sign_out.unused")
    box = icon_message_box(
        window, StateIcon.WARNING, say("gui.sign_out.title"), say("gui.sign_out.question", login=login), detail
    )
    agreed = box.addButton(say("gui.sign_out.agree"), QMessageBox.ButtonRole.AcceptRole)
    stay = box.addButton(say("gui.button.cancel"), QMessageBox.ButtonRole.RejectRole)
    mark_primary(box, stay if places else agreed)
    box.setEscapeButton(stay)
    box.finished.connect(lambda: sign_out() if box.clickedButton() is agreed else None)
    box.open()


def say_signed_out(window: QWidget, language: Language, login: str, page: str) -> None:
    """Says what is gone from this computer, and links to where the grant itself is withdrawn."""
    say = language.wording.say
    box = icon_message_box(window, StateIcon.SUCCESS, say("gui.sign_out.title"), say("gui.sign_out.done", login=login))
    if page:
        link, grant = f'<a href="{escape(page)}">{escape(page)}</a>', escape(say("gui.sign_out.grant"))
        box.setTextFormat(Qt.TextFormat.RichText)
        box.setText(escape(say("gui.sign_out.done", login=login)))
        box.setInformativeText(f"{grant}<br>{link}")
        box.setTextInteractionFlags(Qt.TextInteractionFlag.TextBrowserInteraction)
        opening = box.addButton(say("gui.sign_out.open_page"), QMessageBox.ButtonRole.ActionRole)
        box.finished.connect(lambda: QDesktopServices.openUrl(QUrl(page)) if box.clickedButton() is opening else None)
    mark_primary(box, box.addButton(QMessageBox.StandardButton.Ok))
    box.open()
