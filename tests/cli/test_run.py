"""dms-mail run: which points run, what is said of them, and the status that a scheduler sees."""

import asyncio
import os
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from dms_mail_desktop.cli import main
from dms_mail_desktop.errors import (
    AfterActionFailed,
    KeyringLocked,
    MailDesktopError,
    PasswordMissing,
    SignInBlocked,
    SignInLoss,
    SignInRequired,
)
from dms_mail_desktop.locks import ProcessLock
from dms_mail_desktop.models import AuthMethod, Encryption, Point
from dms_mail_desktop.points.facts import RunResult, Tally
from dms_mail_desktop.points.layout import ledger_path, lock_path
from dms_mail_desktop.sandbox.directory import CLERK, Directory

START = datetime(2026, 11, 3, 6, 0, tzinfo=UTC)
LETTER = b"From: Biuro <biuro@dostawca.pl>\r\nSubject: Faktura %d\r\nMessage-ID: <%d@x>\r\n\r\nTekst\r\n"


class Office:
    """Points that read the clerk's mailbox of two messages with a password."""

    def __init__(self, desk: Any) -> None:
        self.desk = desk
        self.inbox = desk.sandbox.mailboxes[CLERK].inbox
        self.inbox.letters = []
        for number in (1, 2):
            self.inbox.add(LETTER % (number, number), START)

    def point(self, name: str, **fields: Any) -> Point:
        target = self.desk.folder / name
        target.mkdir(parents=True, exist_ok=True)
        usual = {"id": name.lower(), "name": name, "host": "localhost", "port": self.desk.facts.ports.imaps}
        usual |= {"login": CLERK, "active": True, "encryption": Encryption.TLS, "target": str(target)}
        return Point.model_validate(usual | fields, context="structure")

    def save(self, *points: Point, password: bool = True) -> None:
        services = self.desk.services()
        loaded = services.store.load()
        services.store.save(loaded.settings.model_copy(update={"points": points}), loaded.stamp)
        user = Directory().user(CLERK)
        assert user is not None
        for point in points if password else ():
            asyncio.run(services.passwords.write(point.id, point.host, CLERK, user.password))

    def documents(self, name: str) -> int:
        return len(list((self.desk.folder / name).iterdir()))


@pytest.fixture
def office(desk: Any) -> Office:
    return Office(desk)


def test_all_active_points_run_and_say_one_line_each(office: Office) -> None:
    reading, other = office.point("Faktury"), office.point("Pisma", mode="download_attachments")
    office.save(reading, other, office.point("Nieczynny", active=False))
    ended = office.desk.run("run")
    assert (ended.status, ended.err) == (0, "")
    first, second = ended.out.splitlines()
    assert first.startswith("Faktury: pobrano 2 wiadomości (")
    assert second.startswith("Pisma: pominięte: 2 (")
    assert (office.documents("Faktury"), office.documents("Pisma"), office.documents("Nieczynny")) == (2, 0, 0)
    assert office.desk.run("run").out.startswith("Faktury: brak nowych wiadomości (")


def test_a_named_point_runs_whether_it_is_active_or_not(office: Office) -> None:
    office.save(office.point("Faktury", active=False), office.point("Pisma"))
    ended = office.desk.run("run", "faktury", "Faktury", "--language", "en")
    assert ended.status == 0
    assert [line.partition(" (")[0] for line in ended.out.splitlines()] == ["Faktury: 2 messages fetched"]
    assert (office.documents("Faktury"), office.documents("Pisma")) == (2, 0)


def test_without_active_points_nothing_happens(office: Office) -> None:
    office.save(office.point("Faktury", active=False))
    ended = office.desk.run("run")
    assert (ended.status, ended.out) == (0, "Żaden punkt konfiguracyjny nie jest aktywny.\n")


