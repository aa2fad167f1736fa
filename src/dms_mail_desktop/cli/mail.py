"""check, send, set-password: the outgoing account at work."""

import getpass
import sys
from argparse import Namespace
from dataclasses import asdict
from pathlib import Path
from typing import Any

from dms_mail_desktop.cli.session import FieldsRefused, Refused, Session, Status, usable_server
from dms_mail_desktop.errors import Reply
from dms_mail_desktop.mail.message import Attachment, Composed, compose
from dms_mail_desktop.mail.probe import check_sending
from dms_mail_desktop.mail.sending import Sender
from dms_mail_desktop.mail.steps import StepReport, StepState
from dms_mail_desktop.models import AuthMethod, MailServer
from dms_mail_desktop.passwords import SERVER
from dms_mail_desktop.rules import Fault, address_fault
from dms_mail_desktop.wording import account_facts
from dms_mail_desktop.wording.redaction import redacted

STANDARD_INPUT = "-"


async def check(session: Session, _: Namespace) -> Status:
    """The step-by-step test, one line a step as it happens."""
    settings, wording = session.settings(), session.wording
    server = usable_server(settings)
    facts = account_facts(server, settings.registration)

    def report(step: StepReport) -> None:
        if step.state not in (StepState.PENDING, StepState.RUNNING):
            session.terminal.line(wording.step_line(step, facts))

    if not server.enabled:
        session.terminal.line(wording.say("cli.notifications_off"))
    credential = session.services.credential_of(SERVER, server, settings.registration)
    result = await check_sending(server, credential, session.services.tls, report=report)
    session.terminal.line(wording.verdict(result.steps, result.error, sending=False))
    session.terminal.document |= {
        "notifications": server.enabled,
        "steps": [_step(step, wording.say("report.hidden")) for step in result.steps],
    }
    if result.error:
        raise result.error
    return Status.DONE


async def send(session: Session, options: Namespace) -> Status:
    """Sends one message from the account."""
    settings, wording = session.settings(), session.wording
    server = usable_server(settings)
    if not server.enabled:
        raise Refused("sending_off")
    composed = _composed(server, options)
    credential = session.services.credential_of(SERVER, server, settings.registration)
    async with Sender(server, credential, session.services.tls) as sender:
        receipt = await sender.send(composed.message, composed.recipients)
    accepted = tuple(address for address in composed.recipients if address not in receipt.refused)
    session.terminal.document |= {
        "message_id": receipt.message_id,
        "reply": receipt.reply,
        "accepted": accepted,
        "refused": receipt.refused,
    }
    session.terminal.line(wording.say("cli.sent", count=len(accepted), addresses=accepted))
    session.terminal.line(
        wording.say("cli.sent_reply", reply=wording.reply(receipt.reply), message_id=receipt.message_id)
    )
    if not receipt.refused:
        return Status.DONE
    session.terminal.problem(wording.say("verdict.sent_partly"))
    for address, reply in receipt.refused.items():
        session.terminal.problem(f"    {address}: {wording.reply(reply)}")
    return Status.FAILED


async def set_password(session: Session, _: Namespace) -> Status:
    """Reads a password from the terminal or standard input into the keyring."""
    server = session.settings().mail_server
    if server.auth_method is not AuthMethod.PASSWORD:
        raise Refused("not_password")
    missing = [f"mail_server.{name}" for name in ("host", "login") if not getattr(server, name)]
    if missing:
        raise FieldsRefused(tuple((path, Fault.REQUIRED, {}) for path in missing))
    secret = _typed(session.wording.say("cli.password_prompt", login=server.login, host=server.host))
    if not secret:
        raise Refused("password_empty")
    await session.services.passwords.write(SERVER, server.host, server.login, secret)
    session.terminal.document |= {"login": server.login, "host": server.host}
    session.terminal.line(session.wording.say("cli.password_kept", login=server.login, host=server.host))
    return Status.DONE


def _typed(prompt: str) -> str:
    if sys.stdin.isatty():
        return getpass.getpass(f"{prompt} ")
    return sys.stdin.readline().removeprefix("\ufeff").rstrip("\r\n")


def _composed(server: MailServer, options: Namespace) -> Composed:
    for option in ("to", "cc", "bcc"):
        for address in getattr(options, option):
            if address_fault(address):
                raise Refused("address", address=address)
    try:
        return compose(
            sender=server.email,
            display_name=server.display_name,
            reply_to=server.reply_to,
            to=options.to,
            cc=options.cc,
            bcc=options.bcc,
            subject=options.subject,
            body=_text(options.body_file) if options.body_file else options.body,
            html=_text(options.html) if options.html else "",
            attachments=[Attachment(Path(name).name, _content(name)) for name in options.attach],
        )
    except ValueError as error:
        raise Refused("header", header=str(error)) from error


def _text(name: str) -> str:
    content = sys.stdin.buffer.read() if name == STANDARD_INPUT else _content(name)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused("not_utf8", path=name) from None


def _content(name: str) -> bytes:
    try:
        return Path(name).read_bytes()
    except OSError as error:
        raise Refused("unreadable", path=name, detail=error.strerror or type(error).__name__) from error


def _step(step: StepReport, mark: str) -> dict[str, Any]:
    """A step for programs: raw facts, no secret that a server may have repeated."""
    return {
        "stage": step.stage,
        "state": step.state,
        "seconds": step.seconds,
        "facts": {name: _shown(value, mark) for name, value in step.facts.items()},
        "error": type(step.error).__name__ if step.error else None,
    }


def _shown(value: object, mark: str) -> object:
    if isinstance(value, str):
        return redacted(value, mark)
    if isinstance(value, Reply):
        return asdict(value) | {"text": redacted(value.text, mark)}
    if isinstance(value, dict):
        return {name: _shown(item, mark) for name, item in value.items()}
    return value
