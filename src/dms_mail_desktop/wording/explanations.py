"""Errors into titles, causes and remedies."""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace

from dms_mail_desktop import errors
from dms_mail_desktop.errors import MailDesktopError, ProviderAnswer, RegistrationIncomplete, Reply
from dms_mail_desktop.models import MailServer, Point, Registration
from dms_mail_desktop.oauth.provider import Provider, adminconsent_url, error_link
from dms_mail_desktop.wording.advice import Advice, for_answer, for_reply
from dms_mail_desktop.wording.fields import field_label
from dms_mail_desktop.wording.redaction import redacted
from dms_mail_desktop.wording.sentences import Sentences

STAND_INS = ("login", "sender", "host", "port", "tenant", "client_id", "consent_url", "what")
"""Facts that a text may name although the caller did not know them."""


@dataclass(frozen=True)
class Explanation:
    """What went wrong and what to do about it; parts that there is nothing to say about are "".

    `reason` is the title as a clause, for use after a colon. `server_words` come from the server as they are.
    """

    title: str
    reason: str
    cause: str
    remedy: str
    command: str = ""
    server_words: str = ""
    link: str = ""


def capitalised(clause: str) -> str:
    """The clause with a capital first letter."""
    return clause[:1].upper() + clause[1:]


def account_facts(account: MailServer | Point, registration: Registration | None = None) -> dict[str, object]:
    """The account's own values, for causes and commands."""
    facts: dict[str, object] = {
        "login": account.login,
        "sender": account.email if isinstance(account, MailServer) else account.login,
        "host": account.host,
        "port": account.port,
        "auth_method": account.auth_method.value,
        "what": (account.name or account.id) if isinstance(account, Point) else "server",
    }
    if registration:
        facts |= {"client_id": registration.client_id, "tenant": registration.tenant}
        with suppress(RegistrationIncomplete):
            facts["consent_url"] = adminconsent_url(Provider.of(registration))
    return facts


def explain(say: Sentences, error: MailDesktopError, account: Mapping[str, object]) -> Explanation:
    """What the error means and what the administrator does now; unknown codes show the server's words alone."""
    facts = _facts(say, error, account)
    advice = _advice(error, str(account.get("auth_method", "")))
    words = _server_words(say, error)
    reason = say.fill(_template(say, error, "reason"), facts)
    cause, remedy = _template(say, error, "cause"), _template(say, error, "remedy")
    command = link = ""
    if advice:
        entry, code = advice
        facts["code"] = code
        texts = entry.texts[say.language]
        reason = say.fill(texts.reason, facts) or reason
        cause, remedy, command = texts.cause, texts.remedy, say.fill(entry.command, facts)
        link = say.fill(entry.link, facts) or _page(entry, code)
    elif (answer := getattr(error, "answer", None)) and answer.codes:
        link = error_link(answer.codes[0])
    return Explanation(
        capitalised(reason), reason, say.fill(cause, facts), say.fill(remedy, facts), command, words, link
    )


def _page(entry: Advice, code: str) -> str:
    return error_link(int(code)) if entry.where == "sign_in" and code.isdigit() else ""


def _advice(error: MailDesktopError, method: str) -> tuple[Advice, str] | None:
    match error:
        case errors.ConsentRefused() | errors.TenantUnknown() | errors.ClientUnknown():
            # The class says more than the OAuth error that it was made from; a number may say still more.
            return for_answer(replace(error.answer, error="", suberror=""))
        case errors.ProviderRefused(answer=answer) | errors.SignInRequired(answer=ProviderAnswer() as answer):
            return for_answer(answer)
        case errors.ServerRefused(reply=reply):
            return for_reply(reply, error.stage, method)
        case errors.RecipientsRefused(replies=replies):
            found = [for_reply(reply, error.stage, method) for reply in replies.values()]
            return found[0] if found and all(one == found[0] for one in found) else None
        case _:
            return None


