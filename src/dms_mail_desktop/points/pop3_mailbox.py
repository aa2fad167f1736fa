"""A POP3 mailbox as a run uses it."""

from collections import Counter
from collections.abc import AsyncGenerator, AsyncIterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import BinaryIO, Self

from dms_mail_desktop.errors import ServerRefused, UidsNotKept
from dms_mail_desktop.mail.pop3 import Pop3Session
from dms_mail_desktop.models import AfterFetch, Point
from dms_mail_desktop.points.mailbox import UNREAD, Candidate, header_letter


class Pop3Mailbox:
    """Messages are named by their UIDL; identical copies may share one (RFC 1939 section 7).

    Where messages of different sizes do, the server's names are none, and the size, after a space, completes them.
    """

    folder = ""
    uid_validity = 0

    def __init__(self, session: Pop3Session, user: str, uidls: Mapping[int, str], sizes: Mapping[int, int]) -> None:
        self._session = session
        self._sizes = sizes
        self._numbers: dict[str, list[int]] = {}
        kinds = Counter(uidl for uidl, _ in {(uidl, sizes[number]) for number, uidl in uidls.items()})
        for number, uidl in sorted(uidls.items()):
            name = f"{uidl} {sizes[number]}" if kinds[uidl] > 1 else uidl
            self._numbers.setdefault(name, []).append(number)
        self.user = user

    @classmethod
    async def of(cls, session: Pop3Session, user: str) -> Self:
        """Asks for the names and sizes of all messages. Raises UidsNotKept where the server gives no names."""
        sizes = await session.sizes()
        try:
            uidls = await session.uidls()
        except ServerRefused as error:
            raise UidsNotKept("") from error
        if sizes.keys() != uidls.keys() or "" in uidls.values():
            raise UidsNotKept("")
        return cls(session, user, uidls, sizes)

    async def listed(self, above: int, since: date | None) -> list[str]:  # noqa: ARG002 - POP3 knows neither
        """All messages."""
        return list(self._numbers)

    async def candidates(self, uids: Sequence[str], *, headers: bool) -> list[Candidate]:
        """The messages with their sizes, and their headers if asked, as far as the server shows them."""
        read = self._headed if headers else self._sized
        return [await read(uid, self._numbers[uid][0]) for uid in uids if uid in self._numbers]

    async def _headed(self, uid: str, number: int) -> Candidate:
        try:
            letter = header_letter(await self._session.header(number))
        except ServerRefused:  # TOP is optional
            return await self._sized(uid, number)
        return Candidate(uid, replace(letter, size=self._sizes[number]), headed=True)

    async def _sized(self, uid: str, number: int) -> Candidate:
        return Candidate(uid, replace(UNREAD, size=self._sizes[number]))

    async def messages(self, candidates: Sequence[Candidate]) -> AsyncIterator[tuple[Candidate, bytearray]]:
        """Whole messages, one after the other."""
        for each in candidates:
            yield each, await self._session.message(self._numbers[each.uid][0], each.letter.size)

    async def download(self, candidate: Candidate, file: BinaryIO) -> bool:
        """One message into a file."""
        await self._session.download(self._numbers[candidate.uid][0], candidate.letter.size, file)
        return True

    async def present(self, uids: Sequence[str]) -> set[str]:
        """What was there when the session began: nobody else can delete meanwhile (RFC 1939 section 4)."""
        return self._numbers.keys() & set(uids)

    async def finish(self, uids: Sequence[str], point: Point) -> AsyncGenerator[Sequence[str], None]:
        """Deletes; the server does so only when it is taken leave of, and all at once (RFC 1939 section 6)."""
        if point.after is AfterFetch.DELETE:
            for number in (number for uid in uids for number in self._numbers.get(uid, ())):
                await self._session.delete(number)
            await self._session.commit()
        yield uids
