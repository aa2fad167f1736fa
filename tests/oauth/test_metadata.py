"""D1: metadata that do not fit the registration are refused before anything is sent."""

import json

import pytest

from dms_mail_desktop.errors import (
    MetadataRejected,
    NetworkFault,
    ProviderRefused,
    ProviderUnreachable,
    TenantUnknown,
)
from dms_mail_desktop.oauth.http import Answer
from dms_mail_desktop.oauth.metadata import fetch_metadata
from dms_mail_desktop.oauth.provider import Provider

from .conftest import TENANT, Idp, microsoft_idp, microsoft_provider, refused


async def test_d1_good_metadata_are_taken(idp: Idp, provider: Provider) -> None:
    metadata = await fetch_metadata(provider, idp)
    assert metadata.token_endpoint == "https://login.test/11111111-2222-3333-4444-555555555555/token"
    assert idp.requests == [("GET", provider.metadata_url, {})]


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"issuer": "https://evil.example"}, "issuer"),
        ({"issuer": f"https://login.test/{TENANT}/"}, "issuer"),
        ({"issuer": None}, "issuer"),
        ({"token_endpoint": f"http://login.test/{TENANT}/token"}, "token_endpoint"),
        ({"token_endpoint": "https://evil.example/token"}, "token_endpoint"),
        ({"token_endpoint": None}, "token_endpoint"),
        ({"authorization_endpoint": "http://login.test/authorize"}, "authorization_endpoint"),
        ({"authorization_endpoint": "https://evil.example/authorize"}, "authorization_endpoint"),
        ({"authorization_endpoint": "http://127.0.0.1:1/authorize"}, "authorization_endpoint"),
    ],
)
async def test_d1_altered_metadata_are_refused(
    idp: Idp, provider: Provider, change: dict[str, str | None], rule: str
) -> None:
    idp.metadata_changes = change
    with pytest.raises(MetadataRejected) as caught:
        await fetch_metadata(provider, idp)
    assert caught.value.rule == rule
    assert caught.value.found == (next(iter(change.values())) or "")


@pytest.mark.parametrize(
    ("tenant", "announced", "accepted"),
    [
        ("organizations", "{tenantid}", True),
        ("organizations", TENANT, False),
        ("common", "{tenantId}", False),
        (TENANT, TENANT, True),
        (TENANT, "{tenantid}", False),
        (TENANT, TENANT.replace("1", "9"), False),
        ("firma.onmicrosoft.com", TENANT, True),
        ("firma.onmicrosoft.com", "evil", False),
    ],
)
async def test_d1_only_the_exact_template_stands_for_many_tenants(tenant: str, announced: str, accepted: bool) -> None:
    idp = microsoft_idp(tenant, announced)
    if accepted:
        assert (await fetch_metadata(microsoft_provider(tenant), idp)).issuer.endswith(f"/{announced}/v2.0")
    else:
        with pytest.raises(MetadataRejected):
            await fetch_metadata(microsoft_provider(tenant), idp)


async def test_an_unknown_tenant_is_named_with_the_providers_words() -> None:
    idp = microsoft_idp("nieznana.test")
    idp.metadata_answer = refused(
        "invalid_tenant", "AADSTS90002: Tenant 'nieznana.test' not found.", error_codes=[90002], trace_id="t-1"
    )
    with pytest.raises(TenantUnknown) as caught:
        await fetch_metadata(microsoft_provider("nieznana.test"), idp)
    assert caught.value.tenant == "nieznana.test"
    assert caught.value.answer.codes == (90002,)
    assert caught.value.answer.trace_id == "t-1"


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (refused("invalid_request", "AADSTS900144: missing"), ProviderRefused),
        (Answer(404, "<html>"), MetadataRejected),
        (Answer(200, "<html>"), MetadataRejected),
        (Answer(200, "[]"), MetadataRejected),
        (Answer(302, "", {"location": "https://evil.example"}), MetadataRejected),
    ],
)
async def test_other_answers_are_refused(idp: Idp, provider: Provider, answer: Answer, error: type[Exception]) -> None:
    idp.metadata_answer = answer
    with pytest.raises(error):
        await fetch_metadata(provider, idp)


async def test_e4_a_busy_provider_is_unreachable(idp: Idp, provider: Provider) -> None:
    idp.metadata_answer = Answer(503, json.dumps({"error": "x"}), {"Retry-After": "7"})
    with pytest.raises(ProviderUnreachable) as caught:
        await fetch_metadata(provider, idp)
    assert (caught.value.fault, caught.value.retry_after) == (NetworkFault.SERVER_BUSY, 7.0)
