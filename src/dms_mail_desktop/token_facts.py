"""What an access token says of itself, read to explain a refusal, never to grant anything: nothing is verified."""

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

LONGEST_CLAIM = 320
"""Characters; the longest address is 64 + 1 + 255."""
USER_CLAIMS = ("upn", "preferred_username", "unique_name", "email")


@dataclass(frozen=True, slots=True)
class TokenFacts:
    """The claims that decide whether a mail server takes a token; what it does not tell is empty.

    `audience` is the service it is for, `permissions` are those of a person or of an application, `expires_at` is in
    UTC. Source: https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference
    """

    issuer: str
    audience: str
    permissions: tuple[str, ...]
    tenant: str
    user: str
    expires_at: datetime | None


def read_token(secret: str) -> TokenFacts | None:
    """The facts of a JSON Web Token (RFC 7519); None for a token that only its issuer can read."""
    parts = secret.split(".")
    if len(parts) != 3:
        return None
    try:
        claims = json.loads(base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
    except (binascii.Error, ValueError, RecursionError):
        return None
    return _facts(claims) if isinstance(claims, dict) else None


def _facts(claims: Mapping[str, Any]) -> TokenFacts:
    return TokenFacts(
        issuer=_text(claims.get("iss")),
        audience=_text(claims.get("aud")),
        permissions=(*_text(claims.get("scp"), 4000).split(), *_texts(claims.get("roles"))),
        tenant=_text(claims.get("tid")),
        user=next(filter(None, (_text(claims.get(name)) for name in USER_CLAIMS)), ""),
        expires_at=_instant(claims.get("exp")),
    )


def _text(value: object, length: int = LONGEST_CLAIM) -> str:
    first = value[0] if isinstance(value, list) and value else value
    return first[:length] if isinstance(first, str) else ""


def _texts(value: object) -> tuple[str, ...]:
    return tuple(_text(each) for each in value if isinstance(each, str)) if isinstance(value, list) else ()


def _instant(value: object) -> datetime | None:
    try:
        return datetime.fromtimestamp(float(str(value)), UTC)
    except (ValueError, OverflowError, OSError):
        return None
