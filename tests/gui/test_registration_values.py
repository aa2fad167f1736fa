"""The values that an administrator enters at the provider fit the registration on the form."""

import pytest

from dms_mail_desktop.gui.registration_values import registration_portal, registration_values
from dms_mail_desktop.models import Cloud, Registration
from dms_mail_desktop.wording import Wording

POLISH = Wording("pl")


def values(registration: Registration) -> dict[str, str]:
    return dict(registration_values(POLISH, registration))


def test_the_redirect_has_neither_port_nor_path() -> None:
    assert values(Registration())["Identyfikator URI przekierowania"] == "http://localhost"


@pytest.mark.parametrize(("tenant", "types"), [
    ("organizations", "Konta w dowolnym katalogu organizacyjnym"),
    ("firma.pl", "Tylko konta w tym katalogu organizacyjnym"),
])  # fmt: skip
def test_the_account_types_follow_the_tenant(tenant: str, types: str) -> None:
    assert values(Registration(tenant=tenant))["Obsługiwane typy kont"] == types


def test_all_three_mail_permissions_are_asked_for_at_once() -> None:
    rights = values(Registration())["Uprawnienia delegowane (Office 365 Exchange Online)"].splitlines()
    assert rights == ["IMAP.AccessAsUser.All", "POP.AccessAsUser.All", "SMTP.Send", "offline_access"]


def test_a_custom_provider_gets_the_scopes_that_were_typed_and_no_microsoft_words() -> None:
    custom = Registration(cloud=Cloud.CUSTOM, issuer="https://login.firma.pl", scopes=("mail",), mail_hosts=("m.pl",))
    shown = values(custom)
    assert shown["Uprawnienia (zakresy)"] == "mail\noffline_access"
    assert "portal.azure" not in registration_portal(POLISH, custom)
    assert "portal.azure.us" in registration_portal(POLISH, Registration(cloud=Cloud.DOD))
