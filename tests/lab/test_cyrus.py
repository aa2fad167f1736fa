"""Our IMAP against Cyrus, which is nothing like Dovecot: other codes, other quoting, another separator."""

import imaplib
import ssl
from collections.abc import Iterator
from datetime import date

import pytest

from dms_mail_desktop.credentials import Credential, Password
from dms_mail_desktop.errors import AuthNotOffered, ServerRefused, Stage, TlsFailed, TlsFault
from dms_mail_desktop.mail.headers import read_header
from dms_mail_desktop.mail.imap import ImapSession
from dms_mail_desktop.mail.imap_folders import FolderUse
from dms_mail_desktop.mail.mailbox_probe import MailboxResult, check_mailbox
from dms_mail_desktop.mail.steps import StepState
from dms_mail_desktop.models import Point
from dms_mail_desktop.trust import client_context

from .authority import Authority
from .cyrus import CyrusPorts
from .mailbox import letter
from .provider import BOB, SENDER, USERS

pytestmark = pytest.mark.lab

PASSWORD = Password(SENDER, USERS[SENDER])
SUBJECTS = [f"Faktura {number} – „żółć” (niezamknięty" for number in range(1, 8)]
FOLDERS = {
    "Załączniki": '"Za&AUIBBQ-czniki"',
    "Załączniki/Zrobione": '"Za&AUIBBQ-czniki/Zrobione"',
    "Skrzynka odbiorcza": '"Skrzynka odbiorcza"',
    "R&D „zółć”": '"R&-D &IB4-z&APMBQgEHIB0-"',
}
"""Names, and how a client writes them (RFC 3501 section 5.1.3)."""


def point(port: int, encryption: str = "tls", **more: object) -> Point:
    fields = {"host": "localhost", "port": port, "encryption": encryption, "login": SENDER}
    return Point.model_validate(fields | more)


async def check(account: Point, trust: ssl.SSLContext, credential: Credential = PASSWORD) -> MailboxResult:
    async def known() -> Credential:
        return credential

    return await check_mailbox(account, known, trust, report=lambda _: None)


async def entered(account: Point, trust: ssl.SSLContext) -> ImapSession:
    session = ImapSession(account, trust)
    await session.resolve()
    await session.connect()
    await session.secure()
    await session.greet()
    await session.authenticate(PASSWORD)
    return session


@pytest.fixture
def trust(authority: Authority, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.ca_file))
    return client_context()


@pytest.fixture
def inbox(cyrus: CyrusPorts, tls: ssl.SSLContext) -> Iterator[imaplib.IMAP4_SSL]:
    """The mailbox with seven letters, two of them read."""
    with imaplib.IMAP4_SSL("localhost", cyrus.imaps, ssl_context=tls, timeout=10) as session:
        session.authenticate("PLAIN", lambda _: f"\0{SENDER}\0{USERS[SENDER]}".encode())
        session.select("INBOX")
        if session.search(None, "ALL")[1][0]:
            session.store("1:*", "+FLAGS", "(\\Deleted)")
            session.expunge()
        for number, subject in enumerate(SUBJECTS):
            session.append("INBOX", "(\\Seen)" if number < 2 else "", None, letter(subject))  # type: ignore[arg-type]
        yield session


@pytest.mark.parametrize("encryption", ["tls", "starttls", "auto"])
async def test_a_mailbox_is_checked_through_to_its_newest_messages(
    cyrus: CyrusPorts, inbox: imaplib.IMAP4_SSL, trust: ssl.SSLContext, encryption: str
) -> None:
    result = await check(point(cyrus.imaps if encryption == "tls" else cyrus.imap, encryption), trust)
    assert result.error is None
    assert not {step.stage for step in result.steps if step.state in (StepState.FAILED, StepState.SKIPPED)}
    facts = {step.stage: step.facts for step in result.steps}
    assert facts[Stage.ENCRYPTION]["issuer"] == "lab-authority"
    assert (facts[Stage.FOLDER]["count"], facts[Stage.FOLDER]["unseen"]) == (7, 5)
    assert [message.subject for message in result.messages] == SUBJECTS[:1:-1]
    assert {message.sender for message in result.messages} == {BOB}
    assert inbox.search(None, "UNSEEN")[1][0] == b"3 4 5 6 7"


