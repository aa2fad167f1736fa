"""Our IMAP and POP3 against Dovecot: every account type, encryption and credential, and what must be refused."""

import imaplib
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from dms_mail_desktop.credentials import BearerToken, Credential, Password
from dms_mail_desktop.errors import (
    ClearTextRefused,
    ConnectFailed,
    NetworkFault,
    ServerRefused,
    Stage,
    TlsFailed,
    TlsFault,
    TokenHostRefused,
)
from dms_mail_desktop.mail.headers import read_header
from dms_mail_desktop.mail.imap import ImapSession
from dms_mail_desktop.mail.imap_folders import FolderUse
from dms_mail_desktop.mail.mailbox_probe import MailboxResult, check_mailbox
from dms_mail_desktop.mail.pop3 import Pop3Session
from dms_mail_desktop.mail.steps import StepState
from dms_mail_desktop.models import Point
from dms_mail_desktop.trust import client_context

from .authority import Authority
from .dovecot import MailPorts
from .mailbox import Mailboxes, letter
from .processes import free_ports
from .provider import ANNA, BOB, SENDER, USERS, Provider
from .tokens import Tokens, forged

pytestmark = pytest.mark.lab

PASSWORD = Password(SENDER, USERS[SENDER])
SHARED = "faktury@firma.example"
SUBJECTS = [f"Faktura {number} – „żółć” (niezamknięty" for number in range(1, 8)]
FOLDERS = {
    "Załączniki": '"Za&AUIBBQ-czniki"',
    "Załączniki.Zrobione": '"Za&AUIBBQ-czniki.Zrobione"',
    "Skrzynka odbiorcza": '"Skrzynka odbiorcza"',
    'R&D "cudzysłów"': r'"R&-D \"cudzys&AUIA8w-w\""',
    "Wersje robocze": '"Wersje robocze"',
}
"""Names, and how a client writes them (RFC 3501 section 5.1.3)."""
KINDS = ("imap", "pop3")
SECURED = ("tls", "starttls")
PORTS = {
    ("imap", "tls"): "imaps",
    ("imap", "starttls"): "imap",
    ("imap", "none"): "imap",
    ("pop3", "tls"): "pop3s",
    ("pop3", "starttls"): "pop3",
    ("pop3", "none"): "pop3",
}


@dataclass(frozen=True)
class Incoming:
    """A mailbox account, and the trust that the operating system would give."""

    ports: MailPorts
    trust: ssl.SSLContext

    def point(self, kind: str, encryption: str, method: str = "password", **more: Any) -> Point:
        port = getattr(self.ports, PORTS[kind, encryption])
        fields = {"account_type": kind, "host": "localhost", "port": port, "encryption": encryption, "login": SENDER}
        return Point.model_validate(fields | {"auth_method": method} | more)

    async def check(self, point: Point, credential: Credential) -> MailboxResult:
        async def known() -> Credential:
            return credential

        return await check_mailbox(point, known, self.trust, report=lambda _: None)


@pytest.fixture
def incoming(authority: Authority, mail: MailPorts, monkeypatch: pytest.MonkeyPatch) -> Incoming:
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.ca_file))
    return Incoming(mail, client_context())


@pytest.fixture
def inbox(mailboxes: Mailboxes) -> Iterator[imaplib.IMAP4_SSL]:
    """The mailbox with seven letters, two of them read."""
    with mailboxes.opened(SENDER) as session:
        if session.search(None, "ALL")[1][0]:
            session.store("1:*", "+FLAGS", "(\\Deleted)")
            session.expunge()
        for number, subject in enumerate(SUBJECTS):
            session.append("INBOX", "(\\Seen)" if number < 2 else "", None, letter(subject))  # type: ignore[arg-type]
        yield session


@pytest.fixture
def token(tokens: Tokens) -> BearerToken:
    return bearer(tokens.access)


def bearer(secret: str, *mail_hosts: str) -> BearerToken:
    return BearerToken(SENDER, secret, datetime.now(UTC) + timedelta(hours=1), mail_hosts or ("localhost",))


def facts(result: MailboxResult, stage: Stage) -> dict[str, Any]:
    return dict(next(step.facts for step in result.steps if step.stage is stage))


@pytest.mark.parametrize(
    "way",
    [f"{kind} {encryption} {method}" for kind in KINDS for encryption in SECURED for method in ("password", "oauth2")],
)
async def test_every_encrypted_combination_works(
    incoming: Incoming, inbox: imaplib.IMAP4_SSL, token: BearerToken, way: str
) -> None:
    kind, encryption, method = way.split()
    point = incoming.point(kind, encryption, method)
    result = await incoming.check(point, token if method == "oauth2" else PASSWORD)
    assert result.error is None
    assert facts(result, Stage.ENCRYPTION)["issuer"] == "lab-authority"
    assert facts(result, Stage.ENCRYPTION)["protocol"] == "TLSv1.3"
    assert facts(result, Stage.AUTHENTICATION)["method"] == ("XOAUTH2" if method == "oauth2" else "PLAIN")
    assert facts(result, Stage.FOLDER)["count"] == 7
    assert facts(result, Stage.FOLDER)["unseen"] == (5 if kind == "imap" else None)
    assert [message.subject for message in result.messages] == SUBJECTS[:1:-1]
    assert {message.sender for message in result.messages} == {BOB}
    assert inbox.search(None, "UNSEEN")[1][0] == b"3 4 5 6 7"


