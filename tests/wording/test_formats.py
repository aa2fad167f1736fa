"""Numbers, times and dates as people write them."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from dms_mail_desktop.wording import Wording
from dms_mail_desktop.wording.formats import Formats, powershell

NOW = datetime(2027, 2, 14, 13, 32, tzinfo=UTC)
WARSAW = timezone(timedelta(hours=1))
POLISH = Formats("pl", lambda: NOW, WARSAW)
ENGLISH = Formats("en", lambda: NOW, WARSAW)


@pytest.mark.parametrize(
    ("seconds", "polish", "english"),
    [
        (0.0381, "38 ms", "38 ms"),
        (0, "0 ms", "0 ms"),
        (0.9996, "1,00 s", "1.00 s"),
        (1.284, "1,28 s", "1.28 s"),
        (59.999, "1 min 0 s", "1 min 0 s"),
        (65.2, "1 min 5 s", "1 min 5 s"),
    ],
)
def test_measured_times(seconds: float, polish: str, english: str) -> None:
    assert (POLISH.duration(seconds), ENGLISH.duration(seconds)) == (polish, english)


@pytest.mark.parametrize(
    ("count", "polish"),
    [
        (0, "0 B"),
        (999, "999 B"),
        (1900, "1,9 kB"),
        (9_949, "9,9 kB"),
        (9_951, "10 kB"),
        (999_499, "999 kB"),
        (999_600, "1,0 MB"),
        (157_286_400, "157 MB"),
        (3_500_000_000, "3,5 GB"),
        (5_000_000_000_000, "5 000 GB"),
    ],
)
def test_sizes(count: int, polish: str) -> None:
    assert POLISH.size(count).replace("\N{NO-BREAK SPACE}", " ") == polish


@pytest.mark.parametrize(
    ("seconds", "polish", "english"),
    [
        (-3, "0 s", "0 s"),
        (59, "59 s", "59 s"),
        (3120, "52 min", "52 min"),
        (7200, "2 godz.", "2 h"),
        (7500, "2 godz. 5 min", "2 h 5 min"),
        (86400, "1 dzień", "1 day"),
        (12_355_200, "143 dni", "143 days"),
    ],
)
def test_rough_spans(seconds: float, polish: str, english: str) -> None:
    assert (POLISH.span(seconds), ENGLISH.span(seconds)) == (polish, english)


@pytest.mark.parametrize(("seconds", "shown"), [(272.9, "4:32"), (300, "5:00"), (9, "0:09"), (-1, "0:00")])
def test_countdown(seconds: float, shown: str) -> None:
    assert POLISH.countdown(seconds) == shown


def test_moments_are_local_and_name_today_and_yesterday() -> None:
    assert POLISH.moment(NOW) == "dziś o 14:32"
    assert ENGLISH.moment(NOW - timedelta(days=1)) == "yesterday at 14:32"
    assert POLISH.moment(datetime(2027, 2, 12, 23, 30, tzinfo=UTC)) == "wczoraj o 00:30"
    assert POLISH.moment(datetime(2026, 11, 22, 8, 5, tzinfo=UTC)) == "22 listopada 2026, 09:05"


def test_a_moment_that_has_no_local_time_is_shown_as_it_is() -> None:
    last = datetime(9999, 12, 31, 23, 30, tzinfo=UTC)
    assert POLISH.moment(last) == "31 grudnia 9999, 23:30"
    assert ENGLISH.recent(last) == "31 December 9999"


def test_dates_in_words() -> None:
    assert (POLISH.date(NOW), ENGLISH.date(NOW)) == ("14 lutego 2027", "14 February 2027")


def test_numbers_have_the_separators_of_the_language() -> None:
    assert POLISH.number(1_234_567.5) == "1\N{NO-BREAK SPACE}234\N{NO-BREAK SPACE}567,5"
    assert ENGLISH.number(1_234_567.5) == "1,234,567.5"


@pytest.mark.parametrize(
    ("value", "quoted"),
    [
        ("a.b+c@firma.pl", "a.b+c@firma.pl"),
        ("o'neil@firma.pl", "'o''neil@firma.pl'"),
        ("a;rm@x.pl", "'a;rm@x.pl'"),
        ("$(x)@x.pl", "'$(x)@x.pl'"),
        ("a’b", "'a’’b'"),
        ("", "''"),
    ],
)
def test_values_in_commands_are_one_powershell_argument(value: str, quoted: str) -> None:
    assert powershell(value) == quoted


def test_texts_take_their_facts_in_the_form_they_ask_for() -> None:
    wording = Wording("pl", clock=lambda: NOW, zone=WARSAW)
    assert wording.say("gui.state_detail.signed_in", until=NOW) == "Ważne do 14 lutego 2027, odnawia się samo"
    assert wording.say("gui.footer.saved", when=NOW) == "Zapisano 14:32"
    assert wording.say("gui.footer.not_saved", count=3) == "Nie zapisano. Popraw 3 pola."
    assert Wording("en").say("gui.footer.not_saved", count=1) == "Not saved. Correct 1 field."


def test_a_missing_fact_is_an_error_and_a_fact_is_never_a_template() -> None:
    wording = Wording("pl")
    with pytest.raises(KeyError):
        wording.say("gui.state.signed_in")
    with pytest.raises(KeyError):
        wording.say("gui.no_such_text")
    assert wording.say("gui.state.signed_in", login="{count}") == "Zalogowano użytkownika {count}"


def test_an_unknown_language_is_polish() -> None:
    assert Wording("de").say("gui.state.none") == "Niezalogowano"
