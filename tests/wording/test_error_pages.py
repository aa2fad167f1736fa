"""A code from the browser is explained as an answer of the provider would be; an unknown one is called unknown."""

import pytest

from dms_mail_desktop.errors import ProviderAnswer, ProviderRefused
from dms_mail_desktop.models import Registration
from dms_mail_desktop.wording import Wording
from dms_mail_desktop.wording.advice import catalogue
from dms_mail_desktop.wording.error_pages import explain_page
from dms_mail_desktop.wording.explanations import registration_facts

FACTS = registration_facts(Registration(client_id="8c1f2a47-6b0d-4a53-9a1e-3f0b5c7d9e21")) | {"login": "a@firma.pl"}
NUMBERS = [int(code) for entry in catalogue() if "sign_in" in entry.where for code in entry.codes if code.isdigit()]


@pytest.mark.parametrize("number", NUMBERS)
def test_every_number_of_the_catalogue_is_explained_by_itself(number: int) -> None:
    answer = ProviderAnswer("", codes=(number,))
    known, told = explain_page(Wording("pl"), answer, FACTS)
    assert known
    assert told == Wording("pl").explain(ProviderRefused(answer), FACTS)
    assert told.server_words == ""


@pytest.mark.parametrize("language", ["pl", "en"])
def test_an_unknown_number_is_called_so_with_the_page_of_its_owner(language: str) -> None:
    known, told = explain_page(Wording(language), ProviderAnswer("", codes=(999777,)), FACTS)
    assert not known
    assert "AADSTS999777" in told.title
    assert told.link == "https://login.microsoftonline.com/error?code=999777"
    assert (told.command, told.server_words) == ("", "")
