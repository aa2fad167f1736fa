"""Messages with one attachment of a given size, as invoices come."""

import base64
import random
from datetime import UTC, datetime, timedelta

from tests.lab.provider import ANNA, BOB


def letter(number: int, size: int) -> bytes:
    """A message whose attachment has `size` octets of its own, without the line ends of the network."""
    when = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=3 * number)
    content = base64.encodebytes(random.Random(number).randbytes(size))  # noqa: S311 - repeatable on purpose
    head = (
        f"From: =?utf-8?q?Hurtownia_=C5=B9r=C3=B3d=C5=82o?= <{BOB}>\nTo: {ANNA}\n"
        f"Date: {when:%a, %d %b %Y %H:%M:%S +0000}\nMessage-ID: <invoice-{number}@firma.example>\n"
        f"Subject: =?utf-8?q?Faktura_=C5=BC=C3=B3=C5=82ta_{number}?=\n"
        'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="between"\n\n'
        "--between\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n"
        f"Dzień dobry,\n\nw załączeniu faktura nr {number}.\n"
        "--between\nContent-Type: application/pdf\nContent-Transfer-Encoding: base64\n"
        f"Content-Disposition: attachment; filename*=utf-8''Faktura%20%C5%BC%C3%B3%C5%82ta%20{number}.pdf\n\n"
    )
    return head.encode() + content + b"--between--\n"
