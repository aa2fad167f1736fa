"""sign-in, sign-out, accounts: who is signed in on this computer."""

import asyncio
from argparse import Namespace

from dms_mail_desktop.cli.browser import open_browser
from dms_mail_desktop.cli.session import FieldsRefused, Refused, Session, Status
from dms_mail_desktop.models import AuthMethod, MailServer, SendingMethod, Settings
from dms_mail_desktop.oauth.account import Account
from dms_mail_desktop.oauth.pages import load_pages
from dms_mail_desktop.oauth.provider import Provider
from dms_mail_desktop.oauth.sign_in import TIME_LIMIT, SignedIn, SignInAttempt
from dms_mail_desktop.rules import Fault, address_fault

GRANTS_PAGE = "https://myapplications.microsoft.com"
"""Where a person withdraws what was granted to an application at Microsoft."""


async def sign_in(session: Session, options: Namespace) -> Status:
    """One sign-in in the browser for the outgoing account."""
    settings = session.settings()
    server = _oauth2_account(settings)
    provider = Provider.of(settings.registration)
    signed_in = await _attempt(session, provider, server.login, options)
    other = signed_in.username.casefold() != server.login.casefold()
    if other and not options.accept_other:
        raise Refused("other_person", Status.FAILED, found=signed_in.username, expected=server.login)
    account = await session.services.accounts.keep(provider, signed_in)
    if other:
        _use_login(session, account.username)
    session.terminal.document["account"] = _facts(account)
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
    page = GRANTS_PAGE if "microsoft" in account.issuer else account.issuer
    session.terminal.document |= {"account": _facts(account), "grant_page": page}
    session.terminal.line(session.wording.say("cli.signed_out", login=account.username))
    if page:
        session.terminal.line(session.wording.say("cli.grant_remains", page=page))
    return Status.DONE


async def list_accounts(session: Session, _: Namespace) -> Status:
    """Shows who is signed in."""
    known = await session.services.accounts.list()
    session.terminal.document["accounts"] = [_facts(account) for account in known]
    if not known:
        session.terminal.line(session.wording.say("cli.accounts.none"))
    for account in known:
        session.terminal.line(_described(session, account))
    return Status.DONE


def _oauth2_account(settings: Settings) -> MailServer:
    server = settings.mail_server
    if server.sending_method is SendingMethod.SQL_PROFILE:
        raise Refused("sql_profile")
    if server.auth_method is not AuthMethod.OAUTH2:
        raise Refused("not_oauth2")
    if not server.login or address_fault(server.login):
        fault = Fault.OAUTH2_LOGIN if server.login else Fault.REQUIRED
        raise FieldsRefused((("mail_server.login", fault, {}),))
    return server


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


def _use_login(session: Session, login: str) -> None:
    """Writes the login of the person who really signed in; read anew, for minutes have passed."""
    loaded = session.services.store.load()
    if loaded.read_only:
        raise loaded.read_only
    server = loaded.settings.mail_server.model_copy(update={"login": login})
    session.services.store.save(loaded.settings.model_copy(update={"mail_server": server}), loaded.stamp)


def _state(account: Account) -> str:
    if account.lost is None:
        return "signed_in"
    return "blocked" if account.blocked else "required"


def _facts(account: Account) -> dict[str, object]:
    return {
        "key": account.key,
        "username": account.username,
        "state": _state(account),
        "lost": account.lost,
        "tenant": account.tenant,
        "issuer": account.issuer,
        "client_id": account.client_id,
        "scopes": account.scopes,
        "signed_in_at": account.signed_in_at,
        "refreshed_at": account.refreshed_at,
        "unused_until": account.usable_until,
    }


def _described(session: Session, account: Account) -> str:
    say = session.wording.say
    lines = [f"{account.username}  [{say(f'cli.accounts.state.{_state(account)}')}]"]
    facts = {
        "key": account.key,
        "tenant": account.tenant,
        "scopes": account.scopes,
        "signed_in_at": account.signed_in_at,
        "refreshed_at": account.refreshed_at,
        "unused_until": account.usable_until,
    }
    lines += [f"    {say(f'cli.accounts.{name}', value=value)}" for name, value in facts.items() if value]
    if account.lost is not None:
        told = session.wording.explain(account.refusal())
        lines += [f"    {told.cause}", f"    {told.remedy}"]
    return "\n".join(lines)
