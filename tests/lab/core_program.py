"""The program's core without a window, one process per step: the settings and the keyring are all that lasts.

Arguments: a step and its arguments as JSON. Prints the address the browser is sent to, and at last the outcome as JSON.
"""

import asyncio
import json
import sys
from asyncio.subprocess import DEVNULL
from collections.abc import Awaitable, Callable
from typing import Any

from dms_mail_desktop.errors import MailDesktopError
from dms_mail_desktop.mail.message import compose
from dms_mail_desktop.mail.probe import check_sending
from dms_mail_desktop.mail.sending import send
from dms_mail_desktop.oauth.pages import load_pages
from dms_mail_desktop.oauth.provider import Provider
from dms_mail_desktop.oauth.sign_in import SignInAttempt
from dms_mail_desktop.paths import config_folder
from dms_mail_desktop.services import Services, build_services

Outcome = dict[str, Any]


async def open_browser(address: str) -> None:
    print("opens", address, flush=True)  # noqa: T201
    opener = await asyncio.create_subprocess_exec("xdg-open", address, stdout=DEVNULL, stderr=DEVNULL)
    await opener.wait()


async def sign_in(services: Services, *, time_limit: float = 60.0, choose_account: bool = False) -> Outcome:
    settings = services.store.load().settings
    provider, login = Provider.of(settings.registration), settings.mail_server.login
    http = services.http()
    try:
        attempt = SignInAttempt(
            provider,
            http,
            load_pages("pl"),
            login_hint=login,
            choose_account=choose_account,
            time_limit=time_limit,
        )
        signed_in = await attempt.run(open_browser, expected_login=login)
    finally:
        http.close()
    if signed_in.username == login:
        await services.accounts.keep(provider, signed_in)
    return {"username": signed_in.username, "scopes": signed_in.scopes}


async def check(services: Services, *, to: str) -> Outcome:
    settings = services.store.load().settings
    server = settings.mail_server
    provider = Provider.of(settings.registration)
    letter = compose(
        sender=server.email,
        display_name=server.display_name,
        reply_to=server.reply_to,
        to=[to],
        subject="Test – zażółć gęślą jaźń",
        body="Wiadomość testowa\n",
    )
    result = await check_sending(
        server,
        lambda: services.accounts.access_token(provider, server.login),
        services.tls,
        message=letter.message,
        recipients=letter.recipients,
        report=lambda _: None,
        token_hosts=provider.mail_hosts,
    )
    steps = {step.stage: step.state for step in result.steps}
    return {"steps": steps, "message_id": letter.message["Message-ID"], "problem": str(result.error or "")}


async def send_again(services: Services, *, to: str) -> Outcome:
    settings = services.store.load().settings
    server = settings.mail_server
    token = await services.accounts.access_token(Provider.of(settings.registration), server.login)
    letter = compose(sender=server.email, to=[to], subject="Powiadomienie", body="Treść\n")
    receipt = await send(server, token, letter.message, letter.recipients, trust=services.tls)
    return {"message_id": receipt.message_id, "reply": receipt.reply.code}


async def renew(services: Services) -> Outcome:
    settings = services.store.load().settings
    provider = Provider.of(settings.registration)
    token = await services.accounts.access_token(provider, settings.mail_server.login, renew=True)
    return {"login": token.login, "expires_at": token.expires_at.isoformat()}


async def state(services: Services) -> Outcome:
    settings = services.store.load().settings
    found = await services.accounts.state(Provider.of(settings.registration), settings.mail_server.login)
    return {"loss": found.loss, "accounts": [account.username for account in await services.accounts.list()]}


STEPS: dict[str, Callable[..., Awaitable[Outcome]]] = {
    step.__name__: step for step in (sign_in, check, send_again, renew, state)
}


async def run(step: str, arguments: Outcome) -> Outcome:
    folder = config_folder()
    folder.mkdir(parents=True, exist_ok=True)
    services = build_services(folder)
    try:
        return await STEPS[step](services, **arguments)
    except MailDesktopError as error:
        return {"error": type(error).__name__, "facts": {name: str(value) for name, value in vars(error).items()}}
    finally:
        await services.accounts.settle()


if __name__ == "__main__":
    print(json.dumps(asyncio.run(run(sys.argv[1], json.loads(sys.argv[2])))))  # noqa: T201