@pytest.mark.usefixtures("inbox")
@pytest.mark.parametrize("kind", KINDS)
async def test_automatic_means_starttls_on_an_ordinary_port(incoming: Incoming, kind: str) -> None:
    point = incoming.point(kind, "starttls").model_copy(update={"encryption": "auto"})
    result = await incoming.check(Point.model_validate(dict(point)), PASSWORD)
    assert result.error is None
    assert facts(result, Stage.ENCRYPTION)["protocol"] == "TLSv1.3"


@pytest.mark.usefixtures("inbox")
@pytest.mark.parametrize("kind", KINDS)
async def test_clear_text_takes_a_confirmed_password_and_never_a_token(
    incoming: Incoming, token: BearerToken, kind: str
) -> None:
    confirmed = incoming.point(kind, "none", clear_text_confirmed=True)
    result = await incoming.check(confirmed, PASSWORD)
    assert result.error is None
    assert facts(result, Stage.ENCRYPTION) == {"none": True}
    for changed in ({"clear_text_confirmed": False}, {"auth_method": "oauth2"}):
        point = Point.model_validate(dict(confirmed) | changed, context="structure")
        refused = (await incoming.check(point, token)).error
        assert isinstance(refused, ClearTextRefused)
        assert refused.stage is Stage.ENCRYPTION


@pytest.mark.parametrize(("kind", "name"), [("imap", "imap"), ("pop3", "pop3")])
async def test_tls_to_a_port_without_it_says_so(incoming: Incoming, kind: str, name: str) -> None:
    point = incoming.point(kind, "tls", port=getattr(incoming.ports, name))
    refused = (await incoming.check(point, PASSWORD)).error
    assert isinstance(refused, TlsFailed)
    assert refused.fault is TlsFault.NOT_TLS


@pytest.mark.parametrize("kind", KINDS)
async def test_the_wrong_protocol_is_told_by_its_greeting(incoming: Incoming, kind: str) -> None:
    other = incoming.ports.pop3s if kind == "imap" else incoming.ports.imaps
    refused = (await incoming.check(incoming.point(kind, "tls", port=other), PASSWORD)).error
    assert isinstance(refused, ServerRefused)
    assert (refused.stage, "Dovecot" in refused.reply.text) == (Stage.GREETING, True)


