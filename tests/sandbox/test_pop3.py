"""The POP3 server through poplib."""

import poplib
from base64 import b64encode
from email import message_from_bytes
from email.policy import default

import pytest

from dms_mail_desktop.sandbox.directory import ACCOUNTANT, DOCUMENTS, SHARED


@pytest.fixture
def client(running):
    client = poplib.POP3("localhost", running.facts.ports.pop3)
    yield client
    client.close()


@pytest.fixture
def inside(running, client):
    client.stls(running.trust())
    client.user(DOCUMENTS)
    client.pass_(running.password(DOCUMENTS))
    return client


def auth(client, text):
    assert client._shortcmd("AUTH XOAUTH2").startswith(b"+")
    return client._shortcmd(b64encode(text.encode()).decode())


def test_nobody_gets_in_before_encryption(running, client):
    assert "STLS" in client.capa()
    with pytest.raises(poplib.error_proto, match="STLS first"):
        client.user(DOCUMENTS)
    client.stls(running.trust())
    assert client.capa()["SASL"] == ["PLAIN", "XOAUTH2"]


def test_a_token_in_two_lines_opens_a_shared_mailbox_over_implicit_tls(running):
    client = poplib.POP3_SSL("127.0.0.1", running.facts.ports.pop3s, context=running.trust())
    auth(client, running.xoauth2(ACCOUNTANT, mailbox=SHARED))
    assert client.stat()[0] == len(running.sandbox.mailboxes[SHARED].inbox.letters)
    client.quit()


def test_a_token_in_one_line_is_refused_as_exchange_does(running, client):
    client.stls(running.trust())
    with pytest.raises(poplib.error_proto, match="unknown user name or bad password"):
        client._shortcmd(f"AUTH XOAUTH2 {b64encode(running.xoauth2(DOCUMENTS).encode()).decode()}")


def test_wrong_credentials_are_refused(running, client):
    client.stls(running.trust())
    with pytest.raises(poplib.error_proto, match="Authentication failure"):
        auth(client, running.xoauth2(DOCUMENTS, token="x"))
    client.user(DOCUMENTS)
    with pytest.raises(poplib.error_proto, match="Authentication failure"):
        client.pass_("nie to")
    running.sandbox.faults.pop3_auth = "Logon failure: POP is disabled."
    with pytest.raises(poplib.error_proto, match="POP is disabled"):
        auth(client, running.xoauth2(DOCUMENTS))


def test_messages_are_listed_and_read_whole(running, inside):
    letters = running.sandbox.mailboxes[DOCUMENTS].inbox.letters
    assert inside.stat() == (len(letters), sum(len(letter.content) for letter in letters))
    assert inside.list()[1] == [f"{n} {len(x.content)}".encode() for n, x in enumerate(letters, 1)]
    assert len(set(inside.uidl()[1])) == len(letters)
    for number, letter in enumerate(letters, 1):
        assert b"\r\n".join(inside.retr(number)[1]) + b"\r\n" == letter.content


def test_top_gives_headers_and_some_lines(inside):
    _, lines, _ = inside.top(1, 0)
    assert message_from_bytes(b"\r\n".join(lines), policy=default)["Subject"] == "Faktura FV/2026/10/0931"


def test_a_line_that_begins_with_a_dot_arrives_whole(running, client):
    inbox = running.sandbox.mailboxes[DOCUMENTS].inbox
    inbox.add(b"Subject: x\r\n\r\n.\r\n..a\r\n", inbox.letters[0].arrived, set())
    client.stls(running.trust())
    auth(client, running.xoauth2(DOCUMENTS))
    assert client.retr(len(inbox.letters))[1] == [b"Subject: x", b"", b".", b"..a"]


def test_messages_are_deleted_at_quit_only(running, inside):
    inbox = running.sandbox.mailboxes[DOCUMENTS].inbox
    first, second, *rest = inbox.letters
    inside.dele(1)
    inside.rset()
    inside.dele(2)
    with pytest.raises(poplib.error_proto, match="out of range"):
        inside.retr(2)
    assert second in inbox.letters
    inside.quit()
    assert inbox.letters == [first, *rest]
