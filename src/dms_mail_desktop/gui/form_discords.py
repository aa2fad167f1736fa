"""What does not fit together on a form, shown at its fields with what mends it, before anything is sent."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from pydantic import ValidationError
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLineEdit

from dms_mail_desktop.coherence import Discord, Incoherence, incoherences
from dms_mail_desktop.errors import RegistrationIncomplete
from dms_mail_desktop.gui.field_rows import FieldRows
from dms_mail_desktop.gui.language import Language
from dms_mail_desktop.models import MailServer, Point, Registration


@dataclass(frozen=True)
class DiscordForm:
    """What the warnings need of the form they belong to.

    `account` is what stands on it; `fill` puts values into its fields; `register` opens the registration window with
    what it lacks or with values for it; `lines` are the fields that are typed.
    """

    prefix: str
    account: Callable[[], MailServer | Point]
    registration: Callable[[], Registration]
    fill: Callable[[Mapping[str, Any]], None]
    register: Callable[[RegistrationIncomplete | Mapping[str, Any]], None]
    lines: Collection[QLineEdit]


class FormDiscords(QObject):
    """Warns and never refuses; a word that is still being typed is not judged."""

    def __init__(self, rows: FieldRows, form: DiscordForm, language: Language, parent: QObject) -> None:
        super().__init__(parent)
        self._rows, self._form, self._language = rows, form, language
        self._shown: dict[str, Incoherence] = {}
        self._reviewed = ""
        self._typing = False
        for line in form.lines:
            line.textEdited.connect(lambda: self._type(typing=True))
            line.editingFinished.connect(lambda: self._type(typing=False))
        language.changed.connect(self._say)

    def follow(self) -> None:
        """After a change of the form: what fits now goes away at once, what does not is said once it is typed."""
        found = self._found()
        if self._typing:
            found = {field: each for field, each in found.items() if field in self._shown}
        for field in self._shown.keys() - found.keys():
            self._rows.show_advice(field, "")
        self._shown = found
        self._say()

    def review(self, button: str) -> None:
        """Something is about to be sent: says beside its button where to look, and lets it go on."""
        self._forget_review()
        self._reviewed = button
        self._type(typing=False)

    def _type(self, *, typing: bool) -> None:
        self._typing = typing
        if not typing:
            self.follow()

    def _found(self) -> dict[str, Incoherence]:
        try:
            account = self._form.account()
        except ValidationError:
            # A value without its form, such as a line with a control character, is a fault of its own.
            return {}
        return {each.name: each for each in incoherences(account, self._form.registration())}

    def _say(self) -> None:
        wording = self._language.wording
        for field, found in self._shown.items():
            self._rows.show_advice(field, wording.discord(found), wording.mend(found), partial(self._mend, found))
        if not self._shown:
            self._forget_review()
        elif self._reviewed:
            fields = tuple(wording.field_label(f"{self._form.prefix}{field}") for field in self._shown)
            text = wording.say("gui.discords.before", count=len(fields), fields=fields)
            self._rows.show_advice(self._reviewed, text, wording.say("gui.discords.show"), self._show_first)

    def _forget_review(self) -> None:
        if self._reviewed:
            self._rows.show_advice(self._reviewed, "")
        self._reviewed = ""

    def _show_first(self) -> None:
        self._rows.focus(next(iter(self._shown)))

    def _mend(self, found: Incoherence) -> None:
        if found.discord is Discord.NOT_REGISTERED:
            self._form.register(RegistrationIncomplete(("client_id",)))
        elif found.registration:
            self._form.register(found.registration)
        else:
            self._form.fill(found.mend)
            self.follow()
