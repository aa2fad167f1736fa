"""A folder of an IMAP mailbox as a run uses it."""

from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from dataclasses import replace
from datetime import date
from typing import BinaryIO, Self

from dms_mail_desktop.errors import UidsNotKept
from dms_mail_desktop.mail.imap import ImapSession
from dms_mail_desktop.mail.imap_folder import BLOCK, ImapFolder, blocks
from dms_mail_desktop.models import AfterFetch, Point
from dms_mail_desktop.points.mailbox import UNREAD, Candidate, header_letter

INBOX = "INBOX"


class ImapMailbox:
    """Messages are named by their UID; nothing but `finish` changes anything."""

    def __init__(self, folder: ImapFolder, user: str, uid_validity: int) -> None:
        self._folder = folder
        self.user = user
        self.folder = folder.facts.name
        self.uid_validity = uid_validity

    @classmethod
    async def of(cls, session: ImapSession, user: str, name: str, *, read_only: bool) -> Self:
        """Opens the folder. Raises UidsNotKept for one whose UIDs do not outlive the session."""
        folder = await session.open_folder(name or INBOX, read_only=read_only)
        if not folder.facts.uid_validity:
            raise UidsNotKept(folder.facts.name)
        return cls(folder, user, folder.facts.uid_validity)

    async def listed(self, above: int, since: date | None) -> list[str]:
        """The messages with a greater UID that arrived on that day or later."""
        return [str(uid) for uid in await self._folder.search(first_uid=above + 1, since=since)]

    async def candidates(self, uids: Sequence[str], *, headers: bool) -> list[Candidate]:
        """The messages with their sizes, and their headers if asked."""
        if not headers:
            sizes = await self._folder.sizes(map(int, uids))
            return [Candidate(uid, replace(UNREAD, size=sizes[int(uid)])) for uid in uids if int(uid) in sizes]
        found = {}
        async for each in self._folder.headers(map(int, uids)):
            letter = replace(header_letter(each.content), arrived_at=each.arrived_at, size=each.size)
            found[str(each.uid)] = Candidate(str(each.uid), letter, headed=True)
        return [found[uid] for uid in uids if uid in found]

    async def messages(self, candidates: Sequence[Candidate]) -> AsyncIterator[tuple[Candidate, bytearray]]:
        """Whole messages with one command."""
        wanted = {int(each.uid): each for each in candidates}
        async for each in self._folder.messages(wanted, sum(each.letter.size for each in candidates)):
            known = wanted[each.uid]
            yield replace(known, letter=replace(known.letter, arrived_at=each.arrived_at)), each.content

    async def download(self, candidate: Candidate, file: BinaryIO) -> bool:
        """One message into a file."""
        return await self._folder.download(int(candidate.uid), candidate.letter.size, file)

    async def present(self, uids: Sequence[str]) -> set[str]:
        """Which of the messages the server still lists."""
        return set(uids) & set(await self.listed(min(map(int, uids)) - 1, None))

    async def finish(self, uids: Sequence[str], point: Point) -> AsyncGenerator[Sequence[str], None]:
        """Marks, moves or deletes in portions; with each that went through it is done."""
        for block in blocks(sorted(map(int, uids)), BLOCK):
            match point.after:
                case AfterFetch.MARK_READ:
                    await self._folder.mark(block)
                case AfterFetch.MOVE:
                    await self._folder.move(block, point.after_folder)
                case AfterFetch.DELETE:
                    await self._folder.delete(block)
                case AfterFetch.LEAVE:
                    pass
            yield [str(uid) for uid in block]
