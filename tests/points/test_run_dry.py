"""A dry run tells what a run would do, and changes nothing anywhere."""

from pathlib import Path

import pytest

from dms_mail_desktop.errors import TargetUnusable
from dms_mail_desktop.points.facts import AttachmentFacts, Examined, LeftOut, Reason, State, Tally
from dms_mail_desktop.points.layout import ledger_path
from dms_mail_desktop.points.ledger_file import LedgerFile

from .run_desk import PDF, Desk, letter, letters


def state_of(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() if path.is_file() else b"" for path in sorted(folder.rglob("*"))}


def rows(desk: Desk) -> list[object]:
    file = LedgerFile(ledger_path(desk.folder / "data"))
    tables = ("message", "point", "folder", "scope", "watermark")
    found = [file.rows(f"SELECT * FROM {table}") for table in tables]  # noqa: S608 - our own names
    file.close()
    return found


@pytest.mark.parametrize("kind", ["imap", "pop3"])
async def test_a_dry_run_tells_of_each_message_what_would_become_of_it(desk: Desk, kind: str) -> None:
    desk.deliver(letter("Pytanie"), letter("Reklama", "spam@reklama.pl"), letter("Umowa", "a@b.pl", "u.pdf", "u.exe"))
    point = desk.point(
        account_type=kind,
        mode="download_attachments",
        allowed_senders=("*@b.pl", "*@dostawca.pl"),
        allowed_extensions=("pdf",),
    )
    question, advert, contract = sorted(await desk.dry(point), key=lambda each: each.letter.subject)
    assert (question.letter.subject, question.reason) == ("Pytanie", Reason.NO_ATTACHMENT)
    assert (advert.letter.subject, advert.reason, advert.attachments) == ("Reklama", Reason.SENDER, ())
    assert (contract.letter.sender, contract.reason, contract.text) == ("a@b.pl", None, "Dzień dobry")
    assert contract.attachments == (
        AttachmentFacts("u.pdf", "application/pdf", len(PDF)),
        AttachmentFacts("u.exe", "application/pdf", len(PDF), LeftOut.EXTENSION),
    )
    assert desk.last[-1].tally == Tally(stored=1, skipped=2)
    assert desk.last[-1].total == 3


@pytest.mark.parametrize("kind", ["imap", "pop3"])
async def test_the_run_then_does_what_the_dry_run_told(desk: Desk, kind: str) -> None:
    desk.deliver(letter("Pytanie"), *letters(3), *letters(1))
    point = desk.point(account_type=kind, mode="download_attachments")
    told = await desk.dry(point)
    result = await desk.run(point)
    assert [each.reason for each in told] == [Reason.NO_ATTACHMENT, None, None, None, Reason.DUPLICATE]
    assert result.tally == Tally(stored=3, skipped=1, duplicates=1)
    assert await desk.dry(point) == []


@pytest.mark.parametrize("target", ["missing", "file", "closed"])
async def test_a_target_that_cannot_be_used_is_told_after_the_messages(
    desk: Desk, tmp_path: Path, target: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.deliver(*letters(2))
    folder = tmp_path / target
    if target == "file":
        folder.write_text("x")
    elif target == "closed":
        folder.mkdir()
        monkeypatch.setattr("os.access", lambda *_: False)
    found: list[Examined] = []
    before = state_of(tmp_path)
    result = await desk.run(desk.point(target=str(folder)), found=found.append, dry=True)
    assert isinstance(result.error, TargetUnusable)
    assert (len(found), result.tally) == (2, Tally(stored=2))
    assert state_of(tmp_path) == before


async def test_a_point_without_a_target_is_looked_at_all_the_same(desk: Desk) -> None:
    desk.deliver(*letters(2))
    assert len(await desk.dry(desk.point(target=""))) == 2


async def test_before_the_first_run_nothing_at_all_comes_into_being(desk: Desk) -> None:
    desk.deliver(*letters(2))
    before = state_of(desk.folder)
    assert len(await desk.dry(desk.point(after="delete"))) == 2
    assert state_of(desk.folder) == before
    assert desk.flags() == [set(), set()]


async def test_later_nothing_changes_in_the_ledger_the_target_and_the_mailbox(desk: Desk) -> None:
    desk.deliver(*letters(2))
    point = desk.point(allowed_senders=("x@y.pl",), after="mark_read")
    await desk.run(point)
    await desk.run(desk.point(id="b" * 32))
    before, documents = rows(desk), state_of(desk.target)
    desk.deliver(*letters(1, first=3))
    assert [each.reason for each in await desk.dry(desk.point(after="mark_read"))] == [
        Reason.DUPLICATE,
        Reason.DUPLICATE,
        None,
    ]
    assert (rows(desk), state_of(desk.target)) == (before, documents)
    assert desk.flags() == [set(), set(), set()]


async def test_a_dry_run_is_not_remembered(desk: Desk) -> None:
    await desk.run()
    before = await desk.runs.records()
    assert (await desk.run(dry=True)).dry
    assert await desk.runs.records() == before
    assert await desk.entries(None, State.STORED) == ()
