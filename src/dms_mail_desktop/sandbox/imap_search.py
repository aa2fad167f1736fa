"""IMAP's SEARCH: which messages match (RFC 3501 section 6.4.4)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from email.utils import parsedate_to_datetime
from operator import eq, ge, lt

from dms_mail_desktop.sandbox.imap_syntax import Node, Refusal, in_set, word
from dms_mail_desktop.sandbox.mailboxes import Letter

FLAGS = {"SEEN": "\\Seen", "ANSWERED": "\\Answered", "DELETED": "\\Deleted", "FLAGGED": "\\Flagged", "DRAFT": "\\Draft"}
COMPARISONS: dict[str, Callable[[date, date], bool]] = {"SINCE": ge, "BEFORE": lt, "ON": eq}
HEADERS = ("SUBJECT", "FROM", "TO", "CC", "BCC")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A message and its place in the folder."""

    letter: Letter
    number: int
    last_number: int
    last_uid: int

    def parsed(self) -> EmailMessage:
        """The message's headers and parts."""
        return message_from_bytes(self.letter.content, policy=default)


Test = Callable[[Candidate], bool]


def compiled(criteria: list[Node]) -> Test:
    """A test from search keys, all of which must hold. Raises Refusal."""
    keys = iter(criteria)
    tests = [_test(key, keys) for key in keys]
    return lambda candidate: all(test(candidate) for test in tests)


def _next(keys: Iterator[Node]) -> Test:
    key = next(keys, None)
    if key is None:
        raise Refusal("BAD Search key missing.")
    return _test(key, keys)


def _test(key: Node, keys: Iterator[Node]) -> Test:
    if isinstance(key, list):
        return compiled(key)
    name = key.upper()
    if name == "CHARSET":
        raise Refusal("NO [BADCHARSET (US-ASCII)] The specified charset is not supported.")
    if name == "NOT":
        inner = _next(keys)
        return lambda candidate: not inner(candidate)
    if name == "OR":
        first, second = _next(keys), _next(keys)
        return lambda candidate: first(candidate) or second(candidate)
    return _flag_test(name) or _text_test(name, keys) or _value_test(name, key, keys)


def _flag_test(name: str) -> Test | None:
    if name in ("ALL", "OLD"):
        return lambda _: True
    if name in ("NEW", "RECENT"):
        return lambda _: False
    if name in FLAGS:
        return lambda candidate: FLAGS[name] in candidate.letter.flags
    if name.startswith("UN") and name[2:] in FLAGS:
        return lambda candidate: FLAGS[name[2:]] not in candidate.letter.flags
    return None


def _text_test(name: str, keys: Iterator[Node]) -> Test | None:
    if name in HEADERS or name == "HEADER":
        header = word(keys) if name == "HEADER" else name
        wanted = word(keys).lower()
        return lambda c: any(wanted in str(value).lower() for value in c.parsed().get_all(header, []))
    if name in ("TEXT", "BODY"):
        wanted_bytes = word(keys).lower().encode()
        return lambda candidate: wanted_bytes in candidate.letter.content.lower()
    return None


def _value_test(name: str, key: str, keys: Iterator[Node]) -> Test:
    if name == "UID":
        numbers = word(keys)
        return lambda candidate: in_set(numbers, candidate.letter.uid, candidate.last_uid)
    if name in ("LARGER", "SMALLER"):
        size = int(word(keys))
        return lambda c: len(c.letter.content) > size if name == "LARGER" else len(c.letter.content) < size
    if name in ("KEYWORD", "UNKEYWORD"):
        keyword = word(keys)
        return lambda candidate: (keyword in candidate.letter.flags) == (name == "KEYWORD")
    if name.removeprefix("SENT") in COMPARISONS:
        return _date_test(name, word(keys))
    in_set(key, 1, 1)
    return lambda candidate: in_set(key, candidate.number, candidate.last_number)


def _date_test(name: str, text: str) -> Test:
    compare = COMPARISONS[name.removeprefix("SENT")]
    try:
        wanted = datetime.strptime(text, "%d-%b-%Y").date()  # noqa: DTZ007 - a day without a time
    except ValueError as error:
        raise Refusal("BAD Invalid date.") from error

    def day(candidate: Candidate) -> date:
        sent = candidate.parsed()["Date"] if name.startswith("SENT") else None
        return parsedate_to_datetime(str(sent)).date() if sent else candidate.letter.arrived.date()

    return lambda candidate: compare(day(candidate), wanted)