@pytest.mark.parametrize("name", ["Umowy", "server"])
def test_when_a_named_point_is_unknown_nothing_runs(office: Office, name: str) -> None:
    office.save(office.point("Faktury"))
    ended = office.desk.run("run", "Faktury", name)
    assert (ended.status, ended.out, office.documents("Faktury")) == (2, "", 0)
    assert f"Nie ma punktu konfiguracyjnego {name}." in ended.err


@pytest.mark.parametrize(
    ("field", "label"), [("target", "Katalog dokumentów"), ("host", "Serwer poczty przychodzącej")]
)
def test_a_point_whose_settings_are_not_fit_is_told_and_holds_up_no_other(
    office: Office, field: str, label: str
) -> None:
    office.save(office.point("Pisma", **{field: ""}), office.point("Faktury"))
    ended = office.desk.run("run")
    assert (ended.status, office.documents("Faktury")) == (2, 2)
    first, second = ended.out.splitlines()
    assert first == f"Pisma: nie uruchomiono: do uzupełnienia lub poprawy: {label}"
    assert second.startswith("Faktury: pobrano 2 wiadomości (")
    assert ended.err.startswith("Pisma: ")
    assert f"{label} (points.0.{field})" in ended.err
    ended = office.desk.run("run", "--json")
    unfit, fit = ended.document["points"]
    assert (ended.status, unfit["name"], unfit["succeeded"], unfit["error"]["type"]) == (2, "Pisma", False, "settings")
    assert [fault["field"] for fault in unfit["error"]["faults"]] == [f"points.0.{field}"]
    assert (fit["name"], fit["error"]) == ("Faktury", None)
    assert office.desk.run("run", "Faktury").status == 0


def test_a_registration_that_is_missing_holds_up_no_password(office: Office) -> None:
    office.desk.save(registration={"client_id": ""})
    office.save(office.point("Pisma", auth_method=AuthMethod.OAUTH2), office.point("Faktury"))
    ended = office.desk.run("run")
    assert (ended.status, office.documents("Faktury")) == (2, 2)
    assert "Pisma: nie uruchomiono: brak danych rejestracji aplikacji" in ended.out
    assert ended.err.startswith("Pisma: Brak danych rejestracji aplikacji.")


def test_every_point_that_is_not_fit_is_told_by_its_name(office: Office) -> None:
    office.desk.save(registration={"client_id": ""})
    office.save(office.point("Pisma", target=""), office.point("Umowy", auth_method=AuthMethod.OAUTH2))
    ended = office.desk.run("run", "--dry-run")
    assert ended.status == 2
    assert [line[: line.index(":")] for line in ended.out.splitlines()] == ["Pisma", "Umowy"]
    assert "Katalog dokumentów" in ended.out.splitlines()[0]
    assert "Umowy: Brak danych rejestracji aplikacji." in ended.err
    points = office.desk.run("run", "--json").document["points"]
    assert [point["error"]["type"] for point in points] == ["settings", "RegistrationIncomplete"]


def test_a_point_that_needs_a_sign_in_stops_no_other(office: Office) -> None:
    office.save(office.point("Pisma", auth_method=AuthMethod.OAUTH2), office.point("Faktury"))
    ended = office.desk.run("run")
    assert ended.status == 3
    first, second = ended.out.splitlines()
    assert first.startswith("Pisma: nie udało się: ")
    assert second.startswith("Faktury: pobrano 2 wiadomości (")
    assert ended.err.startswith("Pisma: ")
    assert "dms-mail sign-in Pisma" in ended.err


def test_a_password_that_is_missing_needs_a_person_too(office: Office) -> None:
    office.save(office.point("Faktury"), password=False)
    ended = office.desk.run("run")
    assert ended.status == 3
    assert "dms-mail set-password Faktury" in ended.err


