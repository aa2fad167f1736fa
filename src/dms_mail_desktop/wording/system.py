"""What this computer's system refused, in our languages."""

from dms_mail_desktop.wording.sentences import Sentences


def system_words(say: Sentences, symbol: str, detail: str) -> str:
    """The words for the refusal `symbol`, such as ENOENT or SQLITE_NOTADB; for an unknown one the system's own."""
    key = say.first(f"system.{symbol.lower()}")
    return say.say(key) if key else detail
