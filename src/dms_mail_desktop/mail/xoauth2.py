"""The SASL mechanism XOAUTH2 and the rule where a token may go; the same for every mail protocol."""

import base64
import binascii
import json
import re
from collections.abc import Iterable

from dms_mail_desktop.credentials import BearerToken
from dms_mail_desktop.errors import LoginNotAscii, Stage, TokenHostRefused
from dms_mail_desktop.mail.connect import ascii_host
from dms_mail_desktop.rules import ascii_domain

CONTROL = re.compile(r"[\x00-\x1f\x7f]+")
CHALLENGE_LIMIT = 500


def xoauth2_response(credential: BearerToken, user: str = "") -> bytes:
    """The base64 line that proves who `user` is (the signed-in person unless given). Raises LoginNotAscii."""
    login = _ascii_login(user or credential.login)
    secret = credential.secret.encode("utf-8", "surrogatepass")
    return base64.b64encode(b"user=" + login + b"\x01auth=Bearer " + secret + b"\x01\x01")


def _ascii_login(login: str) -> bytes:
    local, at, domain = login.rpartition("@")
    try:
        text = f"{local}@{ascii_domain(domain)}" if at and not domain.isascii() else login
    except ValueError:
        text = login
    if not text.isascii() or CONTROL.search(text):
        raise LoginNotAscii(Stage.AUTHENTICATION, login)
    return text.encode("ascii")


def challenge_facts(text: str) -> dict[str, str]:
    """The facts in the base64 JSON that a server sends before it refuses a token; empty when there are none."""
    try:
        decoded = json.loads(base64.b64decode(text, validate=True))
    except (binascii.Error, ValueError):
        return {}
    if not isinstance(decoded, dict):
        return {}
    return {str(name)[:50]: CONTROL.sub(" ", str(value))[:CHALLENGE_LIMIT] for name, value in decoded.items()}


def require_token_host(host: str, allowed: Iterable[str], stage: Stage) -> None:
    """Raises TokenHostRefused unless `host` is one of the hosts that a token may be sent to."""
    hosts = tuple(allowed)
    try:
        known = {ascii_host(each) for each in hosts}
        if ascii_host(host) in known:
            return
    except ValueError:
        pass
    raise TokenHostRefused(stage, host, hosts)