def test_a_point_that_fails_stops_no_other(office: Office) -> None:
    office.save(office.point("Pisma", folder="Nie ma"), office.point("Faktury"))
    ended = office.desk.run("run")
    assert ended.status == 1
    assert ended.out.startswith("Pisma: nie udało się: ")
    assert "brak nowych wiadomości" not in ended.out.splitlines()[0]
    assert "The specified folder was not found." in ended.err
    assert office.documents("Faktury") == 2


def test_a_point_that_is_running_elsewhere_is_no_failure(office: Office) -> None:
    office.save(office.point("Faktury"))
    lock = ProcessLock(lock_path(office.desk.folder, "faktury"))
    assert lock.acquire()
    ended = office.desk.run("run")
    lock.release()
    assert (ended.status, ended.err) == (0, "")
    assert ended.out == "Faktury: trwa już inny przebieg tego punktu, więc nic nie zrobiono\n"


def test_a_dry_run_tells_of_each_message_and_changes_nothing(office: Office) -> None:
    office.inbox.add(LETTER.replace(b"biuro@dostawca.pl", b"spam@reklama.pl") % (3, 3), START)
    office.save(office.point("Faktury", allowed_senders=("*@dostawca.pl",), after="delete"))
    ended = office.desk.run("run", "--dry-run")
    assert (ended.status, ended.err) == (0, "")
    first, *messages = ended.out.splitlines()
    assert first.startswith("Faktury: 2 wiadomości do pobrania, pominięte: 1 (")
    assert sorted(message.partition("Biuro: ")[2] for message in messages) == [
        "Faktura 1 → zostanie pobrana",
        "Faktura 2 → zostanie pobrana",
        "Faktura 3 → pominięta: nadawca spoza listy dozwolonych",
    ]
    assert all(message.startswith("    ") for message in messages)
    assert (len(office.inbox.letters), office.documents("Faktury")) == (3, 0)
    assert not ledger_path(office.desk.folder).exists()


def test_a_dry_run_says_that_the_target_cannot_be_used(office: Office) -> None:
    office.save(office.point("Faktury", target=str(office.desk.folder / "nie ma")))
    ended = office.desk.run("run", "--dry-run")
    assert ended.status == 1
    first, *messages = ended.out.splitlines()
    assert first.startswith("Faktury: nie udało się: nie można zapisać dokumentów w katalogu docelowym (2 wiadomości")
    assert len(messages) == 2
    assert ended.err.startswith("Faktury: Nie można zapisać dokumentów w katalogu docelowym.")
    assert not (office.desk.folder / "nie ma").exists()


NAMELESS = (
    b"From: Biuro <biuro@dostawca.pl>\r\nMessage-ID: <7@x>\r\nMIME-Version: 1.0\r\n"
    b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain\r\n\r\nTekst\r\n"
    b"--x\r\nContent-Type: image/png\r\nContent-Disposition: attachment\r\n\r\nabc\r\n--x--\r\n"
)


def test_a_dry_run_says_what_has_no_subject_and_no_name(office: Office) -> None:
    office.inbox.letters = []
    office.inbox.add(NAMELESS, START)
    office.save(office.point("Faktury"))
    ended = office.desk.run("run", "--dry-run")
    assert "Biuro: (bez tematu) → zostanie pobrana, załączniki: bez nazwy (image/png)" in ended.out


def test_programs_get_one_document(office: Office) -> None:
    office.save(office.point("Faktury"), office.point("Pisma", folder="Nie ma"))
    document = office.desk.run("run", "--json", "--dry-run").document
    assert document["status"] == 1
    good, bad = document["points"]
    assert (good["id"], good["name"], good["stored"], good["succeeded"], good["dry_run"]) == (
        "faktury",
        "Faktury",
        2,
        True,
        True,
    )
    assert [(each["subject"], each["reason"], each["folder"]) for each in good["messages"]] == [
        ("Faktura 1", None, "INBOX"),
        ("Faktura 2", None, "INBOX"),
    ]
    assert (bad["error"]["type"], bad["succeeded"], bad["messages"]) == ("ServerRefused", False, [])
    unknown = office.desk.run("run", "Umowy", "--json")
    assert (unknown.status, unknown.document["error"]["type"]) == (2, "no_such_point")


