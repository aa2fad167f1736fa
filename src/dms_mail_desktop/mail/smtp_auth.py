"""Proving an identity to an SMTP server (RFC 4954) with exactly one attempt: several would lock an account."""

import base64
from collections.abc import Awaitable, Callable, Collection

from dms_mail_desktop.credentials import BearerToken, Credential, Password
from dms_mail_desktop.errors import AuthNotOffered, Reply, ServerRefused, Stage
from dms_mail_desktop.mail.xoauth2 import challenge_facts, xoauth2_response

Command = Callable[..., Awaitable[Reply]]
"""Sends one line made of the given words and returns the reply."""
LINE_LIMIT = 510
"""A command with its initial response fits in one line without the CRLF (RFC 4954 section 4)."""
CONTINUE, SUCCESS = 334, 235


async def prove_identity(command: Command, offered: Collection[str], credential: Credential) -> tuple[str, Reply]:
    """Tries once; returns the method and the server's words. Raises AuthNotOffered, LoginNotAscii, ServerRefused."""
    if isinstance(credential, BearerToken):
        return "XOAUTH2", await _with_token(command, offered, credential)
    if "PLAIN" in offered:
        return "PLAIN", await _plain(command, credential)
    if "LOGIN" in offered:
        return "LOGIN", await _login(command, credential)
    raise AuthNotOffered(Stage.AUTHENTICATION, "PLAIN", tuple(offered))


async def _with_token(command: Command, offered: Collection[str], credential: BearerToken) -> Reply:
    if "XOAUTH2" not in offered:
        raise AuthNotOffered(Stage.AUTHENTICATION, "XOAUTH2", tuple(offered))
    response = xoauth2_response(credential)
    # Never in one line: a token of real size is longer than servers read.
    _expect(CONTINUE, await command(b"AUTH", b"XOAUTH2"))
    answer = await command(response)
    if answer.code == CONTINUE:
        challenge = challenge_facts(answer.text)
        raise ServerRefused(Stage.AUTHENTICATION, await command(b""), challenge)
    return _expect(SUCCESS, answer)


async def _plain(command: Command, credential: Password) -> Reply:
    response = base64.b64encode(b"\0" + _octets(credential.login) + b"\0" + _octets(credential.secret))
    if len(b"AUTH PLAIN ") + len(response) <= LINE_LIMIT:
        return _expect(SUCCESS, await command(b"AUTH", b"PLAIN", response))
    _expect(CONTINUE, await command(b"AUTH", b"PLAIN"))
    return _expect(SUCCESS, await command(response))


async def _login(command: Command, credential: Password) -> Reply:
    _expect(CONTINUE, await command(b"AUTH", b"LOGIN"))
    _expect(CONTINUE, await command(base64.b64encode(_octets(credential.login))))
    return _expect(SUCCESS, await command(base64.b64encode(_octets(credential.secret))))


def _octets(text: str) -> bytes:
    # A UnicodeEncodeError would carry the secret.
    return text.encode("utf-8", "surrogatepass")


def _expect(code: int, answer: Reply) -> Reply:
    if answer.code != code:
        raise ServerRefused(Stage.AUTHENTICATION, answer)
    return answer