def _snake(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def _variants(error: MailDesktopError) -> tuple[str, str]:
    """The kind of an error within its class, and what is special about its facts."""
    kind = special = ""
    match error:
        case errors.SettingsDamaged(backup=backup) if backup:
            special = "backup"
        case errors.ProviderUnreachable(fault=fault) | errors.ConnectFailed(fault=fault):
            kind = fault
        case errors.TlsFailed(fault=tls_fault, issuer=issuer, subject=subject):
            kind = tls_fault
            special = "" if {"untrusted": issuer, "host_mismatch": subject}.get(kind, kind) else "unknown"
        case errors.SignInRequired(loss=loss):
            kind = loss
        case errors.AuthNotOffered(offered=()):
            special = "unknown"
        case errors.ServerRefused(stage=stage, reply=reply):
            kind = stage
            special = "temporary" if reply.code and reply.code < 500 else ""
    return kind, special


def _candidates(error: MailDesktopError, part: str, surface: str) -> Iterator[str]:
    """Keys of a part of the explanation, the most particular first; a class without texts takes its parent's."""
    kind, special = _variants(error)
    for family in type(error).__mro__:
        if not issubclass(family, MailDesktopError):
            return
        base = f"error.{_snake(family.__name__)}"
        for suffix in (f"_{special}", "") if special else ("",):
            for place in (f"{base}.{kind}", base) if kind else (base,):
                yield f"{place}.{part}{suffix}_{surface}"
                yield f"{place}.{part}{suffix}"


def _template(say: Sentences, error: MailDesktopError, part: str) -> str:
    return say.text(say.first(*_candidates(error, part, say.surface)))


def _facts(say: Sentences, error: MailDesktopError, account: Mapping[str, object]) -> dict[str, object]:
    """What the texts may name: the error's own facts before the account's, before stand-ins."""
    facts: dict[str, object] = {name: say.say(f"missing.{name}") for name in STAND_INS}
    facts |= {name: value for name, value in account.items() if value}
    own = dict(vars(error))
    if "stage" in own:
        own["stage"] = say.say(f"stage.{own['stage']}", count=1).lower()
    if "missing" in own:
        own["missing"] = tuple(field_label(say, f"registration.{name}") for name in own["missing"])
    if "replies" in own:
        own["addresses"] = tuple(own["replies"])
    facts |= {name: value for name, value in own.items() if value not in (None, "")}
    facts.setdefault("issuer", "")
    facts.setdefault("subject", "")
    facts.setdefault("backup", "")
    return facts


def reply_words(reply: Reply) -> str:
    """A mail server's reply on one line."""
    parts = (str(reply.code or ""), reply.enhanced, " ".join(reply.text.split()))
    shown = [part for part in parts if part]
    if reply.enhanced and parts[2].startswith(reply.enhanced):
        shown.remove(reply.enhanced)
    return " ".join(shown)


def _answer_words(answer: ProviderAnswer) -> str:
    head = ": ".join(filter(None, (answer.error, answer.description)))
    labels = (("Correlation ID", answer.correlation_id), ("Trace ID", answer.trace_id), ("Time", answer.timestamp))
    lines = [f"{label}: {value}" for label, value in labels if value and value not in answer.description]
    return "\n".join([head, *lines])


def _server_words(say: Sentences, error: MailDesktopError) -> str:
    match error:
        case errors.ServerRefused(reply=reply, challenge=challenge):
            words = "\n".join(filter(None, (reply_words(reply), _pairs(challenge))))
        case errors.RecipientsRefused(replies=replies):
            words = "\n".join(f"{address}: {reply_words(reply)}" for address, reply in replies.items())
        case errors.ProviderRefused(answer=answer) | errors.SignInRequired(answer=ProviderAnswer() as answer):
            words = _answer_words(answer)
        case (
            errors.ConnectionLost(detail=detail)
            | errors.ProviderUnreachable(detail=detail)
            | errors.KeyringFailed(detail=detail)
            | errors.NameNotResolved(detail=detail)
            | errors.ConnectFailed(detail=detail)
            | errors.TlsFailed(detail=detail)
            | errors.AfterActionFailed(detail=detail)
            | errors.SchedulerMissing(detail=detail)
            | errors.SchedulerRefused(detail=detail)
        ):
            words = detail
        case _:
            words = ""
    return redacted(words, say.say("report.hidden"))


def _pairs(challenge: Mapping[str, str]) -> str:
    return ", ".join(f"{name}: {value}" for name, value in challenge.items())
