"""A point's mailbox as a run uses it, the same for IMAP and POP3."""

from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO, Protocol

from dms_mail_desktop.credentials import Credential
from dms_mail_desktop.errors import Stage
from dms_mail_desktop.mail.access import AccountSession
from dms_mail_desktop.mail.headers import read_header
from dms_mail_desktop.mail.mailbox_access import mailbox_user
from dms_mail_desktop.mail.sending import tls_context
from dms_mail_desktop.mail.xoauth2 import require_token_host
from dms_mail_desktop.models import AccountType, AuthMethod, Point
from dms_mail_desktop.points.access import Access
from dms_mail_desktop.points.facts import Letter

UNREAD = Letter("", "", "", "", None, None, 0)
"""A message whose header nobody has asked for, or which the server does not show."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A message that may be fetched: its UID or UIDL, and what is known of it; `headed` if its header is known."""

    uid: str
    letter: Letter
    headed: bool = False


class Mailbox(Protocol):
    """The open folder of a mailbox. Every method raises MailError.

    `user` is whose mailbox it is; with POP3 `folder` is "" and `uid_validity` 0.
    """

    user: str
    folder: str
    uid_validity: int

    async def listed(self, above: int, since: date | None) -> list[str]:
        """The messages with a UID greater than `above` that arrived on the day `since` or later, oldest first.

        POP3 knows neither and lists all.
        """

    async def candidates(self, uids: Sequence[str], *, headers: bool) -> list[Candidate]:
        """The messages with their sizes, and their headers if asked, in the same order; without those that are gone."""

    def messages(self, candidates: Sequence[Candidate]) -> AsyncIterator[tuple[Candidate, bytearray]]:
        """Whole messages, in the same order; what came before an error comes before it."""

    async def download(self, candidate: Candidate, file: BinaryIO) -> bool:
        """Writes a whole message to a file; False if it is gone. Raises the file's OSError."""

    async def present(self, uids: Sequence[str]) -> set[str]:
        """Which of the messages are still there."""

    def finish(self, uids: Sequence[str], point: Point) -> AsyncGenerator[Sequence[str], None]:
        """Does what is to be done with stored messages, and gives those with which it is done for good.

        A message that is gone counts as done. Nothing else can be asked of the mailbox afterwards.
        """


def opened(point: Point, access: Access, *, read_only: bool) -> AbstractAsyncContextManager[Mailbox]:
    """Signs in and opens the folder. Raises MailError, UidsNotKept, and what the credential's source raises."""
    return _pop3(point, access) if point.account_type is AccountType.POP3 else _imap(point, access, read_only)


@asynccontextmanager
async def _imap(point: Point, access: Access, read_only: bool) -> AsyncIterator[Mailbox]:
    from dms_mail_desktop.mail.imap import ImapSession  # noqa: PLC0415 - its library is loaded when first needed
    from dms_mail_desktop.points.imap_mailbox import ImapMailbox  # noqa: PLC0415 - as above

    transcript = access.transcribe("imap", point.host, point.port)
    session = ImapSession(point, await tls_context(access.tls), access.limits, transcript)
    try:
        user = await _signed_in(point, access, session)
        yield await ImapMailbox.of(session, user, point.folder, read_only=read_only)
        await session.close()
    finally:
        session.abort()


@asynccontextmanager
async def _pop3(point: Point, access: Access) -> AsyncIterator[Mailbox]:
    from dms_mail_desktop.mail.pop3 import Pop3Session  # noqa: PLC0415 - loaded when first needed
    from dms_mail_desktop.points.pop3_mailbox import Pop3Mailbox  # noqa: PLC0415 - as above

    transcript = access.transcribe("pop3", point.host, point.port)
    session = Pop3Session(point, await tls_context(access.tls), access.limits, transcript)
    try:
        user = await _signed_in(point, access, session)
        yield await Pop3Mailbox.of(session, user)
        await session.close()
    finally:
        session.abort()


async def _signed_in(point: Point, access: Access, session: AccountSession) -> str:
    """Whose mailbox is open then. The credential comes first: without it no server needs to be asked."""
    if access.token_hosts is not None and point.auth_method is AuthMethod.OAUTH2:
        require_token_host(point.host, access.token_hosts, Stage.ADDRESS)
    credential: Credential = await access.credential()
    await session.resolve()
    await session.connect()
    await session.secure()
    await session.greet()
    await session.authenticate(credential)
    return mailbox_user(point, credential)


def header_letter(octets: bytes | bytearray) -> Letter:
    """What a header tells."""
    header = read_header(octets)
    return Letter(header.message_id, header.subject, header.sender_name, header.sender, header.sent_at, None, 0)
