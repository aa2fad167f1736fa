"""Which messages and attachments a point takes."""

import time
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from dms_mail_desktop.models import Point
from dms_mail_desktop.points.facts import LeftOut, Letter, Reason
from dms_mail_desktop.points.filters import asks_header, empty, left_out, refused, rules_digest
from dms_mail_desktop.points.mime import read_message

LETTER = Letter("", "", "", "Anna.Nowak@Firma.pl", datetime(2026, 7, 3, 12, tzinfo=UTC), None, 0)


def point(**fields: Any) -> Point:
    return Point(name="x", **fields)


@pytest.mark.parametrize(
    ("allowed", "sender", "taken"),
    [
        ((), "kto@inny.pl", True),
        (("anna.nowak@firma.pl",), "Anna.Nowak@FIRMA.PL", True),
        (("anna.nowak@firma.pl",), "jan.nowak@firma.pl", False),
        (("*@firma.pl",), "kto@firma.pl", True),
        (("*@firma.pl",), "kto@sklep.firma.pl", False),
        (("*@firma.pl",), "kto@zlafirma.pl", False),
        (("*@firma.pl", "kto@inny.pl"), "kto@inny.pl", True),
        (("*@żółw.pl",), "kto@xn--w-uga1v8h.pl", True),
        (("*@xn--w-uga1v8h.pl",), "kto@ŻÓŁW.pl", True),
        (("*@firma.pl",), "", False),
        (("*@firma.pl",), "firma.pl", False),
    ],
)
def test_the_sender_decides_by_address_or_domain(allowed: tuple[str, ...], sender: str, *, taken: bool) -> None:
    reason = refused(point(allowed_senders=allowed), replace(LETTER, sender=sender))
    assert reason is (None if taken else Reason.SENDER)


@pytest.mark.parametrize(
    ("kind", "since", "sent_at", "reason"),
    [
        ("pop3", date(2026, 7, 4), LETTER.sent_at, Reason.TOO_OLD),
        ("pop3", date(2026, 7, 3), LETTER.sent_at, None),
        ("pop3", None, LETTER.sent_at, None),
        ("pop3", date(2026, 7, 4), None, None),
        ("imap", date(2026, 7, 4), LETTER.sent_at, None),
    ],
)
def test_only_over_pop3_the_date_written_in_the_message_decides(
    kind: str, since: date | None, sent_at: datetime | None, reason: Reason | None
) -> None:
    judged = point(account_type=kind, since=since)
    assert refused(judged, replace(LETTER, sent_at=sent_at)) is reason


@pytest.mark.parametrize("year", [1, 1969, 9999])
@pytest.mark.parametrize("zone", ["UTC-2", "UTC+5"])
def test_a_date_of_any_year_is_compared(monkeypatch: pytest.MonkeyPatch, year: int, zone: str) -> None:
    monkeypatch.setenv("TZ", zone)
    getattr(time, "tzset", lambda: None)()
    judged = point(account_type="pop3", since=date(2026, 7, 3))
    for sent_at in (datetime(year, 1, 1, 0, 30, tzinfo=UTC), datetime(year, 12, 31, 23, 30, tzinfo=UTC)):
        assert refused(judged, replace(LETTER, sent_at=sent_at)) is (None if year > 2026 else Reason.TOO_OLD)
    monkeypatch.undo()
    getattr(time, "tzset", lambda: None)()


def attachment(name: str, media_type: str = "application/octet-stream", size: int = 3) -> Any:
    disposition = f'attachment; filename="{name}"' if name else "attachment"
    octets = f"Content-Type: {media_type}\r\nContent-Disposition: {disposition}\r\n\r\n".encode() + b"x" * size
    [found] = read_message(octets).attachments
    return found


@pytest.mark.parametrize(
    ("allowed", "name", "media_type", "taken"),
    [
        ((), "cokolwiek.exe", "application/octet-stream", True),
        (("pdf",), "Faktura.PDF", "application/octet-stream", True),
        ((".pdf",), "faktura.pdf", "text/plain", True),
        (("PDF", "xml"), "faktura.xml", "text/plain", True),
        (("pdf",), "faktura.pdf.exe", "application/pdf", False),
        (("pdf",), "faktura.exe. .", "application/pdf", False),
        (("exe",), "faktura.exe. .", "application/pdf", True),
        (("pdf",), "faktura", "application/pdf", True),
        (("pdf",), "", "application/pdf", True),
        (("pdf",), "", "application/zip", False),
        (("jpg",), "", "image/jpeg", True),
        (("gz",), "archiwum.tar.gz", "application/gzip", True),
    ],
)
def test_the_ending_of_its_name_decides_whether_an_attachment_is_taken(
    allowed: tuple[str, ...], name: str, media_type: str, *, taken: bool
) -> None:
    found = left_out(point(allowed_extensions=allowed), attachment(name, media_type))
    assert found is (None if taken else LeftOut.EXTENSION)


@pytest.mark.parametrize(("size", "found"), [(1_000_000, None), (1_000_001, LeftOut.SIZE)])
def test_an_attachment_may_be_as_large_as_said_when_it_is_decoded(size: int, found: LeftOut | None) -> None:
    assert left_out(point(largest_attachment=1), attachment("f.pdf", size=size)) is found
    assert left_out(point(), attachment("f.pdf", size=size)) is None


@pytest.mark.parametrize(
    ("left", "reason"),
    [
        ((), Reason.NO_ATTACHMENT),
        ((None,), None),
        ((LeftOut.SIZE, None), None),
        ((LeftOut.EXTENSION,), Reason.EXTENSION),
        ((LeftOut.EXTENSION, LeftOut.SIZE), Reason.SIZE),
    ],
)
def test_a_point_that_downloads_attachments_wants_at_least_one(
    left: tuple[LeftOut | None, ...], reason: Reason | None
) -> None:
    assert empty(point(mode="download_attachments"), left) is reason
    assert empty(point(mode="generate_documents"), left) is None


def test_a_header_is_asked_for_only_where_it_can_decide() -> None:
    since = date(2026, 7, 3)
    assert not asks_header(point(since=since))
    assert asks_header(point(since=since, account_type="pop3"))
    assert asks_header(point(allowed_senders=("a@b.pl",)))


@pytest.mark.parametrize(
    "changed",
    [
        {"mode": "download_attachments"},
        {"since": date(2026, 7, 1)},
        {"allowed_senders": ("*@a.pl",)},
        {"allowed_extensions": ("pdf",)},
        {"largest_attachment": 5},
    ],
)
def test_every_rule_is_part_of_what_messages_were_judged_by(changed: dict[str, Any]) -> None:
    assert rules_digest(point(**changed)) != rules_digest(point())


def test_rules_that_say_the_same_are_the_same() -> None:
    one = point(allowed_senders=("*@a.pl", "b@c.pl"), allowed_extensions=("pdf", ".XML"), target="/a", after="delete")
    other = point(allowed_senders=("B@C.pl", "*@A.pl"), allowed_extensions=("xml", "PDF"), target="/b", interval=9)
    assert rules_digest(one) == rules_digest(other)
