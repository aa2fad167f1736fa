"""Who signs people in: the clouds and their hosts, and the identity provider that follows from a registration."""

import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from urllib.parse import quote, urlencode, urlsplit

from pydantic import ValidationError

from dms_mail_desktop.errors import AddressRefused, RegistrationIncomplete
from dms_mail_desktop.models import Cloud, Registration
from dms_mail_desktop.rules import Strictness

GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
MANY_TENANTS = ("common", "organizations")
PERSONAL_TENANT = "9188040d-6c67-4c5b-b112-36a304b66dad"
"""The tenant of personal accounts, which Microsoft also calls `consumers`."""
TENANT_SLOT = "{tenantid}"
"""What stands for the tenant in the issuer that Microsoft announces for many tenants."""
GRANTS_PAGE = "https://myapplications.microsoft.com"
"""Microsoft's page of the applications that a person let in."""


@dataclass(frozen=True, slots=True)
class CloudFacts:
    """One Microsoft cloud; `unverified` where Microsoft's own pages do not settle a mail host or a scope."""

    authority_host: str
    portal: str
    imap_host: str
    pop_host: str
    smtp_host: str
    scopes: tuple[str, ...]
    mail_hosts: tuple[str, ...]
    unverified: bool = False


def _mail_scopes(resource: str) -> tuple[str, ...]:
    """All three at once, so that one consent serves sending and both kinds of mailbox."""
    rights = ("IMAP.AccessAsUser.All", "POP.AccessAsUser.All", "SMTP.Send")
    return tuple(f"https://{resource}/{right}" for right in rights)


CLOUDS: Mapping[Cloud, CloudFacts] = MappingProxyType(
    {
        Cloud.GLOBAL: CloudFacts(
            authority_host="login.microsoftonline.com",
            portal="portal.azure.com",
            imap_host="outlook.office365.com",
            pop_host="outlook.office365.com",
            smtp_host="smtp.office365.com",
            scopes=_mail_scopes("outlook.office.com"),
            mail_hosts=("outlook.office365.com", "smtp.office365.com", "smtp-mail.outlook.com"),
        ),
        Cloud.GCC_HIGH: CloudFacts(
            authority_host="login.microsoftonline.us",
            portal="portal.azure.us",
            imap_host="outlook.office365.us",
            pop_host="outlook.office365.us",
            smtp_host="smtp.office365.us",
            scopes=_mail_scopes("outlook.office365.us"),
            mail_hosts=("outlook.office365.us", "smtp.office365.us"),
            unverified=True,
        ),
        Cloud.DOD: CloudFacts(
            authority_host="login.microsoftonline.us",
            portal="portal.azure.us",
            imap_host="outlook-dod.office365.us",
            pop_host="outlook-dod.office365.us",
            smtp_host="outlook-dod.office365.us",
            scopes=_mail_scopes("outlook-dod.office365.us"),
            mail_hosts=("outlook-dod.office365.us", "webmail.apps.mil"),
            unverified=True,
        ),
        Cloud.CHINA: CloudFacts(
            authority_host="login.partner.microsoftonline.cn",
            portal="portal.azure.cn",
            imap_host="partner.outlook.cn",
            pop_host="partner.outlook.cn",
            smtp_host="smtp.partner.outlook.cn",
            scopes=_mail_scopes("partner.outlook.cn"),
            mail_hosts=("partner.outlook.cn", "smtp.partner.outlook.cn"),
            unverified=True,
        ),
    }
)
"""Microsoft's clouds; source: https://learn.microsoft.com/entra/identity-platform/authentication-national-cloud"""

PORTALS: Mapping[str, str] = MappingProxyType({facts.authority_host: facts.portal for facts in CLOUDS.values()})
"""The portal that goes with the host of a sign-in page."""


