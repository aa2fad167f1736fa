"""Nothing that arrives makes the reader raise, hang, lose content, or take memory without measure."""

import gc
import mmap
import random
import subprocess
import sys
import tempfile
import time
import tracemalloc
from hashlib import sha256
from pathlib import Path

import pytest

from dms_mail_desktop.points.mime import Damage, read_message

from .letters import CASES
from .letters.case import HEAD, HELLO, PDF, Case, attached, base64_lines, mail, multipart, nested, part, pdf, text
from .letters.winmail import BEGINS, HEADER, MESSAGE_PROPERTIES, SIMPLE, attribute, file, tnef

SEED = 20261123
ROUNDS = 12
"""Mutations of each message of the corpus."""
TOKENS = [
    b"\r\n", b"\n", b"\r", b"\0", b"--", b"--=_1\r\n", b"--=_1--", b"\r\n\r\n", b"=", b"=?utf-8?B?", b"?=", b'"', b";",
    b"*0*=", b"Content-Type: multipart/mixed\r\n", b"Content-Transfer-Encoding: base64\r\n", b"begin 644 x\n", b"<",
    b"<!--", b"\xff", b"'", b"Content-Type: message/rfc822\r\n\r\n", b"charset=utf-7", b"\x78\x9f\x3e\x22", b"cid:",
    b"(", b"<@", b"%",
]  # fmt: skip


class Measure:
    """A file that only counts."""

    def __init__(self) -> None:
        self.size = 0

    def write(self, octets: bytes) -> int:
        self.size += len(octets)
        return len(octets)


def read_all(octets: bytes) -> None:
    """Reads everything there is to read."""
    message = read_message(octets)
    for attachment in (*message.attachments, *message.inline):
        target = Measure()
        assert attachment.write_to(target).size == target.size  # type: ignore[arg-type]
        assert attachment.size <= attachment.most
        attachment.name.encode()
        attachment.media_type.encode("ascii")
    message.body_text.encode()
    repr(message.header).encode()
    assert message.damaged == tuple(sorted(set(message.damaged)))
    assert len(message.content_key()) == 64


