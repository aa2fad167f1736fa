"""What is said of the messages that wait in a mailbox: in the table, below it, and of the look at them as a whole."""

from collections.abc import Mapping
from datetime import datetime

from dms_mail_desktop.gui.message_details import Details
from dms_mail_desktop.gui.messages_model import MessageRow
from dms_mail_desktop.gui.states import StateIcon
from dms_mail_desktop.points.facts import AttachmentFacts, Examined, Letter, Progress
from dms_mail_desktop.wording import Wording
from dms_mail_desktop.wording.runs import left_out_words, reason_words

COLUMNS = ("subject", "sender", "date", "verdict")
UNREADABLE, DUE = "unreadable", "due"


def row_of(wording: Wording, examined: Examined) -> MessageRow:
    """A message as a row of the table."""
    letter, verdict = examined.letter, _verdict(examined)
    icon = {UNREADABLE: StateIcon.ERROR, DUE: StateIcon.WAITING}.get(verdict, StateIcon.SKIPPED)
    when = letter.arrived_at or letter.sent_at
    return MessageRow(
        letter.subject or wording.say("gui.check.no_subject"),
        letter.sender_name or letter.sender,
        wording.formats.moment(when) if when is not None else "",
        wording.say(f"gui.waiting.verdict.{verdict}"),
        icon,
    )


def details_of(wording: Wording, examined: Examined, account: Mapping[str, object]) -> Details:
    """A message in full."""
    say, verdict = wording.say, _verdict(examined)
    facts = letter_facts(wording, examined.letter)
    for number, attachment in enumerate(examined.attachments):
        caption = say("gui.message.attachments") if number == 0 else ""
        facts.append((caption, _attachment_words(wording, attachment)))
    if examined.error is not None:
        told = wording.explain(examined.error, account)
        return Details(StateIcon.ERROR, say("gui.waiting.unreadable"), "", tuple(facts), told)
    if examined.reason is not None:
        headline = say("gui.waiting.not_due", reason=reason_words(wording, examined.reason))
        return Details(StateIcon.SKIPPED, headline, "", tuple(facts))
    if not examined.attachments:
        facts.append((say("gui.message.attachments"), say("gui.message.no_attachments")))
    return Details(StateIcon.WAITING, say(f"gui.waiting.{verdict}"), "", tuple(facts))


def letter_facts(wording: Wording, letter: Letter) -> list[tuple[str, str]]:
    """What the header of a message tells, as captions and values."""
    say, when = wording.say, letter.sent_at or letter.arrived_at
    sent = (wording.formats.moment(when) if when else "", wording.formats.size(letter.size) if letter.size else "")
    values = {
        "subject": letter.subject or say("gui.check.no_subject"),
        "sender": f"{letter.sender_name} <{letter.sender}>" if letter.sender_name else letter.sender,
        "date": " · ".join(filter(None, sent)),
    }
    return [(say(f"gui.message.{name}"), value) for name, value in values.items() if value]


def words_of_progress(wording: Wording, progress: Progress, looked_at: int) -> tuple[str, str]:
    """How far a look has come: the count, and the last message."""
    if progress.total is None:
        return wording.say("verdict.checking"), ""
    return wording.say("gui.waiting.progress", number=looked_at, total=progress.total), progress.subject


def words_of_look(wording: Wording, due: int, others: int, at: datetime) -> tuple[str, str]:
    """What a whole look found, and when it ended."""
    when = wording.formats.moment(at)
    kept = wording.say("gui.waiting.others", count=others) if others else ""
    return wording.say("points.tally.due", count=due), " · ".join(filter(None, (kept, when)))


def _verdict(examined: Examined) -> str:
    if examined.error is not None:
        return UNREADABLE
    return DUE if examined.reason is None else str(examined.reason)


def _attachment_words(wording: Wording, attachment: AttachmentFacts) -> str:
    name = attachment.name or wording.say("gui.message.nameless", media_type=attachment.media_type)
    words = f"{name}, {wording.formats.size(attachment.size)}"
    if attachment.left_out is None:
        return words
    return f"{words} – {wording.say('gui.message.left_out', reason=left_out_words(wording, attachment.left_out))}"
