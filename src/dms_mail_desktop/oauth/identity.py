"""Who signed in: the checks of the ID token that msal leaves to the application (OpenID Connect Core 3.1.3.7)."""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dms_mail_desktop.errors import AnswerRejected
from dms_mail_desktop.oauth.answers import clean
from dms_mail_desktop.oauth.metadata import Metadata
from dms_mail_desktop.oauth.provider import GUID, TENANT_SLOT, Provider, issuer_matches

LONGEST_CLAIM = 320
"""Characters; the longest address is 64 + 1 + 255."""


@dataclass(frozen=True, slots=True)
class Identity:
    """The person: `object_id` and `tenant` identify, `username` is for people and for the mail server."""

    username: str
    tenant: str
    object_id: str


def check_answer_issuer(metadata: Metadata, found: str | None) -> None:
    """The `iss` of the answer in the browser (RFC 9207 section 2.4). Raises AnswerRejected."""
    if found is None:
        if metadata.answers_iss:
            raise AnswerRejected("iss")
    elif not issuer_matches(metadata.issuer, found):
        raise AnswerRejected("iss")


def read_identity(
    provider: Provider, metadata: Metadata, claims: Mapping[str, Any], answer_issuer: str | None = None
) -> Identity:
    """Checks issuer, audience and tenant of an ID token's claims. Raises AnswerRejected with the rule they break.

    Neither signature nor times are checked: the token came from the token endpoint over TLS (3.1.3.7, rule 6), and a
    wrong clock on this computer must not make signing in impossible.
    """
    tenant = _claim(claims, "tid")
    issuer = metadata.issuer.replace(TENANT_SLOT, tenant)
    if claims.get("iss") != issuer or answer_issuer not in (None, issuer):
        raise AnswerRejected("iss")
    audience = claims.get("aud")
    if provider.client_id not in (audience if isinstance(audience, list) else [audience]):
        raise AnswerRejected("aud")
    if not provider.custom:
        wanted = provider.tenant if GUID.fullmatch(provider.tenant) else tenant
        if not GUID.fullmatch(tenant) or not hmac.compare_digest(tenant, wanted):
            raise AnswerRejected("tid")
    subject = _claim(claims, "oid") or _claim(claims, "sub")
    if not subject:
        raise AnswerRejected("sub")
    username = next(filter(None, (_claim(claims, name) for name in ("preferred_username", "upn", "email"))), "")
    if not username:
        raise AnswerRejected("preferred_username")
    return Identity(username, tenant, subject)


def _claim(claims: Mapping[str, Any], name: str) -> str:
    return clean(claims.get(name), LONGEST_CLAIM)
