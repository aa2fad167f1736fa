"""Warnings of the commands: what does not fit together in the settings, and what would mend it."""

from dms_mail_desktop.cli.session import Session
from dms_mail_desktop.cli.subjects import Subject
from dms_mail_desktop.coherence import incoherences
from dms_mail_desktop.models import Registration


def warn(session: Session, subject: Subject, registration: Registration) -> None:
    """Says what does not fit together in an account; it forbids nothing."""
    wording, told = session.wording, session.terminal.document.setdefault("warnings", [])
    for found in incoherences(subject.account, registration):
        path = f"{subject.path}.{found.name}"
        told.append(
            {
                "field": path,
                "discord": found.discord,
                "label": wording.field_label(path),
                "sentence": wording.discord(found),
                "mend": found.mend,
                "registration": found.registration,
            }
        )
        session.terminal.line(wording.discord_line(found, path))
