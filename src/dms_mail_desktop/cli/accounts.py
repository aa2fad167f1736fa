"""sign-in, sign-out, accounts: who is signed in on this computer."""

import asyncio
from argparse import Namespace
from datetime import UTC, datetime

from dms_mail_desktop.cli.browser import open_browser
from dms_mail_desktop.cli.session import Refused, Session, Status
from dms_mail_desktop.cli.subjects import Subject, require_oauth2, subject_of, with_login
from dms_mail_desktop.models import Settings
from dms_mail_desktop.oauth.account import Account
from dms_mail_desktop.oauth.health import days_left, health_of, refusal_of
from dms_mail_desktop.oauth.pages import load_pages
from dms_mail_desktop.oauth.provider import Provider, grants_page
from dms_mail_desktop.oauth.sign_in import TIME_LIMIT, SignedIn, SignInAttempt
from dms_mail_desktop.usage import Usage, usage_of


async def sign_in(session: Session, options: Namespace) -> Status:
    """One sign-in in the browser, for the outgoing account or a point's."""
    settings = session.settings()
    subject = subject_of(settings, options.what)
    require_oauth2(subject)
    login = subject.account.login
    provider = Provider.of(settings.registration)
    signed_in = await _attempt(session, provider, login, options)
    other = signed_in.username.casefold() != login.casefold()
    if other and not options.accept_other:
        raise Refused("other_person", Status.FAILED, found=signed_in.username, expected=login)
    account = await session.services.accounts.keep(provider, signed_in)
    if other:
        settings = _use_login(session, subject, account.username)
    session.terminal.document["account"] = _facts(account, usage_of(account, settings))
    session.terminal.line(session.wording.say("cli.signed_in", login=account.username))
    return Status.DONE


async def sign_out(session: Session, options: Namespace) -> Status:
    """Forgets one account."""
    wanted = options.account.casefold()
    known = await session.services.accounts.list()
    found = [account for account in known if wanted in (account.key.casefold(), account.username.casefold())]
    if not found:
        raise Refused("no_such_account", account=options.account)
    if len(found) > 1:
        raise Refused("several_accounts", account=options.account, keys=tuple(account.key for account in found))
    [account] = found
    await session.services.accounts.forget(account.key)
    page, usage = grants_page(account.issuer), _usage(session, account)
    session.terminal.document |= {"account": _facts(account, usage), "grant_page": page}
    session.terminal.line(session.wording.say("cli.signed_out", login=account.username))
    if usage:
        session.terminal.line(session.wording.say("cli.still_used", places=session.wording.places(usage)))
    if page:
        session.terminal.line(session.wording.say("cli.grant_remains", page=page))
    return Status.DONE


async def list_accounts(session: Session, _: Namespace) -> Status:
    """Shows who is signed in."""
    known = await session.services.accounts.list()
    session.terminal.document["accounts"] = [_facts(account, _usage(session, account)) for account in known]
    if not known:
        session.terminal.line(session.wording.say("cli.accounts.none"))
    for account in known:
        session.terminal.line(_described(session, account))
    return Status.DONE


def _usage(session: Session, account: Account) -> Usage:
    """Where the account is used; a settings file that cannot be read uses none."""
    return usage_of(account, session.services.store.load().settings)


async def _attempt(session: Session, provider: Provider, login: str, options: Namespace) -> SignedIn:
    http = session.services.http()
    attempt = SignInAttempt(
        provider,
        http,
        load_pages(session.wording.language),
        login_hint=login,
        choose_account=options.choose_account,
    )
    opening: list[asyncio.Task[None]] = []

    def show(address: str) -> None:
        # Beside the attempt: an answer may come while a browser in the foreground still keeps its opener waiting.
        opening.append(asyncio.create_task(_show_address(session, address, browser=not options.no_browser)))

    try:
        return await attempt.run(show, expected_login="" if options.accept_other else login)
    finally:
        for task in opening:
            task.cancel()
        await asyncio.gather(*opening, return_exceptions=True)
        http.close()


async def _show_address(session: Session, address: str, *, browser: bool) -> None:
    say, terminal = session.wording.say, session.terminal
    if browser:
        terminal.progress(say("cli.sign_in.browser", limit=TIME_LIMIT))
    if not browser or not await open_browser(address):
        terminal.progress(say("cli.sign_in.address", address=address, limit=TIME_LIMIT))


def _use_login(session: Session, subject: Subject, login: str) -> Settings:
    """Writes the login of the person who really signed in; read anew, for minutes have passed."""
    loaded = session.services.store.load()
    if loaded.read_only:
        raise loaded.read_only
    changed = with_login(loaded.settings, subject, login)
    session.services.store.save(changed, loaded.stamp)
    return changed


def _facts(account: Account, usage: Usage) -> dict[str, object]:
    now = datetime.now(UTC)
    return {
        "key": account.key,
        "username": account.username,
        "state": health_of(account, now),
        "days_left": days_left(account, now),
        "lost": account.lost,
        "tenant": account.tenant,
        "issuer": account.issuer,
        "client_id": account.client_id,
        "scopes": account.scopes,
        "signed_in_at": account.signed_in_at,
        "refreshed_at": account.refreshed_at,
        "unused_until": account.usable_until,
        "used_by": usage,
    }


def _described(session: Session, account: Account) -> str:
    say, now = session.wording.say, datetime.now(UTC)
    left = days_left(account, now)
    lines = [f"{account.username}  [{say(f'cli.accounts.state.{health_of(account, now)}')}]"]
    facts = {
        "key": account.key,
        "tenant": account.tenant,
        "scopes": account.scopes,
        "signed_in_at": account.signed_in_at,
        "refreshed_at": account.refreshed_at,
        "used_by": session.wording.places(_usage(session, account)),
    }
    lines += [f"    {say(f'cli.accounts.{name}', value=value)}" for name, value in facts.items() if value]
    if left is not None:
        lines.append(f"    {say('cli.accounts.left', count=left, until=account.usable_until)}")
    if error := refusal_of(account, now):
        told = session.wording.explain(error, {"login": account.username})
        lines += [f"    {told.cause}", *(f"    {step}" for step in told.steps)]
    return "\n".join(lines)
