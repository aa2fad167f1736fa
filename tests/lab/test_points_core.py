"""Runs of points against Dovecot with the provider's tokens: documents, after-actions, and each message once."""

import asyncio
import imaplib
from collections import Counter

import pytest

from dms_mail_desktop.errors import AfterActionFailed, TargetUnusable
from dms_mail_desktop.models import Point
from dms_mail_desktop.points.facts import Reason, State, Tally

from .dms import assert_each_once, documents
from .office import Office, Told
from .post import Sent, written
from .provider import SENDER

pytestmark = pytest.mark.lab

KINDS = pytest.mark.parametrize("kind", ["imap", "pop3"])
MODES = pytest.mark.parametrize("mode", ["generate_documents", "download_attachments"])
SHARED = "faktury@firma.example"
OTHER = "Zrobione"
MEMORY = 120_000_000
"""Bytes that a run may take, whatever the mailbox holds."""
ONE_SENDER = ("faktury1@dostawca.example",)


def letters(count: int, first: int = 1) -> list[Sent]:
    return [written(number, files=number % 3) for number in range(first, first + count)]


def stored(count: int) -> dict[str, int]:
    return {"stored": count, "skipped": 0, "duplicates": 0, "failed": 0, "set_aside": 0}


def in_folder(session: imaplib.IMAP4_SSL, folder: str) -> Counter[str]:
    """The Message-IDs in a folder, as another client sees them."""
    count = int(session.select(folder)[1][0] or 0)
    if not count:
        return Counter()
    found = session.fetch(f"1:{count}", "(BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)])")[1]
    return Counter(each[1].split()[1].decode() for each in found if isinstance(each, tuple))


def read(session: imaplib.IMAP4_SSL) -> list[bytes]:
    """The messages that are marked as read; Dovecot itself marks what was fetched over POP3."""
    found: list[bytes] = session.search(None, "SEEN")[1][0].split()
    return found


def ids(sent: list[Sent]) -> Counter[str]:
    return Counter(letter.message_id for letter in sent)


@MODES
@KINDS
async def test_both_types_store_what_was_sent_with_a_token(office: Office, kind: str, mode: str) -> None:
    sent = letters(7)
    office.postman.deliver(SENDER, *sent)
    point = office.point(kind, mode=mode, operators=("wójcik",))
    expected = [letter for letter in sent if letter.files or mode == "generate_documents"]
    result = await office.run(point)
    assert (result.error, result.tally) == (None, Tally(stored=len(expected), skipped=len(sent) - len(expected)))
    found = office.documents()
    assert_each_once(found, expected)
    assert [document["message"]["subject"] for document in found] == sorted(letter.subject for letter in expected)
    assert {document["message"]["folder"] for document in found} == {"INBOX" if kind == "imap" else ""}
    assert all(document["operators"] == ["wójcik"] for document in found)
    assert all(bool(document["message_file"]) == (mode == "generate_documents") for document in found)
    assert (await office.run(point)).tally == Tally()
    with office.mailboxes.opened(SENDER) as session:
        assert in_folder(session, "INBOX") == ids(sent)
        assert len(read(session)) == (7 if kind == "pop3" else 0)


@pytest.mark.parametrize(
    "way", ["imap leave", "imap mark_read", "imap move", "imap delete", "pop3 leave", "pop3 delete"]
)
async def test_after_actions_concern_stored_messages_and_no_others(office: Office, way: str) -> None:
    kind, after = way.split()
    wanted, others = [written(1, files=1), written(8, files=0)], [written(2, files=1), written(3, files=2)]
    office.postman.deliver(SENDER, *wanted, *others)
    with office.mailboxes.opened(SENDER) as session:
        session.create(OTHER)
        moved = {"after_folder": OTHER} if after == "move" else {}
        point = office.point(kind, after=after, allowed_senders=ONE_SENDER, **moved)
        result = await office.run(point)
        assert (result.error, result.tally) == (None, Tally(stored=2, skipped=2))
        assert_each_once(office.documents(), wanted)
        stay = others if after in {"move", "delete"} else wanted + others
        assert in_folder(session, "INBOX") == ids(stay)
        assert len(read(session)) == (2 if way in {"imap mark_read", "pop3 leave"} else 0)
        assert in_folder(session, OTHER) == ids(wanted if after == "move" else [])
        assert in_folder(session, "Trash") == Counter()


@pytest.mark.parametrize("way", ["imap move", "imap delete", "pop3 delete"])
async def test_where_nothing_could_be_stored_nothing_is_done_in_the_mailbox(office: Office, way: str) -> None:
    kind, after = way.split()
    sent = letters(3)
    office.postman.deliver(SENDER, *sent)
    moved = {"after_folder": OTHER} if after == "move" else {}
    point = office.point(kind, after=after, **moved)
    office.target.rmdir()
    assert isinstance((await office.run(point)).error, TargetUnusable)
    with office.mailboxes.opened(SENDER) as session:
        assert in_folder(session, "INBOX") == ids(sent)
    office.target.mkdir()


