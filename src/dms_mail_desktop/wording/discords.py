"""What does not fit together on a form, and what its button says."""

from dms_mail_desktop.coherence import Discord, Incoherence
from dms_mail_desktop.wording.fields import field_label, value_text
from dms_mail_desktop.wording.sentences import Sentences


def discord_sentence(say: Sentences, found: Incoherence) -> str:
    """The sentence of the warning."""
    return say.say(f"discord.{found.discord}", **found.facts)


def mend_caption(say: Sentences, found: Incoherence) -> str:
    """What the mend does, for its button; "" where only a person can decide."""
    if found.discord is Discord.NOT_REGISTERED:
        return say.say("mend.register")
    values = found.registration or found.mend
    if not values:
        return ""
    name, value = next(iter(values.items()))
    return say.say(say.first(f"mend.{name}", "mend.any"), value=value_text(say, name, value))


def discord_line(say: Sentences, found: Incoherence, path: str) -> str:
    """Field, warning and mend on one line of plain text."""
    label, mend = field_label(say, path), mend_caption(say, found).removesuffix("…")
    line = say.say("cli.discord", field=label, sentence=discord_sentence(say, found))
    return " ".join((line, say.say("cli.mend", mend=mend))) if mend else line
