"""What a person reads in the browser is read as the error that it is, and nothing else is."""

import pytest

from dms_mail_desktop.errors import ProviderAnswer
from dms_mail_desktop.oauth.browser_words import answer_in

PAGE = """
Sign in
Sorry, but we’re having trouble signing you in.
AADSTS50105: Your administrator has configured the application DMS Mail Desktop ('8c1f2a47-6b0d-4a53-9a1e-3f0b5c7d9e21')
to block users unless they are specifically granted ('assigned') access to the application.
Troubleshooting details
Request Id: 5f6a0b1c-aaaa-bbbb-cccc-ddddeeee0100
Correlation Id: 8d1c2f3a-1111-2222-3333-444455556666
Timestamp: 2026-11-22T10:20:30Z
"""
BLOCKED = """
You cannot access this right now
Your sign-in was successful but does not meet the criteria to access this resource.
Error Code: 53003
Request Id: 12345678-1234-1234-1234-123456789012
App name: DMS Mail Desktop
IP address: 192.0.2.15
"""


@pytest.mark.parametrize("text", ["50105", " AADSTS50105 ", "aadsts50105:", "AADSTS 50105", "„AADSTS50105”"])
def test_a_code_alone(text: str) -> None:
    assert answer_in(text) == ProviderAnswer("", codes=(50105,))


def test_a_whole_page_gives_the_number_that_is_called_a_code_and_the_facts_beside_it() -> None:
    answer = answer_in(PAGE)
    assert answer is not None
    assert answer.codes == (50105,)
    assert answer.correlation_id == "8d1c2f3a-1111-2222-3333-444455556666"
    blocked = answer_in(BLOCKED)
    assert blocked is not None
    assert blocked.codes == (53003,)


def test_pages_without_a_number_are_known_by_their_heading() -> None:
    answer = answer_in(
        "Need admin approval\nDMS Mail Desktop needs permission to access resources in your organization"
    )
    assert answer is not None
    assert answer.codes == (90094,)


def test_an_address_with_an_error() -> None:
    answer = answer_in(
        "http://localhost:51337/?error=access_denied&error_subcode=cancel"
        "&error_description=AADSTS65004%3a+User+declined+to+consent.%0d%0aTrace+ID%3a+5f6a&state=abc"
    )
    assert answer is not None
    assert (answer.error, answer.suberror, answer.codes) == ("access_denied", "cancel", (65004,))
    assert answer.description.startswith("AADSTS65004: User declined")
    assert "state" not in answer.description


def test_an_oauth_error_alone_and_microsofts_page_of_a_code() -> None:
    assert answer_in("consent_required") == ProviderAnswer("consent_required")
    found = answer_in("https://login.microsoftonline.com/error?code=50105")
    assert found is not None
    assert found.codes == (50105,)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Coś poszło nie tak",
        "Zadzwoń pod 22 123 45 67 do godziny 1600",
        "http://localhost:51337/?code=0.AXwA1234567&state=12345",
        "Request Id: 12345678-1234-1234-1234-123456789012 Timestamp: 2026-11-22T10:20:30Z",
        "123",
    ],
)
def test_what_names_no_error_is_none(text: str) -> None:
    assert answer_in(text) is None
