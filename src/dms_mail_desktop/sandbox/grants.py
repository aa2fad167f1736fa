"""Codes, consents and refresh tokens: each code works once, each refresh token once, and reuse ends the sign-in."""

import hmac
import time
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from hashlib import sha256
from secrets import token_urlsafe

from dms_mail_desktop.sandbox.directory import User
from dms_mail_desktop.sandbox.faults import Refused

CODE_LIFE = 600
"""Seconds between the sign-in and the exchange of its code."""


@dataclass(slots=True)
class Grant:
    """One sign-in of one person; every token of it ends when it is revoked."""

    user: User
    scopes: tuple[str, ...]
    nonce: str
    revoked: bool = False


@dataclass(slots=True)
class _Code:
    grant: Grant
    redirect_uri: str
    challenge: str
    issued: float
    used: bool = False


@dataclass(slots=True)
class _Refresh:
    grant: Grant
    used: bool = False


class Grants:
    """What the provider remembers; in memory only."""

    def __init__(self) -> None:
        self._codes: dict[str, _Code] = {}
        self._refresh: dict[bytes, _Refresh] = {}
        self._consents: dict[str, set[str]] = {}

    def consented(self, user: User, scopes: tuple[str, ...]) -> bool:
        """Whether the user has already allowed all of the scopes."""
        return set(scopes) <= self._consents.get(user.login, set())

    def consent(self, user: User, scopes: tuple[str, ...]) -> None:
        """Remembers what the user allowed."""
        self._consents.setdefault(user.login, set()).update(scopes)

    def code(self, grant: Grant, redirect_uri: str, challenge: str) -> str:
        """A code for the application, bound to where it is sent and to the PKCE challenge (RFC 7636 section 4.4)."""
        code = f"1.{token_urlsafe(480)}"
        self._codes[code] = _Code(grant, redirect_uri, challenge, time.monotonic())
        return code

    def redeem(self, code: str, redirect_uri: str, verifier: str) -> Grant:
        """The grant behind a code; a second use revokes the first one's tokens (RFC 6749 section 4.1.2)."""
        entry = self._codes.get(code)
        if entry is None:
            raise Refused("invalid_grant", 9002313, "Invalid request. Request is malformed or invalid.")
        if entry.used:
            entry.grant.revoked = True
            raise Refused("invalid_grant", 54005, "OAuth2 Authorization code was already redeemed.")
        entry.used = True
        if time.monotonic() - entry.issued > CODE_LIFE:
            raise Refused("invalid_grant", 70008, "The provided authorization code has expired.")
        if redirect_uri != entry.redirect_uri:
            raise Refused("invalid_grant", 500112, "The reply address does not match that of the authorization code.")
        digest = urlsafe_b64encode(sha256(verifier.encode()).digest()).decode().rstrip("=")
        if not hmac.compare_digest(digest.encode(), entry.challenge.encode()):
            raise Refused("invalid_grant", 501481, "The Code_Verifier does not match the code_challenge.")
        return entry.grant

    def refresh_token(self, grant: Grant) -> str:
        """A refresh token of Entra's length (1,200 characters)."""
        token = f"1.{token_urlsafe(900)[2:]}"
        self._refresh[_fingerprint(token)] = _Refresh(grant)
        return token

    def rotate(self, token: str) -> Grant:
        """The grant behind a refresh token, which is used up; reuse revokes the grant (RFC 9700 section 4.14.2)."""
        entry = self._refresh.get(_fingerprint(token))
        if entry is None:
            raise Refused("invalid_grant", 9002313, "Invalid request. Request is malformed or invalid.")
        if entry.used:
            entry.grant.revoked = True
        entry.used = True
        if entry.grant.revoked:
            raise Refused(
                "invalid_grant",
                50173,
                "The provided grant has expired due to it being revoked, a fresh auth token is needed.",
                suberror="bad_token",
            )
        return entry.grant

    def revoke(self, login: str) -> None:
        """Ends every sign-in of the user, as a changed password does."""
        for entry in self._refresh.values():
            if entry.grant.user.login == login.lower():
                entry.grant.revoked = True


def _fingerprint(token: str) -> bytes:
    return sha256(token.encode()).digest()
