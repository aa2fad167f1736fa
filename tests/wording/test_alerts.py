"""The texts of the system's journal."""

from datetime import UTC, datetime

from dms_mail_desktop.errors import Reply, ServerRefused, SignInLoss, SignInRequired, Stage
from dms_mail_desktop.points.facts import PointRecord, RunResult
from dms_mail_desktop.points.health import Change
from dms_mail_desktop.wording import Wording

NOW = datetime(2026, 11, 3, 6, 5, tzinfo=UTC)
LOST = SignInRequired("anna@firma.pl", SignInLoss.REVOKED)


def told(change: Change, error: Exception | None = LOST, success: datetime | None = NOW, language: str = "pl") -> str:
    record = PointRecord("p", RunResult("p", NOW, NOW, error=error), success, NOW if error else None)
    wording = Wording(language, zone=UTC, clock=lambda: NOW)
    return wording.alert(change, "Faktury", record, {"login": "anna@firma.pl"})


def test_a_point_that_stopped_is_told_with_cause_remedy_and_last_success() -> None:
    lines = told(Change.STOPPED).split("\n")
    assert lines[0].startswith("Punkt konfiguracyjny „Faktury” przestał działać: ")
    assert "anna@firma.pl" in told(Change.STOPPED)
    assert lines[-1] == "Ostatni udany przebieg: 3 listopada 2026, 06:05."


def test_a_reminder_says_since_when_by_its_date() -> None:
    assert "od 3 listopada 2026, 06:05" in told(Change.STILL)


def test_good_news_is_one_sentence() -> None:
    assert told(Change.WORKS_AGAIN, None) == "Punkt konfiguracyjny „Faktury” znów działa."
    assert told(Change.WORKS_AGAIN, None, language="en") == "The configuration point “Faktury” works again."


def test_a_point_that_never_worked_says_so() -> None:
    assert told(Change.STOPPED, success=None, language="en").endswith("It has not had a successful run yet.")


def test_the_servers_words_are_told_without_tokens() -> None:
    refused = ServerRefused(Stage.AUTHENTICATION, Reply(None, "", "NO failed for eyJhbGciOiJSUzI1NiJ9.e30.c2ln"))
    text = told(Change.STOPPED, refused)
    assert "NO failed for" in text
    assert "eyJ" not in text
