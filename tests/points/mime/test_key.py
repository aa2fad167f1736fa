"""A message is known again by what it says, not by how it came."""

import mmap
from pathlib import Path

import pytest

from dms_mail_desktop.points.mime import content_key, read_message

from .letters.case import HEAD, HELLO, mail, multipart, pdf, text

MESSAGE = mail(multipart(text(HELLO), pdf()))


@pytest.mark.parametrize(
    "again",
    [
        b"Received: from a by b\r\nX-Spam: no\r\n" + MESSAGE,
        MESSAGE.replace(b"\r\n", b"\n"),
        MESSAGE + b"\r\n",
        MESSAGE.replace(b"Faktura 7", b"Faktura\r\n\t7"),
        MESSAGE.replace(b"Subject", b"SUBJECT"),
        MESSAGE.replace(b"Sekretariat", b"Biuro"),
    ],
    ids=["trace", "line-ends", "last-line-end", "folding", "case", "recipient"],
)
def test_the_same_message_is_known_again(again: bytes) -> None:
    assert content_key(again) == content_key(MESSAGE) == read_message(again).content_key()


@pytest.mark.parametrize(
    "other",
    [
        MESSAGE.replace(b"<7.2026@", b"<8.2026@"),
        MESSAGE.replace(b"Faktura 7", b"Faktura 8"),
        MESSAGE.replace(b"08:15", b"08:16"),
        MESSAGE.replace(b"faktury@", b"inne@"),
        MESSAGE.replace(b"faktura.pdf", b"faktura.pd"),
        MESSAGE.replace(b"JVBE", b"JVBF"),
        MESSAGE.replace(b"Dzie\xc5\x84 ", b"Dzie\xc5\x84\r\n"),
    ],
    ids=["message-id", "subject", "date", "sender", "name", "content", "text"],
)
def test_another_message_is_another_one_though_its_message_id_is_the_same(other: bytes) -> None:
    assert other != MESSAGE
    assert content_key(other) != content_key(MESSAGE)


def test_fields_are_not_taken_for_each_other() -> None:
    first = HEAD.replace("Subject: Faktura 7/2026\n", "Subject:\n")
    second = HEAD.replace("Subject: Faktura 7/2026\n", "").replace("MIME", "X-Subject: \nMIME")
    assert content_key(mail("\nx", head=first)) == content_key(mail("\nx", head=second))
    moved = first.replace("Date: Mon, 23 Nov 2026 08:15:00 +0100", "Date:").replace(
        "Subject:", "Subject: Mon, 23 Nov 2026 08:15:00 +0100"
    )
    assert content_key(mail("\nx", head=first)) != content_key(mail("\nx", head=moved))


def test_it_is_the_same_for_a_large_message_in_a_file(tmp_path: Path) -> None:
    octets = MESSAGE + b"\r\n".join([b"x" * 70] * 30_000)
    path = tmp_path / "message.eml"
    path.write_bytes(octets)
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
        assert content_key(mapped) == content_key(octets) == content_key(octets.replace(b"\r\n", b"\n"))
