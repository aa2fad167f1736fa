"""msal: the authorisation code flow with PKCE, and silent renewal. Blocking; the only module that knows msal."""

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from dms_mail_desktop.errors import (
    AnswerRejected,
    MetadataRejected,
    NetworkFault,
    ProviderUnreachable,
    SignInLoss,
    SignInRequired,
)
from dms_mail_desktop.oauth.answers import provider_answer, refusal, renewal_refusal
from dms_mail_desktop.oauth.http import Answer, Http, HttpResponse, json_object, raise_if_busy
from dms_mail_desktop.oauth.identity import Identity, read_identity
from dms_mail_desktop.oauth.metadata import Metadata
from dms_mail_desktop.oauth.provider import Provider

KEPT = ("RefreshToken", "Account", "AppMetadata")
"""The parts of msal's cache that must survive; access and ID tokens are large and short-lived."""
DEFAULT_LIFE = 600
"""Seconds that an access token without `expires_in` is used; msal assumes the same."""
RESERVED_SCOPES = frozenset({"openid", "profile", "offline_access"})
"""Scopes that msal adds itself and refuses from outside."""


@dataclass(frozen=True, slots=True)
class Flow:
    """One authorisation request that was begun; `url` is for the browser and holds nothing secret by itself."""

    url: str = field(repr=False)
    state: str = field(repr=False)
    details: Mapping[str, Any] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Grant:
    """What the token endpoint gave; `lasts` is in seconds, `token_set` is what must be kept to renew it."""

    identity: Identity
    home_account_id: str
    scopes: tuple[str, ...]
    access_token: str = field(repr=False)
    lasts: float
    token_set: str = field(repr=False)


class TokenClient:
    """One provider as checked metadata describe it, with the token set of at most one account."""

    def __init__(self, provider: Provider, metadata: Metadata, http: Http, token_set: str = "") -> None:
        import msal  # noqa: PLC0415 - start-up time

        logger = logging.getLogger("msal")
        logger.setLevel(max(logger.level, logging.INFO))  # at DEBUG it writes authorisation codes
        self._provider = provider
        self._metadata = metadata
        self._cache = msal.SerializableTokenCache()
        self._cache.deserialize(token_set or None)
        self._application = msal.PublicClientApplication(
            provider.client_id,
            http_client=_CheckedHttp(metadata, http),
            token_cache=self._cache,
            instance_discovery=False,
            **_authority(provider),
        )

    def begin(
        self, redirect_uri: str, *, login_hint: str = "", prompt: str | None = None, response_mode: str = "form_post"
    ) -> Flow:
        """Makes an authorisation request with new PKCE verifier, state and nonce."""
        flow = self._application.initiate_auth_code_flow(
            self._scopes(),
            redirect_uri=redirect_uri,
            login_hint=login_hint or None,
            prompt=prompt,
            response_mode="form_post",
        )
        # msal warns about every other mode, so another one is put in afterwards.
        url = flow["auth_uri"].replace("response_mode=form_post", f"response_mode={response_mode}")
        return Flow(url, flow["state"], flow)

    def redeem(self, flow: Flow, code: str, answer_issuer: str | None = None) -> Grant:
        """Exchanges a code once. Raises AnswerRejected, ProviderRefused, ProviderUnreachable."""
        try:
            result = self._application.acquire_token_by_auth_code_flow(
                dict(flow.details), {"state": flow.state, "code": code}
            )
        except RuntimeError:
            raise AnswerRejected("nonce") from None
        except (ValueError, LookupError, TypeError, AttributeError):
            raise AnswerRejected("id_token") from None
        if "error" in result:
            raise refusal(provider_answer(result), self._provider)
        return self._grant(result, answer_issuer)

    def renew(self, username: str, home_account_id: str) -> Grant:
        """Renews without a person. Raises SignInRequired, SignInBlocked, ProviderRefused, ProviderUnreachable."""
        account = next(
            (each for each in self._application.get_accounts() if each["home_account_id"] == home_account_id), None
        )
        result = account and self._application.acquire_token_silent_with_error(
            self._scopes(), account, force_refresh=True
        )
        if not result:
            raise SignInRequired(username, SignInLoss.SECRET_LOST)
        if "error" in result:
            raise renewal_refusal(provider_answer(result), self._provider, username)
        return self._grant(result, None, home_account_id)

    def _scopes(self) -> list[str]:
        return [scope for scope in self._provider.scopes if scope not in RESERVED_SCOPES]

    def _grant(self, result: Mapping[str, Any], answer_issuer: str | None, home_account_id: str = "") -> Grant:
        claims = result.get("id_token_claims")
        if not isinstance(claims, dict) or not isinstance(result.get("access_token"), str):
            raise AnswerRejected("id_token")
        identity = read_identity(self._provider, self._metadata, claims, answer_issuer)
        return Grant(
            identity=identity,
            home_account_id=home_account_id or self._home_account_id(identity),
            scopes=_granted(result, self._provider),
            access_token=result["access_token"],
            lasts=_seconds(result.get("expires_in")),
            token_set=self._kept(),
        )

    def _home_account_id(self, identity: Identity) -> str:
        for account in self._application.get_accounts():
            if account["local_account_id"] == identity.object_id:
                return str(account["home_account_id"])
        raise AnswerRejected("sub")

    def _kept(self) -> str:
        """The cache without what can be had again, without white space: it must fit the keyring."""
        cache = json.loads(self._cache.serialize())
        return json.dumps({name: cache[name] for name in KEPT if cache.get(name)}, separators=(",", ":"))


class _CheckedHttp:
    """What msal talks to: the metadata that were checked, and their one token endpoint."""

    def __init__(self, metadata: Metadata, http: Http) -> None:
        self._metadata = metadata
        self._http = http

    def get(self, _url: str, **_: Any) -> HttpResponse:
        return Answer(200, self._metadata.document)

    def post(self, url: str, *, data: Mapping[str, str], headers: Mapping[str, str], **_: Any) -> HttpResponse:
        if url != self._metadata.token_endpoint:
            raise MetadataRejected(url, "token_endpoint", url)
        host = urlsplit(url).hostname or ""
        response = self._http.post(url, data=data, headers=headers)
        raise_if_busy(response, host)
        if json_object(response) is None:  # msal would write the whole answer to the log
            raise ProviderUnreachable(host, NetworkFault.OTHER, f"HTTP {response.status_code} without JSON")
        return response

    def close(self) -> None:
        """The connections belong to the caller."""


def _authority(provider: Provider) -> dict[str, str]:
    if not provider.custom:
        return {"authority": provider.authority}
    address = provider.authority.removesuffix("/")
    # msal refuses an address without a path; it needs the address only to ask for the metadata we hand it.
    return {"oidc_authority": address if urlsplit(address).path else f"{address}/oidc"}


def _granted(result: Mapping[str, Any], provider: Provider) -> tuple[str, ...]:
    """The scopes granted, which are the ones asked for unless the answer says otherwise (RFC 6749 section 5.1)."""
    scope = result.get("scope")
    return tuple(scope.split()) if isinstance(scope, str) and scope else provider.scopes


def _seconds(value: object) -> float:
    try:
        return float(str(value))
    except ValueError:
        return DEFAULT_LIFE
