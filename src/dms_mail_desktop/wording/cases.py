"""From an error to what the catalogue of advice is asked about: where it happened, its codes, its words."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from dms_mail_desktop import errors
from dms_mail_desktop.errors import MailDesktopError, NetworkFault, ProviderAnswer, Reply, Stage
from dms_mail_desktop.wording.advice import SIGN_IN, Advice, Case, Where, find

STATUS = re.compile(r"(?P<status>-ERR|NO|BAD|BYE|PREAUTH)\b\s*(?:\[(?P<code>[A-Z0-9/-]+)[^\]]*\])?", re.IGNORECASE)
"""How IMAP (RFC 3501 section 7.1, RFC 5530) and POP3 (RFC 2449 section 8) say no, with the reason as a code."""
PROVIDER_PLACES: Mapping[NetworkFault, Where] = {
    NetworkFault.NAME: "dns",
    NetworkFault.REFUSED: "tcp",
    NetworkFault.UNREACHABLE: "tcp",
    NetworkFault.TIMED_OUT: "tcp",
    NetworkFault.TLS: "tls",
    NetworkFault.PROXY: "proxy",
    NetworkFault.SERVER_BUSY: "sign_in",
}


def advice_on(error: MailDesktopError, account: Mapping[str, object]) -> tuple[Advice, str] | None:
    """The entry for an error and the code that it knows; None where the catalogue has nothing to say.

    Several refusals count as known only if all of them are one and the same.
    """
    found = [find(case) for case in _cases(error, account)]
    return found[0] if found and all(one == found[0] for one in found) else None


def _cases(error: MailDesktopError, account: Mapping[str, object]) -> Iterator[Case]:
    known = {name: str(account.get(name, "")) for name in ("host", "login")}
    port, method = account.get("port"), str(account.get("auth_method", ""))
    for case in _told(error):
        yield replace(
            case,
            method=method,
            host=case.host or known["host"],
            login=known["login"],
            port=case.port or (port if isinstance(port, int) else 0),
        )


def _told(error: MailDesktopError) -> Iterator[Case]:
    match error:
        case errors.ConsentRefused() | errors.TenantUnknown() | errors.ClientUnknown():
            # The class says more than the OAuth error that it was made from; a number may say still more.
            yield _answer(replace(error.answer, error="", suberror=""))
        case errors.ProviderRefused(answer=answer) | errors.SignInRequired(answer=ProviderAnswer() as answer):
            yield _answer(answer)
        case errors.ServerRefused(reply=reply, challenge=challenge):
            told = ", ".join(f"{name}: {value}" for name, value in challenge.items())
            yield _reply(replace(reply, text=f"{reply.text} {told}".strip()), error.stage)
        case errors.RecipientsRefused(replies=replies):
            yield from (_reply(reply, error.stage) for reply in replies.values())
        case errors.AfterActionFailed(detail=detail):
            yield _reply(Reply(None, "", detail), Stage.MESSAGES)
        case errors.KeyringFailed(code=code, detail=detail):
            yield Case("keyring", _marks(code, "failed"), detail)
        case _:
            yield from _on_the_way(error)


def _on_the_way(error: MailDesktopError) -> Iterator[Case]:
    """What happened before a server could say anything, or instead of it."""
    match error:
        case errors.ProviderUnreachable(fault=fault, detail=detail, host=host) if fault in PROVIDER_PLACES:
            numbers = re.findall(r"AADSTS(\d+)", detail)
            exactly = (f"{fault}_{error.beneath}",) if error.beneath else ()
            yield Case(PROVIDER_PLACES[fault], (*numbers, *exactly, fault), detail, SIGN_IN, host=host)
        case errors.ListenerFailed(code=code, detail=detail):
            yield Case("tcp", _marks(code, "listener"), detail, SIGN_IN)
        case errors.NameNotResolved(host=host, code=code, detail=detail):
            yield Case("dns", _marks(code, NetworkFault.NAME), detail, error.stage, host=host)
        case errors.ConnectFailed(host=host, port=port, fault=fault, tried=tried, detail=detail):
            only_ipv6 = (f"{fault}_ipv6",) if tried and all(":" in address for address in tried) else ()
            yield Case("tcp", (*only_ipv6, fault), detail, error.stage, host=host, port=port)
        case errors.TlsFailed(fault=tls_fault, detail=detail):
            yield Case("tls", (tls_fault,), detail, error.stage)
        case errors.ConnectionLost(detail=detail) if error.stage is Stage.ENCRYPTION:
            yield Case("tls", ("lost",), detail, error.stage)
        case errors.ConnectionLost(detail=detail):
            yield Case("imap", ("BYE",), detail, error.stage)
        case errors.TimedOut():
            yield Case("dns" if error.stage is Stage.ADDRESS else "tls", ("timed_out",), "", error.stage)


def _marks(code: int | None, general: str) -> tuple[str, ...]:
    return (general,) if code is None else (str(code), general)


def _answer(answer: ProviderAnswer) -> Case:
    """An AADSTS number says most, but only the OAuth errors are sure to keep their meaning."""
    marks = (*map(str, answer.codes), answer.suberror, answer.error)
    return Case("sign_in", tuple(filter(None, marks)), answer.description, SIGN_IN)


def _reply(reply: Reply, stage: str) -> Case:
    """SMTP says no with numbers; IMAP and POP3 with a word, and sometimes with a code in brackets.

    An enhanced code says more than the reply code, so that one counts only where a server has no other.
    """
    words = " ".join(reply.text.split())
    if reply.code is not None:
        return Case("smtp", (reply.enhanced or str(reply.code),), words, stage)
    said = STATUS.match(words)
    status, code = (said["status"].upper(), (said["code"] or "").upper()) if said else ("foreign", "")
    return Case("pop3" if status == "-ERR" else "imap", tuple(filter(None, (code, status))), words, stage)
