"""A message that every server takes and every reader shows as it was written."""

import email
import re
from datetime import UTC, datetime, timedelta, timezone
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.policy import default
from email.utils import getaddresses, parseaddr

import pytest

from dms_mail_desktop.mail.message import Attachment, compose, unique_addresses

LONG = "Sekretariat Urzędu Gminy i Miasta, Dział Obsługi Korespondencji Przychodzącej (kancelaria)"


def sent(**values: object) -> bytes:
    fields: dict[str, object] = {"sender": "jan@example.pl", "to": ["ola@example.pl"], "subject": "s", "body": "b"}
    return compose(**(fields | values)).message.as_bytes()  # type: ignore[arg-type]


def read(data: bytes) -> EmailMessage:
    message = email.message_from_bytes(data, policy=default)
    assert isinstance(message, EmailMessage)
    assert all(not part.defects for part in message.walk())
    return message


def header(data: bytes, name: str) -> str:
    """A header decoded by the older rules, which other readers share."""
    found = email.message_from_bytes(data)[name]
    return str(make_header(decode_header(found)))


@pytest.mark.parametrize(
    "subject", ["Zażółć gęślą jaźń", "plain", "", "=?utf-8?q?x?=", "ą" * 300, "a" * 300, LONG, " x "]
)
def test_a_subject_arrives_as_written(subject: str) -> None:
    assert header(sent(subject=subject), "Subject") == subject


@pytest.mark.parametrize(
    "name",
    [
        "Jan",
        "Kowalski, Jan",
        'Żółw "Ninja"',
        LONG,
        "a" * 90,
        "word, " * 20,
        "<evil@x.pl>",
        "back\\slash",
        "a@b.pl",
        "=?x?=",
    ],
)
def test_a_display_name_arrives_as_written_beside_the_one_address(name: str) -> None:
    raw = email.message_from_bytes(sent(display_name=name))["From"]
    pairs = getaddresses([raw])
    assert [address for _, address in pairs] == ["jan@example.pl"]
    assert str(make_header(decode_header(parseaddr(raw)[0]))) == name


def test_the_body_arrives_as_written_in_seven_bits_and_short_lines() -> None:
    body = "Zażółć gęślą jaźń\n.kropka\n" + "długi " * 500 + "\n\nkoniec\n"
    data = sent(body=body, subject=LONG, display_name=LONG)
    assert read(data).get_content().replace("\r\n", "\n") == body
    assert data.isascii()
    lines = data.split(b"\r\n")
    assert all(len(line) <= 78 for line in lines)
    assert not any(b"\r" in line or b"\n" in line for line in lines)


def test_html_comes_beside_the_text() -> None:
    message = read(sent(body="tekst ł", html="<p>ł</p>"))
    assert message.get_content_type() == "multipart/alternative"
    assert [part.get_content().strip() for part in message.iter_parts()] == ["tekst ł", "<p>ł</p>"]


@pytest.mark.parametrize(
    "name", ["faktura.pdf", "Załącznik nr 1 – uzasadnienie.pdf", "ż" * 120 + ".docx", 'a "b" c.txt']
)
def test_an_attachment_keeps_its_name_and_octets(name: str) -> None:
    content = bytes(range(256)) * 40
    (part,) = read(sent(attachments=[Attachment(name, content)])).iter_attachments()
    assert (part.get_filename(), part.get_payload(decode=True)) == (name, content)


def test_an_attached_message_stays_a_file() -> None:
    (part,) = read(sent(attachments=[Attachment("list.eml", b"Subject: x\r\n\r\ny")])).iter_attachments()
    assert (part.get_content_type(), part.get_payload(decode=True)) == (
        "application/octet-stream",
        b"Subject: x\r\n\r\ny",
    )


def test_identity_date_and_reply_address() -> None:
    date = datetime(2026, 11, 22, 15, 4, 5, tzinfo=timezone(timedelta(hours=1)))
    message = read(sent(sender="jan@żółw.example", reply_to="biuro@żółw.example", date=date))
    assert re.fullmatch(r"<[^@<>\s]+@xn--w-uga1v8h\.example>", message["Message-ID"])
    assert message["Date"] == "Sun, 22 Nov 2026 15:04:05 +0100"
    assert message["From"].addresses[0].addr_spec == "jan@xn--w-uga1v8h.example"
    assert message["Reply-To"] == "biuro@xn--w-uga1v8h.example"
    assert "Reply-To" not in read(sent())


def test_the_date_is_local_time_with_its_offset_and_no_identity_repeats() -> None:
    message, other = read(sent()), read(sent())
    assert abs(message["Date"].datetime - datetime.now(UTC)) < timedelta(seconds=5)
    assert message["Message-ID"] != other["Message-ID"]


def test_a_long_domain_does_not_break_the_identity() -> None:
    domain = ".".join(["a" * 60] * 3) + ".pl"
    assert re.search(rb"^Message-ID: <\S+@" + domain.encode() + rb">\r$", sent(sender=f"jan@{domain}"), re.MULTILINE)


def test_blind_copies_are_in_the_envelope_only_and_nobody_twice() -> None:
    to = [f"osoba{n}@dluga-nazwa-domeny.example.pl" for n in range(20)]
    composed = compose(
        sender="jan@example.pl",
        to=to,
        cc=["Ola@example.pl"],
        bcc=["szef@example.pl", "ola@EXAMPLE.pl"],
        subject="s",
        body="b",
    )
    assert composed.recipients == (*to, "Ola@example.pl", "szef@example.pl")
    message = read(composed.message.as_bytes())
    assert [address.addr_spec for address in message["To"].addresses] == to
    assert message["Cc"] == "Ola@example.pl"
    assert b"szef" not in composed.message.as_bytes()


@pytest.mark.parametrize("field", ["subject", "display_name", "sender", "reply_to"])
@pytest.mark.parametrize("evil", ["a\r\nBcc: x@y.pl", "a\nb", "a\x00", "a\x7f", "a\x85b", "a\u2028b"])
def test_control_characters_are_refused_in_headers(field: str, evil: str) -> None:
    value = f"{evil}@example.pl" if field in ("sender", "reply_to") else evil
    with pytest.raises(ValueError, match=r"^(address|Subject|From)"):
        sent(**{field: value})


def test_control_characters_are_refused_in_file_names() -> None:
    with pytest.raises(ValueError, match="attachment"):
        sent(attachments=[Attachment("a\r\nb.txt", b"")])


def test_what_is_no_address_is_refused() -> None:
    with pytest.raises(ValueError, match="address"):
        unique_addresses(["ola@example.pl", "nie-adres"])
