"""What a pasted page or address may hold besides its error is taken out by name, however short it is."""

import pytest

from dms_mail_desktop.wording.redaction import redacted


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (
            "AADSTS53003: Blocked. http://localhost:1/?code=SECRET123&x=1",
            "AADSTS53003: Blocked. http://localhost:1/?code=…&x=1",
        ),
        (
            "http://localhost/#access_token=aB3.cD4&refresh_token=0.AXse",
            "http://localhost/#access_token=…&refresh_token=…",
        ),
        ("grant_type=x&client_secret=s3cret~q", "grant_type=x&client_secret=…"),
        ("http://localhost:1/?state=5YyxwP5L3EVd0rQ9SH-Ieg", "http://localhost:1/?state=…"),
        ("https://login.microsoftonline.com/error?code=50105", "https://login.microsoftonline.com/error?code=50105"),
        ("error?code=50105&x=1 country code=48", "error?code=50105&x=1 country code=48"),
    ],
)
def test_values_that_an_address_names_as_secret_are_hidden_and_error_numbers_stay(text: str, kept: str) -> None:
    assert redacted(text, "…") == kept
