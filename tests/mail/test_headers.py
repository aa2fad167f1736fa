from datetime import UTC, datetime

import pytest

from dms_mail_desktop.mail.headers import read_header


def test_a_header_is_read() -> None:
    header = read_header(
        b"Subject: =?utf-8?Q?Faktura_za_pa=C5=BAdziernik?=\r\n =?iso-8859-2?B?IGkgtqZ2?=\r\n"
        b"From: =?UTF-8?B?xYF1a2FzeiwgS3NpxJlnb3dvxZvEhw==?= <lukasz@firma.example>\r\n"
        b"Date: Sun, 22 Nov 2026 10:00:00 +0100\r\nMessage-ID:\r\n <a@b>\r\n\r\n"
    )
    assert header.subject == "Faktura za październik i śŚv"
    assert (header.sender_name, header.sender) == ("Łukasz, Księgowość", "lukasz@firma.example")
    assert header.sent_at == datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
    assert header.message_id == "<a@b>"


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("Zażółć".encode(), "Zażółć"),
        ("Zażółć gęślą".encode("cp1250"), "Zażółć gęślą"),
        ("Zażółć =?utf-8?Q?g=C4=99=C5=9Bl=C4=85?=".encode(), "Zażółć gęślą"),
        (b"=?nonsense?Q?a=C4=99?=", "aę"),
        (b"=?utf-8?B?!!!?=", ""),
        (b"=?utf-8?Q?=C4?=", "\ufffd"),
        (b"a\x00b\tc", "a b c"),
        (b"", ""),
    ],
)
def test_subjects_are_read_whatever_their_state(raw: bytes, text: str) -> None:
    assert read_header(b"Subject: " + raw + b"\r\n\r\n").subject == text


@pytest.mark.parametrize(
    "octets", [b"", b"\r\n", b"no header at all", b"Date: yesterday\r\nFrom: ,,<\r\n", b"\xff\xfe: x"]
)
def test_what_is_no_header_has_no_facts(octets: bytes) -> None:
    header = read_header(octets)
    assert (header.subject, header.sender, header.sent_at) == ("", "", None)


@pytest.mark.parametrize("when", ["Sun, 99 Nov 2026 10:00:00 +0100", "Fri, 31 Dec 9999 23:59:59 -1400", "x" * 10_000])
def test_an_impossible_date_is_none(when: str) -> None:
    assert read_header(f"Date: {when}\r\n\r\n".encode()).sent_at is None


def test_a_sender_without_an_address_keeps_his_name() -> None:
    header = read_header('From: "Księgowość" <>\r\n\r\n'.encode())
    assert (header.sender_name, header.sender) == ('"Księgowość" <>', "")