def mutated(octets: bytes, random_: random.Random) -> bytes:
    """The message with a few of its octets changed, lost, doubled or put elsewhere."""
    found = bytearray(octets)
    for _ in range(random_.choice([1, 2, 5, 20])):
        at = random_.randrange(len(found) + 1)
        size = random_.choice([1, 1, 4, 40])
        match random_.randrange(6):
            case 0:
                found[at : at + 1] = bytes([random_.randrange(256)])
            case 1:
                del found[at : at + size]
            case 2:
                found[at:at] = random_.choice(TOKENS)
            case 3:
                source = random_.randrange(len(found) + 1)
                found[at:at] = found[source : source + size]
            case 4:
                found[at : at + size] = random_.choice(TOKENS)
            case _:
                del found[random_.randrange(len(found) // 2, len(found) + 1) :]
    return bytes(found)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_damaged_message_is_read_whatever_was_done_to_it(case: Case) -> None:
    random_ = random.Random(f"{SEED} {case.name}")  # noqa: S311 - repeatable, not secret
    for _ in range(ROUNDS):
        octets = mutated(case.octets, random_)
        started = time.process_time()
        read_all(octets)
        assert time.process_time() - started < 2


def test_noise_is_read() -> None:
    random_ = random.Random(SEED)  # noqa: S311 - repeatable, not secret
    for _ in range(300):
        read_all(random_.randbytes(random_.randrange(2000)))
        read_all(b"".join(random_.choices(TOKENS, k=random_.randrange(200))))


@pytest.mark.parametrize("head", ["", HEAD, "Content-Type: multipart/mixed; boundary=x\n\n--x\n"])
@pytest.mark.parametrize("piece", TOKENS)
def test_repetition_takes_linear_time(piece: bytes, head: str) -> None:
    def seconds(count: int) -> float:
        octets = head.encode() + piece * count
        started = time.process_time()
        read_all(octets)
        return time.process_time() - started

    assert seconds(40_000) < max(12 * min(seconds(4_000) for _ in range(2)), 0.4)


HTML_PIECES = [
    "<",
    "<a ",
    '<a "',
    "<a '",
    "<!--",
    "<style>",
    "<pre>",
    "</",
    "<a x='>' ",
    "&",
    "&#x",
    " ",
    "\n",
    "<br>",
    "<p>",
    '"<a >"',
]


@pytest.mark.parametrize("piece", HTML_PIECES)
@pytest.mark.parametrize("end", ["", ">", "<", '"', "'>"])
def test_hostile_html_takes_linear_time(piece: str, end: str) -> None:
    started = time.process_time()
    read_all(mail(f"Content-Type: text/html\n\n<p {piece * 50_000}{end}"))
    assert time.process_time() - started < 2


@pytest.mark.parametrize(
    "value",
    [
        '"' * 50_000,
        "(" * 50_000,
        "<" * 50_000,
        "a," * 50_000,
        "=?" * 30_000,
        "\\" * 50_000,
        "@," * 20_000,
        ";" * 50_000,
    ],
)
@pytest.mark.parametrize("name", ["From", "To", "Subject", "Date", "Content-Type", "Content-Disposition", "Message-ID"])
def test_hostile_fields_take_linear_time(name: str, value: str) -> None:
    started = time.process_time()
    read_all(mail(f"{name}: x{value}\n\nx\n", head=""))
    assert time.process_time() - started < 2


def test_parts_nested_too_deeply_stay_together() -> None:
    inner = multipart(text(HELLO), pdf())
    for depth in range(100):
        inner = multipart(nested(inner), boundary=f"d{depth}")
    message = read_message(mail(inner))
    assert message.damaged == (Damage.NESTING,)
    (rest,) = message.attachments
    assert rest.media_type == "application/octet-stream"
    content = rest.content.whole()[0]
    assert base64_lines(PDF).replace("\n", "\r\n").encode() in content
    assert HELLO.replace("\n", "\r\n").encode() in content


def test_too_many_parts_stay_together() -> None:
    numbered = [part("Content-Type: a/b", f"<{number}>") for number in range(3000)]
    message = read_message(mail(multipart(*numbered)))
    assert message.damaged == (Damage.PARTS,)
    assert len(message.attachments) == 1000
    kept = b"".join(attachment.content.whole()[0] for attachment in message.attachments)
    assert all(b"<%d>" % number in kept for number in range(3000))


def test_too_many_parts_in_parts_stay_together() -> None:
    inner = [part("Content-Type: a/b", f"<{number}>") for number in range(600)]
    message = read_message(mail(multipart(*(nested(multipart(*inner, boundary=f"=_b{n}")) for n in range(3)))))
    assert message.damaged == (Damage.PARTS,)
    kept = b"".join(attachment.content.whole()[0] for attachment in message.attachments)
    assert all(kept.count(b"<%d>" % number) == 3 for number in range(600))


def test_a_text_too_long_is_read_from_its_beginning_and_kept_whole() -> None:
    line = "Zażółć gęślą jaźń. " * 3 + "\n"
    body = line * 100_000
    message = read_message(mail(f"Content-Type: text/plain; charset=utf-8\n\n{body}"))
    assert message.damaged == (Damage.LONG_TEXT,)
    assert message.body_text.startswith(line * 10_000)
    (kept,) = message.attachments
    assert kept.content.whole()[0] == body.replace("\n", "\r\n").encode()


def test_content_is_the_same_wherever_a_piece_of_it_ends() -> None:
    random_ = random.Random(SEED)  # noqa: S311 - repeatable, not secret
    content = random_.randbytes(900_000)
    for width in (1, 2, 3, 4, 61, 76, 2_000_000):
        encoded = base64_lines(content, width) if width > 4 else base64_lines(content[:300_000], width)
        message = read_message(mail(multipart(part("Content-Type: a/b\nContent-Transfer-Encoding: base64", encoded))))
        (file,) = message.attachments
        expected = content if width > 4 else content[:300_000]
        assert file.write_to(Measure()).sha256 == sha256(expected).hexdigest()  # type: ignore[arg-type]
        assert not file.damaged


@pytest.mark.parametrize("line", ["a" * 73 + "=3D", "=C5=BC" * 12, "x" * 70 + "=\n", "=\n", "ab=\ncd"])
def test_quoted_printable_is_the_same_wherever_a_piece_of_it_ends(line: str) -> None:
    for shift in range(4):
        encoded = "y" * shift + "\n".join([line] * (1_500_000 // len(line)))
        message = read_message(
            mail(multipart(part("Content-Type: a/b\nContent-Transfer-Encoding: quoted-printable", encoded)))
        )
        (file,) = message.attachments
        once = encoded.replace("=\n", "").replace("=3D", "=").encode().replace(b"=C5=BC", "ż".encode())
        assert file.write_to(Measure()).sha256 == sha256(once.replace(b"\n", b"\r\n")).hexdigest()  # type: ignore[arg-type]
        assert not file.damaged


@pytest.mark.parametrize(
    "piece",
    [bytes(11), attribute(2, BEGINS, b""), attribute(1, MESSAGE_PROPERTIES, bytes(4))],
)
def test_a_hostile_winmail_takes_linear_time(piece: bytes) -> None:
    octets = mail(multipart(attached(tnef(SIMPLE) + piece * 200_000, HEADER)))
    started = time.process_time()
    read_all(octets)
    message = read_message(octets)
    assert message.damaged == (Damage.TNEF,)
    assert message.attachments[0].name == "winmail.dat"
    assert time.process_time() - started < 2


@pytest.mark.parametrize("form", ["base64", "winmail", "wholly-encoded"])
def test_a_large_attachment_is_decoded_in_pieces(form: str) -> None:
    content = bytes(24 * 1024 * 1024)
    header = "Content-Type: a/b\nContent-Transfer-Encoding: base64"
    if form == "winmail":
        content, header = tnef(SIMPLE, file(content, b"a.bin")), f"{HEADER}\nContent-Transfer-Encoding: base64"
    octets = mail(multipart(part(header, base64_lines(content))))
    if form == "wholly-encoded":
        header = 'Content-Type: multipart/mixed; boundary="=_1"\nContent-Transfer-Encoding: base64'
        octets = mail(part(header, base64_lines(octets.partition(b"\r\n\r\n")[2])))
    gc.collect()
    tracemalloc.start()
    message = read_message(octets)
    for attachment in message.attachments:
        attachment.write_to(Measure())  # type: ignore[arg-type]
    message.content_key()
    assert message.damaged in ((), (Damage.TNEF,), (Damage.BOUNDARY,))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 8 * 1024 * 1024


def test_a_large_winmail_is_unpacked_though_there_is_no_room_for_a_temporary_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "missing"))
    content = bytes(6 * 1024 * 1024)
    message = read_message(mail(multipart(attached(tnef(SIMPLE, file(content, b"a.bin")), HEADER))))
    assert message.damaged == ()
    assert [attachment.size for attachment in message.attachments] == [len(PDF), len(content)]


@pytest.mark.skipif(not hasattr(mmap, "MADV_DONTNEED"), reason="the system takes mapped files off the memory by itself")
def test_a_large_message_in_a_file_takes_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "message.eml"
    content = base64_lines(bytes(1024 * 1024)) + "\n"
    path.write_bytes(mail(multipart(part("Content-Type: a/b\nContent-Transfer-Encoding: base64", content * 60))))
    code = (
        "import mmap, sys\n"
        "from dms_mail_desktop.points.mime import read_message\n"
        "def most(): return int(open('/proc/self/status').read().partition('VmHWM:')[2].split()[0])\n"
        "before = most()\n"
        "with open(sys.argv[1], 'rb') as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:\n"
        "    message = read_message(mapped)\n"
        "    message.content_key()\n"
        "    with open(sys.argv[1] + '.out', 'wb') as target: message.attachments[0].write_to(target)\n"
        "print(most() - before)\n"
    )
    told = subprocess.run([sys.executable, "-c", code, path], check=True, capture_output=True, text=True)
    assert path.with_name("message.eml.out").stat().st_size >= 60 * 1024 * 1024
    assert int(told.stdout) < 24 * 1024