async def test_folders_with_any_name_are_listed_and_opened(
    cyrus: CyrusPorts, inbox: imaplib.IMAP4_SSL, trust: ssl.SSLContext
) -> None:
    for written in FOLDERS.values():
        inbox.create(written)
    inbox.append(FOLDERS["Załączniki/Zrobione"], "", None, letter("Jedna"))  # type: ignore[arg-type]
    session = await entered(point(cyrus.imaps), trust)
    try:
        found = {folder.name: folder for folder in await session.folders()}
        assert set(FOLDERS) <= set(found)
        assert found["INBOX"].use is FolderUse.INBOX
        assert (found["Sent"].use, found["Trash"].use) == (FolderUse.SENT, FolderUse.TRASH)
        for name in FOLDERS:
            count = int(name == "Załączniki/Zrobione")
            assert await session.unseen(name) == count
            assert (await session.open_folder(name)).facts.count == count
        await session.close()
    finally:
        session.abort()


async def test_a_folder_with_a_polish_name_is_checked(
    cyrus: CyrusPorts, inbox: imaplib.IMAP4_SSL, trust: ssl.SSLContext
) -> None:
    inbox.create('"Do wpi&ARk-cia"')
    inbox.append('"Do wpi&ARk-cia"', "", None, letter("Żółw"))  # type: ignore[arg-type]
    result = await check(point(cyrus.imaps, folder="Do wpięcia"), trust)
    assert result.error is None
    assert [message.subject for message in result.messages] == ["Żółw"]


@pytest.mark.usefixtures("inbox")
async def test_an_empty_folder_has_no_newest_message(cyrus: CyrusPorts, trust: ssl.SSLContext) -> None:
    result = await check(point(cyrus.imaps, folder="Sent"), trust)
    assert (result.error, result.messages) == (None, ())


async def test_messages_are_found_read_marked_moved_and_deleted(
    cyrus: CyrusPorts, inbox: imaplib.IMAP4_SSL, trust: ssl.SSLContext
) -> None:
    large = letter("Duża", bytes(range(256)) * 20_000)
    inbox.append("INBOX", "", None, large)  # type: ignore[arg-type]
    session = await entered(point(cyrus.imaps), trust)
    try:
        folder = await session.open_folder("INBOX", read_only=False)
        uids = await folder.search()
        assert len(uids) == 8
        assert await folder.search(since=date(2026, 1, 1), unseen=True) == uids[2:]
        assert await folder.search(first_uid=uids[-1] + 1) == []
        headers = [message async for message in folder.headers(uids)]
        assert [read_header(message.content).subject for message in headers] == [*SUBJECTS, "Duża"]
        assert [each.content async for each in folder.messages(uids[-1:], headers[-1].size)] == [large]
        await folder.mark(uids[2:4])
        assert await folder.search(unseen=True) == uids[4:]
        assert await folder.move(uids[4:6], "Trash")
        assert await folder.delete(uids[6:7])
        assert await folder.search() == [*uids[:4], uids[7]]
        await session.close()
    finally:
        session.abort()


async def test_a_wrong_password_is_refused_in_the_servers_words(cyrus: CyrusPorts, trust: ssl.SSLContext) -> None:
    refused = (await check(point(cyrus.imaps), trust, Password(SENDER, "złe hasło"))).error
    assert isinstance(refused, ServerRefused)
    assert refused.stage is Stage.AUTHENTICATION
    assert refused.reply.text


async def test_a_folder_that_is_not_there_is_refused_at_its_step(cyrus: CyrusPorts, trust: ssl.SSLContext) -> None:
    refused = (await check(point(cyrus.imaps, folder="Nie ma"), trust)).error
    assert isinstance(refused, ServerRefused)
    assert refused.stage is Stage.FOLDER


async def test_a_server_that_takes_no_password_in_the_clear_is_told_apart(
    cyrus: CyrusPorts, trust: ssl.SSLContext
) -> None:
    refused = (await check(point(cyrus.imap, "none", clear_text_confirmed=True), trust)).error
    assert isinstance(refused, AuthNotOffered)


async def test_tls_to_the_port_of_starttls_says_so(cyrus: CyrusPorts, trust: ssl.SSLContext) -> None:
    refused = (await check(point(cyrus.imap, "tls"), trust)).error
    assert isinstance(refused, TlsFailed)
    assert refused.fault is TlsFault.NOT_TLS
