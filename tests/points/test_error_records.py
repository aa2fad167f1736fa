"""Errors come back from the ledger as they went in."""

import copy
from datetime import UTC, datetime
from typing import Any

import pytest

from dms_mail_desktop import errors
from dms_mail_desktop.credentials import BearerToken, Password
from dms_mail_desktop.errors import MailDesktopError, PointError, TimedOut
from dms_mail_desktop.points.error_records import error_text, recalled

from ..error_examples import EXAMPLES, family


@pytest.mark.parametrize("error", EXAMPLES, ids=str)
def test_every_error_comes_back_equal_in_type_and_facts(error: MailDesktopError) -> None:
    back = recalled(error_text(error))
    assert type(back) is type(error)
    assert vars(back) == vars(error)
    assert {name: type(value) for name, value in vars(back).items()} == {
        name: type(value) for name, value in vars(error).items()
    }


def test_every_error_of_the_family_is_known_by_its_name() -> None:
    assert {kind.__name__ for kind in family()} == {
        name for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, MailDesktopError)
    }


def test_no_error_is_nothing() -> None:
    assert error_text(None) == ""
    assert recalled("") is None


@pytest.mark.parametrize(
    "text",
    [
        '{"error": "TimeMachineBroken", "facts": {}}',
        '{"error": "TimedOut", "facts": {"stage": "greeting", "seconds": 3, "since": "noon"}}',
        '{"error": "TimedOut", "facts": {"stage": "lunch", "seconds": 3}}',
        '{"error": "TimedOut", "facts": {"stage": "greeting", "seconds": "long"}}',
        '{"error": "TimedOut", "facts": {"stage": "greeting"}}',
        '{"error": "TimedOut", "facts": []}',
        '{"error": "MailError"}',
        '{"error": "Exception", "facts": {}}',
        '{"error": ["TimedOut"], "facts": {}}',
        '"TimedOut"',
        "[]",
        "TimedOut(stage=greeting)",
    ],
)
def test_what_this_program_does_not_know_comes_back_as_a_point_error(text: str) -> None:
    assert type(recalled(text)) is PointError


def test_the_record_is_ascii_whatever_a_server_says() -> None:
    error = errors.ConnectionLost(errors.Stage.MESSAGES, "zażółć \ud800 \x00")
    text = error_text(error)
    assert text.isascii()
    assert vars(recalled(text)) == vars(error)


@pytest.mark.parametrize(
    "credential", [Password("jan", "tajne"), BearerToken("jan", "tajne", datetime.now(UTC), ("mail.firma.pl",))]
)
def test_a_credential_is_never_written(credential: Any) -> None:
    """No class of the family has a place for one, and what is put in the wrong place is left out."""
    for error in EXAMPLES:
        for name in vars(error):
            misused = copy.copy(error)
            setattr(misused, name, credential)
            text = error_text(misused)
            assert "tajne" not in text
            assert isinstance(recalled(text), MailDesktopError)


def test_a_whole_number_of_seconds_is_a_time_too() -> None:
    assert vars(recalled(error_text(TimedOut(errors.Stage.GREETING, 20)))) == {"stage": "greeting", "seconds": 20}
