"""What is kept of an SMTP conversation, line by line."""

import base64

import pytest

from .said import Said

PASSWORD = "Tajne-hasło-7"
PLAIN = base64.b64encode(f"\0anna@firma.pl\0{PASSWORD}".encode())


def smtp() -> Said:
    return Said("smtp")


@pytest.mark.parametrize(
    "line",
    [
        b"EHLO [192.0.2.1]",
        b"EHLO [IPv6:2001:db8::1]",
        b"STARTTLS",
        b"MAIL FROM:<powiadomienia@firma.pl> SIZE=1234",
        b"RCPT TO:<anna.nowak@firma.pl>",
        b"DATA",
        b"RSET",
        b"QUIT",
    ],
)
def test_known_commands_are_kept_as_they_are(line: bytes) -> None:
    assert smtp().c(line).kept == [f"C: {line.decode()}"]


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        (b"AUTH XOAUTH2", "AUTH XOAUTH2"),
        (b"AUTH PLAIN " + PLAIN, "AUTH PLAIN …"),
        (b"auth plain " + PLAIN, "AUTH PLAIN …"),
        (b"AUTH " + PLAIN, "AUTH …"),
        (b"AUTH PLAIN" + PLAIN, "AUTH …"),
        (b"VRFY anna", "…"),
        (b"MAIL FROM:<a@b> AUTH=" + PLAIN, "…"),
        (b"EHLO anna tajne", "…"),
        (PLAIN, "…"),
        (b"", "…"),
    ],
)
def test_everything_else_is_hidden(line: bytes, kept: str) -> None:
    assert smtp().c(line).kept == [f"C: {kept}"]


def test_after_auth_nothing_of_the_client_is_kept_until_the_server_decides() -> None:
    said = smtp().c(b"AUTH LOGIN").s(b"334 VXNlcm5hbWU6").c(b"YW5uYQ==").s(b"334 UGFzc3dvcmQ6").c(b"MAIL FROM:<x@y.pl>")
    said.s(b"235 2.7.0 OK").c(b"MAIL FROM:<anna@firma.pl>")
    expected = ["AUTH LOGIN", "334 …", "…", "334 …", "…", "235 2.7.0 OK", "MAIL FROM:<anna@firma.pl>"]
    assert [line[3:] for line in said.kept] == expected


def test_lines_that_are_sent_together_with_auth_are_hidden() -> None:
    said = smtp().c(b"AUTH PLAIN", PLAIN, b"RCPT TO:<a@b.pl>").s(b"250-go on", b"334 ").c(PASSWORD.encode())
    assert [line[3:] for line in said.kept] == ["AUTH PLAIN", "…", "250-go on", "334", "…"]


def test_a_line_in_pieces_is_one_line() -> None:
    said = smtp()
    for piece in (b"AUTH PL", b"AIN ", PLAIN[:7], PLAIN[7:], b"\r", b"\nQUIT\r\n"):
        said.transcript.sent(piece)
    assert said.kept == ["C: AUTH PLAIN …", "C: …"]


def test_commands_sent_ahead_are_kept_one_by_one() -> None:
    said = smtp().c(b"MAIL FROM:<a@b.pl>", b"RCPT TO:<c@d.pl>", b"DATA").s(b"250 OK", b"250 OK", b"354 go on")
    said.transcript.sent(b"Subject: Umowa\r\n\r\nRCPT TO:<tajny@firma.pl>\r\n")
    said.transcript.sent(b".\r\n")
    said.s(b"250 2.0.0 taken")
    assert said.kept[-3:] == [
        "S: 354 go on",
        f"C: [{len(b'Subject: Umowa') + 2 + 2 + 26 + 3} octets]",
        "S: 250 2.0.0 taken",
    ]
    assert "Umowa" not in str(said.kept)
    assert "tajny" not in str(said.kept)


@pytest.mark.parametrize(
    "echo",
    [
        PASSWORD,
        PASSWORD.upper(),
        base64.b64encode(PASSWORD.encode()).decode(),
        base64.b64encode(f"pw={PASSWORD}".encode()).decode().rstrip("="),
        PLAIN.decode(),
        PLAIN.decode()[:19],
        PLAIN.decode()[:10],
        PASSWORD.encode().hex(),
        "Tajne-has%C5%82o-7",
        "Tajne-has=C5=82o-7",
        "Tajne-has&#322;o-7",
        "T a j n e - h a s ł o - 7",
        f"login=anna;pass={PASSWORD}",
    ],
)
def test_a_server_that_repeats_a_secret_is_not_quoted(echo: str) -> None:
    said = (
        smtp().c(b"AUTH PLAIN " + PLAIN).s(f"535-5.7.8 bad credentials {echo}".encode(), f"535 5.7.8 {echo}".encode())
    )
    kept = " ".join(said.kept)
    assert echo not in kept
    assert PASSWORD.casefold() not in kept.casefold()
    assert said.kept[1].startswith("S: 535-")
    assert "…" in said.kept[2]


def test_a_refusal_keeps_its_words() -> None:
    words = "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant."
    assert smtp().c(b"AUTH PLAIN " + PLAIN).s(words.encode()).kept[1] == f"S: {words}"


def test_capabilities_are_kept() -> None:
    lines = [
        b"250-mail.firma.example",
        b"250-SIZE 157286400",
        b"250-AUTH PLAIN LOGIN XOAUTH2",
        b"250 ENHANCEDSTATUSCODES",
    ]
    assert smtp().s(*lines).kept == [f"S: {line.decode()}" for line in lines]


@pytest.mark.parametrize(
    "secret",
    ["eyJhbGciOiJSUzI1NiJ9.eyJhIjoxfQ.c2ln", "Bearer abc.def", "Zm9vYmFyYmF6cXV4MTIzNDU2", "jan.nowak@firma.pl"],
)
def test_what_looks_like_a_token_or_a_foreign_address_is_hidden_anywhere(secret: str) -> None:
    assert secret not in " ".join(smtp().s(f"220 hello {secret} there".encode()).kept)


def test_a_secret_line_without_an_end_is_hidden_too() -> None:
    said = smtp()
    said.transcript.received(b"aB3" * 10_000)
    assert said.kept == ["S: …"]
