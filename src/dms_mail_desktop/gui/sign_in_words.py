"""What is said of a sign-in: the state of an account, and how an attempt ended."""

from dataclasses import dataclass
from datetime import timedelta

from dms_mail_desktop.errors import MailDesktopError, SignInLoss
from dms_mail_desktop.gui.states import StateIcon
from dms_mail_desktop.oauth.account import SignInState
from dms_mail_desktop.wording import Wording

DISUSE = timedelta(days=90)
"""How long Microsoft keeps a refresh token that is not used."""


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
        return StateWords(
            StateIcon.NONE, say("gui.state.none"), say(f"gui.state_detail.none{'' if login else '_login'}")
        )
    if state.loss is None:
        account = state.account
        used = account.refreshed_at if account else None
        until = (
            say("gui.state_detail.signed_in", until=used + DISUSE) if used else say("gui.state_detail.signed_in_now")
        )
        return StateWords(
            StateIcon.SUCCESS, say("gui.state.signed_in", login=account.username if account else login), until
        )
    reason = wording.say(f"gui.state_detail.{state.loss.value}")
    if state.blocked:
        return StateWords(StateIcon.BLOCKED, say("gui.state.blocked"), reason)
    return StateWords(StateIcon.WARNING, say("gui.state.required"), reason)


def words_of_ending(wording: Wording, ending: MailDesktopError, words: StateWords) -> StateWords:
    """The state with the reason of a failed attempt in its second line."""
    explanation = wording.explain(ending)
    icon = words.icon if words.icon is StateIcon.SUCCESS else StateIcon.ERROR
    return StateWords(icon, words.text, f"{explanation.title}. {explanation.remedy}")
