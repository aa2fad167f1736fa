"""The step-by-step test of a point's mailbox: from the server's name to the newest messages, changing nothing there."""

import ssl
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from dms_mail_desktop.credentials import Password
from dms_mail_desktop.errors import ServerRefused, Stage
from dms_mail_desktop.mail.access import AccessCheck, AccountSession
from dms_mail_desktop.mail.headers import read_header
from dms_mail_desktop.mail.imap_folders import Folder
from dms_mail_desktop.mail.limits import DEFAULT_LIMITS, TimeLimits
from dms_mail_desktop.mail.mailbox_access import mailbox_user
from dms_mail_desktop.mail.sending import CredentialSource, Trust, tls_context
from dms_mail_desktop.mail.steps import Course, Facts, ProbeResult, Step, StepReport
from dms_mail_desktop.models import AccountType, Point
from dms_mail_desktop.transcripts import Transcribe, Transcript, nobody_listens

if TYPE_CHECKING:
    from dms_mail_desktop.mail.imap import ImapSession
    from dms_mail_desktop.mail.imap_folder import ImapFolder
    from dms_mail_desktop.mail.pop3 import Pop3Session

MAILBOX_STAGES = (
    Stage.ADDRESS,
    Stage.CONNECTION,
    Stage.ENCRYPTION,
    Stage.GREETING,
    Stage.CREDENTIAL,
    Stage.AUTHENTICATION,
    Stage.FOLDERS,
    Stage.FOLDER,
    Stage.MESSAGES,
)
NEWEST = 5
INBOX = "INBOX"


@dataclass(frozen=True, slots=True)
class MessageSummary:
    """A message as a list shows it, `key` being its UID or UIDL; times are in UTC.

    POP3 knows neither `arrived_at` nor `seen`.
    """

    key: str
    subject: str
    sender_name: str
    sender: str
    sent_at: datetime | None
    arrived_at: datetime | None
    seen: bool | None
    size: int


@dataclass(frozen=True, slots=True)
class MailboxResult(ProbeResult):
    """All steps, and what the mailbox holds; `folders` is empty for POP3 and where the server did not list any."""

    folders: tuple[Folder, ...] = ()
    messages: tuple[MessageSummary, ...] = ()


async def check_mailbox(  # noqa: PLR0913 - everything a test needs
    point: Point,
    credential_source: CredentialSource,
    tls: Trust,
    *,
    report: Callable[[StepReport], None],
    token_hosts: Iterable[str] | None = None,
    limits: TimeLimits = DEFAULT_LIMITS,
    transcribe: Transcribe = nobody_listens,
) -> MailboxResult:
    """Tests a mailbox; nothing is marked as read. Errors of our family end up in the result; a cancellation is raised.

    A token's hosts are checked before anything is opened where `token_hosts` names them, and always again before the
    token is sent. The time does not depend on the number of messages.

    Facts, beyond those of AccessCheck: AUTHENTICATION user (whose mailbox), mailbox_ignored=True where a password
    cannot open the mailbox named in the point · FOLDERS folders, or reply where the server refused to list them ·
    FOLDER name ("" for POP3), count, unseen (None if unknown) · MESSAGES messages (MessageSummary, newest first), or
    reply where the server refused to show them.
    """
    make = _pop3_check if point.account_type is AccountType.POP3 else _imap_check
    transcript = transcribe(point.account_type, point.host, point.port)
    check = make(point, await tls_context(tls), credential_source, token_hosts, limits, transcript)
    try:
        result = await Course(MAILBOX_STAGES, report).run(check.steps(), check.access.seconds)
        await check.access.close()
    finally:
        check.access.abort()
    return MailboxResult(result.steps, result.error, check.found_folders, check.found_messages)


def _imap_check(  # noqa: PLR0913, PLR0917 - everything a test needs
    point: Point,
    context: ssl.SSLContext,
    source: CredentialSource,
    token_hosts: Iterable[str] | None,
    limits: TimeLimits,
    transcript: Transcript,
) -> "_MailboxCheck":
    from dms_mail_desktop.mail.imap import ImapSession  # noqa: PLC0415 - its library is loaded when first needed

    return _ImapCheck(point, ImapSession(point, context, limits, transcript), source, token_hosts)


