"""What is done in the mailbox: only with stored messages, and as soon as the server lets it."""

import pytest

from dms_mail_desktop.errors import AfterActionFailed
from dms_mail_desktop.models import Point
from dms_mail_desktop.points.facts import Progress, Tally
from dms_mail_desktop.points.layout import ledger_path
from dms_mail_desktop.points.ledger_file import LedgerFile
from dms_mail_desktop.sandbox.mailboxes import Folder

from .run_desk import Desk, letter, letters

DONE = "Archiwum"


def waiting(desk: Desk) -> int:
    """How many messages wait for what is to be done with them."""
    file = LedgerFile(ledger_path(desk.folder / "data"))
    [(count,)] = file.rows("SELECT count(*) FROM message WHERE after_due")
    file.close()
    return int(count)


async def test_stored_messages_are_marked_as_read_and_no_others(desk: Desk) -> None:
    desk.deliver(*letters(1), letter("Reklama", "spam@reklama.pl"), *letters(1))
    await desk.run(desk.point(after="mark_read", allowed_senders=("*@dostawca.pl",)))
    # The second copy is a duplicate.
    assert desk.flags() == [{"\\Seen"}, set(), set()]


async def test_stored_messages_are_moved_and_no_others(desk: Desk) -> None:
    desk.deliver(*letters(2), letter("Reklama", "spam@reklama.pl"))
    point = desk.point(after="move", after_folder=DONE, allowed_senders=("*@dostawca.pl",))
    assert (await desk.run(point)).succeeded
    assert [b"Reklama" in each.content for each in desk.inbox.letters] == [True]
    assert len(desk.mailbox.folders[DONE].letters) == 2


@pytest.mark.parametrize("kind", ["imap", "pop3"])
async def test_stored_messages_are_deleted_and_no_others(desk: Desk, kind: str) -> None:
    desk.deliver(*letters(2), letter("Reklama", "spam@reklama.pl"))
    point = desk.point(account_type=kind, after="delete", allowed_senders=("*@dostawca.pl",))
    assert (await desk.run(point)).succeeded
    assert [b"Reklama" in each.content for each in desk.inbox.letters] == [True]
    assert desk.subjects() == ["Faktura 1", "Faktura 2"]


async def test_a_folder_that_is_missing_is_told_and_the_move_is_done_once_it_is_there(desk: Desk) -> None:
    desk.deliver(*letters(2))
    point = desk.point(after="move", after_folder="Pobrane")
    result = await desk.run(point)
    assert isinstance(result.error, AfterActionFailed)
    assert (result.error.action, result.error.folder, result.error.count) == ("move", "Pobrane", 2)
    assert "TRYCREATE" in result.error.detail
    assert (result.tally, result.succeeded, len(desk.subjects())) == (Tally(stored=2), False, 2)
    assert isinstance((await desk.run(point)).error, AfterActionFailed)
    desk.mailbox.folders["Pobrane"] = done = Folder()
    again = await desk.run(point)
    assert (again.tally, again.error) == (Tally(), None)
    assert (len(desk.inbox.letters), len(done.letters)) == (0, 2)
    assert len(desk.subjects()) == 2


async def stop_after_storing(desk: Desk, point: Point) -> None:
    """What a run leaves that was killed between storing and what follows."""
    await desk.run(point.model_copy(update={"after": "mark_read", "after_folder": ""}))
    file = LedgerFile(ledger_path(desk.folder / "data"))
    file.rows("UPDATE message SET after_due = 1")
    file.close()
    for each in desk.inbox.letters:
        each.flags.clear()


async def test_an_interrupted_move_is_finished_by_the_next_run(desk: Desk) -> None:
    desk.deliver(*letters(3))
    point = desk.point(after="move", after_folder=DONE)
    await stop_after_storing(desk, point)
    # One was moved before the interruption, which nobody could record any more.
    desk.inbox.remove(desk.inbox.letters[:1])
    assert (await desk.run(point)).succeeded
    assert (len(desk.inbox.letters), len(desk.mailbox.folders[DONE].letters), waiting(desk)) == (0, 2, 0)


async def test_an_interrupted_deletion_over_pop3_is_finished_by_the_next_run(desk: Desk) -> None:
    desk.deliver(*letters(3))
    point = desk.point(account_type="pop3", after="delete")
    await stop_after_storing(desk, point.model_copy(update={"account_type": "pop3"}))
    desk.inbox.remove(desk.inbox.letters[:1])
    assert (await desk.run(point)).succeeded
    assert (desk.inbox.letters, waiting(desk)) == ([], 0)


