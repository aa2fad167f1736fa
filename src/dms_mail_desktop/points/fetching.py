"""Fetches messages block by block, and tells a message that cannot be fetched from a line that is down."""

from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import suppress

from dms_mail_desktop.errors import MailDesktopError, MailError, MessageGone, MessageUnreadable, ServerRefused
from dms_mail_desktop.models import Point
from dms_mail_desktop.points.blocks import BLOCK_SIZE, Block, Received, Refused, Struck, grouped
from dms_mail_desktop.points.filters import asks_header, refused
from dms_mail_desktop.points.ledger_facts import Due, Source
from dms_mail_desktop.points.mailbox import UNREAD, Candidate, Mailbox
from dms_mail_desktop.points.mime.octets import Octets
from dms_mail_desktop.points.refusals import concerns_all
from dms_mail_desktop.points.spooling import kept_copy, spooled

PORTION = 200
"""How many messages are asked about at once."""
NOTHING = "no content"
"""The detail of a message that the server lists and does not give."""


class Fetching:
    """The messages of one folder, for one run.

    What ends the run while messages are fetched is raised after the block with what came before. A server that refuses
    one message is a strike for that message; one that refuses all of several has a trouble of its own.
    """

    def __init__(self, mailbox: Mailbox, point: Point, source: Source) -> None:
        self._mailbox, self._point, self._source = mailbox, point, source

    async def fresh(self, uids: Sequence[str]) -> AsyncGenerator[Block, None]:
        """New messages, in their order."""
        for start in range(0, len(uids), PORTION):
            block, wanted = await self._sorted_out(uids[start : start + PORTION])
            if block.uids:
                yield block
            for group in grouped(wanted):
                block = Block()
                failure = await self._fetch(block, group)
                yield block
                if failure:
                    raise failure

    async def again(self, dues: Sequence[Due]) -> AsyncGenerator[Block, None]:
        """Messages that failed before, one by one, so that none takes others along."""
        for due in dues:
            block, failure = Block(), None
            if due.raw and (octets := kept_copy(due.raw)) is not None:
                block.received.append(Received(due.place, due.letter, octets, due))
            else:
                failure = await self._fetch_due(block, due)
            yield block
            if failure:
                raise failure

    async def _sorted_out(self, uids: Sequence[str]) -> tuple[Block, list[Candidate]]:
        """What is decided without fetching, and what is to be fetched."""
        block, wanted = Block(), []
        candidates = await self._candidates(block, uids, headers=asks_header(self._point))
        told = {each.uid for each in candidates} | block.uids
        await self._miss(block, [Candidate(uid, UNREAD) for uid in uids if uid not in told])
        if len(uids) > 1 and len(block.struck) == len(uids):
            raise MessageUnreadable(NOTHING)
        for each in candidates:
            reason = refused(self._point, each.letter) if each.headed else None
            if reason:
                block.refused.append(Refused(self._source.place(each.uid), each.letter, reason))
            else:
                wanted.append(each)
        return block, wanted

    async def _candidates(
        self, block: Block, uids: Sequence[str], *, headers: bool, due: Due | None = None
    ) -> list[Candidate]:
        """What is known of the messages; one of which the server refuses to tell anything is a strike for it."""
        try:
            return await self._mailbox.candidates(uids, headers=headers)
        except ServerRefused as error:
            if concerns_all(error):
                raise
            if len(uids) == 1:
                letter = due.letter if due else UNREAD
                block.struck.append(Struck(self._source.place(uids[0]), letter, error, due))
                return []
            found = [each for uid in uids for each in await self._candidates(block, [uid], headers=headers)]
            if len(block.struck) == len(uids):
                raise
            return found

    async def _fetch_due(self, block: Block, due: Due) -> MailDesktopError | None:
        uid = due.place.uid
        if due.place != self._source.place(uid):
            block.struck.append(Struck(due.place, due.letter, MessageGone(), due, gone=True))
        elif found := await self._candidates(block, [uid], headers=True, due=due):
            return await self._fetch(block, found, due)
        elif not block.struck:
            await self._miss(block, [Candidate(uid, due.letter, headed=True)], due)
        return None

    async def _fetch(self, block: Block, group: Sequence[Candidate], due: Due | None = None) -> MailDesktopError | None:
        """Puts the messages into the block; gives the error that ends the run."""
        waiting, refusal = {each.uid: each for each in group}, None
        try:
            async for candidate, octets in self._arriving(group):
                del waiting[candidate.uid]
                block.received.append(Received(self._source.place(candidate.uid), candidate.letter, octets, due))
        except ServerRefused as error:
            if concerns_all(error):
                return error
            refusal = error
        except MailError as error:
            # They come in their order: the first that is missing is the one that was on its way.
            for lost in list(waiting.values())[:1]:
                block.struck.append(Struck(self._source.place(lost.uid), lost.letter, error, due))
            return error
        if len(group) > 1:
            return await self._fetch_each(block, list(waiting.values()), refusal)
        if refusal:
            await self._strike(block, group[0], refusal, due)
        else:
            await self._miss(block, list(waiting.values()), due)
        return None

    async def _fetch_each(
        self, block: Block, left: Sequence[Candidate], refusal: ServerRefused | None
    ) -> MailDesktopError | None:
        """The messages of a group that did not come; when none of the group can be had, that is no message's fault."""
        for each in left:
            if failure := await self._fetch(block, [each]):
                return failure
        if left and not block.received and len(block.struck) == len(left):
            block.struck.clear()
            return refusal or MessageUnreadable(NOTHING)
        return None

    async def _arriving(self, group: Sequence[Candidate]) -> AsyncIterator[tuple[Candidate, Octets]]:
        if group[0].letter.size <= BLOCK_SIZE:
            async for each in self._mailbox.messages(group):
                yield each
            return
        [large] = await self._mailbox.candidates([group[0].uid], headers=True) or group
        if (octets := await spooled(self._mailbox, large)) is not None:
            yield large, octets

    async def _miss(self, block: Block, missing: Sequence[Candidate], due: Due | None = None) -> None:
        """Tells messages that are gone from those that the server lists and does not give."""
        present = await self._mailbox.present([each.uid for each in missing]) if missing else set()
        for each in missing:
            if each.uid in present:
                await self._strike(block, each, MessageUnreadable(NOTHING), due)
            elif due:
                block.struck.append(Struck(due.place, due.letter, MessageGone(), due, gone=True))
            else:
                block.vanished.append(each.uid)

    async def _strike(self, block: Block, candidate: Candidate, error: MailDesktopError, due: Due | None) -> None:
        if not candidate.headed:
            with suppress(ServerRefused):
                [candidate] = await self._mailbox.candidates([candidate.uid], headers=True) or [candidate]
        block.struck.append(Struck(self._source.place(candidate.uid), candidate.letter, error, due))
