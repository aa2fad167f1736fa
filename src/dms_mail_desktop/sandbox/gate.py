"""Who may come in: passwords and access tokens, checked alike for SMTP, IMAP and POP3."""

import binascii
import json
from base64 import b64decode, b64encode
from dataclasses import dataclass

from dms_mail_desktop.sandbox.directory import Directory
from dms_mail_desktop.sandbox.tokens import RESOURCE, Mint

CHALLENGE = b64encode(json.dumps({"status": "401", "schemes": "bearer", "scope": f"{RESOURCE}/"}).encode()).decode()
"""What Google and Dovecot answer a refused XOAUTH2 with; the client must answer it with an empty line."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Who came in, how, and whose mailbox is open."""

    login: str
    mailbox: str
    method: str


def decoded(text: str) -> bytes | None:
    """The bytes of a base64 line, None for what is no base64; "=" is an empty answer (RFC 4954 section 4)."""
    try:
        return b"" if text == "=" else b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None


class Gate:
    """Checks credentials; None means refused."""

    def __init__(self, directory: Directory, mint: Mint) -> None:
        self._directory = directory
        self._mint = mint

    def password(self, login: str, password: str) -> Entry | None:
        """Login and password of a user."""
        user = self._directory.check_password(login, password)
        return Entry(user.login, user.login, "LOGIN") if user else None

    def plain(self, response: bytes) -> Entry | None:
        """The response of the PLAIN mechanism (RFC 4616)."""
        identity, login, password = [*response.decode("utf-8", "replace").split("\0", 2), "", ""][:3]
        entry = self.password(login, password)
        return entry if entry and identity.lower() in ("", entry.login) else None

    def xoauth2(self, response: bytes, permission: str, *, shared: bool) -> Entry | None:
        """The response of XOAUTH2: `user=` names the mailbox, which may be a shared one where `shared` allows it."""
        fields = dict(field.partition("=")[::2] for field in response.decode("utf-8", "replace").split("\1") if field)
        scheme, _, token = fields.get("auth", "").partition(" ")
        claims = self._mint.check(token) if scheme.lower() == "bearer" else None
        user = self._directory.user(claims.login) if claims else None
        if claims is None or user is None or permission not in claims.permissions:
            return None
        mailbox = fields.get("user", "").lower()
        allowed = self._directory.may_open(user, mailbox) if shared else mailbox == user.login
        return Entry(user.login, mailbox, "XOAUTH2") if allowed else None
