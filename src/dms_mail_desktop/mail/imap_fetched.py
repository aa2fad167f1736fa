"""What FETCH brings (RFC 3501 section 7.4.2)."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from dms_mail_desktop.mail.imap_values import UnreadableError, Untagged, Value

NUMBER = re.compile(rb"\d{1,18}")
"""What IMAP counts fits into 63 bits (RFC 9051 section 4.2), and so into every database."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """A message or its header; `size` in bytes of the whole message; `arrived_at` in UTC, None if not asked for."""

    uid: int
    size: int
    flags: frozenset[str]
    arrived_at: datetime | None
    content: bytearray = field(repr=False)

    @property
    def seen(self) -> bool:
        """Whether it is marked as read."""
        return "\\seen" in self.flags


def fetched(responses: Iterable[Untagged]) -> Iterator[Fetched]:
    """The messages in an answer; what the server tells of others meanwhile, or writes wrongly, is left out."""
    for uid, facts in _facts(responses):
        content = next((value for name, value in facts.items() if name.startswith(b"BODY[")), None)
        if content is not None and not isinstance(content, list):
            yield Fetched(
                uid=uid,
                size=_number(facts.get(b"RFC822.SIZE")) or 0,
                flags=_flags(facts.get(b"FLAGS")),
                arrived_at=_instant(facts.get(b"INTERNALDATE")),
                content=content if isinstance(content, bytearray) else bytearray(content),
            )


def sizes(responses: Iterable[Untagged]) -> Iterator[tuple[int, int]]:
    """The UIDs and sizes in an answer."""
    for uid, facts in _facts(responses):
        if (size := _number(facts.get(b"RFC822.SIZE"))) is not None:
            yield uid, size


def _facts(responses: Iterable[Untagged]) -> Iterator[tuple[int, Mapping[bytes, Value]]]:
    for response in responses:
        if response.kind != "FETCH":
            continue
        try:
            values = response.values()
        except UnreadableError:
            continue
        if len(values) == 1 and isinstance(items := values[0], list):
            pairs = zip(items[::2], items[1::2], strict=False)
            facts = {name.upper(): value for name, value in pairs if isinstance(name, bytes)}
            if (uid := _number(facts.get(b"UID"))) is not None:
                yield uid, facts


def _number(value: Value) -> int | None:
    return int(value) if isinstance(value, bytes) and NUMBER.fullmatch(value) else None


def _flags(value: Value) -> frozenset[str]:
    flags = value if isinstance(value, list) else []
    return frozenset(flag.decode("ascii", "replace").lower() for flag in flags if isinstance(flag, bytes))


def _instant(value: Value) -> datetime | None:
    if not isinstance(value, bytes):
        return None
    try:
        return datetime.strptime(value.decode("ascii").strip(), "%d-%b-%Y %H:%M:%S %z").astimezone(UTC)
    except (ValueError, OverflowError):
        return None