class Told:
    """Runs that end as told."""

    def __init__(self, results: dict[str, tuple[Tally, MailDesktopError | None]]) -> None:
        self._results = results

    async def run(self, point: Point, _access: object, **_: Any) -> RunResult:
        tally, error = self._results[point.id]
        return RunResult(point.id, START, START + timedelta(seconds=2), tally, error)

    async def records(self) -> dict[str, Any]:
        return {}


FINE = (Tally(stored=1, skipped=2, duplicates=3), None)
SIGN_IN = (Tally(), SignInRequired("a@b.pl", SignInLoss.NEVER))
BLOCKED = (Tally(), SignInBlocked("a@b.pl", SignInLoss.INTERACTION))
PASSWORD = (Tally(), PasswordMissing("x", "y"))
KEYRING = (Tally(), KeyringLocked("x"))
MESSAGE = (Tally(stored=1, failed=1), None)
ASIDE = (Tally(set_aside=1), None)
AFTER = (Tally(stored=3), AfterActionFailed("move", "Archiwum", 3, "NO"))


@pytest.mark.parametrize(
    ("results", "status"),
    [
        ((FINE, FINE), 0),
        ((FINE, SIGN_IN), 3),
        ((BLOCKED, FINE), 3),
        ((FINE, PASSWORD), 3),
        ((KEYRING, SIGN_IN), 3),
        ((KEYRING, FINE), 1),
        ((FINE, MESSAGE), 1),
        ((ASIDE, FINE), 1),
        ((AFTER, FINE), 1),
    ],
)
def test_the_status_is_that_of_the_most_urgent_point(
    office: Office, results: tuple[tuple[Tally, MailDesktopError | None], ...], status: int
) -> None:
    office.save(office.point("Faktury"), office.point("Pisma"))
    runs = Told(dict(zip(("faktury", "pisma"), results, strict=True)))
    services = replace(office.desk.services(), runs=runs)
    assert main(["run"], services) == status


def test_a_line_counts_every_outcome(office: Office) -> None:
    office.save(office.point("Faktury"))
    tally = Tally(stored=1234, skipped=2, duplicates=3, failed=4, set_aside=5)
    main(["run"], replace(office.desk.services(), runs=Told({"faktury": (tally, None)})))
    assert office.desk.capture.readouterr().out == (
        "Faktury: pobrano 1\u00a0234 wiadomości, pominięte: 2, powtórzone: 3, nieudane: 4, odłożone: 5 (2,00 s)\n"
    )


@contextmanager
def silent_server(visited: Callable[[], None]) -> Iterator[int]:
    """A server that says nothing, and what happens when somebody comes."""
    with socket.create_server(("localhost", 0)) as listening:

        def wait() -> None:
            connection, _ = listening.accept()
            with connection, suppress(OSError):
                visited()
                # It stays until the client leaves: one that hung up by itself would be a failure of its own.
                while connection.recv(4096):
                    pass

        thread = threading.Thread(target=wait)
        thread.start()
        yield listening.getsockname()[1]
        thread.join()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_request_to_end_stops_the_run_cleanly(office: Office, number: signal.Signals) -> None:
    with silent_server(lambda: os.kill(os.getpid(), number)) as port:
        office.save(office.point("Faktury", port=port), office.point("Pisma"))
        ended = office.desk.run("run")
    assert ended.status == 1
    assert [line.partition(" (")[0] for line in ended.out.splitlines()] == ["Faktury: przerwano"]
    assert ended.err == "Przerwano.\n"
    record = asyncio.run(office.desk.services().runs.records())["faktury"]
    assert record.last_run is not None
    assert (record.last_run.stopped, record.failures) == (True, 0)
    assert office.documents("Pisma") == 0
