"""Dovecot and Postfix by themselves, through standard clients: whom they let in, and that mail arrives."""

import base64
import imaplib
import json
import poplib
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import closing, contextmanager
from email.message import EmailMessage
from email.utils import make_msgid

import pytest

from .dovecot import MailPorts
from .mailbox import Mailboxes
from .postfix import SIZE_LIMIT
from .provider import ANNA, BOB, SENDER, USERS, Provider
from .tokens import Tokens, forged

pytestmark = pytest.mark.lab

SMTP_PORTS = ("submission", "submissions", "smtp", "smtps")


def xoauth2(login: str, token: str) -> str:
    return f"user={login}\1auth=Bearer {token}\1\1"


@contextmanager
def smtp_session(mail: MailPorts, name: str, tls: ssl.SSLContext) -> Iterator[smtplib.SMTP]:
    port = getattr(mail, name)
    if name in ("submissions", "smtps"):
        with smtplib.SMTP_SSL("localhost", port, context=tls, timeout=10) as session:
            yield session
    else:
        with smtplib.SMTP("localhost", port, timeout=10) as session:
            session.starttls(context=tls)
            yield session


def enter_smtp(session: smtplib.SMTP, login: str, token: str) -> None:
    session.ehlo()
    text = xoauth2(login, token)
    session.auth("XOAUTH2", lambda challenge=None: "" if challenge else text, initial_response_ok=False)


def letter() -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = SENDER, ANNA, "Zażółć gęślą jaźń"
    message["Message-ID"] = make_msgid(domain="firma.example")
    message.set_content("Wiadomość testowa – „ąćęłńóśźż”\n")
    return message


@pytest.fixture
def imap(mail: MailPorts, tls: ssl.SSLContext) -> Iterator[imaplib.IMAP4]:
    with imaplib.IMAP4("localhost", mail.imap, timeout=10) as session:
        session.starttls(tls)
        yield session


def test_tokens_have_real_sizes(tokens: Tokens) -> None:
    assert 2600 <= len(tokens.access) <= 3000
    assert len(tokens.answer["refresh_token"]) == 1200
    claims = tokens.answer["id_token_claims"]
    assert (claims["preferred_username"], claims["upn"]) == (SENDER, SENDER)


def test_a_refresh_token_is_rotated_and_its_reuse_ends_the_grant(tokens: Tokens) -> None:
    first = tokens.answer["refresh_token"]
    second = tokens.refresh(first)["refresh_token"]
    assert second != first
    assert tokens.refresh(first)["error"] == "invalid_grant"
    assert tokens.refresh(second)["error"] == "invalid_grant"


def test_imap_takes_the_token_over_starttls(imap: imaplib.IMAP4, tokens: Tokens) -> None:
    imap.authenticate("XOAUTH2", lambda _: xoauth2(SENDER, tokens.access).encode())
    assert imap.select("INBOX")[0] == "OK"


@pytest.mark.parametrize("who", ["forged", "other person"])
def test_imap_refuses_a_wrong_token(imap: imaplib.IMAP4, tokens: Tokens, provider: Provider, who: str) -> None:
    wrong = xoauth2(SENDER, forged(provider, SENDER)) if who == "forged" else xoauth2(BOB, tokens.access)
    answers = iter([wrong.encode(), b""])
    with pytest.raises(imaplib.IMAP4.error, match="AUTHENTICATIONFAILED"):
        imap.authenticate("XOAUTH2", lambda _: next(answers))


@pytest.mark.parametrize("implicit", [True, False])
def test_pop3_takes_the_token(mail: MailPorts, tls: ssl.SSLContext, tokens: Tokens, implicit: bool) -> None:
    if implicit:
        session = poplib.POP3_SSL("localhost", mail.pop3s, context=tls, timeout=10)
    else:
        session = poplib.POP3("localhost", mail.pop3, timeout=10)
        session.stls(tls)
    with closing(session):
        encoded = base64.b64encode(xoauth2(SENDER, tokens.access).encode()).decode()
        assert session._shortcmd("AUTH XOAUTH2").startswith(b"+")
        assert session._shortcmd(encoded).startswith(b"+OK")
        session.quit()


def test_pop3_refuses_a_forged_token(mail: MailPorts, tls: ssl.SSLContext, provider: Provider) -> None:
    session = poplib.POP3_SSL("localhost", mail.pop3s, context=tls, timeout=10)
    with closing(session):
        encoded = base64.b64encode(xoauth2(SENDER, forged(provider, SENDER)).encode()).decode()
        session._shortcmd("AUTH XOAUTH2")
        challenge = session._shortcmd(encoded)
        assert json.loads(base64.b64decode(challenge.split()[1]))["status"] == "401"
        with pytest.raises(poplib.error_proto, match="AUTH"):
            session._shortcmd("")


@pytest.mark.parametrize("name", SMTP_PORTS)
def test_what_is_sent_with_the_token_arrives(
    mail: MailPorts, tls: ssl.SSLContext, tokens: Tokens, mailboxes: Mailboxes, name: str
) -> None:
    sent = letter()
    with smtp_session(mail, name, tls) as session:
        enter_smtp(session, SENDER, tokens.access)
        assert session.send_message(sent) == {}
    received = mailboxes.wait_for(ANNA, sent["Message-ID"])
    assert received["Subject"] == sent["Subject"]
    assert received.get_content().splitlines() == sent.get_content().splitlines()


@pytest.mark.parametrize("name", SMTP_PORTS)
def test_smtp_refuses_a_forged_token(mail: MailPorts, tls: ssl.SSLContext, provider: Provider, name: str) -> None:
    with (
        smtp_session(mail, name, tls) as session,
        pytest.raises(smtplib.SMTPAuthenticationError) as refusal,
    ):
        enter_smtp(session, SENDER, forged(provider, SENDER))
    assert refusal.value.smtp_code == 535


@pytest.mark.parametrize("name", SMTP_PORTS)
def test_smtp_takes_the_password(mail: MailPorts, tls: ssl.SSLContext, name: str) -> None:
    with smtp_session(mail, name, tls) as session:
        session.ehlo()
        secret = base64.b64encode(f"\0{SENDER}\0{USERS[SENDER]}".encode()).decode()
        assert session.docmd("AUTH PLAIN", secret)[0] == 235


@pytest.mark.parametrize(
    ("addresses", "code"),
    [((ANNA, BOB), 553), ((SENDER, "nikt@firma.example"), 550), ((SENDER, "x@obca.example"), 550)],
)
def test_postfix_refuses_what_an_office_would(
    mail: MailPorts, tls: ssl.SSLContext, tokens: Tokens, addresses: tuple[str, str], code: int
) -> None:
    with smtp_session(mail, "smtps", tls) as session:
        enter_smtp(session, SENDER, tokens.access)
        assert int(session.esmtp_features["size"]) == SIZE_LIMIT
        replies = [session.mail(addresses[0]), session.rcpt(addresses[1])]
        assert code in [number for number, _ in replies], replies
