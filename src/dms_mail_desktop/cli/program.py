"""From the arguments of dms-mail to an exit status."""

import asyncio
import os
import sys
from argparse import Namespace
from collections.abc import Sequence
from dataclasses import asdict

from dms_mail_desktop.cli.accounts import sign_in
from dms_mail_desktop.cli.faults import fault_facts, fault_lines
from dms_mail_desktop.cli.parser import WrongUsage, build_parser
from dms_mail_desktop.cli.session import FieldsRefused, Refused, Session, Status, status_of
from dms_mail_desktop.cli.subjects import facts_of
from dms_mail_desktop.cli.terminal import Terminal, never_fail_on_letters
from dms_mail_desktop.errors import MailDesktopError, SignInStopped
from dms_mail_desktop.paths import config_folder, data_folder
from dms_mail_desktop.services import Services, build_services
from dms_mail_desktop.wording import Wording
from dms_mail_desktop.wording.system import system_words

LANGUAGE_VARIABLE = "DMS_MAIL_LANGUAGE"


def main(arguments: Sequence[str] | None = None, services: Services | None = None) -> int:
    """Runs one command. Exit status 0 done, 1 failed, 2 wrong usage or settings, 3 sign-in needed."""
    never_fail_on_letters()
    given = list(sys.argv[1:] if arguments is None else arguments)
    wording = Wording(_language(given), "cli")
    terminal = Terminal(as_json="--json" in given)
    try:
        options = build_parser(wording).parse_args(given)
    except WrongUsage as problem:
        wrong = wording.say("cli.wrong_usage", detail=problem)
        terminal.problem(f"{problem.usage}\n{wrong}")
        terminal.document["error"] = {"type": "WrongUsage", "cause": str(problem)}
        terminal.finish(Status.USAGE)
        return Status.USAGE
    except SystemExit as end:  # --help and --version
        return int(end.code or 0)
    services = services or build_services(config_folder(), data=data_folder())
    status = _ended(Session(services, wording, terminal), options)
    terminal.finish(status)
    return status


def _language(given: Sequence[str]) -> str:
    """The language of the texts; needed before the arguments are understood, for their help speaks it too."""
    words = [part for word in given for part in word.split("=", 1)]
    if "--language" in words[:-1]:
        return words[words.index("--language") + 1]
    return os.environ.get(LANGUAGE_VARIABLE, "")


def _ended(session: Session, options: Namespace) -> Status:
    try:
        return asyncio.run(_performed(session, options))
    except MailDesktopError as error:
        return _explained(session, options, error)
    except FieldsRefused as refusal:
        return _listed(session, refusal)
    except Refused as refusal:
        return _refused(session, refusal)
    except KeyboardInterrupt:
        if options.command is sign_in:
            return _explained(session, options, SignInStopped())
        return _refused(session, Refused("stopped", Status.FAILED))


async def _performed(session: Session, options: Namespace) -> Status:
    try:
        status: Status = await options.command(session, options)
    finally:
        await session.services.accounts.settle()
    return status


def _explained(session: Session, options: Namespace, error: MailDesktopError) -> Status:
    settings = session.services.store.load().settings
    told = session.wording.explain(error, facts_of(settings, options))
    session.terminal.problem(f"{told.title}.\n{session.wording.explanation_text(told)}")
    session.terminal.document["error"] = {"type": type(error).__name__, **asdict(told)}
    return status_of(error)


def _refused(session: Session, refusal: Refused) -> Status:
    facts = dict(refusal.facts)
    if "symbol" in facts:
        facts["detail"] = system_words(session.wording, str(facts["symbol"]), str(facts["detail"]))
    text = session.wording.say(f"cli.refused.{refusal.name}", **facts)
    session.terminal.problem(text)
    session.terminal.document["error"] = {"type": refusal.name, "cause": text}
    return refusal.status


def _listed(session: Session, refusal: FieldsRefused) -> Status:
    for line in fault_lines(session.wording, refusal):
        session.terminal.problem(line)
    session.terminal.document["error"] = fault_facts(session.wording, refusal)
    return Status.USAGE
