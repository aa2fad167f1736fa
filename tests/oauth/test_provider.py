"""Which provider follows from a registration, and where the browser may go."""

import subprocess
import sys
from urllib.parse import parse_qs, urlsplit

import pytest

from dms_mail_desktop.errors import AddressRefused, RegistrationIncomplete
from dms_mail_desktop.models import Cloud, Registration
from dms_mail_desktop.oauth.provider import (
    CLOUDS,
    Provider,
    adminconsent_url,
    check_browser_address,
    error_link,
    issuer_matches,
)

from .conftest import ISSUER, SCOPES, TENANT, custom_provider, microsoft_provider


def test_a5_one_fixed_set_of_scopes_for_every_microsoft_cloud() -> None:
    assert microsoft_provider().scopes == (
        "https://outlook.office.com/IMAP.AccessAsUser.All",
        "https://outlook.office.com/POP.AccessAsUser.All",
        "https://outlook.office.com/SMTP.Send",
    )
    for cloud, facts in CLOUDS.items():
        resources = {scope.rsplit("/", 1)[0] for scope in microsoft_provider(cloud=cloud).scopes}
        assert len(resources) == 1
        assert facts.smtp_host in facts.mail_hosts
        assert facts.imap_host in facts.mail_hosts


def test_a5_scopes_from_the_settings_do_not_reach_microsoft() -> None:
    registration = Registration(
        client_id="c", scopes=("https://graph.microsoft.com/Mail.Read",), mail_hosts=("evil.test",)
    )
    provider = Provider.of(registration)
    assert provider.scopes == CLOUDS[Cloud.GLOBAL].scopes
    assert provider.mail_hosts == CLOUDS[Cloud.GLOBAL].mail_hosts


@pytest.mark.parametrize(
    ("tenant", "issuer_tenant"),
    [
        ("organizations", "{tenantid}"),
        ("common", "{tenantid}"),
        ("firma.onmicrosoft.com", "{tenantid}"),
        ("consumers", "9188040d-6c67-4c5b-b112-36a304b66dad"),
        (TENANT.upper(), TENANT),
    ],
)
def test_the_issuer_of_a_microsoft_tenant(tenant: str, issuer_tenant: str) -> None:
    provider = microsoft_provider(tenant)
    assert provider.issuer == f"https://login.microsoftonline.com/{issuer_tenant}/v2.0"
    assert provider.authority == f"https://login.microsoftonline.com/{tenant.lower()}"
    assert provider.metadata_url == f"{provider.authority}/v2.0/.well-known/openid-configuration"


def test_a_custom_provider_takes_everything_from_the_registration() -> None:
    provider = custom_provider()
    assert (provider.issuer, provider.scopes, provider.mail_hosts) == (ISSUER, SCOPES, ("mail.test",))
    assert provider.allowed_hosts == ("login.test",)
    assert provider.metadata_url == f"{ISSUER}/.well-known/openid-configuration"


@pytest.mark.parametrize(
    ("registration", "missing"),
    [
        (Registration(), ("client_id",)),
        (Registration(cloud=Cloud.CUSTOM), ("client_id", "issuer", "scopes", "mail_hosts")),
        (Registration.model_construct(client_id="c", tenant="a/../evil"), ("tenant",)),
        (
            Registration.model_construct(cloud=Cloud.CUSTOM, client_id="c", issuer="http://x", scopes=("s",)),
            ("issuer", "mail_hosts"),
        ),
    ],
)
def test_an_incomplete_or_tampered_registration_names_the_fields(
    registration: Registration, missing: tuple[str, ...]
) -> None:
    with pytest.raises(RegistrationIncomplete) as caught:
        Provider.of(registration)
    assert caught.value.missing == missing


@pytest.mark.parametrize(
    "url",
    [
        "http://login.test/authorize",
        "https://login.test.evil.example/authorize",
        "https://evil.example/login.test",
        "https://login.test@evil.example/authorize",
        "https://user@login.test/authorize",
        "http://127.0.0.1:8080/authorize",
        "file:///etc/passwd",
        "javascript:alert(1)",
    ],
)
def test_a7_the_browser_goes_to_https_on_the_issuers_host_only(url: str) -> None:
    with pytest.raises(AddressRefused):
        check_browser_address(custom_provider(), url)


def test_a7_plain_http_is_for_the_sandbox_on_loopback_only() -> None:
    sandbox = custom_provider(issuer="https://sandbox.invalid/firma")
    check_browser_address(sandbox, "http://127.0.0.1:8080/authorize")
    with pytest.raises(AddressRefused):
        check_browser_address(sandbox, "http://evil.example:8080/authorize")


def test_an_issuer_for_many_tenants_matches_a_guid_and_nothing_else() -> None:
    template = "https://login.test/{tenantid}/v2.0"
    assert issuer_matches(template, f"https://login.test/{TENANT}/v2.0")
    for other in (
        "https://login.test/x/v2.0",
        f"https://login.test/{TENANT}/v2.0/",
        f"https://loginxtest/{TENANT}/v2.0",
    ):
        assert not issuer_matches(template, other)


def test_adminconsent_names_client_and_permissions() -> None:
    parts = urlsplit(adminconsent_url(microsoft_provider(TENANT)))
    assert (parts.hostname, parts.path) == ("login.microsoftonline.com", f"/{TENANT}/v2.0/adminconsent")
    query = parse_qs(parts.query)
    assert query["client_id"] == ["client-1"]
    assert query["scope"][0].split() == list(CLOUDS[Cloud.GLOBAL].scopes)
    assert adminconsent_url(custom_provider()) == ""


def test_error_link_is_microsofts_page() -> None:
    assert error_link(65004) == "https://login.microsoftonline.com/error?code=65004"


def test_importing_provider_and_tokens_leaves_msal_and_requests_alone() -> None:
    program = (
        "import sys, dms_mail_desktop.oauth.provider, dms_mail_desktop.oauth.sign_in, dms_mail_desktop.oauth.tokens\n"
        "assert not {'msal', 'requests'} & set(sys.modules), 'imported too early'"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
