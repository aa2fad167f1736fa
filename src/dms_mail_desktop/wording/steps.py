"""The step list of a check: each step's detail, the verdict, and the whole as text to copy."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from dms_mail_desktop.errors import (
    MailDesktopError,
    OutcomeUncertain,
    RecipientsRefused,
    ServerRefused,
    Stage,
)
from dms_mail_desktop.mail.steps import StepReport, StepState
from dms_mail_desktop.wording.explanations import Explanation, explain, reply_words
from dms_mail_desktop.wording.redaction import redacted
from dms_mail_desktop.wording.sentences import Sentences

SHOWN_ADDRESSES = 3
Facts = Mapping[str, Any]
FAMILIES = {"ipv4": "IPv4", "ipv6": "IPv6"}


def stage_name(say: Sentences, stage: str, method: str, count: int) -> str:
    """The name of a step; `method` is the authentication method, `count` the number of recipients."""
    return say.say(say.first(f"stage.{stage}_{method}", f"stage.{stage}"), count=count)


def step_detail(say: Sentences, report: StepReport) -> str:
    """What the second column says of a step: its facts, or how it stands."""
    match report.state:
        case StepState.PENDING:
            return ""
        case StepState.RUNNING:
            return say.say(say.first(f"step.waiting_{report.stage}", "step.waiting"))
        case StepState.SKIPPED:
            return say.say("step.skipped")
        case StepState.FAILED:
            return _failure(say, report.error)
        case _:
            parts = DETAILS[report.stage](say, report.facts) if report.stage in DETAILS else ()
            return " · ".join(filter(None, parts))


def _failure(say: Sentences, error: MailDesktopError | None) -> str:
    if error is None:
        return say.say("step.failed")
    if isinstance(error, ServerRefused | RecipientsRefused):
        return say.say("step.refused")
    return explain(say, error, {}).reason


def _known(say: Sentences, key: str, facts: Facts, **more: object) -> str:
    """The text of a key, or "" if a fact that it needs is unknown."""
    try:
        return say.say(key, **{name: value for name, value in {**facts, **more}.items() if value is not None})
    except KeyError:
        return ""


def _address(_: Sentences, facts: Facts) -> Iterator[str]:
    host, addresses = str(facts.get("host", "")), tuple(facts.get("addresses", ()))
    more = ("…",) if len(addresses) > SHOWN_ADDRESSES else ()
    shown = ", ".join((*addresses[:SHOWN_ADDRESSES], *more))
    yield host if addresses in ((), (host,)) else f"{host} → {shown}"


def _connection(say: Sentences, facts: Facts) -> Iterator[str]:
    yield _known(say, "step.connection", facts, family=FAMILIES.get(facts.get("family", "")))


def _encryption(say: Sentences, facts: Facts) -> Iterator[str]:
    if facts.get("none"):
        yield say.say("step.clear")
        return
    yield str(facts.get("protocol", "")).replace("TLSv", "TLS ")
    if facts.get("subject"):
        yield say.say("step.certificate" if facts.get("issuer") else "step.certificate_owner", **facts)
    if facts.get("days_left") is not None:
        ending = "today" if facts["days_left"] == 0 else "days"
        yield say.say(f"step.certificate_{ending}", count=facts["days_left"])


def _greeting(say: Sentences, facts: Facts) -> Iterator[str]:
    methods = " ".join(facts.get("auth_methods", ()))
    shown = [name for name in facts.get("capabilities", ()) if name == "STARTTLS"]
    shown.append(f"AUTH {methods}" if methods else say.say("step.no_auth"))
    if facts.get("size_limit"):
        shown.append(say.say("step.size_limit", size=facts["size_limit"]))
    yield ", ".join(shown)


def _credential(say: Sentences, facts: Facts) -> Iterator[str]:
    login, expires = str(facts.get("login", "")), facts.get("expires_at")
    if facts.get("kind") == "password":
        yield say.say("step.password", login=login)
    elif expires:
        yield say.say("step.token", login=login, left=(expires - say.formats.clock()).total_seconds())
    else:
        yield login


def _authentication(say: Sentences, facts: Facts) -> Iterator[str]:
    yield str(facts.get("method", ""))
    if facts.get("mailbox_ignored"):
        yield say.say("step.mailbox_ignored")
    else:
        yield _known(say, "step.mailbox", facts)


def _sender(_: Sentences, facts: Facts) -> Iterator[str]:
    yield str(facts.get("address", ""))


def _recipients(say: Sentences, facts: Facts) -> Iterator[str]:
    yield ", ".join(facts.get("accepted", ()))
    if refused := tuple(facts.get("refused", ())):
        yield say.say("step.recipients_refused", count=len(refused), addresses=refused)


def _content(say: Sentences, facts: Facts) -> Iterator[str]:
    yield _known(say, "step.size", facts)
    if "reply" in facts:
        yield say.say("step.reply", reply=reply_words(facts["reply"]))
    yield _known(say, "step.message_id", facts)


def _folders(say: Sentences, facts: Facts) -> Iterator[str]:
    if "reply" in facts:
        yield say.say("step.reply", reply=reply_words(facts["reply"]))
    else:
        yield say.say("step.folders", count=len(facts.get("folders", ())))


def _folder(say: Sentences, facts: Facts) -> Iterator[str]:
    yield str(facts.get("name", ""))
    yield _known(say, "step.messages", facts)
    if facts.get("unseen"):
        yield say.say("step.unseen", count=facts["unseen"])


def _messages(say: Sentences, facts: Facts) -> Iterator[str]:
    if "reply" in facts:
        yield say.say("step.reply", reply=reply_words(facts["reply"]))
    for newest in facts.get("messages", ())[:1]:
        yield say.say("step.newest", subject=newest.subject) if newest.subject else ""


DETAILS: Mapping[Stage, Callable[[Sentences, Facts], Iterator[str]]] = {
    Stage.ADDRESS: _address,
    Stage.CONNECTION: _connection,
    Stage.ENCRYPTION: _encryption,
    Stage.GREETING: _greeting,
    Stage.CREDENTIAL: _credential,
    Stage.AUTHENTICATION: _authentication,
    Stage.SENDER: _sender,
    Stage.RECIPIENTS: _recipients,
    Stage.CONTENT: _content,
    Stage.FOLDERS: _folders,
    Stage.FOLDER: _folder,
    Stage.MESSAGES: _messages,
}
"""How each step's facts read; facts that the check did not report are left out."""


