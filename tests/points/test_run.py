"""A run of a point: what is stored, what is left alone, and that nothing is ever stored twice."""

import shutil
from datetime import UTC, date, datetime

import pytest

from dms_mail_desktop.errors import LedgerDamaged, LedgerTooNew, ServerRefused, TargetUnusable
from dms_mail_desktop.points.facts import Progress, Reason, State, Tally
from dms_mail_desktop.points.layout import ledger_path
from dms_mail_desktop.points.ledger_file import LedgerFile
from dms_mail_desktop.sandbox.mailboxes import Folder

from .run_desk import PDF, Desk, letter, letters

BOTH = pytest.mark.parametrize("kind", ["imap", "pop3"])


@BOTH
async def test_every_message_becomes_a_document(desk: Desk, kind: str) -> None:
    desk.deliver(letter("Umowa", "Żaneta <zaneta@kancelaria.pl>", "umowa.pdf"), letter("Pytanie"))
    point = desk.point(account_type=kind, operators=("jan",))
    result = await desk.run(point)
    assert (result.tally, result.error, result.succeeded) == (Tally(stored=2), None, True)
    question, contract = desk.documents()
    assert question["attachments"] == []
    assert [each["file"] for each in contract["attachments"]] == ["umowa.pdf"]
    assert contract["fields"]["Nadawca"] == "zaneta@kancelaria.pl"
    assert contract["operators"] == ["jan"]
    [folder] = [each for each in desk.target.iterdir() if (each / "umowa.pdf").exists()]
    assert (folder / "umowa.pdf").read_bytes() == PDF
    assert (folder / "message.eml").read_bytes() == desk.inbox.letters[0].content


@BOTH
async def test_nothing_is_stored_twice_and_nothing_in_the_mailbox_changes(desk: Desk, kind: str) -> None:
    desk.deliver(*letters(3))
    point = desk.point(account_type=kind)
    await desk.run(point)
    assert (await desk.run(point)).tally == Tally()
    assert desk.subjects() == ["Faktura 1", "Faktura 2", "Faktura 3"]
    assert desk.flags() == [set(), set(), set()]


@BOTH
async def test_documents_that_the_dms_took_away_do_not_come_back(desk: Desk, kind: str) -> None:
    desk.deliver(*letters(2))
    point = desk.point(account_type=kind)
    await desk.run(point)
    for folder in desk.target.iterdir():
        shutil.rmtree(folder)
    desk.deliver(*letters(1, first=3))
    assert (await desk.run(point)).tally == Tally(stored=1)
    assert desk.subjects() == ["Faktura 3"]


@BOTH
async def test_a_point_that_downloads_attachments_leaves_messages_without_any(desk: Desk, kind: str) -> None:
    desk.deliver(letter("Pytanie"), *letters(1))
    point = desk.point(account_type=kind, mode="download_attachments")
    assert (await desk.run(point)).tally == Tally(stored=1, skipped=1)
    [entry] = await desk.entries(point, State.SKIPPED)
    assert (entry.letter.subject, entry.reason) == ("Pytanie", Reason.NO_ATTACHMENT)


@BOTH
async def test_messages_of_other_senders_are_left_alone_and_known_by_their_subject(desk: Desk, kind: str) -> None:
    desk.deliver(letter("Reklama", "spam@reklama.pl"), *letters(2))
    point = desk.point(account_type=kind, allowed_senders=("*@dostawca.pl",))
    assert (await desk.run(point)).tally == Tally(stored=2, skipped=1)
    [entry] = await desk.entries(point, State.SKIPPED)
    assert (entry.letter.subject, entry.letter.sender, entry.reason) == ("Reklama", "spam@reklama.pl", Reason.SENDER)


