"""check, sign-in and set-password of configuration points, and the settings commands over them."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dms_mail_desktop.models import AccountType, AuthMethod, Encryption, Point
from dms_mail_desktop.sandbox.directory import ACCOUNTANT, DOCUMENTS, SHARED, Directory

Person = Callable[..., None]


@pytest.fixture
def points(desk) -> Callable[..., None]:
    """Saves these points beside the sandbox's account."""

    def save(*points: Point) -> None:
        store = desk.services().store
        loaded = store.load()
        store.save(loaded.settings.model_copy(update={"points": points or desk.facts.points}), loaded.stamp)

    return save


def password_of(login: str) -> str:
    user = Directory().user(login)
    assert user is not None
    return user.password


def by_password(desk, **more: Any) -> Point:
    fields = {"name": "Faktury kosztowe", "host": "localhost", "port": desk.facts.ports.imaps, "login": ACCOUNTANT}
    return Point.model_validate(fields | {"encryption": Encryption.TLS, "active": True} | more, context="structure")


def test_a_point_is_signed_in_and_checked_by_its_name(desk, points, person: Person) -> None:
    points()
    person(ACCOUNTANT)
    signed_in = desk.run("sign-in", "faktury")
    assert signed_in.status == 0, signed_in.err
    assert f"Zalogowano użytkownika {ACCOUNTANT}." in signed_in.out
    checked = desk.run("check", "Faktury")
    assert checked.status == 0, checked.err
    lines = checked.out.splitlines()
    assert lines[5].startswith("[OK] Uwierzytelnienie: XOAUTH2")
    assert lines[6].startswith("[OK] Lista folderów")
    assert lines[9] == "Wszystko działa"
    assert 0 < len(lines[10:]) <= 5
    document = desk.run("check", "Faktury", "--json").document
    assert document["point"]["name"] == "Faktury"
    facts = {step["stage"]: step["facts"] for step in document["steps"]}
    assert facts["authentication"]["user"] == SHARED
    assert facts["messages"]["messages"][0]["subject"]


def test_the_accounts_tell_where_they_are_used(desk, points, person: Person) -> None:
    points()
    person(ACCOUNTANT)
    desk.run("sign-in", "Faktury")
    assert "    Używane: punkt Faktury" in desk.run("accounts").out
    [account] = desk.run("accounts", "--json").document["accounts"]
    assert account["used_by"] == {"server": False, "points": ["Faktury"]}
    gone = desk.run("sign-out", ACCOUNTANT)
    assert "Z tego konta korzystają: punkt Faktury." in gone.out


def test_a_password_is_kept_for_a_point_and_works(desk, points, monkeypatch: pytest.MonkeyPatch) -> None:
    point = by_password(desk)
    points(point)
    missing = desk.run("check", "faktury kosztowe")
    assert missing.status == 2
    assert "dms-mail set-password 'Faktury kosztowe'" in missing.err
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{password_of(ACCOUNTANT)}\n"))
    assert desk.run("set-password", point.id).status == 0
    assert desk.run("check", point.id).status == 0


def test_pop3_is_checked_too(desk, points, monkeypatch: pytest.MonkeyPatch) -> None:
    points(by_password(desk, account_type=AccountType.POP3, port=desk.facts.ports.pop3s, login=DOCUMENTS))
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{password_of(DOCUMENTS)}\n"))
    assert desk.run("set-password", "Faktury kosztowe").status == 0
    checked = desk.run("check", "Faktury kosztowe")
    assert checked.status == 0, checked.err
    assert "[–] Lista folderów" in checked.out


@pytest.mark.parametrize("command", ["check", "sign-in", "set-password"])
def test_a_point_that_is_not_there_or_not_alone_is_status_2(desk, points, command: str) -> None:
    unknown = desk.run(command, "Nie ma", "--json")
    assert (unknown.status, unknown.document["error"]["type"]) == (2, "no_such_point")
    first, second = by_password(desk, id="1"), by_password(desk, id="2", name="FAKTURY kosztowe")
    points(first, second)
    ambiguous = desk.run(command, "faktury kosztowe")
    assert ambiguous.status == 2
    assert "Podaj jeden z identyfikatorów: 1, 2." in ambiguous.err


def test_an_id_comes_before_a_name(desk, points) -> None:
    points(by_password(desk, id="Zamówienia", host=""), by_password(desk, id="2", name="Zamówienia"))
    refused = desk.run("check", "Zamówienia")
    assert refused.status == 2
    assert "(points.0.host): Podaj nazwę lub adres serwera poczty przychodzącej." in refused.err


def test_the_method_has_to_fit_the_command(desk, points) -> None:
    points(by_password(desk), by_password(desk, name="Umowy", auth_method=AuthMethod.OAUTH2))
    assert "dms-mail set-password 'Faktury kosztowe'" in desk.run("sign-in", "Faktury kosztowe").err
    assert "dms-mail sign-in Umowy" in desk.run("set-password", "Umowy").err
    assert desk.run("sign-in", "Faktury kosztowe").status == desk.run("set-password", "Umowy").status == 2


def test_another_person_becomes_the_points_login_when_that_was_allowed(desk, points, person: Person) -> None:
    points()
    person(DOCUMENTS)
    assert desk.run("sign-in", "Faktury").status == 1
    assert desk.run("sign-in", "Faktury", "--accept-other").status == 0
    logins = {point.name: point.login for point in desk.settings().points}
    assert logins["Faktury"] == DOCUMENTS
    assert desk.settings().mail_server == desk.facts.mail_server


def test_a_check_without_sign_in_names_the_points_command(desk, points) -> None:
    points()
    ended = desk.run("check", "Faktury")
    assert ended.status == 3
    assert "dms-mail sign-in Faktury" in ended.err


def test_points_travel_by_file_and_a_removed_points_password_goes(
    desk, points, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept, removed = by_password(desk, name="Zostaje"), by_password(desk, name="Znika")
    points(kept)
    file = tmp_path / "ustawienia.json"
    assert desk.run("settings", "export", str(file)).status == 0
    points(kept, removed)
    for point in (kept, removed):
        monkeypatch.setattr("sys.stdin", io.StringIO("tajne\n"))
        assert desk.run("set-password", point.id).status == 0
    assert "tajne" not in file.read_text(encoding="utf-8")
    assert desk.run("settings", "import", str(file)).status == 0
    assert desk.settings().points == (kept,)
    assert {kept.id in service for service, _ in desk.keyring.entries} == {True}


def test_the_settings_are_shown_and_judged_with_their_points(desk, points) -> None:
    points(by_password(desk, host="https://poczta"))
    shown = desk.run("settings", "show").out
    assert "Punkt konfiguracyjny: Faktury kosztowe" in shown
    assert "    Serwer poczty przychodzącej: https://poczta" in shown
    judged = desk.run("settings", "validate", "--json").document
    assert [fault["field"] for fault in judged["error"]["faults"]] == ["points.0.host"]
