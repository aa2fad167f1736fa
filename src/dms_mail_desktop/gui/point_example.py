"""The live example on the tab Kontrolki: what each field of a document would hold."""

from datetime import datetime

from dms_mail_desktop.gui.point_states import Check
from dms_mail_desktop.points.facts import Examined
from dms_mail_desktop.wording import Wording

SAMPLE_PARTS = ("subject", "sender", "date", "body", "attachments")


def example_parts(wording: Wording, check: Check | None, examined: Examined | None = None) -> dict[str, str]:
    """An example of each part of a message, by the field of the point that names its place in the document.

    Of a message that a dry run examined, or of the newest one of a check, which reads neither text nor attachments.
    """
    say = wording.say
    parts = {f"{part}_field": say(f"gui.point.sample.{part}") for part in SAMPLE_PARTS}
    if examined is not None:
        letter, names = examined.letter, [each.name for each in examined.attachments if each.left_out is None]
        when = letter.sent_at or letter.arrived_at
        parts |= _head(wording, letter.subject, letter.sender or letter.sender_name, when)
        parts["attachments_field"] = ", ".join(names) or say("gui.message.no_attachments")
        if examined.text:
            parts["body_field"] = examined.text
    elif check is not None and check.result.messages:
        newest = check.result.messages[0]
        when = newest.sent_at or newest.arrived_at
        parts |= _head(wording, newest.subject, newest.sender or newest.sender_name, when)
    return parts


def _head(wording: Wording, subject: str, sender: str, when: datetime | None) -> dict[str, str]:
    found = {"subject_field": subject or wording.say("gui.check.no_subject"), "sender_field": sender}
    return found if when is None else {**found, "date_field": wording.formats.date(when)}
