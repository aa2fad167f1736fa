"""What is kept of a POP3 conversation, line by line."""

import pytest

from .said import Said


def pop3() -> Said:
    return Said("pop3")


@pytest.mark.parametrize(
    "line", ["CAPA", "STLS", "STAT", "UIDL", "UIDL 3", "LIST 3", "TOP 3 0", "RETR 1", "DELE 1", "QUIT"]
)
def test_known_commands_are_kept_as_they_are(line: str) -> None:
    assert pop3().c(line.encode()).kept == [f"C: {line}"]


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        (b"USER anna", "USER …"),
        (b"PASS tajne", "PASS …"),
        (b"pass plain", "PASS …"),
        (b"APOP anna c4c9334bac560ecc979e58001b3e22fb", "APOP …"),
        (b"AUTH XOAUTH2", "AUTH XOAUTH2"),
        (b"AUTH PLAIN AGFubmEAdGFqbmU=", "AUTH PLAIN …"),
        (b"RETR tajne", "…"),
        (b"AGFubmEAdGFqbmU=", "…"),
    ],
)
def test_everything_else_is_hidden(line: bytes, kept: str) -> None:
    assert pop3().c(line).kept == [f"C: {kept}"]


def test_the_continuation_is_hidden_until_the_server_decides() -> None:
    said = (
        pop3().c(b"AUTH XOAUTH2").s(b"+ ").c(b"STAT").s(b"+ eyJzdGF0dXMiOiI0MDAifQ==").c(b"").s(b"-ERR no").c(b"QUIT")
    )
    assert [line[3:] for line in said.kept] == ["AUTH XOAUTH2", "+", "…", "+ …", "…", "-ERR no", "QUIT"]


def test_a_password_that_the_server_repeats_is_hidden() -> None:
    said = pop3().c(b"USER anna").s(b"+OK").c(b"PASS Tajne7!").s(b"-ERR anna: wrong password Tajne7! (TAJNE7!)")
    assert said.kept[3] == "S: -ERR …: wrong password … (…)"


def test_a_challenge_of_the_greeting_is_hidden() -> None:
    assert pop3().s(b"+OK ready <1896.697170952@dbc.mtview.ca.us>").kept == ["S: +OK ready <…>"]


def test_capabilities_are_kept_and_content_is_not() -> None:
    said = pop3().c(b"CAPA").s(b"+OK", b"SASL PLAIN XOAUTH2", b"UIDL").c(b"RETR 1").s(b"+OK 120 octets")
    said.transcript.content(120)
    assert said.kept[1:] == [
        "S: +OK",
        "S: SASL PLAIN XOAUTH2",
        "S: UIDL",
        "C: RETR 1",
        "S: +OK 120 octets",
        "-: [120 octets]",
    ]
