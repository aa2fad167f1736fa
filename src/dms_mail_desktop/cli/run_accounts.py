"""What `dms-mail run` does after the points: unused sign-ins are renewed, and accounts that need somebody are told."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime

from dms_mail_desktop.account_alerts import Need, tell_needs
from dms_mail_desktop.cli.session import Session
from dms_mail_desktop.errors import MailDesktopError, VaultError
from dms_mail_desktop.keep_alive import keep_alive
from dms_mail_desktop.models import Settings
from dms_mail_desktop.oauth.health import NEEDS_SIGN_IN, days_left
from dms_mail_desktop.usage import signs_in


async def look_after_accounts(session: Session, settings: Settings, *, told: bool) -> bool:
    """Whether an account in use needs a sign-in, which is said unless the points have `told` it.

    A failed renewal alone is no such need: the sign-in still works, and it is tried again. Where nothing in the
    settings signs in, the keyring is left alone.
    """
    session.terminal.document["accounts"] = {"renewed": [], "failed": [], "needs": []}
    if not signs_in(settings):
        return False
    services = session.services
    try:
        outcome = await keep_alive(services.accounts, settings.registration)
        needs = await tell_needs(services.accounts, settings, services.journal, session.wording.account_alert)
    except VaultError as error:
        # A point that needs the keyring has said it louder; nothing else is lost by it.
        session.terminal.line(
            session.wording.say("cli.run.accounts_unread", reason=session.wording.explain(error).reason)
        )
        return False
    _tell_renewals(session, outcome)
    lost = [need for need in needs if need.health in NEEDS_SIGN_IN]
    _tell_needs(session, needs, () if told else lost)
    return bool(lost)


def _tell_renewals(session: Session, outcome: dict[str, MailDesktopError | None]) -> None:
    terminal, say = session.terminal, session.wording.say
    for login, error in outcome.items():
        if error is None:
            terminal.line(say("cli.run.renewed", login=login))
            terminal.document["accounts"]["renewed"].append(login)
            continue
        told = session.wording.explain(error, {"login": login})
        terminal.line(say("cli.run.not_renewed", login=login, reason=told.reason))
        failure = {"username": login, "error": {"type": type(error).__name__, **asdict(told)}}
        terminal.document["accounts"]["failed"].append(failure)


def _tell_needs(session: Session, needs: Sequence[Need], loud: Sequence[Need]) -> None:
    now, terminal = datetime.now(UTC), session.terminal
    terminal.document["accounts"]["needs"] = [
        {"username": need.account.username, "state": need.health, "days_left": days_left(need.account, now)}
        for need in needs
    ]
    for need in loud:
        headline, reason = session.wording.account_needs((need,), now)
        terminal.problem(f"{headline}.\n{reason}")
