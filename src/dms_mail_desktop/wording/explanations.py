"""Errors into titles, causes and remedies."""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace

from dms_mail_desktop import errors
from dms_mail_desktop.errors import MailDesktopError, ProviderAnswer, RegistrationIncomplete, Reply
from dms_mail_desktop.models import (
    AuthMethod,
    Encryption,
    MailServer,
    Point,
    Registration,
    default_mailbox_port,
    default_smtp_port,
)
from dms_mail_desktop.oauth.provider import CLOUDS, Provider, adminconsent_url, error_link
from dms_mail_desktop.wording.advice import Advice, Waiting
from dms_mail_desktop.wording.cases import advice_on
from dms_mail_desktop.wording.fields import field_label
from dms_mail_desktop.wording.redaction import redacted
from dms_mail_desktop.wording.sentences import Sentences
from dms_mail_desktop.wording.system import system_words

STAND_INS = (
    *("login", "sender", "sender_domain", "mailbox", "host", "port", "tls_port", "starttls_port", "what"),
    *("tenant", "client_id", "consent_url", "portal", "issuer", "subject", "proxy"),
)
"""Facts that a text may name although nobody knows them."""
OF_THIS_COMPUTER = (
    errors.KeyringFailed,
    errors.NameNotResolved,
    errors.ConnectFailed,
    errors.TlsFailed,
    errors.ListenerFailed,
    errors.SchedulerMissing,
    errors.SchedulerRefused,
)
"""Errors whose `detail` is the operating system's."""


@dataclass(frozen=True)
class Explanation:
    """What went wrong and what to do about it, step by step; parts that there is nothing to say about are "".

    `reason` is the title as a clause, for use after a colon. `command` is a line for PowerShell, an address or the
    path of a page in a portal, to copy; `waiting` says how soon waiting helps. `server_words` come from the server as
    they are, or from this computer's own system where `by_system` says so.
    """

    title: str
    reason: str
    cause: str
    steps: tuple[str, ...]
    command: str = ""
    server_words: str = ""
    link: str = ""
    waiting: Waiting = "no"
    by_system: bool = False

    @property
    def remedy(self) -> str:
        """The steps as running text, for a place without room for a list."""
        return " ".join(self.steps)


def capitalised(clause: str) -> str:
    """The clause with a capital first letter."""
    return clause[:1].upper() + clause[1:]


def account_facts(account: MailServer | Point, registration: Registration | None = None) -> dict[str, object]:
    """The account's own values, for causes and commands."""
    sender = account.email if isinstance(account, MailServer) else account.login
    facts: dict[str, object] = {
        "login": account.login,
        "sender": sender,
        "sender_domain": sender.rpartition("@")[2],
        "host": account.host,
        "port": account.port,
        "tls_port": _usual_port(account, Encryption.TLS),
        "starttls_port": _usual_port(account, Encryption.STARTTLS),
        "auth_method": account.auth_method.value,
        "mailbox": (account.mailbox or account.login) if isinstance(account, Point) else account.login,
        "what": (account.name or account.id) if isinstance(account, Point) else "server",
        "protocol": account.account_type.upper() if isinstance(account, Point) else "SMTP",
    }
    return facts | (registration_facts(registration) if registration else {})


def _usual_port(account: MailServer | Point, encryption: Encryption) -> int:
    """The port that the account's protocol has with this encryption."""
    if isinstance(account, Point):
        return default_mailbox_port(account.account_type, encryption)
    return default_smtp_port(encryption, AuthMethod.OAUTH2)


def registration_facts(registration: Registration) -> dict[str, object]:
    """What is known of the application that signs in."""
    facts: dict[str, object] = {"client_id": registration.client_id, "tenant": registration.tenant}
    if registration.cloud in CLOUDS:
        facts["portal"] = CLOUDS[registration.cloud].portal
    with suppress(RegistrationIncomplete):
        provider = Provider.of(registration)
        facts |= {"consent_url": adminconsent_url(provider), "scopes": provider.scopes}
    return facts


def explain(say: Sentences, error: MailDesktopError, account: Mapping[str, object]) -> Explanation:
    """What the error means and what the administrator does now; unknown codes show the server's words alone."""
    facts = _facts(say, error, account)
    words = _server_words(say, error)
    reason = say.fill(_template(say, error, "reason"), facts)
    if advice := advice_on(error, account):
        return replace(_advised(say, *advice, facts, reason, words), by_system=_by_system(error))
    answer = getattr(error, "answer", None)
    steps = _template(say, error, "remedy").splitlines()
    return Explanation(
        capitalised(reason),
        reason,
        say.fill(_template(say, error, "cause"), facts),
        tuple(say.fill(step, facts) for step in steps),
        server_words=words,
        link=error_link(answer.codes[0]) if answer and answer.codes else "",
        waiting="minutes" if _may_pass(error) else "no",
        by_system=_by_system(error),
    )


def _by_system(error: MailDesktopError) -> bool:
    """Whether the words that are shown are this computer's: nobody was reached who could say any."""
    if isinstance(error, errors.ProviderUnreachable):
        return error.fault is not errors.NetworkFault.SERVER_BUSY
    return isinstance(error, OF_THIS_COMPUTER)


def _may_pass(error: MailDesktopError) -> bool:
    """Whether an error that nothing particular is known of may be gone in a few minutes (RFC 5321 section 4.2.1)."""
    match error:
        case errors.ConnectionLost() | errors.TimedOut() | errors.KeyringSilent():
            return True
        case errors.ServerRefused(reply=reply):
            return 400 <= (reply.code or 0) < 500
        case errors.RecipientsRefused(replies=replies):
            return all(400 <= (reply.code or 0) < 500 for reply in replies.values())
        case _:
            return False


def _advised(  # noqa: PLR0913, PLR0917 - the parts of one explanation
    say: Sentences, entry: Advice, code: str, facts: dict[str, object], reason: str, words: str
) -> Explanation:
    text = entry.text(say.language)
    facts["code"] = code
    title = say.fill(text.reason, facts) or reason
    page = error_link(int(code)) if "sign_in" in entry.where and code.isdigit() else ""
    return Explanation(
        capitalised(title),
        title,
        say.fill(text.cause, facts),
        tuple(say.fill(step, facts) for step in text.steps),
        say.fill(_fitting(entry.command, facts) or text.portal, facts),
        words,
        say.fill(entry.link, facts) or page,
        entry.waiting,
    )


def _snake(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def _variants(error: MailDesktopError) -> tuple[str, str]:
    """The kind of an error within its class, and what is special about its facts."""
    kind = special = ""
    match error:
        case errors.SettingsDamaged(backup=backup) if backup:
            special = "backup"
        case errors.SignInRequired(loss=loss):
            kind = loss
        case errors.TokenUnfit(fault=token_fault):
            kind = token_fault
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
    if "symbol" in own:
        own["detail"] = system_words(say, own["symbol"], own["detail"])
    if "replies" in own:
        own["addresses"] = tuple(own["replies"])
    facts |= {name: value for name, value in own.items() if value not in (None, "")}
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
        case errors.TokenUnfit(reply=reply):
            words = reply_words(reply)
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


def _fitting(command: str, facts: Mapping[str, object]) -> str:
    """The command without the parts that would grant an account rights to itself."""
    login = str(facts.get("login", "")).casefold()
    own = [name for name in ("mailbox", "sender") if str(facts.get(name, "")).casefold() == login]
    parts = command.split("; ")
    return "; ".join(part for part in parts if "{login" not in part or not any(f"{{{name}" in part for name in own))