def _pop3_check(  # noqa: PLR0913, PLR0917 - everything a test needs
    point: Point,
    context: ssl.SSLContext,
    source: CredentialSource,
    token_hosts: Iterable[str] | None,
    limits: TimeLimits,
    transcript: Transcript,
) -> "_MailboxCheck":
    from dms_mail_desktop.mail.pop3 import Pop3Session  # noqa: PLC0415 - loaded when first needed

    return _Pop3Check(point, Pop3Session(point, context, limits, transcript), source, token_hosts)


class _MailboxCheck(AccessCheck):
    """The steps that both protocols share."""

    _account: Point

    def __init__(
        self,
        point: Point,
        session: AccountSession,
        credential_source: CredentialSource,
        token_hosts: Iterable[str] | None,
    ) -> None:
        super().__init__(point, session, credential_source, token_hosts)
        self.found_folders: tuple[Folder, ...] = ()
        self.found_messages: tuple[MessageSummary, ...] = ()

    def steps(self) -> dict[Stage, Step]:
        return {
            Stage.ADDRESS: self.address,
            Stage.CONNECTION: self.connection,
            Stage.ENCRYPTION: self.encryption,
            Stage.GREETING: self.greeting,
            Stage.CREDENTIAL: self.credential,
            Stage.AUTHENTICATION: self.authentication,
        }

    async def authentication(self) -> tuple[Facts, bool]:
        facts, _ = await super().authentication()
        named = self._account.mailbox
        ignored = isinstance(self._credential, Password) and bool(named) and named != self._credential.login
        facts["user"] = mailbox_user(self._account, self._credential)
        return facts | ({"mailbox_ignored": True} if ignored else {}), ignored


class _ImapCheck(_MailboxCheck):
    """The work of the later steps over IMAP."""

    def __init__(
        self,
        point: Point,
        session: "ImapSession",
        credential_source: CredentialSource,
        token_hosts: Iterable[str] | None,
    ) -> None:
        super().__init__(point, session, credential_source, token_hosts)
        self._session = session
        self._folder: ImapFolder

    def steps(self) -> dict[Stage, Step]:
        later = {Stage.FOLDERS: self.folders, Stage.FOLDER: self.folder, Stage.MESSAGES: self.messages}
        return super().steps() | later

    async def folders(self) -> tuple[Facts, bool]:
        try:
            self.found_folders = await self._session.folders()
        except ServerRefused as error:
            # Whether the mailbox works is decided by opening the folder.
            return {"folders": (), "reply": error.reply}, True
        return {"folders": self.found_folders}, False

    async def folder(self) -> tuple[Facts, bool]:
        name = self._account.folder or INBOX
        unseen = await self._session.unseen(name)
        self._folder = await self._session.open_folder(name)
        return {"name": name, "count": self._folder.facts.count, "unseen": unseen}, False

    async def messages(self) -> tuple[Facts, bool]:
        self.found_messages = tuple(
            _summary(str(each.uid), each.content, each.size, each.arrived_at, seen=each.seen)
            for each in await self._folder.newest(NEWEST)
        )
        return {"messages": self.found_messages}, False


class _Pop3Check(_MailboxCheck):
    """The work of the later steps over POP3."""

    def __init__(
        self,
        point: Point,
        session: "Pop3Session",
        credential_source: CredentialSource,
        token_hosts: Iterable[str] | None,
    ) -> None:
        super().__init__(point, session, credential_source, token_hosts)
        self._session = session
        self._count = 0

    def steps(self) -> dict[Stage, Step]:
        return super().steps() | {Stage.FOLDER: self.folder, Stage.MESSAGES: self.messages}

    async def folder(self) -> tuple[Facts, bool]:
        self._count, _ = await self._session.count()
        return {"name": "", "count": self._count, "unseen": None}, False

    async def messages(self) -> tuple[Facts, bool]:
        found = []
        for number in range(self._count, max(0, self._count - NEWEST), -1):
            try:
                octets = await self._session.header(number)
            except ServerRefused as error:
                # TOP is optional, and fetching whole messages to show a line of each would mark them as read in places.
                return {"messages": (), "reply": error.reply}, True
            key = str(number)
            with suppress(ServerRefused):
                key = await self._session.uidl(number)
            found.append(_summary(key, octets, await self._session.size(number), None, seen=None))
        self.found_messages = tuple(found)
        return {"messages": self.found_messages}, False


def _summary(
    key: str, octets: bytearray, size: int, arrived_at: datetime | None, *, seen: bool | None
) -> MessageSummary:
    header = read_header(octets)
    return MessageSummary(
        key, header.subject, header.sender_name, header.sender, header.sent_at, arrived_at, seen, size
    )
