"""What the identity provider announces of itself, read and checked before anything is sent to it (RFC 8414)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from dms_mail_desktop.detached import run_detached
from dms_mail_desktop.errors import AddressRefused, MetadataRejected
from dms_mail_desktop.oauth.answers import provider_answer, refusal
from dms_mail_desktop.oauth.http import Http, HttpResponse, json_object, raise_if_busy
from dms_mail_desktop.oauth.provider import (
    MANY_TENANTS,
    TENANT_SLOT,
    Provider,
    check_browser_address,
    issuer_matches,
)


@dataclass(frozen=True, slots=True)
class Metadata:
    """The announced facts that a sign-in uses; with `answers_iss` an answer without `iss` is refused (RFC 9207)."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    answers_iss: bool
    prompts: tuple[str, ...]
    response_modes: tuple[str, ...]
    document: str = field(repr=False)


async def fetch_metadata(provider: Provider, http: Http) -> Metadata:
    """Reads and checks the metadata.

    Raises MetadataRejected, ProviderUnreachable, and ProviderRefused (TenantUnknown) where the provider says why.
    """
    return await run_detached(read_metadata, provider, http)


def read_metadata(provider: Provider, http: Http) -> Metadata:
    """The blocking form of fetch_metadata."""
    url = provider.metadata_url
    response = http.get(url, headers={"Accept": "application/json"})
    raise_if_busy(response, urlsplit(url).hostname or "")
    document = json_object(response)
    if response.status_code != 200:
        if document and "error" in document:
            raise refusal(provider_answer(document), provider)
        raise MetadataRejected(url, "status", str(response.status_code))
    if document is None:
        raise MetadataRejected(url, "json", "")
    return _checked(provider, document, response)


def _checked(provider: Provider, document: Mapping[str, Any], response: HttpResponse) -> Metadata:
    url = provider.metadata_url
    issuer = _text(document, "issuer")
    if not _issuer_allowed(provider, issuer):
        raise MetadataRejected(url, "issuer", issuer)
    authorization, token = _text(document, "authorization_endpoint"), _text(document, "token_endpoint")
    try:
        check_browser_address(provider, authorization)
    except AddressRefused:
        raise MetadataRejected(url, "authorization_endpoint", authorization) from None
    parts = urlsplit(token)
    if parts.scheme != "https" or parts.hostname not in provider.allowed_hosts:
        raise MetadataRejected(url, "token_endpoint", token)
    return Metadata(
        issuer=issuer,
        authorization_endpoint=authorization,
        token_endpoint=token,
        answers_iss=document.get("authorization_response_iss_parameter_supported") is True,
        prompts=_texts(document, "prompt_values_supported"),
        response_modes=_texts(document, "response_modes_supported"),
        document=response.text,
    )


def _issuer_allowed(provider: Provider, issuer: str) -> bool:
    """The issuer must be the one asked for; a document for many tenants carries exactly Microsoft's template."""
    if provider.tenant in MANY_TENANTS and TENANT_SLOT in provider.issuer:
        return issuer == provider.issuer
    return issuer_matches(provider.issuer, issuer)


def _text(document: Mapping[str, Any], name: str) -> str:
    value = document.get(name)
    return value if isinstance(value, str) else ""


def _texts(document: Mapping[str, Any], name: str) -> tuple[str, ...]:
    value = document.get(name)
    return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list) else ()
