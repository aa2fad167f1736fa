"""What is said of the messages that a point has handled: in the table, below it, and before they are tried again."""

from collections.abc import Mapping, Sequence

from dms_mail_desktop.gui.message_details import Details
from dms_mail_desktop.gui.messages_model import MessageRow
from dms_mail_desktop.gui.states import StateIcon
from dms_mail_desktop.gui.waiting_words import letter_facts
from dms_mail_desktop.points.facts import Entry, State
from dms_mail_desktop.wording import Wording
from dms_mail_desktop.wording.explanations import capitalised
from dms_mail_desktop.wording.runs import reason_words, state_word

COLUMNS = ("subject", "sender", "handled", "state")
ICONS = {
    State.STORED: StateIcon.SUCCESS,
    State.SKIPPED: StateIcon.SKIPPED,
    State.DUPLICATE: StateIcon.SKIPPED,
    State.FAILED: StateIcon.WARNING,
    State.SET_ASIDE: StateIcon.ERROR,
}
RETRIED = (State.FAILED, State.SET_ASIDE)
"""What can be tried again."""


def row_of(wording: Wording, entry: Entry) -> MessageRow:
    """A message as a row of the table."""
    letter = entry.letter
    return MessageRow(
        letter.subject or wording.say("gui.check.no_subject"),
        letter.sender_name or letter.sender,
        wording.formats.moment(entry.at),
        capitalised(state_word(wording, entry.state)),
        ICONS[entry.state],
    )


def details_of(wording: Wording, entry: Entry, account: Mapping[str, object]) -> Details:
    """A message in full."""
    say = wording.say
    sentence = say(f"gui.history.sentence.{entry.state}") if entry.state in RETRIED else ""
    values: dict[str, object] = {
        "mail_folder": _mail_folder(wording, entry.place.folder),
        "attachments": entry.attachments if entry.state is State.STORED else "",
        "folder": entry.folder or "",
        "attempts": entry.attempts or "",
        "raw": entry.raw or "",
    }
    facts = letter_facts(wording, entry.letter)
    facts += [(say(f"gui.message.{name}"), str(value)) for name, value in values.items() if value != ""]
    told = wording.explain(entry.error, account) if entry.error is not None else None
    return Details(ICONS[entry.state], _headline(wording, entry), sentence, tuple(facts), told)


def details_of_many(wording: Wording, entries: Sequence[Entry]) -> Details:
    """Several messages: how many there are, and how many of them can be tried again."""
    count = sum(entry.state in RETRIED for entry in entries)
    sentence = wording.say("gui.history.retried", count=count) if count else wording.say("gui.history.none_retried")
    return Details(StateIcon.INFO, wording.say("gui.history.selected", count=len(entries)), sentence)


def _headline(wording: Wording, entry: Entry) -> str:
    say = wording.say
    match entry.state:
        case State.SKIPPED if entry.reason is not None:
            return say("gui.history.headline.skipped", reason=reason_words(wording, entry.reason))
        case State.DUPLICATE if entry.elsewhere:
            return say("gui.history.headline.duplicate_folder", folder=_mail_folder(wording, entry.elsewhere))
        case State.FAILED if not entry.attempts:
            return say("gui.history.headline.due")
        case _:
            return say(f"gui.history.headline.{entry.state}", when=entry.at)


def _mail_folder(wording: Wording, name: str) -> str:
    return wording.say("gui.folder.inbox") if name == "INBOX" else name
