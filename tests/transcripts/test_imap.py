"""What is kept of an IMAP conversation, line by line."""

import pytest

from dms_mail_desktop.transcripts import Side

from .said import Said


def imap() -> Said:
    return Said("imap")


@pytest.mark.parametrize(
    "line",
    [
        "KAAB0 CAPABILITY",
        "KAAB1 STARTTLS",
        'KAAB2 SELECT "INBOX"',
        'KAAB2 EXAMINE "Faktury &AUE-"',
        'KAAB2 STATUS "INBOX" (UNSEEN)',
        'KAAB2 LIST "" "*" RETURN (SPECIAL-USE)',
        "KAAB3 UID SEARCH UID 1:* SINCE 1-Nov-2026 UNSEEN",
        "KAAB4 UID FETCH 1:200 (UID FLAGS RFC822.SIZE INTERNALDATE BODY.PEEK[HEADER.FIELDS (SUBJECT FROM)])",
        "KAAB4 FETCH 1:5 (UID)",
        "KAAB5 UID STORE 1,2 +FLAGS.SILENT (\\Seen)",
        'KAAB6 UID MOVE 1:3 "Pobrane"',
        "KAAB7 UID EXPUNGE 1",
        "KAAB8 LOGOUT",
    ],
)
def test_known_commands_are_kept_as_they_are(line: str) -> None:
    assert imap().c(line.encode()).kept == [f"C: {line}"]


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        (b'A1 LOGIN "anna" "tajne"', "A1 LOGIN …"),
        (b"A1 login anna tajne", "A1 LOGIN …"),
        (b"A1 LOGIN plain tajne", "A1 LOGIN …"),
        (b"A1 AUTHENTICATE XOAUTH2", "A1 AUTHENTICATE XOAUTH2"),
        (b"A1 AUTHENTICATE PLAIN AGFubmEAdGFqbmU=", "A1 AUTHENTICATE PLAIN …"),
        (b"A1 AUTHENTICATE AGFubmEAdGFqbmU=", "A1 AUTHENTICATE …"),
        (b"A1 UID SEARCH HEADER Subject tajne", "A1 …"),
        (b'A1 ID ("name" "tajne")', "A1 …"),
        (b'A1 SELECT "a" tajne', "A1 …"),
        (b"tajne", "…"),
    ],
)
def test_everything_else_is_hidden(line: bytes, kept: str) -> None:
    assert imap().c(line).kept == [f"C: {kept}"]


def test_literals_of_a_login_are_hidden_to_its_end() -> None:
    said = imap().c(b"A1 LOGIN {4}").s(b"+ go on").c(b"anna {5}").s(b"+ tajne").c(b"A2 CAPABILITY")
    said.s(b"* OK still here", b"A1 NO [AUTHENTICATIONFAILED] refused").c(b"A2 CAPABILITY")
    expected = [
        "A1 LOGIN …", "+ …", "…", "+ …", "…", "* OK still here", "A1 NO [AUTHENTICATIONFAILED] refused", "A2 CAPABILITY"
    ]  # fmt: skip
    assert [line[3:] for line in said.kept] == expected


def test_a_literal_of_any_command_is_hidden() -> None:
    said = imap().c(b"A1 SELECT {5}").s(b"+ go").c(b"tajne").s(b"A1 OK done")
    assert [line[3:] for line in said.kept] == ["A1 …", "+ …", "…", "A1 OK done"]


def test_a_quoted_password_with_spaces_and_escapes_is_not_repeated() -> None:
    said = imap().c(b'A1 LOGIN "anna" "moje \\"bardzo\\" tajne"').s(b'A1 NO no user anna with moje "bardzo" tajne')
    assert "tajne" not in said.kept[1]
    assert "bardzo" not in said.kept[1]


@pytest.mark.parametrize(
    "line",
    [
        b'* 12 FETCH (UID 5 BODY[HEADER.FIELDS (SUBJECT)] "Subject: Umowa")',
        b'* 12 FETCH (ENVELOPE ("date" "Umowa" ((NIL NIL "a" "b"))))',
        b"* SEARCH 1 2 3",
        b"* ESEARCH Umowa",
    ],
)
def test_what_is_told_of_messages_is_not_kept(line: bytes) -> None:
    [kept] = imap().s(line).kept
    assert kept in ("S: * FETCH …", "S: * SEARCH …", "S: * ESEARCH …")


def test_status_folders_and_capabilities_are_kept() -> None:
    lines = [
        "* OK Dovecot ready.",
        "* CAPABILITY IMAP4rev1 AUTH=XOAUTH2",
        '* LIST (\\Sent) "/" "Wysłane"',
        "* 12 EXISTS",
    ]
    assert imap().s(*(line.encode() for line in lines)).kept == [f"S: {line}" for line in lines]


def test_a_line_that_is_no_imap_is_hidden() -> None:
    assert imap().s(b"Subject: Umowa").kept == ["S: …"]


def test_the_same_line_again_is_counted() -> None:
    said = imap()
    for number in range(1000):
        said.s(b"* %d FETCH (UID %d)" % (number, number))
    [line] = said.kept
    [conversation] = said._transcripts.conversations()
    assert conversation.lines()[0][0][1:] == (Side.SERVER, "* FETCH …", 1000)
    assert line == "S: * FETCH …"
