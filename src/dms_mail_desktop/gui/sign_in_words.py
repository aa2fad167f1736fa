"""What is said of a sign-in: the state of an account, and how an attempt ended."""

from dataclasses import dataclass

from dms_mail_desktop.errors import MailDesktopError, SignInLoss
from dms_mail_desktop.gui.states import StateIcon
from dms_mail_desktop.oauth.account import SignInState
from dms_mail_desktop.wording import Wording


@dataclass(frozen=True, slots=True)
class StateWords:
    """A state as it is shown: the icon, the state itself, and a second line."""

    icon: StateIcon
    text: str
    detail: str = ""


def words_of_state(wording: Wording, state: SignInState | None, login: str) -> StateWords:
    """The state of a login; None when nothing can be known, for no application is registered."""
    say = wording.say
    if state is None or state.loss is SignInLoss.NEVER:
        key = "none" if login else "none_login"
        return StateWords(StateIcon.NONE, say("gui.state.none"), say(f"gui.state_detail.{key}"))
    account = state.account
    if state.loss is None:
        until = account.usable_until if account else None
        key = "signed_in" if until else "signed_in_now"
        text = say("gui.state.signed_in", login=account.username if account else login)
        return StateWords(StateIcon.SUCCESS, text, say(f"gui.state_detail.{key}", until=until))
    if account is not None and state.answer is not None:
        reason = wording.explain(account.refusal(), {"login": account.username}).cause
    else:
        reason = say(f"gui.state_detail.{state.loss}")
    if state.blocked:
        return StateWords(StateIcon.BLOCKED, say("gui.state.blocked"), reason)
    return StateWords(StateIcon.WARNING, say("gui.state.required"), reason)


def words_of_ending(wording: Wording, ending: MailDesktopError, words: StateWords) -> StateWords:
    """The state with the reason of a failed attempt in its second line."""
    told = wording.explain(ending)
    icon = words.icon if words.icon is StateIcon.SUCCESS else StateIcon.ERROR
    return StateWords(icon, words.text, f"{told.title}. {told.remedy}")
