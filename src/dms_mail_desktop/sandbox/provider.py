"""The identity provider's rules in Entra's shape: what a request must hold, what the token endpoint answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Lock
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from dms_mail_desktop.sandbox.directory import CLIENT_ID, COMPANY, DOMAIN, TENANT_ID, Directory, User
from dms_mail_desktop.sandbox.faults import Faults, Refused
from dms_mail_desktop.sandbox.grants import Grant, Grants
from dms_mail_desktop.sandbox.tokens import HOST, ISSUER, PERMISSIONS, RESOURCE, SCOPES, Mint, client_info

TEMPLATES = ("organizations", "common")
"""Tenants whose metadata document carries a template as its issuer."""
IDENTITY_SCOPES = ("openid", "profile", "email", "offline_access")


@dataclass(frozen=True, slots=True)
class Target:
    """Where the answer of an authorisation request goes."""

    redirect_uri: str
    response_mode: str
    state: str


@dataclass(frozen=True, slots=True)
class AuthorizeRequest:
    """An authorisation request that may be answered."""

    target: Target
    scopes: tuple[str, ...]
    nonce: str
    challenge: str
    prompt: str
    login_hint: str


def refusal(error: Refused, correlation_id: str = "") -> dict[str, Any]:
    """The error document in Entra's shape."""
    now = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%SZ")
    trace_id, correlation_id = str(uuid4()), correlation_id or str(uuid4())
    document: dict[str, Any] = {
        "error": error.error,
        "error_description": f"{error} Trace ID: {trace_id} Correlation ID: {correlation_id} Timestamp: {now}",
        "error_codes": [error.number],
        "timestamp": now,
        "trace_id": trace_id,
        "correlation_id": correlation_id,
        "error_uri": f"https://{HOST}/error?code={error.number}",
    }
    return document | ({"suberror": error.suberror} if error.suberror else {})