async def test_an_after_action_that_the_server_refuses_is_done_by_a_later_run(office: Office) -> None:
    sent = letters(3)
    office.postman.deliver(SENDER, *sent)
    point = office.point(after="move", after_folder=OTHER)
    refused = (await office.run(point)).error
    assert isinstance(refused, AfterActionFailed)
    assert (refused.folder, refused.count) == (OTHER, 3)
    assert_each_once(office.documents(), sent)
    with office.mailboxes.opened(SENDER) as session:
        session.create(OTHER)
        assert (await office.run(point)).succeeded
        assert (in_folder(session, "INBOX"), in_folder(session, OTHER)) == (Counter(), ids(sent))
    assert_each_once(office.documents(), sent)


@KINDS
async def test_a_shared_mailbox_is_read_with_the_persons_token(office: Office, kind: str) -> None:
    sent = letters(3)
    office.postman.empty(SHARED)
    office.postman.deliver(SHARED, *sent)
    assert (await office.run(office.point(kind, mailbox=SHARED))).tally == Tally(stored=3)
    found = office.documents()
    assert_each_once(found, sent)
    assert {document["message"]["account"] for document in found} == {f"{SHARED}@localhost"}


@pytest.mark.parametrize(("kind", "count"), [("imap", 5000), ("pop3", 2000)])
def test_thousands_of_messages_take_one_run_and_no_more_memory(office: Office, kind: str, count: int) -> None:
    sent = [written(number, files=0) for number in range(1, count + 1)]
    office.postman.deliver(SENDER, *sent)
    with office.runner() as runner:
        for new in (count, 0):
            told = runner.run(office.point(kind))
            assert (told["error"], told["tally"]) == ("''", stored(new))
            assert told["most"] < MEMORY
    assert_each_once(office.documents(), sent)


async def test_after_a_change_of_uidvalidity_nothing_comes_twice_and_nothing_is_missed(office: Office) -> None:
    old, new = letters(30), letters(5, first=31)
    point = office.point(after="mark_read")
    office.postman.deliver(SENDER, *old)
    assert (await office.run(point)).tally == Tally(stored=30)
    with office.mailboxes.opened(SENDER) as session:
        before = session.status("INBOX", "(UIDVALIDITY)")
    office.postman.forget_uids(SENDER)
    office.postman.deliver(SENDER, *new)
    with office.mailboxes.opened(SENDER) as session:
        assert session.status("INBOX", "(UIDVALIDITY)") != before
    assert (await office.run(point)).tally == Tally(stored=5, duplicates=30)
    assert (await office.run(point)).tally == Tally()
    assert_each_once(office.documents(), old + new)


async def test_the_same_letter_in_two_folders_is_stored_by_one_of_two_points(office: Office) -> None:
    both, only_here, only_there = letters(4), letters(2, first=5), letters(2, first=7)
    office.postman.deliver(SENDER, *both, *only_here)
    office.postman.deliver(SENDER, *both, *only_there, folder=OTHER)
    here, there = office.point(), office.point(id="b" * 32, name="Zrobione", folder=OTHER, after="delete")
    assert (await office.run(here)).tally == Tally(stored=6)
    assert (await office.run(there)).tally == Tally(stored=2, duplicates=4)
    assert_each_once(office.documents(), both + only_here + only_there)
    assert {entry.elsewhere for entry in await office.history(there, State.DUPLICATE)} == {"INBOX"}
    with office.mailboxes.opened(SENDER) as session:
        assert in_folder(session, OTHER) == ids(both)


def together(office: Office, *points: Point) -> list[Told]:
    """Runs in processes of their own that begin at the same moment."""
    with office.runner() as one, office.runner() as other:
        runners = [one, other]
        for runner, point in zip(runners, points, strict=True):
            runner.begin(point)
        return [runner.end() for runner in runners]


@KINDS
def test_two_processes_that_run_the_same_point_store_each_message_once(office: Office, kind: str) -> None:
    sent = letters(200)
    office.postman.deliver(SENDER, *sent)
    point = office.point(kind, after="delete")
    told = together(office, point, point)
    assert [each["error"] for each in told] == ["''", "''"]
    assert sorted(each["busy"] for each in told) == [False, True]
    assert sum(each["tally"]["stored"] for each in told) == 200
    assert_each_once(office.documents(), sent)
    assert office.mailboxes.messages(SENDER) == []


async def test_two_points_that_run_at_once_on_one_mailbox_store_each_message_once(office: Office) -> None:
    sent = letters(200)
    office.postman.deliver(SENDER, *sent)
    points = office.point(), office.point("pop3", id="b" * 32, name="POP3")
    await asyncio.to_thread(together, office, *points)
    for point in points:
        assert (await office.run(point)).error is None
    assert_each_once(office.documents(), sent)
    entries = [entry for point in points for entry in await office.history(point)]
    states = Counter(entry.state for entry in entries)
    assert states == {State.STORED: 200, State.DUPLICATE: 200}
    assert {entry.reason for entry in entries if entry.state is State.DUPLICATE} == {Reason.DUPLICATE}


async def test_points_of_different_types_both_store_the_letters_of_one_mailbox(office: Office) -> None:
    sent = letters(6)
    office.postman.deliver(SENDER, *sent)
    targets = {"generate_documents": office.target, "download_attachments": office.folder / "Załączniki"}
    targets["download_attachments"].mkdir()
    for number, (mode, target) in enumerate(targets.items()):
        await office.run(office.point(id=f"{number:032}", mode=mode, target=str(target)))
    assert_each_once(documents(targets["generate_documents"]), sent)
    assert_each_once(documents(targets["download_attachments"]), [letter for letter in sent if letter.files])
