import random
import tracemalloc
from itertools import pairwise

import pytest

from dms_mail_desktop.mail.imap_folders import FolderUse, folders
from dms_mail_desktop.mail.imap_reader import NotImapError, Parts, ResponseReader
from dms_mail_desktop.mail.imap_values import UnreadableError, Untagged, read_values

CONVERSATION = (
    b"* OK ready\r\n"
    b'* 1 FETCH (UID 5 BODY[HEADER.FIELDS ("SUBJECT")] {27}\r\nSubject: * Faktury ( 2026\r\n FLAGS (\\Seen))\r\n'
    b"A1 OK the end {5}\r\n"
    b"* LIST () NIL {3}\r\na\r\n\r\n"
)
RESPONSES: list[Parts] = [
    (b"* OK ready",),
    (
        b'* 1 FETCH (UID 5 BODY[HEADER.FIELDS ("SUBJECT")] ',
        bytearray(b"Subject: * Faktury ( 2026\r\n"),
        b" FLAGS (\\Seen))",
    ),
    (b"A1 OK the end {5}",),
    (b"* LIST () NIL ", bytearray(b"a\r\n"), b""),
]


def read(data: bytes, *cuts: int) -> list[Parts]:
    reader = ResponseReader()
    edges = [0, *sorted(cuts), len(data)]
    return [parts for start, end in pairwise(edges) for parts in reader.feed(data[start:end])]


def test_responses_are_the_same_however_the_network_cuts_them() -> None:
    whole = read(CONVERSATION)
    assert whole == RESPONSES
    for cut in range(len(CONVERSATION)):
        assert read(CONVERSATION, cut) == whole
    rng = random.Random(1)  # noqa: S311 - repeatable on purpose
    for _ in range(300):
        assert read(CONVERSATION, *(rng.randrange(len(CONVERSATION)) for _ in range(8))) == whole
    assert read(CONVERSATION, *range(len(CONVERSATION))) == whole


def test_an_empty_literal_is_a_literal() -> None:
    assert read(b"* 1 FETCH (BODY[] {0}\r\n UID 1)\r\n") == [(b"* 1 FETCH (BODY[] ", bytearray(), b" UID 1)")]


def test_a_hundred_thousand_lines_at_once_are_no_trouble() -> None:
    assert len(read(b"* 1 EXPUNGE\r\n" * 100_000)) == 100_000


def test_a_large_literal_is_in_memory_once() -> None:
    size, piece, reader = 30_000_000, b"a" * 100_000, ResponseReader()
    tracemalloc.start()
    try:
        responses = list(reader.feed(b"* 1 FETCH (BODY[] {%d}\r\n" % size))
        for _ in range(size // len(piece)):
            responses += reader.feed(piece)
        responses += reader.feed(b")\r\n")
        kept, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(responses[0][1]) == size
    assert kept < 1.2 * size
    assert peak < 2.3 * size


@pytest.mark.parametrize("data", [b"x" * 17_000_000, b"* 1 FETCH (BODY[] {999999999999}\r\n"])
def test_what_would_fill_the_memory_is_refused(data: bytes) -> None:
    with pytest.raises(NotImapError):
        read(data)


@pytest.mark.parametrize(
    ("octets", "values"),
    [
        (rb'(\HasNoChildren) "/" "a \"b\" \\c"', [[rb"\HasNoChildren"], b"/", rb'a "b" \c']),
        (b'"NIL" NIL nil', [b"NIL", None, None]),
        (b'"Faktura (1" ((a) ())', [b"Faktura (1", [[b"a"], []]]),
        (b"BODY[HEADER.FIELDS (A B)]<0> x[y", [b"BODY[HEADER.FIELDS (A B)]<0>", b"x[y"]),
    ],
)
def test_values_are_read(octets: bytes, values: list[object]) -> None:
    assert read_values((octets,)) == values


@pytest.mark.parametrize("octets", [b"(a", b"a)", b'"open', b"((((" * 100_000])
def test_what_breaks_the_grammar_is_unreadable(octets: bytes) -> None:
    with pytest.raises(UnreadableError):
        read_values((octets,))


def test_deep_nesting_needs_no_recursion() -> None:
    assert len(read_values((b"(" * 50_000 + b")" * 50_000,))) == 1


def listed(*lines: bytes | tuple[bytes | bytearray, ...]) -> list[tuple[str, FolderUse | None, bool]]:
    responses = [Untagged.of((b"* LIST " + line,) if isinstance(line, bytes) else line) for line in lines]
    return [(folder.name, folder.use, folder.selectable) for folder in folders(responses)]


def test_special_folders_are_recognised_by_their_attribute() -> None:
    assert listed(
        rb'(\HasNoChildren) "/" inbox',
        rb'(\HasNoChildren \SENT) "/" "Wychodz&AQU-ce"',
        rb'() "/" "Elementy wys&AUI-ane"',
        rb'(\Noselect) "/" "Kosz"',
    ) == [
        ("INBOX", FolderUse.INBOX, True),
        ("Wychodzące", FolderUse.SENT, True),
        ("Elementy wysłane", None, True),
        ("Kosz", None, False),
    ]


def test_special_folders_are_recognised_by_polish_and_english_names() -> None:
    assert listed(
        b'() "." INBOX.Sent',
        b'() "." "INBOX.Elementy usuni&ARk-te"',
        b'() "." "INBOX.Wiadomo&AVs-ci-&AVs-mieci"',
        b'() "." "INBOX.WERSJE ROBOCZE"',
        b'() "." INBOX.Klienci.Archiwum',
        b'() "." INBOX.Kosz',
    ) == [
        ("INBOX.Sent", FolderUse.SENT, True),
        ("INBOX.Elementy usunięte", FolderUse.TRASH, True),
        ("INBOX.Wiadomości-śmieci", FolderUse.JUNK, True),
        ("INBOX.WERSJE ROBOCZE", FolderUse.DRAFTS, True),
        ("INBOX.Klienci.Archiwum", None, True),
        ("INBOX.Kosz", None, True),
    ]


def test_names_may_be_atoms_strings_or_literals_and_levels_may_be_missing() -> None:
    assert listed(b"() NIL NIL", (b'* LIST () "/" ', bytearray(b'a"b'), b""), b'() "/"', b"(((") == [
        ("NIL", None, True),
        ('a"b', None, True),
    ]
