"""An open folder of an IMAP mailbox: finding, reading, marking, moving and deleting messages by UID."""

import re
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, BinaryIO, Protocol

from dms_mail_desktop.errors import MailError, Stage
from dms_mail_desktop.mail.headers import FIELDS
from dms_mail_desktop.mail.imap_fetched import NUMBER, Fetched, fetched, sizes
from dms_mail_desktop.mail.imap_names import quoted_name
from dms_mail_desktop.mail.imap_values import Untagged
from dms_mail_desktop.mail.imap_wire import USUAL, Outcome, Reading
from dms_mail_desktop.mail.limits import TimeLimits
from dms_mail_desktop.mail.spool import Spool

BLOCK = 200
"""How many messages one command is about."""
SIZES_BLOCK = 5_000
"""The same where each message takes one short line."""
PORTION = 8_000_000
"""In bytes: what `messages` is meant to bring at once."""
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
HEADER_ITEMS = f"(UID FLAGS RFC822.SIZE INTERNALDATE BODY.PEEK[HEADER.FIELDS ({' '.join(FIELDS).upper()})])"
MESSAGE_ITEMS = "(UID FLAGS RFC822.SIZE INTERNALDATE BODY.PEEK[])"
HEADER_SIZE = 20_000
"""In bytes: what to allow for one header when a time limit is set."""
SIZE_LINE = 60
"""In bytes: the same for a line with a size."""
CODE = re.compile(rb"\[(UIDVALIDITY|UIDNEXT) (\d{1,18})\]", re.IGNORECASE)
NOT_KEPT = re.compile(rb"\[UIDNOTSTICKY\]", re.IGNORECASE)
READ_ONLY = re.compile(rb"\[READ-ONLY\]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FolderFacts:
    """What the server told when it opened the folder.

    UIDs keep their meaning as long as `uid_validity` stays, which is None where they do not outlive the session.
    """

    name: str
    count: int
    uid_validity: int | None
    uid_next: int | None
    read_only: bool

    @classmethod
    def of(cls, name: str, outcome: Outcome, *, read_only: bool) -> "FolderFacts":
        """From the answer to SELECT or EXAMINE (RFC 3501 section 6.3.1, RFC 4315 section 3)."""
        counts = [response.number or 0 for response in outcome.of_kind("EXISTS")]
        told = [found for response in outcome.of_kind("OK") if (found := CODE.search(bytes(response.parts[0])))]
        codes = {found[1].upper(): int(found[2]) for found in told}
        if any(NOT_KEPT.search(bytes(response.parts[0])) for response in outcome.of_kind("NO")):
            codes.pop(b"UIDVALIDITY", None)
        return cls(
            name,
            counts[-1] if counts else 0,
            codes.get(b"UIDVALIDITY"),
            codes.get(b"UIDNEXT"),
            read_only or READ_ONLY.search(outcome.words) is not None,
        )


class Commands(Protocol):
    """What a folder needs of its session."""

    @property
    def capabilities(self) -> frozenset[str]:
        """What the server can do."""

    async def command(
        self,
        stage: Stage,
        name: str,
        *arguments: str,
        prefix: str = "",
        limit: float | None = None,
        reading: Reading = USUAL,
    ) -> Outcome:
        """Says one command."""


@dataclass(frozen=True, slots=True)
class ImapFolder:
    """The folder that is open in a session, until another one is opened. Every method raises MailError."""

    session: Commands = field(repr=False)
    facts: FolderFacts
    limits: TimeLimits = field(repr=False)

    async def newest(self, count: int) -> list[Fetched]:
        """The headers of the messages that came last, newest first; nothing is marked as read."""
        last = self.facts.count
        if not last:
            return []
        outcome = await self._fetch("", f"{max(1, last - count + 1)}:{last}", HEADER_ITEMS, count * HEADER_SIZE)
        return sorted(fetched(outcome.untagged), key=lambda message: message.uid, reverse=True)[:count]

    async def search(self, *, first_uid: int = 1, since: date | None = None, unseen: bool = False) -> list[int]:
        """The UIDs from `first_uid` on, rising; of messages that arrived on the day `since` or later, or are unread."""
        criteria = [f"UID {first_uid}:*"]
        if since:
            criteria.append(f"SINCE {since.day}-{MONTHS[since.month - 1]}-{since.year}")
        if unseen:
            criteria.append("UNSEEN")
        # No CHARSET: nothing here needs one, and Exchange refuses it.
        outcome = await self._uid("SEARCH", *criteria, limit=self.limits.mailbox)
        numbers = (word for response in outcome.of_kind("SEARCH") for word in bytes(response.parts[0]).split())
        # A range that begins beyond the last message still holds the last message (RFC 3501 section 6.4.8).
        return sorted({uid for word in numbers if NUMBER.fullmatch(word) and (uid := int(word)) >= first_uid})

    async def headers(self, uids: Iterable[int]) -> AsyncIterator[Fetched]:
        """The headers of the messages in rising order; those that are gone are left out; nothing is marked as read."""
        for block in blocks(sorted(uids)):
            outcome = await self._fetch("UID", uid_set(block), HEADER_ITEMS, len(block) * HEADER_SIZE)
            wanted = set(block)
            for message in sorted(fetched(outcome.untagged), key=lambda each: each.uid):
                if message.uid in wanted:
                    yield message

    async def sizes(self, uids: Iterable[int]) -> dict[int, int]:
        """The sizes in bytes of those messages that are there, as the server tells them, by rising UID."""
        found: dict[int, int] = {}
        for block in blocks(sorted(uids), SIZES_BLOCK):
            outcome = await self._fetch("UID", uid_set(block), "(UID RFC822.SIZE)", len(block) * SIZE_LINE)
            told = dict(sizes(outcome.untagged))
            found |= {uid: told[uid] for uid in block if uid in told}
        return found

    async def messages(self, uids: Iterable[int], size: int = PORTION) -> AsyncIterator[Fetched]:
        """Whole messages, with one command; those that are gone are left out; nothing is marked as read.

        `size`, in bytes, sets the time limit. What came whole before an error comes before the error.
        """
        arrived: list[Untagged] = []
        failure: MailError | None = None
        wanted = set(uids)
        try:
            await self._fetch("UID", uid_set(sorted(wanted)), MESSAGE_ITEMS, size, heard=arrived.append)
        except MailError as error:
            failure = error
        for message in fetched(arrived):
            if message.uid in wanted:
                wanted.remove(message.uid)
                yield message
        if failure:
            raise failure

    async def download(self, uid: int, size: int, file: BinaryIO) -> bool:
        """Writes a whole message to a buffered file as it arrives, and keeps nothing of it; False if it is gone.

        `size`, in bytes, sets the time limit. Raises the OSError of a file that refuses, and ends the connection then.
        """
        with Spool(file) as spool:
            outcome = await self._fetch("UID", str(uid), "(UID BODY.PEEK[])", size, sink=spool.write)
            for message in fetched(outcome.untagged):
                if message.uid == uid:
                    # Only a short one comes as a string, which does not pass the sink.
                    spool.write(message.content)
                    return True
        return False

    async def mark(self, uids: Iterable[int], flag: str = "\\Seen") -> None:
        """Sets a flag."""
        for block in blocks(sorted(uids)):
            await self._uid("STORE", uid_set(block), "+FLAGS.SILENT", f"({flag})")

    async def move(self, uids: Iterable[int], folder: str) -> bool:
        """Moves messages (RFC 6851), or copies and deletes them; returns as `delete`. Raises ValueError for no name."""
        chosen, name = sorted(uids), quoted_name(folder)
        if "MOVE" not in self.session.capabilities:
            for block in blocks(chosen):
                await self._uid("COPY", uid_set(block), name)
            return await self.delete(chosen)
        for block in blocks(chosen):
            await self._uid("MOVE", uid_set(block), name)
        return True

    async def delete(self, uids: Iterable[int]) -> bool:
        """Deletes messages; False if the server can only mark them, because removing them would take others along."""
        chosen = sorted(uids)
        await self.mark(chosen, "\\Deleted")
        if "UIDPLUS" not in self.session.capabilities:
            return False
        for block in blocks(chosen):
            await self._uid("EXPUNGE", uid_set(block))
        return True

    async def _uid(self, name: str, *arguments: str, limit: float | None = None) -> Outcome:
        limit = limit or self.limits.mailbox
        return await self.session.command(Stage.MESSAGES, name, *arguments, prefix="UID", limit=limit)

    async def _fetch(self, prefix: str, numbers: str, items: str, size: int, **listeners: Any) -> Outcome:
        limit, reading = self.limits.download(size), Reading(self.limits.mailbox, **listeners)
        return await self.session.command(
            Stage.MESSAGES, "FETCH", numbers, items, prefix=prefix, limit=limit, reading=reading
        )


def blocks(uids: Sequence[int], count: int = BLOCK) -> Iterator[Sequence[int]]:
    """The UIDs in portions that a server answers at once."""
    return (uids[start : start + count] for start in range(0, len(uids), count))


def uid_set(uids: Sequence[int]) -> str:
    """Rising UIDs as a command names them, neighbours as a range (RFC 3501 section 9, sequence-set)."""
    ranges: list[list[int]] = []
    for uid in uids:
        if ranges and uid == ranges[-1][1] + 1:
            ranges[-1][1] = uid
        else:
            ranges.append([uid, uid])
    return ",".join(str(first) if first == last else f"{first}:{last}" for first, last in ranges)
