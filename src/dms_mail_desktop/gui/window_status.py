"""The footer of the main window: the one place that says how its forms stand."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dms_mail_desktop.gui.footer import Footer
from dms_mail_desktop.gui.states import StateIcon

if TYPE_CHECKING:
    from dms_mail_desktop.errors import MailDesktopError
    from dms_mail_desktop.gui.form_faults import FormFaults
    from dms_mail_desktop.wording import Wording


@dataclass(frozen=True, slots=True)
class WindowStatus:
    """What the footer chooses from; `done` is what was done last, with its facts."""

    unsaved: bool
    read_only: bool
    failure: "MailDesktopError | None"
    done: tuple[str, Mapping[str, object]] | None


def show_status(footer: Footer, wording: "Wording", faults: "FormFaults", status: WindowStatus) -> None:
    """Faults before failures before changes before what was saved."""
    say = wording.say
    footer.set_restorable(status.unsaved or status.failure is not None)
    if count := faults.count:
        kind = "not_saved" if faults.saving else "to_correct"
        footer.show_status(StateIcon.ERROR, say(f"gui.footer.{kind}", count=count), say("gui.button.next_fault"))
    elif status.failure is not None:
        reason = wording.explain(status.failure).reason
        footer.show_status(StateIcon.ERROR, say("gui.footer.not_saved_reason", reason=reason))
    elif status.unsaved:
        footer.show_status(None, say("gui.footer.unsaved"))
    elif status.read_only:
        footer.show_status(StateIcon.WARNING, say("gui.footer.read_only"))
    elif status.done is not None:
        what, facts = status.done
        footer.show_status(StateIcon.SUCCESS, say(f"gui.footer.{what}", **facts))
    else:
        footer.show_status(None, "")
