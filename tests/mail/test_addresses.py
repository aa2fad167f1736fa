import pytest

from dms_mail_desktop.mail.addresses import mailboxes


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("a@b", [("", "a@b")]),
        ("Jan Kowalski <a@b>", [("Jan Kowalski", "a@b")]),
        ('"Kowalski, \\"Jan\\"" <a@b>, <c@d>', [('Kowalski, "Jan"', "a@b"), ("", "c@d")]),
        ("Kowalski, Jan <a@b>; Nowak, Ewa <c@d>", [("Kowalski, Jan", "a@b"), ("Nowak, Ewa", "c@d")]),
        ("a@b (Jan Kowalski), (uwaga) c@d (Ewa)", [("Jan Kowalski", "a@b"), ("uwaga Ewa", "c@d")]),
        ("<a@b> (Jan), c@d", [("", "a@b"), ("", "c@d")]),
        ("undisclosed-recipients:;", []),
        ("Zarząd: Jan <a@b>, c@d;, e@f", [("Jan", "a@b"), ("", "c@d"), ("", "e@f")]),
        ("a@b <a@b>", [("a@b", "a@b")]),
        ('"a@b" <c@d>', [("a@b", "c@d")]),
        ("Jan <a @ b >", [("Jan", "a@b")]),
        ("Jan <a@b", [("Jan", "a@b")]),
        ("Jan <a@b> =?utf-8?q?=2C?= Ewa <c@d>", [("Jan", "a@b"), ("Ewa", "c@d")]),
        ("Jan <a@b> Ewa <c@d>", [("Jan", "a@b"), ("Ewa", "c@d")]),
        ("nobody", []),
        ("", []),
        ("@", [("", "@")]),
        ('"unended <a@b>', [("unended", "a@b")]),
    ],
)
def test_mailboxes_are_read_whatever_their_state(field: str, expected: list[tuple[str, str]]) -> None:
    assert mailboxes(field) == expected
