"""What the code on a provider's error page means; a code that the catalogue does not have is never guessed."""

from collections.abc import Mapping

from dms_mail_desktop.errors import ProviderAnswer, ProviderRefused
from dms_mail_desktop.oauth.provider import error_link
from dms_mail_desktop.wording.cases import advice_on
from dms_mail_desktop.wording.explanations import Explanation, capitalised, explain
from dms_mail_desktop.wording.sentences import Sentences


def code_of(answer: ProviderAnswer) -> str:
    """The code that a person reads: the number, or the OAuth error where there is none."""
    return f"AADSTS{answer.codes[0]}" if answer.codes else answer.error


def explain_page(say: Sentences, answer: ProviderAnswer, account: Mapping[str, object]) -> tuple[bool, Explanation]:
    """Whether the code is known, and its explanation, or where its owner explains it."""
    error = ProviderRefused(answer)
    told = explain(say, error, account)
    if advice_on(error, account):
        return True, told
    reason = say.say("error_page.unknown.reason", code=code_of(answer))
    return False, Explanation(
        capitalised(reason),
        reason,
        say.say("error_page.unknown.cause"),
        (say.say("error_page.unknown.read"), say.say("error_page.unknown.hand_on")),
        server_words=told.server_words if answer.description else "",
        link=error_link(answer.codes[0]) if answer.codes else "",
    )
