"""Where the settings use an account, and where its grant is withdrawn."""

import pytest

from dms_mail_desktop.models import Registration, Settings
from dms_mail_desktop.oauth.account import Account, account_key
from dms_mail_desktop.oauth.provider import GRANTS_PAGE, Provider, grants_page
from dms_mail_desktop.rules import Strictness
from dms_mail_desktop.usage import Usage, belongs, usage_of

LOGIN = "anna@firma.pl"
REGISTRATION = Registration(client_id="abc")
ACCOUNT = Account(key=account_key(Provider.of(REGISTRATION), LOGIN), username=LOGIN)


def oauth2(**more: object) -> dict[str, object]:
    return {"host": "outlook.office365.com", "auth_method": "oauth2", "login": LOGIN} | more


def settings(registration: Registration = REGISTRATION, **parts: object) -> Settings:
    return Settings.model_validate({"registration": registration, **parts}, context=Strictness.STRUCTURE)


def test_every_place_is_found_whatever_the_case_of_the_login() -> None:
    points = [
        oauth2(name="Faktury"),
        oauth2(name="Inny", login="jan@firma.pl"),
        oauth2(name="Hasłem", auth_method="password"),
        oauth2(id="bez-nazwy"),
    ]
    found = usage_of(ACCOUNT, settings(mail_server=oauth2(login="Anna@Firma.pl"), points=points))
    assert found == Usage(server=True, points=("Faktury", "bez-nazwy"))


@pytest.mark.parametrize("server", [oauth2(auth_method="password"), oauth2(sending_method="sql_profile")])
def test_a_server_that_signs_in_otherwise_does_not_use_it(server: dict[str, object]) -> None:
    assert not usage_of(ACCOUNT, settings(mail_server=server))


@pytest.mark.parametrize("registration", [Registration(client_id="inna"), Registration()])
def test_an_account_of_another_registration_is_used_nowhere(registration: Registration) -> None:
    assert not belongs(ACCOUNT, registration)
    assert not usage_of(ACCOUNT, settings(registration, points=[oauth2()]))


def test_microsofts_grants_have_a_page_of_their_own() -> None:
    assert grants_page(Provider.of(REGISTRATION).issuer) == GRANTS_PAGE
    assert grants_page("https://login.firma.pl/microsoft") == "https://login.firma.pl/microsoft"
    assert grants_page("") == ""
