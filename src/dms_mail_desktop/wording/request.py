"""What is handed to the administrator of Microsoft 365: the facts of a failure and what is asked for, no secrets."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

from dms_mail_desktop import errors
from dms_mail_desktop.errors import MailDesktopError, MailError, ProviderAnswer, Reply
from dms_mail_desktop.oauth.provider import CLOUDS
from dms_mail_desktop.wording.explanations import explain
from dms_mail_desktop.wording.redaction import redacted
from dms_mail_desktop.wording.sentences import Sentences

MICROSOFT_HOSTS = frozenset(host for facts in CLOUDS.values() for host in facts.mail_hosts)
Account = Mapping[str, object]


def is_for_microsoft(error: MailDesktopError, account: Account) -> bool:
    """Whether Microsoft said no: its sign-in, or one of its mail servers."""
    if (answer := _answer(error)) is not None:
        return bool(answer.codes) or "portal" in account
    return bool(_replies(error)) and str(account.get("host", "")).lower() in MICROSOFT_HOSTS


def administrator_request(say: Sentences, error: MailDesktopError, account: Account, at: datetime) -> str:
    """The text to hand on; `at` is when it failed, `account` is account_facts(...) of the form."""
    told = explain(say, error, account)
    steps = [f"{number}. {step}" for number, step in enumerate(told.steps, 1)]
    blocks = [
        say.say("request.heading"),
        say.say("request.intro", reason=told.reason),
        "\n".join(_facts(say, error, account, at)),
        "\n".join([say.say("request.please"), told.cause, *steps]),
        "\n".join(filter(None, (told.command, told.link))),
        f"{say.say('request.words')}\n{told.server_words}" if told.server_words else "",
    ]
    return "\n\n".join(filter(None, blocks)) + "\n"


def _facts(say: Sentences, error: MailDesktopError, account: Account, at: datetime) -> Iterator[str]:
    """One line each; what nobody knows is left out, and what a server said is kept clear of secrets."""
    local = at.astimezone(say.formats.zone)
    yield say.say("request.time", local=local.isoformat(" ", "seconds"), utc=f"{at.astimezone(UTC):%Y-%m-%d %H:%M:%S}")
    answer = _answer(error) or ProviderAnswer("")
    hidden = say.say("report.hidden")
    facts = {
        "correlation_id": redacted(answer.correlation_id, hidden),
        "trace_id": redacted(answer.trace_id, hidden),
        "server_time": redacted(answer.timestamp, hidden),
        "codes": redacted(", ".join(_codes(error)), hidden),
        "application": account.get("client_id"),
        "tenant": account.get("tenant"),
        "account": account.get("login") or getattr(error, "username", ""),
        "permissions": "" if isinstance(error, MailError) else " ".join(_texts(account.get("scopes"))),
    }
    for name, value in facts.items():
        if value:
            yield say.say(f"request.{name}", value=value)
    if isinstance(error, MailError):
        stage = say.say(f"stage.{error.stage}", count=1).lower()
        known = {name: account.get(name, "") for name in ("host", "port", "protocol")}
        yield say.say("request.connection", stage=stage, **known)


def _codes(error: MailDesktopError) -> Iterator[str]:
    if answer := _answer(error):
        yield from (f"AADSTS{code}" for code in answer.codes)
        yield from filter(None, (answer.error, answer.suberror))
    for reply in _replies(error):
        yield " ".join(filter(None, (str(reply.code or ""), reply.enhanced)))


def _answer(error: MailDesktopError) -> ProviderAnswer | None:
    match error:
        case errors.ProviderRefused(answer=answer) | errors.SignInRequired(answer=ProviderAnswer() as answer):
            return answer
        case _:
            return None


def _replies(error: MailDesktopError) -> tuple[Reply, ...]:
    match error:
        case errors.ServerRefused(reply=reply) | errors.TokenUnfit(reply=reply):
            return (reply,)
        case errors.RecipientsRefused(replies=replies):
            return tuple(replies.values())
        case _:
            return ()


def _texts(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, tuple | list) else ()
