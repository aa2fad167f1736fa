import pytest

from dms_mail_desktop.mail.imap_names import decode_name, encode_name, quoted, quoted_name


@pytest.mark.parametrize(
    ("name", "encoded"),
    [
        ("INBOX", "INBOX"),
        ("Skrzynka odbiorcza", "Skrzynka odbiorcza"),
        ("Załączniki", "Za&AUIBBQ-czniki"),
        ("R&D", "R&-D"),
        ("Zażółć gęślą jaźń", "Za&AXwA8wFCAQc- g&ARkBWw-l&AQU- ja&AXoBRA-"),
        ("Poczta 📬", "Poczta &2D3c7A-"),
        ("台北", "&U,BTFw-"),
    ],
)
def test_names_travel_in_modified_utf_7_and_back(name: str, encoded: str) -> None:
    assert encode_name(name) == encoded
    assert decode_name(encoded.encode()) == name


@pytest.mark.parametrize(
    ("octets", "name"),
    [
        ("Załączniki".encode(), "Załączniki"),
        (b"a&b", "a&b"),
        (b"x&AUI", "x&AUI"),
        (b"&====-", "&====-"),
        (b"&2D0-", "&2D0-"),
        (b"\xb3\xf3", "\\xb3\\xf3"),
    ],
)
def test_names_against_the_rules_stay_as_the_server_sent_them(octets: bytes, name: str) -> None:
    assert decode_name(octets) == name


@pytest.mark.parametrize("name", ["", "a\r\nA2 DELETE INBOX", "tab\t", "\x7f"])
def test_what_is_no_folder_name_is_refused(name: str) -> None:
    with pytest.raises(ValueError) as refusal:  # noqa: PT011 - nothing more is promised
        quoted_name(name)
    assert refusal.value.args == (name,)


def test_quotes_and_backslashes_are_escaped() -> None:
    assert quoted_name('a"b\\c') == '"a\\"b\\\\c"'
    assert quoted('DOM\\jan "x"') == '"DOM\\\\jan \\"x\\""'


@pytest.mark.parametrize("text", ["hasło", "a\nb", "a\x00b"])
def test_only_a_literal_carries_other_letters_and_line_ends(text: str) -> None:
    assert quoted(text) is None
