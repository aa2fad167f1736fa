"""check, send, set-password: the accounts at work."""

import getpass
import sys
from argparse import Namespace
from dataclasses import asdict, is_dataclass
from pathlib import Path
from typing import Any

from dms_mail_desktop.cli.discords import warn
from dms_mail_desktop.cli.session import Refused, Session, Status
from dms_mail_desktop.cli.subjects import require_password, require_usable, spoken_name, subject_of
from dms_mail_desktop.errors.system import symbol_of
from dms_mail_desktop.mail.mailbox_probe import MailboxResult, check_mailbox
from dms_mail_desktop.mail.message import Attachment, Composed, compose
from dms_mail_desktop.mail.probe import check_sending
from dms_mail_desktop.mail.sending import Sender
from dms_mail_desktop.mail.steps import ProbeResult, StepReport, StepState
from dms_mail_desktop.models import MailServer, Point
from dms_mail_desktop.passwords import SERVER
from dms_mail_desktop.rules import address_fault
from dms_mail_desktop.wording import account_facts
from dms_mail_desktop.wording.redaction import redacted

STANDARD_INPUT = "-"


async def check(session: Session, options: Namespace) -> Status:
    """The step-by-step test of sending or of a point's mailbox, one line a step as it happens."""
    settings, wording, terminal = session.settings(), session.wording, session.terminal
    subject = subject_of(settings, options.what)
    require_usable(subject)
    account = subject.account
    warn(session, subject, settings.registration)
    facts, mark = account_facts(account, settings.registration), wording.say("report.hidden")

    def report(step: StepReport) -> None:
        if step.state not in (StepState.PENDING, StepState.RUNNING):
            terminal.line(wording.step_line(step, facts))

    credential = session.services.credential_of(subject.owner, account, settings.registration)
    result: ProbeResult
    if isinstance(account, Point):
        terminal.document["point"] = {"id": account.id, "name": account.name, "active": account.active}
        result = await check_mailbox(account, credential, session.services.tls, report=report)
    else:
        terminal.document["notifications"] = account.enabled
        if not account.enabled:
            terminal.line(wording.say("cli.notifications_off"))
        result = await check_sending(account, credential, session.services.tls, report=report)
    terminal.line(wording.verdict(result.steps, result.error, facts, sending=False))
    terminal.document["steps"] = [_step(step, mark) for step in result.steps]
    if isinstance(result, MailboxResult):
        _show_messages(session, result)
    if result.error:
        raise result.error
    return Status.DONE


def _show_messages(session: Session, result: MailboxResult) -> None:
    """The newest messages, as proof that the right mailbox is open."""
    say, hidden = session.wording.say, session.wording.say("report.hidden")
    for message in result.messages:
        when = message.arrived_at or message.sent_at
        sender = message.sender_name or message.sender
        facts = {"when": when, "sender": sender, "subject": message.subject or say("gui.check.no_subject")}
        line = say("cli.message" if when else "cli.message_undated", **facts)
        session.terminal.line("    " + redacted(line, hidden))


async def send(session: Session, options: Namespace) -> Status:
    """Sends one message from the account."""
    settings, wording = session.settings(), session.wording
    require_usable(subject_of(settings, SERVER))
    server = settings.mail_server
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


async def set_password(session: Session, options: Namespace) -> Status:
    """Reads a password from the terminal or standard input into the keyring."""
    subject = subject_of(session.settings(), options.what)
    require_password(subject)
    place = {"login": subject.account.login, "host": subject.account.host}
    secret = _typed(session.wording.say("cli.password_prompt", **place))
    if not secret:
        raise Refused("password_empty")
    await session.services.passwords.write(subject.owner, **place, secret=secret)
    session.terminal.document |= {"account": spoken_name(subject), **place}
    session.terminal.line(session.wording.say("cli.password_kept", **place))
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
        detail = error.strerror or type(error).__name__
        raise Refused("unreadable", path=name, detail=detail, symbol=symbol_of(error)) from error


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
    if is_dataclass(value) and not isinstance(value, type):
        return _shown(asdict(value), mark)
    if isinstance(value, dict):
        return {name: _shown(item, mark) for name, item in value.items()}
    if isinstance(value, tuple | list):
        return [_shown(item, mark) for item in value]
    return value