def verdict(
    say: Sentences,
    reports: Sequence[StepReport],
    error: MailDesktopError | None,
    account: Mapping[str, object],
    *,
    sending: bool,
) -> str:
    """The line above the step list once it is over; `sending` if there was a message, not only a check."""
    if isinstance(error, OutcomeUncertain):
        return say.say("verdict.uncertain")
    if error:
        key = "verdict.not_sent" if sending else "verdict.not_working"
        return say.say(key, reason=explain(say, error, account).reason)
    warned = [report.stage for report in reports if report.state is StepState.WARNING]
    if Stage.RECIPIENTS in warned:
        return say.say("verdict.sent_partly")
    outcome = ("sent" if sending else "works") + ("_warning" if warned else "")
    method = str(account.get("auth_method", ""))
    return say.say(f"verdict.{outcome}", steps=[stage_name(say, stage, method, 1) for stage in warned])


def step_line(say: Sentences, report: StepReport, account: Mapping[str, object]) -> str:
    """One step on one line of plain text, without secrets."""
    count = len(report.facts.get("accepted", ())) + len(report.facts.get("refused", ()))
    name = stage_name(say, report.stage, str(account.get("auth_method", "")), count or 1)
    detail = step_detail(say, report)
    took = "" if report.seconds is None else f" ({say.formats.duration(report.seconds)})"
    line = f"[{say.say(f'step.mark.{report.state}')}] {name}{': ' if detail else ''}{detail}{took}"
    return redacted(line, say.say("report.hidden"))


def what_to_do(say: Sentences, explanation: Explanation) -> str:
    """The steps, several of them numbered, and how soon waiting helps; each on a line of its own."""
    steps = explanation.steps
    lines = [f"{number}. {step}" for number, step in enumerate(steps, 1)] if len(steps) > 1 else list(steps)
    if explanation.waiting != "no":
        lines.append(say.say(f"waiting.{explanation.waiting}"))
    return "\n".join(lines)


def explanation_text(say: Sentences, explanation: Explanation) -> str:
    """Cause, what to do, command, the server's words and where to read more, one below the other."""
    remedy = what_to_do(say, explanation)
    words = "system_words" if explanation.by_system else "server_words"
    parts = {
        "cause": explanation.cause,
        "steps" if "\n" in remedy else "remedy": remedy.replace("\n", "\n    "),
        "command": explanation.command,
        words: explanation.server_words.replace("\n", "\n    "),
        "link": explanation.link,
    }
    return "\n".join(say.say(f"report.{name}", text=text) for name, text in parts.items() if text)


def report_text(
    say: Sentences,
    heading: str,
    reports: Iterable[StepReport],
    error: MailDesktopError | None,
    account: Mapping[str, object],
) -> str:
    """A step list with its verdict and explanation as plain text to hand on; nothing in it is a secret."""
    now = say.formats.clock()
    head = [heading, say.say("report.time", date=now)]
    if account:
        head.append(say.say("report.account", **account))
    blocks = ["\n".join(head), "\n".join(step_line(say, report, account) for report in reports)]
    if error:
        blocks.append(explanation_text(say, explain(say, error, account)))
    return "\n\n".join(blocks) + "\n"
