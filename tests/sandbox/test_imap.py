"""The IMAP server through imaplib."""

import imaplib
import json
import re
from base64 import b64decode
from email import message_from_bytes
from email.policy import default

import pytest

from dms_mail_desktop.sandbox.directory import ACCOUNTANT, CLERK, NOTIFICATIONS, SHARED
from dms_mail_desktop.sandbox.imap_fetch import MONTHS
from dms_mail_desktop.sandbox.imap_syntax import Refusal, decode_name, encode_name, in_set, parse
from dms_mail_desktop.sandbox.tokens import SCOPES


class Client(imaplib.IMAP4):
    """imaplib closes its socket only at logout; tests may end earlier."""

    def __exit__(self, *details):
        if self.state != "LOGOUT":
            super().__exit__(*details)


@pytest.fixture
def plain(running):
    with Client("localhost", running.facts.ports.imap) as client:
        yield client


@pytest.fixture
def client(running, plain):
    plain.starttls(running.trust())
    return plain


@pytest.fixture
def inside(running, client):
    client.authenticate("XOAUTH2", lambda _: running.xoauth2(ACCOUNTANT).encode())
    return client


def test_nobody_gets_in_before_encryption(running, plain):
    assert "LOGINDISABLED" in plain.capabilities
    with pytest.raises(imaplib.IMAP4.error, match="STARTTLS first"):
        plain.login(ACCOUNTANT, running.password(ACCOUNTANT))
    plain.starttls(running.trust())
    assert {"AUTH=XOAUTH2", "AUTH=PLAIN", "SASL-IR", "SPECIAL-USE", "MOVE"} <= set(plain.capabilities)
    plain.login(ACCOUNTANT, running.password(ACCOUNTANT))
    assert plain.state == "AUTH"


def test_implicit_tls_and_the_token_in_the_first_line(running):
    with imaplib.IMAP4_SSL("127.0.0.1", running.facts.ports.imaps, ssl_context=running.trust()) as client:
        encoded = imaplib._Authenticator(lambda _: running.xoauth2(ACCOUNTANT)).process(b"")
        assert client.xatom("AUTHENTICATE", "XOAUTH2", encoded.decode())[0] == "OK"


def test_a_shared_mailbox_is_opened_by_who_may(running, client):
    client.authenticate("XOAUTH2", lambda _: running.xoauth2(ACCOUNTANT, mailbox=SHARED).encode())
    assert int(client.select("INBOX", readonly=True)[1][0]) == len(running.sandbox.mailboxes[SHARED].inbox.letters)


@pytest.mark.parametrize("case", ["stranger", "scope", "nonsense"])
def test_a_token_is_really_checked(running, client, case):
    response = {
        "stranger": running.xoauth2(CLERK, mailbox=SHARED),
        "scope": running.xoauth2(ACCOUNTANT, token=running.token(ACCOUNTANT, SCOPES[2])),
        "nonsense": running.xoauth2(ACCOUNTANT, token="x"),
    }[case]
    with pytest.raises(imaplib.IMAP4.error, match=r"AUTHENTICATE failed\."):
        client.authenticate("XOAUTH2", lambda _: response.encode())


def test_the_challenge_of_other_servers_is_sent_when_asked_for(running, client):
    running.sandbox.faults.challenge = True
    heard = []

    def answer(challenge):
        heard.append(challenge)
        return b"" if len(heard) > 1 else running.xoauth2(ACCOUNTANT, token="x").encode()

    with pytest.raises(imaplib.IMAP4.error, match="AUTHENTICATE failed"):
        client.authenticate("XOAUTH2", answer)
    assert json.loads(heard[1])["status"] == "401"


def test_the_refusal_can_be_chosen(running, client):
    running.sandbox.faults.imap_auth = "BAD User is authenticated but not connected."
    with pytest.raises(imaplib.IMAP4.error, match="authenticated but not connected"):
        client.authenticate("XOAUTH2", lambda _: running.xoauth2(ACCOUNTANT).encode())


def test_folders_are_listed_with_their_special_use(inside):
    lines = [line.decode() for line in inside.list()[1]]
    assert '(\\HasNoChildren) "/" "INBOX"' in lines
    assert f'(\\HasNoChildren \\Sent) "/" "{encode_name("Elementy wysłane")}"' in lines
    assert f'(\\HasChildren) "/" "{encode_name("Załączniki")}"' in lines
    assert len(inside.list(pattern="%")[1]) == len(lines) - 1
    assert inside.list(pattern="nic")[1] == [None]


def test_the_newest_messages_are_read_without_marking_them(inside):
    count = int(inside.select("INBOX", readonly=True)[1][0])
    assert count >= 12
    _, [numbers] = inside.uid("SEARCH", "UNSEEN")
    unseen = numbers.decode().split()
    assert unseen
    _, data = inside.uid("FETCH", ",".join(unseen[-5:]), "(BODY.PEEK[HEADER.FIELDS (SUBJECT FROM)] FLAGS)")
    headers = [message_from_bytes(item[1], policy=default) for item in data if isinstance(item, tuple)]
    assert [set(header.keys()) for header in headers] == [{"From", "Subject"}] * 5
    assert "Umowa nr 7/2026 – podpisana" in [header["Subject"] for header in headers]
    assert inside.uid("SEARCH", "UNSEEN")[1] == [numbers]


def test_reading_marks_as_read_unless_peeked_or_examined(running, inside):
    letter = running.sandbox.mailboxes[ACCOUNTANT].inbox.letters[-1]
    inside.select("INBOX", readonly=True)
    inside.uid("FETCH", str(letter.uid), "(BODY[])")
    assert "\\Seen" not in letter.flags
    inside.select("INBOX")
    _, data = inside.uid("FETCH", str(letter.uid), "(RFC822.SIZE INTERNALDATE BODY[])")
    assert data[0][1] == letter.content
    assert f"RFC822.SIZE {len(letter.content)}".encode() in data[0][0]
    assert imaplib.Internaldate2tuple(data[0][0]) is not None
    assert letter.flags == {"\\Seen"}


