"""The fields of a configuration point: what follows what, which rows show, what stands below them."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from dms_mail_desktop.gui.binding import Binder
from dms_mail_desktop.gui.field_rows import FieldRows
from dms_mail_desktop.gui.form_faults import Faults, FormFaults, faults_of
from dms_mail_desktop.gui.form_rules import asks_for_clear_text, followed_mailbox_port, hidden_point_fields
from dms_mail_desktop.gui.generated.ui_point_dialog import Ui_PointDialog
from dms_mail_desktop.gui.language import Language
from dms_mail_desktop.gui.tab_marks import pages_of
from dms_mail_desktop.models import DOCUMENT_FIELDS, POP3_AFTER, AccountType, AfterFetch, AuthMethod, Point
from dms_mail_desktop.rules import Strictness, folder_fault, name_faults

ROWS = ("password", "sign_in", "clear_text_confirmed", "after_folder")
"""The rows that come and go."""
INBOX = "INBOX"


class PointForm(QObject):
    """A working copy of one point; saving is the dialog's business."""

    changed = Signal(str)
    """The field that was changed."""

    def __init__(
        self, ui: Ui_PointDialog, language: Language, uncover: Callable[[QWidget], None], dialog: QWidget
    ) -> None:
        super().__init__(dialog)
        self._ui, self._language = ui, language
        self._id = ""
        self._following = False
        self._port_typed = False
        widgets = {name: getattr(ui, name) for name in Point.model_fields if name != "id"}
        self._binder = Binder(Point, widgets, apart=("id",))
        self.rows = FieldRows(*pages_of(ui.tabs), uncover=uncover)
        self.faults = FormFaults(self.rows, language, "point.", self)
        self._binder.on_change(self._follow)
        ui.target.editingFinished.connect(lambda: self._judge_target(typing=False))

    def fill(self, values: Mapping[str, Any]) -> None:
        """Enters values that were suggested; a port among them was not typed by anybody."""
        self._binder.enter(values)
        self._port_typed = self.values()["port"] != followed_mailbox_port(self.values())

    def show(self, point: Point) -> None:
        """Puts a point's values on the form."""
        self._following = True
        self._id = point.id
        self._offer_after(AccountType(point.account_type))
        self._binder.show(point)
        self._following = False
        self._port_typed = point.port != followed_mailbox_port(self.values())
        self._arrange()
        self._judge_target(typing=False)

    def values(self) -> dict[str, Any]:
        """What the form holds, not yet judged; a choice that is not on show counts as not made."""
        values = {"id": self._id, **self._binder.values()}
        if not asks_for_clear_text(values):
            values["clear_text_confirmed"] = False
        values["folder"] = values["folder"] or INBOX
        return values

    def faults_for_save(self, other_names: Collection[str]) -> Faults:
        """What keeps the point from being saved; it needs a name that no other point has."""
        values = self.values()
        found = dict(faults_of(Point, values, Strictness.SAVE))
        names = [*other_names, values["name"]]
        for index, fault in name_faults(names):
            if index == len(other_names):
                found["name"] = (fault, {})
        return found

    def faults_for_use(self, fields: Collection[str]) -> Faults:
        """What keeps these fields from being used."""
        found = faults_of(Point, self.values(), Strictness.USE)
        return {name: fault for name, fault in found.items() if name in fields}

    def faults_for_run(self) -> Faults:
        """What keeps the point from doing its work."""
        return faults_of(Point, self.values(), Strictness.RUN)

    def retranslate(self) -> None:
        """Follows the language."""
        self._following = True
        chosen = self._ui.after.currentData()
        self._offer_after(AccountType(self._ui.account_type.currentData()))
        self._ui.after.setCurrentIndex(max(0, self._ui.after.findData(chosen)))
        self._following = False
        self._arrange()
        self._judge_target(typing=False)

    def _follow(self, name: str) -> None:
        if self._following:
            return
        self._following = True
        if name == "port":
            self._port_typed = True
        elif name in ("account_type", "encryption") and not self._port_typed:
            self._ui.port.setValue(followed_mailbox_port(self.values()))
        if name == "account_type":
            self._offer_after(AccountType(self._ui.account_type.currentData()))
        self._following = False
        self._arrange()
        if name == "target":
            self._judge_target(typing=True)
        self.faults.follow()
        self.changed.emit(name)

    def _judge_target(self, *, typing: bool) -> None:
        """Warns of a path that is not whole, once it is typed; the point can be saved with it."""
        path = self.values()["target"]
        half = bool(path) and folder_fault(path) is not None
        if not (half and typing):
            self.rows.show_advice("target", self._language.wording.say("gui.point.target_half") if half else "")

    def _offer_after(self, account_type: AccountType) -> None:
        """Offers what the protocol can do with a message; what it cannot do is chosen no more."""
        combo, say = self._ui.after, self._language.wording.say
        chosen = combo.currentData()
        combo.clear()
        for after in AfterFetch:
            if account_type is AccountType.IMAP or after in POP3_AFTER:
                combo.addItem(say(f"value.after.{after}"), after)
        combo.setCurrentIndex(max(0, combo.findData(chosen)))

    def _arrange(self) -> None:
        values = self.values()
        hidden = hidden_point_fields(values)
        for name in ROWS:
            self.rows.set_row_visible(name, name not in hidden)
        self._ui.folder.setEnabled(values["account_type"] == AccountType.IMAP)
        self._say(values)

    def _say(self, values: dict[str, Any]) -> None:
        wording = self._language.wording
        say, oauth2 = wording.say, values["auth_method"] == AuthMethod.OAUTH2
        self.rows.show_help(
            "encryption",
            wording.encryption_help(
                values["encryption"], values["port"], oauth2=oauth2, confirmed=values["clear_text_confirmed"]
            ),
        )
        named = values["mailbox"] and values["mailbox"] != values["login"]
        self.rows.show_help("mailbox", say("gui.point.mailbox_password") if named and not oauth2 else "")
        pop3 = values["account_type"] == AccountType.POP3
        self.rows.show_help("folder", say("gui.point.folder_pop3") if pop3 else "")
        self.rows.show_help("after", say("gui.point.after_delete") if values["after"] == AfterFetch.DELETE else "")
        active = say("gui.point.active", interval=values["interval"]) if values["active"] else ""
        self.rows.show_help("active", active)
        self.rows.show_help("target", say("gui.point.target" if values["target"] else "gui.point.target_missing"))
        self.rows.show_help("since", say("gui.point.since"))
        self.rows.show_help("allowed_senders", say("gui.point.senders"))
        self.rows.show_help("allowed_extensions", say("gui.point.extensions"))

    def show_examples(self, parts: dict[str, str]) -> None:
        """Says below each of the document's fields what it would hold."""
        say, values = self._language.wording.say, self.values()
        for name in DOCUMENT_FIELDS:
            field = values[name]
            text = say("gui.point.example", field=field, value=parts[name]) if field else say("gui.point.left_out")
            self.rows.show_help(name, text)
