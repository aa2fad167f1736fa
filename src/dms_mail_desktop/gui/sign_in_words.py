"""What is said of a sign-in: the state of an account, and how an attempt ended."""

from dataclasses import dataclass
from datetime import UTC, datetime

from dms_mail_desktop.errors import SignInLoss
from dms_mail_desktop.gui.states import StateIcon
from dms_mail_desktop.oauth.account import Account, SignInState
from dms_mail_desktop.oauth.health import Health, days_left, health_of
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
    loss = state.loss
    if loss is None and account is not None and health_of(account, datetime.now(UTC)) is Health.REQUIRED:
        loss = SignInLoss.EXPIRED
    if loss is None:
        return _words_of_signed_in(wording, account, login)
    if account is not None and state.answer is not None:
        reason = wording.explain(account.refusal(), {"login": account.username}).cause
    else:
        reason = say(f"gui.state_detail.{loss}")
    if state.blocked:
        return StateWords(StateIcon.BLOCKED, say("gui.state.blocked"), reason)
    return StateWords(StateIcon.WARNING, say("gui.state.required"), reason)


def _words_of_signed_in(wording: Wording, account: Account | None, login: str) -> StateWords:
    say, now = wording.say, datetime.now(UTC)
    text = say("gui.state.signed_in", login=account.username if account else login)
    if account is None or account.usable_until is None:
        return StateWords(StateIcon.SUCCESS, text, say("gui.state_detail.signed_in_now"))
    if health_of(account, now) is Health.EXPIRING:
        left = days_left(account, now)
        detail = say("gui.state_detail.expiring", count=left) if left else say("gui.state_detail.expiring_today")
        return StateWords(StateIcon.WARNING, text, detail)
    return StateWords(StateIcon.SUCCESS, text, say("gui.state_detail.signed_in", until=account.usable_until))


def words_of_ending(words: StateWords, reason: str) -> StateWords:
    """The state with the reason of a failed attempt in its second line."""
    icon = words.icon if words.icon is StateIcon.SUCCESS else StateIcon.ERROR
    return StateWords(icon, words.text, reason)
