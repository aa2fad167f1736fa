"""What FETCH brings (RFC 3501 section 7.4.2)."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

from dms_mail_desktop.mail.imap_values import UnreadableError, Value
from dms_mail_desktop.mail.imap_wire import Outcome


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


def fetched(outcome: Outcome) -> Iterator[Fetched]:
    """The messages in the answer; what the server tells of others meanwhile, or writes wrongly, is left out."""
    for response in outcome.of_kind("FETCH"):
        try:
            values = response.values()
        except UnreadableError:
            continue
        if len(values) == 1 and isinstance(values[0], list) and (message := _fetched(values[0])):
            yield message


def _fetched(items: list[Value]) -> Fetched | None:
    pairs = zip(items[::2], items[1::2], strict=False)
    facts = {name.upper(): value for name, value in pairs if isinstance(name, bytes)}
    uid, size = facts.get(b"UID"), facts.get(b"RFC822.SIZE")
    content = next((value for name, value in facts.items() if name.startswith(b"BODY[")), None)
    if not isinstance(uid, bytes) or not uid.isdigit() or isinstance(content, list) or content is None:
        return None
    return Fetched(
        uid=int(uid),
        size=int(size) if isinstance(size, bytes) and size.isdigit() else 0,
        flags=_flags(facts.get(b"FLAGS")),
        arrived_at=_instant(facts.get(b"INTERNALDATE")),
        content=content if isinstance(content, bytearray) else bytearray(content),
    )


def _flags(value: Value) -> frozenset[str]:
    flags = value if isinstance(value, list) else []
    return frozenset(flag.decode("ascii", "replace").lower() for flag in flags if isinstance(flag, bytes))


def _instant(value: Value) -> datetime | None:
    if not isinstance(value, bytes):
        return None
    try:
        return datetime.strptime(value.decode("ascii").strip(), "%d-%b-%Y %H:%M:%S %z").astimezone(UTC)
    except ValueError:
        return None
