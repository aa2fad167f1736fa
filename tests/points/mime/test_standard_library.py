"""Well-formed messages are read as the standard library reads them."""

import random
from email.headerregistry import Address
from email.message import EmailMessage, MIMEPart
from email.parser import BytesParser
from email.policy import SMTP, default
from hashlib import sha256

import pytest

from dms_mail_desktop.points.mime import read_message

WORDS = ["Zażółć", "gęślą", "jaźń", "faktura", "nr 7/2026", "a;b", "5 €", "発票", "--=_x", "x=y", "From here", ".", "𝕏"]
TYPES = ["application/pdf", "image/png", "text/csv", "application/xml", "application/octet-stream", "audio/x-own"]


def words(random_: random.Random, most: int) -> str:
    return " ".join(random_.choices(WORDS, k=random_.randint(1, most)))


def lines(random_: random.Random) -> str:
    return "".join(words(random_, 12) + "\n" for _ in range(random_.randint(1, 8)))


def made(seed: int) -> tuple[EmailMessage, bytes]:
    """A message with a text, perhaps in HTML too, and files, perhaps messages; and its octets."""
    random_ = random.Random(seed)  # noqa: S311 - repeatable, not secret
    message = EmailMessage()
    message["From"] = Address(words(random_, 3), "a", "firma.example")
    message["To"] = [Address(words(random_, 2), f"b{n}", "firma.example") for n in range(random_.randint(1, 4))]
    message["Subject"] = words(random_, 8)
    message["Date"] = "Mon, 23 Nov 2026 08:15:00 +0100"
    message["Message-ID"] = f"<{seed}@firma.example>"
    message.set_content(lines(random_), cte=random_.choice(["base64", "quoted-printable", "8bit"]))
    if random_.random() < 0.5:
        message.add_alternative(f"<p>{words(random_, 5)}</p>", subtype="html")
    for _ in range(random_.randint(0, 5)):
        attach(random_, message)
    return message, message.as_bytes(policy=random_.choice([SMTP, default]))


def attach(random_: random.Random, message: EmailMessage) -> None:
    name = words(random_, random_.choice([1, 3, 12])) + ".pdf"
    if random_.random() < 0.15:
        inner = EmailMessage()
        inner["Subject"] = words(random_, 3)
        inner.set_content("x\n")
        message.add_attachment(inner)
        return
    main, sub = random_.choice(TYPES).split("/")
    content = random_.randbytes(random_.choice([0, 1, 2, 3, 57, 1000, 100_000]))
    message.add_attachment(content, maintype=main, subtype=sub, filename=name, cte="base64")


def leaves(part: MIMEPart) -> list[MIMEPart]:
    """The parts that are files, as `email` sees them; an attached message is one."""
    if part.get_content_type() == "message/rfc822" or not part.is_multipart():
        return [part] if part.is_attachment() else []
    return [leaf for child in part.iter_parts() for leaf in leaves(child)]


@pytest.mark.parametrize("seed", range(300))
def test_a_well_formed_message_is_read_as_the_standard_library_reads_it(seed: int) -> None:
    message, octets = made(seed)
    theirs = BytesParser(policy=default).parsebytes(octets)
    ours = read_message(octets)
    assert ours.damaged == ()
    assert ours.header.subject == theirs["Subject"]
    assert [(each.name, each.address) for each in ours.header.to] == [
        # Not as it was parsed: some versions of the library lose mailboxes that they have written themselves.
        (each.display_name, each.addr_spec)
        for each in message["To"].addresses
    ]
    assert (ours.header.sender_name, ours.header.sent_at) == (
        theirs["From"].addresses[0].display_name,
        theirs["Date"].datetime,
    )
    body = theirs.get_body(("plain",))
    assert body
    assert ours.body_text == body.get_content().replace("\r\n", "\n").strip("\n")
    files = leaves(theirs)
    assert [(each.media_type, each.name) for each in ours.attachments if each.media_type != "message/rfc822"] == [
        (each.get_content_type(), each.get_filename()) for each in files if not each.is_multipart()
    ]
    assert [each.write_to(Nowhere()).sha256 for each in ours.attachments if each.media_type != "message/rfc822"] == [
        sha256(each.get_payload(decode=True)).hexdigest() for each in files if not each.is_multipart()
    ]
    assert [each.media_type for each in ours.attachments] == [each.get_content_type() for each in files]


class Nowhere:
    """A file that keeps nothing."""

    def write(self, octets: bytes) -> int:
        return len(octets)