def test_part_of_a_message(running, inside):
    letter = running.sandbox.mailboxes[ACCOUNTANT].inbox.letters[0]
    inside.select("INBOX", readonly=True)
    _, data = inside.fetch("1", "(BODY.PEEK[]<5.10> RFC822.HEADER BODY.PEEK[TEXT])")
    assert [item[1] for item in data if isinstance(item, tuple)] == [
        letter.content[5:15],
        letter.content.partition(b"\r\n\r\n")[0] + b"\r\n\r\n",
        letter.content.partition(b"\r\n\r\n")[2],
    ]


def test_flags_copy_move_and_expunge(running, inside):
    mailbox = running.sandbox.mailboxes[ACCOUNTANT]
    first, second, third, *rest = mailbox.inbox.letters
    inside.select("INBOX")
    assert inside.uid("STORE", str(first.uid), "-FLAGS", "(\\Seen)")[1] == [b"1 (UID 1 FLAGS ())"]
    assert inside.uid("STORE", str(first.uid), "+FLAGS.SILENT", "(\\Flagged)")[1] == [None]
    assert first.flags == {"\\Flagged"}
    archive, trash = "Archiwum", f'"{encode_name("Elementy usunięte")}"'
    assert inside.uid("COPY", str(first.uid), archive)[0] == "OK"
    assert inside.uid("MOVE", f"{second.uid}:{third.uid}", trash)[0] == "OK"
    assert inside.response("EXPUNGE")[1] == [b"3", b"2"]
    inside.uid("STORE", str(first.uid), "+FLAGS", "(\\Deleted)")
    inside.expunge()
    assert mailbox.inbox.letters == rest
    assert len(mailbox.folders["Archiwum"].letters) == 1
    assert [x.content for x in mailbox.folders["Elementy usunięte"].letters] == [second.content, third.content]
    assert "TRYCREATE" in inside.uid("COPY", "*", "Nowy")[1][0].decode()


def test_an_examined_folder_is_not_changed(inside):
    inside.select("INBOX", readonly=True)
    assert inside.uid("MOVE", "1", "Archiwum")[0] == "NO"
    assert inside.uid("STORE", "1", "+FLAGS", "(\\Deleted)")[0] == "NO"


def test_status_counts_a_folder_with_a_polish_name(inside):
    _, [line] = inside.status(f'"{encode_name("Załączniki")}"', "(MESSAGES UNSEEN UIDNEXT UIDVALIDITY)")
    assert re.search(rb"MESSAGES 0 UNSEEN 0 UIDNEXT 1 UIDVALIDITY \d+\)", line)


def test_search_by_what_a_message_says_and_when_it_came(running, inside):
    inside.select("INBOX", readonly=True)
    everything = inside.uid("SEARCH", "ALL")[1][0].split()
    day = running.sandbox.mailboxes[ACCOUNTANT].inbox.letters[-3].arrived
    since = f"{day.day}-{MONTHS[day.month - 1]}-{day.year}"
    later = inside.uid("SEARCH", "SINCE", since)[1][0].split()
    assert later == everything[-len(later) :]
    assert inside.uid("SEARCH", "NOT", "SINCE", since)[1][0].split() == everything[: -len(later)]
    assert len(inside.uid("SEARCH", "FROM", '"energia.example"')[1][0].split()) == 1
    assert inside.uid("SEARCH", "(OR SEEN UNSEEN)", "UID", "2:3")[1] == [b"2 3"]
    assert inside.search(None, "2:3")[1] == [b"2 3"]
    assert inside.uid("SEARCH", "CHARSET", "UTF-8", "ALL")[0] == "NO"


def test_new_mail_is_announced(running, inside):
    before = int(inside.select("INBOX")[1][0])
    mailbox = running.sandbox.mailboxes[ACCOUNTANT]
    mailbox.inbox.add(b"Subject: nowa\r\n\r\n", mailbox.inbox.letters[0].arrived, set())
    inside.noop()
    assert inside.response("EXISTS")[1][-1] == str(before + 1).encode()


def test_a_login_with_quotes_and_a_literal_is_understood(running, client):
    client.literal = running.password(NOTIFICATIONS).encode()
    assert client._simple_command("LOGIN", f'"{NOTIFICATIONS}"')[0] == "OK"


@pytest.mark.parametrize("name", ["Załączniki/Przetworzone", "A&B", "INBOX", "日本語, ok"])
def test_folder_names_in_modified_utf7(name):
    assert encode_name(name).isascii()
    assert decode_name(encode_name(name)) == name


def test_known_modified_utf7():
    assert encode_name("Załączniki") == "Za&AUIBBQ-czniki"
    assert b64decode("AUIBBQ==").decode("utf-16-be") == "łą"


def test_notation():
    assert parse('1:2 (FLAGS BODY.PEEK[HEADER.FIELDS (A B)]<0.5>) "a \\"b\\""') == [
        "1:2",
        ["FLAGS", "BODY.PEEK[HEADER.FIELDS (A B)]<0.5>"],
        'a "b"',
    ]
    assert [number for number in range(1, 9) if in_set("2,4:5,7:*", number, 8)] == [2, 4, 5, 7, 8]
    assert in_set("9:*", 8, 8)
    for wrong in ("(", '"x', "a)"):
        with pytest.raises(Refusal):
            parse(wrong)
    with pytest.raises(Refusal):
        in_set("x", 1, 1)
