"""The command that explains a code of the sign-in: dms-mail explain."""

from argparse import Namespace
from dataclasses import asdict

from dms_mail_desktop.cli.session import Refused, Session, Status
from dms_mail_desktop.oauth.browser_words import answer_in
from dms_mail_desktop.wording.error_pages import code_of, explain_page
from dms_mail_desktop.wording.explanations import account_facts


async def explain(session: Session, options: Namespace) -> Status:
    """What a code, an error page's text or its address means, with the values of the outgoing account."""
    answer = answer_in(" ".join(options.text))
    if answer is None:
        raise Refused("no_code")
    settings = session.services.store.load().settings
    known, told = explain_page(session.wording, answer, account_facts(settings.mail_server, settings.registration))
    session.terminal.line(f"{told.title}.\n{session.wording.explanation_text(told)}")
    session.terminal.document |= {"code": code_of(answer), "known": known, "explanation": asdict(told)}
    return Status.DONE if known else Status.FAILED
