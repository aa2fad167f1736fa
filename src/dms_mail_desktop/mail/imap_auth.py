"""Proving an identity to an IMAP server with exactly one attempt: several would lock an account."""

import base64
from collections.abc import Awaitable, Callable, Collection

from dms_mail_desktop.credentials import BearerToken, Credential, Password
from dms_mail_desktop.errors import AuthNotOffered, ServerRefused, Stage
from dms_mail_desktop.mail.imap_names import quoted
from dms_mail_desktop.mail.imap_wire import Outcome
from dms_mail_desktop.mail.xoauth2 import challenge_facts, xoauth2_response

Run = Callable[..., Awaitable[Outcome]]
"""Says a command, with `answers` to the server's requests to go on."""


def auth_methods(capabilities: Collection[str]) -> tuple[str, ...]:
    """The SASL mechanisms offered, and LOGIN for the command of that name (RFC 3501 section 6.2.3)."""
    offered = [name.removeprefix("AUTH=") for name in sorted(capabilities) if name.startswith("AUTH=")]
    if "LOGINDISABLED" not in capabilities and "LOGIN" not in offered:
        offered.append("LOGIN")
    return tuple(offered)


async def prove_identity(
    run: Run, capabilities: Collection[str], credential: Credential, user: str
) -> tuple[str, Outcome]:
    """Tries once; returns the method and how it ended. Raises AuthNotOffered, LoginNotAscii, ServerRefused."""
    offered = auth_methods(capabilities)
    if isinstance(credential, BearerToken):
        if "XOAUTH2" not in offered:
            raise AuthNotOffered(Stage.AUTHENTICATION, "XOAUTH2", offered)
        return "XOAUTH2", await _authenticate(run, "XOAUTH2", xoauth2_response(credential, user))
    if "PLAIN" in offered:
        login, secret = _octets(credential.login), _octets(credential.secret)
        return "PLAIN", await _authenticate(run, "PLAIN", base64.b64encode(b"\0" + login + b"\0" + secret))
    if "LOGINDISABLED" in capabilities:
        raise AuthNotOffered(Stage.AUTHENTICATION, "LOGIN", offered)
    return "LOGIN", await _login(run, credential)


async def _authenticate(run: Run, mechanism: str, response: bytes) -> Outcome:
    # Always in two lines: servers limit the length of one, and the token stays out of the command.
    outcome = await run("AUTHENTICATE", mechanism, answers=(response,))
    if outcome.status != "OK":
        facts = challenge_facts(outcome.challenges[0].decode("ascii", "replace")) if outcome.challenges else {}
        raise ServerRefused(Stage.AUTHENTICATION, outcome.reply, facts)
    return outcome


async def _login(run: Run, credential: Password) -> Outcome:
    login, secret = quoted(credential.login), quoted(credential.secret)
    if login and secret:
        outcome = await run("LOGIN", login, secret)
    else:
        octets = [_octets(credential.login), _octets(credential.secret)]
        answers = (octets[0] + b" {%d}" % len(octets[1]), octets[1])
        outcome = await run("LOGIN", f"{{{len(octets[0])}}}", answers=answers)
    if outcome.status != "OK":
        raise ServerRefused(Stage.AUTHENTICATION, outcome.reply)
    return outcome


def _octets(text: str) -> bytes:
    # A UnicodeEncodeError would carry the secret.
    return text.encode("utf-8", "surrogatepass")