async def test_attachments_that_are_not_wanted_are_named_in_the_document(desk: Desk) -> None:
    desk.deliver(letter("Faktura", "a@b.pl", "f.pdf", "logo.exe"))
    await desk.run(desk.point(allowed_extensions=("PDF",)))
    [document] = desk.documents()
    assert [each["file"] for each in document["attachments"]] == ["f.pdf"]
    assert [(each["name"], each["reason"]) for each in document["left_out"]] == [("logo.exe", "extension")]


@BOTH
async def test_messages_older_than_wished_stay(desk: Desk, kind: str) -> None:
    old, new = letter("Stara", date="Sat, 30 May 2026 10:00:00 +0200"), letter("Nowa")
    desk.deliver(old, arrived=datetime(2026, 5, 30, 8, tzinfo=UTC))
    desk.deliver(new)
    point = desk.point(account_type=kind, since=date(2026, 7, 1))
    await desk.run(point)
    assert desk.subjects() == ["Nowa"]
    # A POP3 server cannot search, so there the message was looked at.
    assert [entry.reason for entry in await desk.entries(point, State.SKIPPED)] == (
        [Reason.TOO_OLD] if kind == "pop3" else []
    )


@BOTH
async def test_other_rules_make_messages_due_again_that_the_old_ones_left_alone(desk: Desk, kind: str) -> None:
    desk.deliver(letter("Reklama", "spam@reklama.pl"), *letters(1))
    narrow = desk.point(account_type=kind, allowed_senders=("*@dostawca.pl",))
    await desk.run(narrow)
    wide = narrow.model_copy(update={"allowed_senders": ()})
    assert (await desk.run(wide)).tally == Tally(stored=1)
    assert desk.subjects() == ["Faktura 1", "Reklama"]
    assert (await desk.run(narrow)).tally == Tally()


@BOTH
async def test_the_same_message_at_another_place_is_a_duplicate(desk: Desk, kind: str) -> None:
    desk.deliver(*letters(2))
    point = desk.point(account_type=kind)
    await desk.run(point)
    desk.deliver(b"Received: from somewhere else\r\n" + letters(1)[0])
    assert (await desk.run(point)).tally == Tally(duplicates=1)
    assert (await desk.run(point)).tally == Tally()


@BOTH
async def test_the_same_message_twice_in_one_run_is_stored_once(desk: Desk, kind: str) -> None:
    desk.deliver(*letters(1), *letters(1))
    assert (await desk.run(desk.point(account_type=kind))).tally == Tally(stored=1, duplicates=1)


@BOTH
async def test_new_uids_for_the_whole_mailbox_store_nothing_again(desk: Desk, kind: str) -> None:
    desk.deliver(*letters(3))
    point = desk.point(account_type=kind)
    await desk.run(point)
    desk.inbox.uid_validity = 8
    desk.deliver(*letters(1, first=4))
    assert (await desk.run(point)).tally == Tally(stored=1, duplicates=3)
    assert (await desk.run(point)).tally == Tally()


async def test_a_message_in_two_folders_is_stored_by_the_point_that_was_first(desk: Desk) -> None:
    desk.deliver(*letters(1))
    desk.mailbox.folders["Faktury"] = copies = Folder()
    copies.add(letters(1)[0], datetime(2026, 7, 4, tzinfo=UTC))
    other = desk.point(id="b" * 32, folder="Faktury")
    await desk.run()
    assert (await desk.run(other)).tally == Tally(duplicates=1)
    [entry] = await desk.entries(other)
    assert (entry.state, entry.elsewhere, entry.reason) == (State.DUPLICATE, "INBOX", Reason.DUPLICATE)


async def test_a_document_and_its_attachments_are_two_things(desk: Desk) -> None:
    desk.deliver(*letters(1))
    other_target = desk.folder / "Inne"
    other_target.mkdir()
    other = desk.point(id="b" * 32, mode="download_attachments", target=str(other_target))
    assert (await desk.run()).tally == (await desk.run(other)).tally == Tally(stored=1)
    assert desk.subjects() == desk.subjects(other_target) == ["Faktura 1"]


