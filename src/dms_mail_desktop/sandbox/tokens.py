"""The tokens of the sandbox: signed JSON Web Tokens of the size and with the claims that Entra's have."""

import time
from base64 import urlsafe_b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from secrets import token_hex, token_urlsafe
from typing import Any
from uuid import UUID, uuid4, uuid5

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from dms_mail_desktop.sandbox.directory import APPLICATION, CLIENT_ID, TENANT_ID, User

HOST = "sandbox.invalid"
RESOURCE = "https://outlook.office.com"
PERMISSIONS = ("IMAP.AccessAsUser.All", "POP.AccessAsUser.All", "SMTP.Send")
SCOPES = tuple(f"{RESOURCE}/{permission}" for permission in PERMISSIONS)
ISSUER = f"https://{HOST}/{TENANT_ID}/v2.0"
GROUPS = 17
"""With this many group ids an access token has the 2.8 KB that Entra's have."""


@dataclass(frozen=True, slots=True)
class Claims:
    """What a mail server needs to know from a checked access token."""

    login: str
    permissions: tuple[str, ...]


class Mint:
    """Signs and checks tokens; `life` is the life of an access token in seconds."""

    def __init__(self, life: int) -> None:
        self.life = life
        self._key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        jwk = RSAAlgorithm.to_jwk(self._key.public_key(), as_dict=True)
        self._kid = urlsafe_b64encode(sha256(str(jwk["n"]).encode()).digest()[:20]).decode().rstrip("=")
        self.keys: Mapping[str, Any] = {"keys": [{**jwk, "use": "sig", "kid": self._kid, "x5t": self._kid}]}

    def _sign(self, claims: Mapping[str, object]) -> str:
        headers = {"kid": self._kid, "x5t": self._kid, "nonce": token_urlsafe(32)}
        return jwt.encode({**claims, "uti": token_urlsafe(16)}, self._key, algorithm="RS256", headers=headers)

    def id_token(self, user: User, nonce: str) -> str:
        """Says who signed in (OpenID Connect Core, section 2)."""
        now = int(time.time())
        claims = {
            "aud": CLIENT_ID,
            "iss": ISSUER,
            "iat": now,
            "nbf": now,
            "exp": now + 3600,
            "name": user.display_name,
            "oid": user.object_id,
            "preferred_username": user.login,
            "rh": f"1.{token_urlsafe(48)}.",
            "sid": str(uuid4()),
            "sub": _pairwise(user),
            "tid": TENANT_ID,
            "ver": "2.0",
        }
        return self._sign(claims | ({"nonce": nonce} if nonce else {}))

    def access_token(self, user: User, scopes: Iterable[str]) -> str:
        """Opens the mail protocols that `scopes` name."""
        now = int(time.time())
        return self._sign(
            {
                "aud": RESOURCE,
                "iss": ISSUER,
                "iat": now,
                "nbf": now - 300,
                "exp": now + self.life,
                "acct": 0,
                "acr": "1",
                "aio": token_urlsafe(96),
                "amr": ["pwd"],
                "app_displayname": APPLICATION,
                "appid": CLIENT_ID,
                "appidacr": "0",
                "family_name": user.family_name,
                "given_name": user.given_name,
                "groups": [str(uuid5(UUID(user.object_id), str(number))) for number in range(GROUPS)],
                "ipaddr": "127.0.0.1",
                "name": user.display_name,
                "oid": user.object_id,
                "puid": token_hex(8).upper(),
                "rh": f"1.{token_urlsafe(48)}.",
                "scp": " ".join(scope.removeprefix(f"{RESOURCE}/") for scope in scopes),
                "sid": str(uuid4()),
                "sub": _pairwise(user),
                "tid": TENANT_ID,
                "unique_name": user.login,
                "upn": user.login,
                "ver": "1.0",
                "wids": ["b79fbf4d-3ef9-4689-8143-76b194e85509"],
            }
        )

    def check(self, token: str) -> Claims | None:
        """The claims when signature, audience, issuer and time are right, else None."""
        keys = jwt.PyJWKSet.from_dict(dict(self.keys))
        try:
            claims = jwt.decode(token, keys[self._kid], algorithms=["RS256"], audience=RESOURCE, issuer=ISSUER)
        except jwt.InvalidTokenError:
            return None
        return Claims(claims["upn"], tuple(claims["scp"].split()))


def client_info(user: User) -> str:
    """The account identifier that msal asks for with `client_info=1`."""
    text = f'{{"uid":"{user.object_id}","utid":"{TENANT_ID}"}}'
    return urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _pairwise(user: User) -> str:
    digest = sha256(f"{CLIENT_ID}|{user.object_id}".encode()).digest()
    return urlsafe_b64encode(digest).decode().rstrip("=")
