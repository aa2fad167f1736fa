"""Proving an identity to a POP3 server (RFC 5034) with exactly one attempt: several would lock an account. Blocking."""

import base64
import re
from collections.abc import Callable, Mapping

from dms_mail_desktop.credentials import BearerToken, Credential
from dms_mail_desktop.errors import AuthNotOffered, ServerRefused, Stage
from dms_mail_desktop.mail.mailbox_access import said
from dms_mail_desktop.mail.pop3_wire import RefusedError
from dms_mail_desktop.mail.xoauth2 import challenge_facts, xoauth2_response

Say = Callable[[bytes], bytes]
"""Says one line and returns the answer. Raises RefusedError."""
LINE_END = re.compile(r"[\r\n\x00]")


def auth_methods(capabilities: Mapping[str, str]) -> tuple[str, ...]:
    """The SASL mechanisms offered, and USER for the commands USER and PASS; a server that lists nothing has these."""
    offered = capabilities.get("SASL", "").upper().split()
    return (*offered, "USER") if "USER" in capabilities or not capabilities else tuple(offered)


def prove_identity(say: Say, capabilities: Mapping[str, str], credential: Credential, user: str) -> tuple[str, bytes]:
    """Tries once; returns the method and the server's words. Raises AuthNotOffered, LoginNotAscii, ServerRefused."""
    offered = auth_methods(capabilities)
    if isinstance(credential, BearerToken):
        if "XOAUTH2" not in offered:
            raise AuthNotOffered(Stage.AUTHENTICATION, "XOAUTH2", offered)
        return "XOAUTH2", _authenticate(say, b"XOAUTH2", xoauth2_response(credential, user))
    # A UnicodeEncodeError would carry the secret.
    login, secret = (text.encode("utf-8", "surrogatepass") for text in (credential.login, credential.secret))
    if "PLAIN" in offered:
        return "PLAIN", _authenticate(say, b"PLAIN", base64.b64encode(b"\0" + login + b"\0" + secret))
    if "USER" not in offered or LINE_END.search(credential.login + credential.secret):
        raise AuthNotOffered(Stage.AUTHENTICATION, "PLAIN", offered)
    say(b"USER " + login)
    return "USER", say(b"PASS " + secret)


def _authenticate(say: Say, mechanism: bytes, response: bytes) -> bytes:
    # In two lines: Exchange takes the token only so.
    say(b"AUTH " + mechanism)
    answer = say(response)
    if answer.upper().startswith(b"+OK"):
        return answer
    challenge = challenge_facts(answer[1:].strip().decode("ascii", "replace"))
    try:
        words = say(b"")
    except RefusedError as error:
        words = error.args[0]
    raise ServerRefused(Stage.AUTHENTICATION, said(words), challenge)
