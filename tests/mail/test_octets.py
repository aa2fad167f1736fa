"""A message as octets: what the standard library makes of it, without holding up other threads."""

from email import message_from_bytes
from email.policy import default

import pytest

from dms_mail_desktop.mail.message import Attachment, compose
from dms_mail_desktop.mail.octets import PIECE, octets

BODIES = {
    "short": "Zażółć\n",
    "no line end at the end": "a\nb",
    "empty": "",
    "one line longer than a piece": "x" * (2 * PIECE + 1),
    "a piece ends within CRLF": "x" * (PIECE - 1) + "\r\n" + "y" * 10,
    "a piece ends after CRLF": "x" * (PIECE - 2) + "\r\n" + "y" * PIECE,
    "lone CR": "a\rb\r" + "z\n" * PIECE,
    "From and dots": "From here\n.\n..\n" * 10_000,
}


@pytest.mark.parametrize("name", BODIES)
def test_the_octets_are_those_of_the_standard_library(name: str) -> None:
    file = Attachment("dokument.pdf", bytes(range(256)) * 1000)
    for attachments in ((), (file,)):
        message = compose(
            sender="a@firma.example",
            to=["b@firma.example"],
            subject="Treść",
            body=BODIES[name],
            attachments=attachments,
        ).message
        assert octets(message) == message.as_bytes()


@pytest.mark.parametrize("name", [name for name, body in BODIES.items() if body.isascii()])
def test_a_body_that_is_not_encoded_stays_the_same_too(name: str) -> None:
    message = compose(sender="a@firma.example", to=["b@firma.example"], subject="x", body="x").message
    del message["Content-Transfer-Encoding"]
    message.set_payload(BODIES[name])
    assert octets(message) == message.as_bytes()


def test_every_message_has_a_boundary_of_its_own() -> None:
    file = Attachment("dokument.pdf", b"x")
    boundaries = set()
    for _ in range(2):
        letter = compose(sender="a@firma.example", to=["b@firma.example"], subject="x", body="x", attachments=[file])
        read = message_from_bytes(octets(letter.message), policy=default)
        assert [part.get_content_type() for part in read.walk()] == ["multipart/mixed", "text/plain", "application/pdf"]
        boundaries.add(read.get_boundary())
    assert len(boundaries) == 2
