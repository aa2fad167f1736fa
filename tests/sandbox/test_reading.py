"""What a run does in a mailbox, through the program's own sessions."""

import io
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest

from dms_mail_desktop.credentials import BearerToken
from dms_mail_desktop.mail.imap import ImapSession
from dms_mail_desktop.mail.pop3 import Pop3Session
from dms_mail_desktop.sandbox.directory import ACCOUNTANT, DOCUMENTS, SHARED

PROCESSED = "Załączniki/Przetworzone"
NEW = b"From: biuro@papier.example\r\nSubject: nowa\r\n\r\n.kropka\r\n..dwie\r\n"


@asynccontextmanager
async def entered(running, account_type):
    point = next(each for each in running.facts.points if each.account_type == account_type)
    make, login = {"imap": (ImapSession, ACCOUNTANT), "pop3": (Pop3Session, DOCUMENTS)}[account_type]
    session = make(point, running.trust())
    token = BearerToken(login, running.token(login), datetime(2030, 1, 1, tzinfo=UTC), ("localhost",))
    try:
        await session.resolve()
        await session.connect()
        await session.secure()
        await session.greet()
        await session.authenticate(token)
        yield session
        await session.close()
    finally:
        session.abort()


@pytest.fixture
def boxes(running):
    return running.sandbox.mailboxes


async def test_messages_come_in_a_block_and_into_a_file_and_stay_unread(running, boxes):
    letters = boxes[SHARED].inbox.letters
    unread = [letter.uid for letter in letters if not letter.flags]
    async with entered(running, "imap") as session:
        folder = await session.open_folder("INBOX")
        uids = await folder.search()
        assert await folder.sizes(uids) == {letter.uid: len(letter.content) for letter in letters}
        found = {each.uid: (each.content, each.arrived_at) async for each in folder.messages(uids)}
        file = io.BytesIO()
        assert await folder.download(uids[3], 0, file)
        assert await folder.search(unseen=True) == unread
    assert found == {letter.uid: (letter.content, letter.arrived.replace(microsecond=0)) for letter in letters}
    assert file.getvalue() == letters[3].content


async def test_only_new_messages_are_found_from_a_uid_on(running, boxes):
    letters = boxes[SHARED].inbox.letters
    async with entered(running, "imap") as session:
        folder = await session.open_folder("INBOX")
        facts = folder.facts
        assert await folder.search(first_uid=facts.uid_next) == []
        running.sandbox.deliver(SHARED, NEW)
        folder = await session.open_folder("INBOX")
        assert (folder.facts.uid_validity, folder.facts.uid_next) == (facts.uid_validity, facts.uid_next + 1)
        assert await folder.search(first_uid=facts.uid_next) == [letters[-1].uid]
        today, tomorrow = letters[-1].arrived.date(), letters[-1].arrived.date() + timedelta(days=1)
        assert letters[-1].uid in await folder.search(since=today)
        assert await folder.search(since=tomorrow) == []


@pytest.mark.parametrize("can_move", [True, False])
async def test_handled_messages_are_marked_moved_and_deleted(running, boxes, can_move):
    first, second, third, *rest = boxes[SHARED].inbox.letters
    async with entered(running, "imap") as session:
        if not can_move:
            session._capabilities -= {"MOVE"}
        folder = await session.open_folder("INBOX", read_only=False)
        await folder.mark([rest[-1].uid])
        assert await folder.move([first.uid, third.uid], PROCESSED)
        assert await folder.delete([second.uid, 9999])
        assert await folder.search() == [letter.uid for letter in rest]
    assert rest[-1].flags == {"\\Seen"}
    assert [letter.content for letter in boxes[SHARED].folders[PROCESSED].letters] == [first.content, third.content]
    assert boxes[SHARED].inbox.letters == rest


async def test_pop3_messages_keep_their_names_and_are_deleted_at_the_end(running, boxes):
    running.sandbox.deliver(DOCUMENTS, NEW)
    letters = boxes[DOCUMENTS].inbox.letters
    async with entered(running, "pop3") as session:
        names = await session.uidls()
        assert await session.sizes() == {number: len(letter.content) for number, letter in enumerate(letters, 1)}
        header = await session.header(len(letters))
        for number, letter in enumerate(letters, 1):
            file = io.BytesIO()
            await session.download(number, len(letter.content), file)
            assert file.getvalue() == letter.content
        await session.delete(1)
        session.abort()
    assert header == NEW.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
    async with entered(running, "pop3") as session:
        assert await session.uidls() == names
        await session.delete(2)
        await session.commit()
    async with entered(running, "pop3") as session:
        assert list((await session.uidls()).values()) == [name for number, name in names.items() if number != 2]