@dataclass(frozen=True, slots=True)
class Provider:
    """One identity provider and our registration there.

    `issuer` may hold TENANT_SLOT; `allowed_hosts` are the only hosts that the browser and the requests may go to.
    """

    authority: str
    issuer: str
    metadata_url: str
    client_id: str
    tenant: str
    scopes: tuple[str, ...]
    mail_hosts: tuple[str, ...]
    allowed_hosts: tuple[str, ...]
    custom: bool

    @classmethod
    def of(cls, registration: Registration) -> "Provider":
        """The provider that a registration names. Raises RegistrationIncomplete with the fields to correct."""
        try:
            checked = Registration.model_validate(registration.model_dump(), context=Strictness.USE)
        except ValidationError as error:
            missing = tuple(dict.fromkeys(str(fault["loc"][0]) for fault in error.errors() if fault["loc"]))
            raise RegistrationIncomplete(missing) from None
        return _custom(checked) if checked.cloud is Cloud.CUSTOM else _microsoft(checked)


def _custom(registration: Registration) -> Provider:
    issuer = registration.issuer
    return Provider(
        authority=issuer,
        issuer=issuer,
        metadata_url=issuer.removesuffix("/") + "/.well-known/openid-configuration",
        client_id=registration.client_id,
        tenant="",
        scopes=registration.scopes,
        mail_hosts=registration.mail_hosts,
        allowed_hosts=((urlsplit(issuer).hostname or ""),),
        custom=True,
    )


def _microsoft(registration: Registration) -> Provider:
    facts = CLOUDS[registration.cloud]
    tenant = registration.tenant.lower()
    authority = f"https://{facts.authority_host}/{tenant}"
    fixed = PERSONAL_TENANT if tenant == "consumers" else tenant
    named = fixed if GUID.fullmatch(fixed) else TENANT_SLOT
    return Provider(
        authority=authority,
        issuer=f"https://{facts.authority_host}/{named}/v2.0",
        metadata_url=f"{authority}/v2.0/.well-known/openid-configuration",
        client_id=registration.client_id,
        tenant=tenant,
        scopes=facts.scopes,
        mail_hosts=facts.mail_hosts,
        allowed_hosts=(facts.authority_host,),
        custom=False,
    )


def issuer_matches(issuer: str, found: str) -> bool:
    """Whether `found` is that issuer, with a tenant's GUID where `issuer` has TENANT_SLOT."""
    before, slot, after = issuer.partition(TENANT_SLOT)
    if not slot:
        return found == issuer
    pattern = re.escape(before) + GUID.pattern + re.escape(after)
    return re.fullmatch(pattern, found) is not None


def check_browser_address(provider: Provider, url: str) -> None:
    """Raises AddressRefused unless the sign-in page is https on an allowed host.

    Plain http is for the sandbox alone: on loopback, and for an issuer whose name no network can resolve (RFC 6761).
    """
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.username is None and parts.scheme == "https" and host in provider.allowed_hosts:
        return
    sandbox = any(name.endswith(".invalid") for name in provider.allowed_hosts)
    if sandbox and parts.scheme == "http" and _is_loopback(host):
        return
    raise AddressRefused(host, provider.allowed_hosts)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def adminconsent_url(provider: Provider) -> str:
    """The page where an administrator consents for a whole tenant, or "" for a provider that has none.

    Source: https://learn.microsoft.com/entra/identity-platform/v2-admin-consent
    """
    if provider.custom:
        return ""
    tenant = "organizations" if provider.tenant in (*MANY_TENANTS, "consumers") else provider.tenant
    query = urlencode(
        {
            "client_id": provider.client_id,
            "redirect_uri": "http://localhost",
            "scope": " ".join(provider.scopes),
        }
    )
    return f"https://{provider.allowed_hosts[0]}/{quote(tenant)}/v2.0/adminconsent?{query}"


def grants_page(issuer: str) -> str:
    """Where a person withdraws what was granted to an application: at Microsoft its own page, elsewhere the issuer."""
    host = urlsplit(issuer).hostname or ""
    return GRANTS_PAGE if host in PORTALS else issuer


def error_link(code: int) -> str:
    """Microsoft's own page about an AADSTS number."""
    return f"https://login.microsoftonline.com/error?code={code}"