async def test_a_point_that_leaves_messages_now_forgets_what_was_to_be_done(desk: Desk) -> None:
    desk.deliver(*letters(1))
    await stop_after_storing(desk, desk.point())
    assert (await desk.run(desk.point())).succeeded
    assert (desk.flags(), waiting(desk)) == ([set()], 0)


async def test_over_pop3_nothing_is_deleted_before_everything_is_recorded(desk: Desk) -> None:
    desk.deliver(*letters(60))
    point = desk.point(account_type="pop3", after="delete")
    left: list[tuple[int, int]] = []

    def report(progress: Progress) -> None:
        left.append((progress.tally.stored, len(desk.inbox.letters)))

    await desk.run(point, report=report)
    assert left == [(0, 60), (0, 60), (50, 60), (60, 60)]
    assert desk.inbox.letters == []


async def test_more_messages_than_fit_into_one_command_are_moved(desk: Desk) -> None:
    desk.deliver(*(letter(f"Pismo {number}") for number in range(450)))
    assert (await desk.run(desk.point(after="move", after_folder=DONE))).tally == Tally(stored=450)
    assert (len(desk.inbox.letters), len(desk.mailbox.folders[DONE].letters)) == (0, 450)


async def test_identical_messages_under_one_uidl_are_deleted_together(desk: Desk) -> None:
    desk.deliver(*letters(1), *letters(1))
    # A server that makes its UIDLs of the content (RFC 1939 section 7).
    desk.inbox.letters[1].uid = desk.inbox.letters[0].uid
    assert (await desk.run(desk.point(account_type="pop3", after="delete"))).tally == Tally(stored=1)
    assert desk.inbox.letters == []


async def test_different_messages_under_one_uidl_are_stored_before_they_are_deleted(desk: Desk) -> None:
    desk.deliver(letter("Faktura"), letter("Umowa", "Biuro <biuro@dostawca.pl>", "umowa.pdf"), *letters(1))
    # A server whose UIDLs name nothing.
    desk.inbox.letters[1].uid = desk.inbox.letters[0].uid
    assert (await desk.run(desk.point(account_type="pop3", after="delete"))).tally == Tally(stored=3)
    assert desk.subjects() == ["Faktura", "Faktura 1", "Umowa"]
    assert desk.inbox.letters == []


async def test_a_uidl_may_name_another_message_once_its_own_is_deleted(desk: Desk) -> None:
    """RFC 1939 section 7 lets a server use it again."""
    point = desk.point(account_type="pop3", after="delete")
    desk.deliver(*letters(1))
    uidl = desk.inbox.letters[0].uid
    assert (await desk.run(point)).tally == Tally(stored=1)
    desk.deliver(*letters(1, first=2))
    desk.inbox.letters[0].uid = uidl
    assert (await desk.run(point)).tally == Tally(stored=1)
    assert (desk.subjects(), desk.inbox.letters) == (["Faktura 1", "Faktura 2"], [])
    assert [each.place.uid for each in await desk.entries(point)] == [f"7.{uidl}"] * 2


async def test_a_uidl_may_name_another_message_once_its_own_is_not_listed_any_more(desk: Desk) -> None:
    point = desk.point(account_type="pop3")
    desk.deliver(*letters(2))
    uidl = desk.inbox.letters[0].uid
    assert (await desk.run(point)).tally == Tally(stored=2)
    desk.inbox.remove(desk.inbox.letters[:1])
    for _ in range(2):
        assert (await desk.run(point)).tally == Tally()
    desk.deliver(*letters(1, first=3))
    desk.inbox.letters[1].uid = uidl
    assert (await desk.run(point)).tally == Tally(stored=1)
    assert (await desk.run(point)).tally == Tally()
    assert desk.subjects() == ["Faktura 1", "Faktura 2", "Faktura 3"]


async def test_messages_that_a_pop3_server_lists_again_are_not_stored_again(desk: Desk) -> None:
    point = desk.point(account_type="pop3")
    desk.deliver(*letters(2))
    assert (await desk.run(point)).tally == Tally(stored=2)
    listed, desk.inbox.letters[:] = list(desk.inbox.letters), []
    assert (await desk.run(point)).tally == Tally()
    desk.inbox.letters[:] = listed
    assert (await desk.run(point)).tally == Tally(duplicates=2)