class Provider:
    """Knows no HTTP: `sign_in` shows its pages, `client` carries its documents."""

    def __init__(self, directory: Directory, mint: Mint, faults: Faults) -> None:
        self.directory = directory
        self.mint = mint
        self.faults = faults
        self.grants = Grants()
        self.origin = ""
        """Where the browser finds the pages; empty while the port is not open."""
        self.lock = Lock()
        """Held by whoever asks: msal's threads and the sandbox's own."""

    def metadata(self, tenant: str) -> dict[str, Any]:
        """The discovery document of a tenant (RFC 8414 section 2)."""
        check_tenant(tenant)
        base = f"https://{HOST}/{tenant}"
        return {
            "token_endpoint": f"{base}/oauth2/v2.0/token",
            "token_endpoint_auth_methods_supported": ["client_secret_post", "private_key_jwt", "none"],
            "jwks_uri": f"{base}/discovery/v2.0/keys",
            "response_modes_supported": ["query", "form_post"],
            "subject_types_supported": ["pairwise"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "response_types_supported": ["code"],
            "code_challenge_methods_supported": ["S256"],
            "scopes_supported": list(IDENTITY_SCOPES),
            "issuer": ISSUER.replace(TENANT_ID, "{tenantid}") if tenant in TEMPLATES else ISSUER,
            "request_uri_parameter_supported": False,
            "authorization_endpoint": f"{self.origin}/{tenant}/oauth2/v2.0/authorize",
            "claims_supported": ["sub", "iss", "aud", "exp", "iat", "nonce", "preferred_username", "name", "tid"],
            "tenant_region_scope": "EU",
            "cloud_instance_name": HOST,
            **self.faults.metadata,
        }

    def begin(self, tenant: str, query: Mapping[str, str]) -> Target:
        """Where to answer; a Refused from here is shown to the person, for nobody else can be trusted with it."""
        check_tenant(tenant)
        check_client(query.get("client_id", ""))
        redirect_uri, mode = query.get("redirect_uri", ""), query.get("response_mode", "query")
        parts = urlsplit(redirect_uri)
        registered = parts.scheme == "http" and parts.hostname in ("localhost", "127.0.0.1") and parts.path in ("", "/")
        if not registered or parts.query or parts.fragment:
            text = (
                f"The redirect URI '{redirect_uri}' specified in the request does not match the redirect URIs "
                f"configured for the application '{CLIENT_ID}'."
            )
            raise Refused("invalid_request", 50011, text)
        if mode not in ("query", "form_post"):
            raise Refused("invalid_request", 70003, f"The response mode '{mode}' is not supported.")
        return Target(redirect_uri, mode, query.get("state", ""))

    def read(self, target: Target, query: Mapping[str, str]) -> AuthorizeRequest:
        """The rest of the request; a Refused from here goes to the application."""
        if query.get("response_type") != "code":
            raise Refused("unsupported_response_type", 700054, "The response_type must be 'code'.")
        if not query.get("code_challenge") or query.get("code_challenge_method") != "S256":
            raise Refused("invalid_request", 9002325, "Proof Key for Code Exchange with S256 is required.")
        if query.get("prompt") == "none":
            raise Refused("login_required", 50058, "A silent sign-in request was sent but no user is signed in.")
        return AuthorizeRequest(
            target,
            check_scopes(query.get("scope", "")),
            query.get("nonce", ""),
            query["code_challenge"],
            query.get("prompt", ""),
            query.get("login_hint", ""),
        )

    def finish(self, request: AuthorizeRequest, user: User) -> dict[str, str]:
        """The parameters of a successful answer."""
        if self.faults.authorize:
            raise self.faults.authorize
        self.grants.consent(user, request.scopes)
        grant = Grant(user, request.scopes, request.nonce)
        code = self.grants.code(grant, request.target.redirect_uri, request.challenge)
        return {"code": code, "session_state": str(uuid4())}

    def token(self, tenant: str, form: Mapping[str, str]) -> dict[str, Any]:
        """The answer of the token endpoint (RFC 6749 sections 5.1 and 6)."""
        check_tenant(tenant)
        check_client(form.get("client_id", ""))
        kind = form.get("grant_type", "")
        if kind == "authorization_code":
            grant = self.grants.redeem(
                form.get("code", ""), form.get("redirect_uri", ""), form.get("code_verifier", "")
            )
        elif kind == "refresh_token":
            grant = self.grants.rotate(form.get("refresh_token", ""))
        else:
            raise Refused("unsupported_grant_type", 70003, f"The app requested an unsupported grant type '{kind}'.")
        wanted = check_scopes(form["scope"]) if form.get("scope") else grant.scopes
        scopes = tuple(scope for scope in wanted if scope in SCOPES)
        if not set(wanted) <= set(grant.scopes):
            raise Refused("invalid_grant", 65001, "The user or administrator has not consented to use the application.")
        answer: dict[str, Any] = {
            "token_type": "Bearer",
            "scope": " ".join(scopes),
            "expires_in": self.mint.life,
            "ext_expires_in": self.mint.life,
            "access_token": self.mint.access_token(grant.user, scopes),
        }
        if "offline_access" in grant.scopes:
            answer["refresh_token"] = self.grants.refresh_token(grant)
        if "openid" in grant.scopes:
            answer["id_token"] = self.mint.id_token(grant.user, grant.nonce if kind == "authorization_code" else "")
        if form.get("client_info") == "1":
            answer["client_info"] = client_info(grant.user)
        return answer


def check_tenant(tenant: str) -> None:
    """Raises Refused for a tenant that does not exist."""
    if tenant.lower() not in (TENANT_ID, DOMAIN, *TEMPLATES):
        text = f"Tenant '{tenant}' not found. Check to make sure you have the correct tenant ID."
        raise Refused("invalid_tenant", 90002, text)


def check_client(client_id: str) -> None:
    """Raises Refused for an application that is not registered."""
    if client_id != CLIENT_ID:
        text = f"Application with identifier '{client_id}' was not found in the directory '{COMPANY}'."
        raise Refused("unauthorized_client", 700016, text)


def check_scopes(text: str) -> tuple[str, ...]:
    """The scopes of a request; raises Refused for one that the mail service does not have."""
    scopes = tuple(dict.fromkeys(text.split()))
    unknown = [scope for scope in scopes if scope not in (*SCOPES, *IDENTITY_SCOPES)]
    if unknown or not any(scope in SCOPES for scope in scopes):
        offered = ", ".join(PERMISSIONS)
        text = f"The scope '{' '.join(unknown) or text}' is not valid. {RESOURCE} offers {offered}."
        raise Refused("invalid_scope", 70011, text)
    return scopes