async def test_mail_that_comes_during_a_run_belongs_to_the_next(desk: Desk) -> None:
    desk.deliver(*letters(60))

    def report(progress: Progress) -> None:
        if progress.tally.stored == 50:
            desk.deliver(*letters(1, first=61))

    assert (await desk.run(report=report)).tally == Tally(stored=60)
    assert (await desk.run()).tally == Tally(stored=1)
    assert len(desk.subjects()) == 61


async def test_progress_counts_up_to_the_number_of_new_messages(desk: Desk) -> None:
    desk.deliver(*letters(60))
    await desk.run()
    assert [(each.total, each.tally.stored) for each in desk.last] == [(None, 0), (60, 0), (60, 50), (60, 60)]
    assert desk.last[-1].subject == "Faktura 60"


async def test_what_was_handled_is_not_listed_again(desk: Desk) -> None:
    desk.deliver(*letters(4))
    await desk.run()
    desk.deliver(*letters(1, first=5))
    await desk.run()
    with_ledger = LedgerFile(ledger_path(desk.folder / "data"))
    assert with_ledger.rows("SELECT uid FROM watermark") == [(5,)]
    with_ledger.close()


async def test_without_its_folder_a_point_stores_nothing_and_loses_nothing(desk: Desk) -> None:
    desk.deliver(*letters(2))
    shutil.rmtree(desk.target)
    result = await desk.run(desk.point(after="delete"))
    assert isinstance(result.error, TargetUnusable)
    assert result.error.path == desk.target
    assert (len(desk.inbox.letters), await desk.entries()) == (2, ())
    desk.target.mkdir()
    assert (await desk.run(desk.point(after="delete"))).tally == Tally(stored=2)
    assert desk.inbox.letters == []


async def test_a_folder_that_goes_away_during_the_run_ends_it_and_loses_nothing(desk: Desk) -> None:
    desk.deliver(*letters(120))

    def report(progress: Progress) -> None:
        if progress.tally.stored == 50:
            desk.target.rename(desk.folder / "przeniesione")

    result = await desk.run(report=report)
    assert isinstance(result.error, TargetUnusable)
    before = len(list((desk.folder / "przeniesione").iterdir()))
    (desk.folder / "przeniesione").rename(desk.target)
    assert (await desk.run()).error is None
    assert before >= 50
    assert len(desk.subjects()) == 120
    assert len(set(desk.subjects())) == 120


async def test_a_damaged_ledger_stops_the_point_before_anything_is_fetched(desk: Desk) -> None:
    desk.deliver(*letters(1))
    path = ledger_path(desk.folder / "data")
    path.parent.mkdir()
    path.write_bytes(b"no database" * 500)
    result = await desk.run()
    assert isinstance(result.error, LedgerDamaged)
    assert desk.subjects() == []


async def test_a_ledger_of_a_newer_program_stops_the_point(desk: Desk) -> None:
    await desk.run()
    file = LedgerFile(ledger_path(desk.folder / "data"))
    file.rows("PRAGMA user_version=99")
    file.close()
    desk.deliver(*letters(1))
    assert isinstance((await desk.run()).error, LedgerTooNew)
    assert desk.subjects() == []


async def test_a_folder_that_the_server_does_not_have_is_the_result(desk: Desk) -> None:
    result = await desk.run(desk.point(folder="Nie ma"))
    assert isinstance(result.error, ServerRefused)
    record = (await desk.runs.records())[desk.point().id]
    assert (record.failures, record.last_success) == (1, None)
    assert isinstance(record.last_run and record.last_run.error, ServerRefused)


async def test_an_id_that_is_no_file_name_stays_in_the_data_folder(desk: Desk) -> None:
    desk.deliver(*letters(1))
    point = desk.point(id="../../etc/x")
    assert (await desk.run(point)).tally == Tally(stored=1)
    assert sorted(each.name for each in desk.folder.iterdir()) == ["Dokumenty", "data"]
    assert len(await desk.entries(point)) == 1