@pytest.mark.parametrize("encryption", SECURED)
@pytest.mark.parametrize("kind", KINDS)
async def test_without_the_authority_in_the_systems_trust_nothing_is_trusted(
    incoming: Incoming, monkeypatch: pytest.MonkeyPatch, kind: str, encryption: str
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    careful = Incoming(incoming.ports, client_context())
    refused = (await careful.check(careful.point(kind, encryption), PASSWORD)).error
    assert isinstance(refused, TlsFailed)
    assert (refused.fault, refused.issuer) == (TlsFault.UNTRUSTED, "lab-authority")


@pytest.mark.parametrize("kind", KINDS)
async def test_a_closed_port_is_told_apart(incoming: Incoming, kind: str) -> None:
    refused = (await incoming.check(incoming.point(kind, "tls", port=free_ports(1)[0]), PASSWORD)).error
    assert isinstance(refused, ConnectFailed)
    assert refused.fault is NetworkFault.REFUSED


@pytest.mark.parametrize("encryption", SECURED)
@pytest.mark.parametrize("kind", KINDS)
async def test_a_forged_token_is_refused_with_the_servers_reason(
    incoming: Incoming, provider: Provider, kind: str, encryption: str
) -> None:
    point = incoming.point(kind, encryption, "oauth2")
    refused = (await incoming.check(point, bearer(forged(provider, SENDER)))).error
    assert isinstance(refused, ServerRefused)
    assert refused.stage is Stage.AUTHENTICATION
    assert refused.challenge["status"] == "401"
    assert "Authentication failed" in refused.reply.text


@pytest.mark.parametrize("kind", KINDS)
async def test_a_wrong_password_is_refused(incoming: Incoming, kind: str) -> None:
    refused = (await incoming.check(incoming.point(kind, "tls"), Password(SENDER, "złe hasło"))).error
    assert isinstance(refused, ServerRefused)
    assert refused.stage is Stage.AUTHENTICATION


async def test_a_token_goes_to_its_own_hosts_only(incoming: Incoming, tokens: Tokens) -> None:
    point = incoming.point("imap", "tls", "oauth2")
    refused = (await incoming.check(point, bearer(tokens.access, "outlook.office365.com"))).error
    assert isinstance(refused, TokenHostRefused)


@pytest.mark.parametrize("kind", KINDS)
async def test_a_shared_mailbox_opens_with_the_persons_token(incoming: Incoming, token: BearerToken, kind: str) -> None:
    result = await incoming.check(incoming.point(kind, "tls", "oauth2", mailbox=SHARED), token)
    assert result.error is None
    assert facts(result, Stage.AUTHENTICATION)["user"] == SHARED
    assert facts(result, Stage.FOLDER)["count"] == 0


@pytest.mark.parametrize("kind", KINDS)
async def test_a_mailbox_that_the_person_may_not_open_is_refused(
    incoming: Incoming, token: BearerToken, kind: str
) -> None:
    refused = (await incoming.check(incoming.point(kind, "tls", "oauth2", mailbox=ANNA), token)).error
    assert isinstance(refused, ServerRefused)
    assert refused.stage is Stage.AUTHENTICATION


@pytest.mark.usefixtures("inbox")
async def test_a_password_opens_its_own_mailbox_and_says_that_it_opens_no_other(incoming: Incoming) -> None:
    result = await incoming.check(incoming.point("imap", "tls", mailbox=SHARED), PASSWORD)
    step = next(step for step in result.steps if step.stage is Stage.AUTHENTICATION)
    assert (step.state, step.facts["user"]) == (StepState.WARNING, SENDER)
    assert facts(result, Stage.FOLDER)["count"] == 7


async def entered(session: ImapSession | Pop3Session) -> None:
    await session.resolve()
    await session.connect()
    await session.secure()
    await session.greet()
    await session.authenticate(PASSWORD)


async def test_folders_with_any_name_are_listed_and_opened(incoming: Incoming, mailboxes: Mailboxes) -> None:
    with mailboxes.opened(SENDER) as keeper:
        for written in FOLDERS.values():
            keeper.create(written)
        session = ImapSession(incoming.point("imap", "tls"), incoming.trust)
        try:
            await entered(session)
            found = {folder.name: folder for folder in await session.folders()}
            assert set(FOLDERS) <= set(found)
            assert found["INBOX"].use is FolderUse.INBOX
            assert found["Sent"].use is FolderUse.SENT
            assert found["Trash"].use is FolderUse.TRASH
            assert found["Wersje robocze"].use is FolderUse.DRAFTS
            for name in FOLDERS:
                assert await session.unseen(name) == 0
                assert (await session.open_folder(name)).facts.count == 0
            await session.close()
        finally:
            session.abort()


async def test_a_folder_that_is_not_there_is_refused_at_its_step(incoming: Incoming) -> None:
    refused = (await incoming.check(incoming.point("imap", "tls", folder="Nie ma"), PASSWORD)).error
    assert isinstance(refused, ServerRefused)
    assert refused.stage is Stage.FOLDER


async def test_messages_are_found_read_marked_moved_and_deleted_over_imap(
    incoming: Incoming, inbox: imaplib.IMAP4_SSL
) -> None:
    large = letter("Duża", bytes(range(256)) * 20_000)
    inbox.append("INBOX", "", None, large)  # type: ignore[arg-type]
    session = ImapSession(incoming.point("imap", "tls"), incoming.trust)
    try:
        await entered(session)
        folder = await session.open_folder("INBOX", read_only=False)
        assert folder.facts.uid_validity
        uids = await folder.search()
        assert len(uids) == 8
        assert await folder.search(since=date(2026, 1, 1), unseen=True) == uids[2:]
        assert await folder.search(first_uid=uids[-1] + 1) == []
        headers = [message async for message in folder.headers(uids)]
        assert [read_header(message.content).subject for message in headers] == [*SUBJECTS, "Duża"]
        assert [each.content async for each in folder.messages(uids[-1:], headers[-1].size)] == [large]
        assert not (await folder.newest(1))[0].seen
        await folder.mark(uids[2:4])
        assert await folder.search(unseen=True) == uids[4:]
        assert await folder.move(uids[4:6], "Trash")
        assert await folder.delete(uids[6:7])
        assert await folder.search() == [*uids[:4], uids[7]]
        await session.close()
    finally:
        session.abort()


async def test_messages_are_read_and_deleted_over_pop3(incoming: Incoming, inbox: imaplib.IMAP4_SSL) -> None:
    long_line = letter("Długa") + b"x" * 1_000_000 + b"\r\n..\r\n"
    inbox.append("INBOX", "", None, long_line)  # type: ignore[arg-type]
    session = Pop3Session(incoming.point("pop3", "tls"), incoming.trust)
    try:
        await entered(session)
        assert (await session.count())[0] == 8
        uidls = await session.uidls()
        assert len(set(uidls.values())) == 8
        assert await session.uidl(8) == uidls[8]
        assert read_header(await session.header(7)).subject == SUBJECTS[6]
        assert await session.message(8, await session.size(8)) == long_line
        await session.delete(1)
        await session.commit()
    finally:
        session.abort()
    assert inbox.noop()[0] == "OK"
    assert len(inbox.search(None, "ALL")[1][0].split()) == 7
