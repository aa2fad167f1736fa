"""The footer of a point's dialog: the one place that says how the form stands."""

from datetime import datetime

from dms_mail_desktop.gui.footer import DialogFooter
from dms_mail_desktop.gui.form_faults import FormFaults
from dms_mail_desktop.gui.states import StateIcon
from dms_mail_desktop.wording import Wording


def show_status(  # noqa: PLR0913 - all that a form's status depends on
    footer: DialogFooter,
    wording: Wording,
    faults: FormFaults,
    *,
    unsaved: bool,
    read_only: bool,
    saved_at: datetime | None,
) -> None:
    """Faults before changes before what was saved."""
    say = wording.say
    if faults.count:
        kind = "not_saved" if faults.saving else "to_correct"
        footer.show_status(StateIcon.ERROR, say(f"gui.footer.{kind}", count=faults.count), say("gui.button.next_fault"))
    elif unsaved:
        footer.show_status(None, say("gui.footer.unsaved"))
    elif read_only:
        footer.show_status(StateIcon.WARNING, say("gui.footer.read_only"))
    elif saved_at is not None:
        footer.show_status(StateIcon.SUCCESS, say("gui.footer.saved", when=saved_at))
    else:
        footer.show_status(None, "")
