"""What is said of runs and of the messages they handled."""

from dataclasses import asdict

from dms_mail_desktop.points.facts import LeftOut, Reason, State, Tally
from dms_mail_desktop.wording.sentences import Sentences


def state_word(say: Sentences, state: State) -> str:
    """How a message stands, in a word."""
    return say.say(f"points.state.{state}")


def reason_words(say: Sentences, reason: Reason) -> str:
    """Why a message is not fetched; stands after a colon."""
    return say.say(f"points.reason.{reason}")


def left_out_words(say: Sentences, cause: LeftOut) -> str:
    """Why an attachment is not stored; stands after a colon."""
    return say.say(f"points.left_out.{cause}")


def tally_words(say: Sentences, tally: Tally, *, dry: bool = False) -> str:
    """The outcomes of a run with their numbers; of a dry run, what would be fetched."""
    counts = asdict(tally)
    if dry:
        counts = {"due": counts.pop("stored")} | counts
    parts = [say.say(f"points.tally.{name}", count=count) for name, count in counts.items() if count]
    return ", ".join(parts) or say.say("points.tally.none")
