"""The target folder: whole folders only, and nothing that could not be kept there."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

import pytest

from dms_mail_desktop.errors import TargetUnusable
from dms_mail_desktop.points import durable
from dms_mail_desktop.points.documents import DocumentsFolder, folder_name
from dms_mail_desktop.points.facts import LeftOut, Letter
from dms_mail_desktop.points.mime import Attachment, Written, read_message

from .ledgers import SOURCE, letter
from .messages import DOWNLOAD, PDF, POINT, message, names, staged


@pytest.fixture
def target(tmp_path: Path) -> Path:
    (tmp_path / "target").mkdir()
    return tmp_path / "target"


@pytest.fixture
def documents(target: Path) -> DocumentsFolder:
    return DocumentsFolder(target, "point-a")


def test_a_staged_message_has_a_name_that_nobody_takes_for_finished(documents: DocumentsFolder, target: Path) -> None:
    each = staged(documents, message())
    assert names(target) == [each.temp]
    assert each.temp.startswith(".tmp-")
    assert each.final == f"20260703-081500-{each.content_key[:12]}"
    assert each.attachments == 1


def test_publishing_gives_the_folder_its_name_with_all_its_files(documents: DocumentsFolder, target: Path) -> None:
    raw = message()
    each = staged(documents, raw)
    documents.make_durable([each])
    assert documents.publish(each.temp, each.final) == each.final
    documents.sync()
    assert names(target) == [each.final]
    folder = target / each.final
    assert names(folder) == ["Faktura żółw.pdf", "document.json", "message.eml"]
    assert (folder / "Faktura żółw.pdf").read_bytes() == PDF[2]
    assert (folder / "message.eml").read_bytes() == raw


def test_a_name_that_is_taken_gets_a_number(documents: DocumentsFolder, target: Path) -> None:
    """Two points of different modes may share a target, and a message."""
    chosen = []
    for _ in range(3):
        each = staged(documents, message())
        chosen.append(documents.publish(each.temp, each.final))
    assert chosen == [chosen[0], f"{chosen[0]}-2", f"{chosen[0]}-3"]
    assert names(target) == chosen


def test_a_name_that_is_taken_meanwhile_gets_a_number_too(documents: DocumentsFolder) -> None:
    first, second = staged(documents, message()), staged(documents, message())
    assert first.temp != second.temp
    assert documents.publish(first.temp, first.final) == first.final
    assert documents.publish(second.temp, second.final) == f"{first.final}-2"


def test_attachments_that_are_left_out_are_no_files(documents: DocumentsFolder, target: Path) -> None:
    raw = message(attachments=[PDF, ("a.exe", "application/octet-stream", b"MZ")])
    each = staged(documents, raw, DOWNLOAD, left_out=[None, LeftOut.EXTENSION])
    assert each.attachments == 1
    assert names(target / each.temp) == ["Faktura żółw.pdf", "document.json"]


@pytest.mark.parametrize(
    "header",
    [
        b'Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name="smime.p7m"\r\n'
        b"Content-Transfer-Encoding: base64\r\n\r\nMIIB\r\n",
        b'Content-Type: multipart/mixed; boundary="x"\r\n\r\n--x\r\n'
        b'Content-Disposition: attachment; filename="a.pdf"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
        b"AAA\x01*!\r\n--x--\r\n",
    ],
    ids=["encrypted", "damaged"],
)
def test_protected_and_damaged_messages_are_kept_whole_in_every_mode(
    documents: DocumentsFolder, target: Path, header: bytes
) -> None:
    raw = b"From: a@firma.pl\r\nSubject: x\r\nMIME-Version: 1.0\r\n" + header
    each = staged(documents, raw, DOWNLOAD)
    assert (target / each.temp / "message.eml").read_bytes() == raw


def test_files_of_the_sender_do_not_replace_ours_nor_leave_the_folder(documents: DocumentsFolder, target: Path) -> None:
    sent = ["document.json", "MESSAGE.EML", "../../x", "/etc/x", "..", "CON", "a.txt", "A.TXT", ""]
    raw = message(attachments=[(name, "text/csv", str(place).encode()) for place, name in enumerate(sent)])
    each = staged(documents, raw)
    assert names(target) == [each.temp]
    assert names(target.parent) == ["target"]
    folder = target / each.temp
    assert len(names(folder)) == len(sent) + 2
    assert len({name.casefold() for name in names(folder)}) == len(sent) + 2
    contents = {(folder / name).read_bytes() for name in names(folder) if name not in ("document.json", "message.eml")}
    assert contents == {str(place).encode() for place in range(len(sent))}


def test_cleaning_takes_away_the_points_own_left_overs_only(documents: DocumentsFolder, target: Path) -> None:
    left, kept = staged(documents, message()), staged(documents, message("other"))
    other = staged(DocumentsFolder(target, "point-b"), message())
    (target / ".tmp-somebody").mkdir()
    (target / "20260703-081500-abc").mkdir()
    documents.clean(keep=[kept.temp])
    assert names(target) == sorted([kept.temp, other.temp, ".tmp-somebody", "20260703-081500-abc"])
    assert left.temp not in names(target)


def test_cleaning_follows_no_link_out_of_the_target(documents: DocumentsFolder, target: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "file").write_text("kept")
    each = staged(documents, message())
    (target / each.temp / "link").symlink_to(tmp_path / "elsewhere")
    (target / f"{each.temp}-2").symlink_to(tmp_path / "elsewhere")
    documents.clean()
    assert (tmp_path / "elsewhere" / "file").read_text() == "kept"


def test_what_is_discarded_is_gone(documents: DocumentsFolder, target: Path) -> None:
    documents.discard(staged(documents, message()).temp)
    assert names(target) == []


@pytest.mark.parametrize("step", ["clean", "stage", "make_durable", "publish", "staged", "sync"])
def test_a_target_that_is_gone_is_an_error_of_the_family_at_every_step(
    documents: DocumentsFolder, target: Path, step: str
) -> None:
    each = staged(documents, message())
    shutil.rmtree(target)
    steps = {
        "clean": documents.clean,
        "stage": lambda: staged(documents, message()),
        "make_durable": lambda: documents.make_durable([each]),
        "publish": lambda: documents.publish(each.temp, each.final),
        "staged": lambda: documents.staged(each.temp),
        "sync": documents.sync,
    }
    with pytest.raises(TargetUnusable) as raised:
        steps[step]()
    assert raised.value.path == target
    assert raised.value.detail == os.strerror(2)
    assert not raised.value.full


def test_a_file_in_place_of_the_target_is_an_error_of_the_family(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(TargetUnusable):
        DocumentsFolder(tmp_path / "file", "point-a").staged("x")


class Broken(Exception):
    """What a decoder might raise."""


class BrokenAttachment(Attachment):
    def write_to(self, file: BinaryIO) -> Written:
        file.write(b"half of it")
        raise Broken


def test_what_fails_half_way_leaves_nothing(documents: DocumentsFolder, target: Path) -> None:
    raw = message()
    parsed = read_message(raw)
    (whole,) = parsed.attachments
    broken = replace(parsed, attachments=(whole, BrokenAttachment("b.pdf", "application/pdf", whole.content)))
    with pytest.raises(Broken):
        documents.stage(broken, POINT, letter(), SOURCE.place("1"), raw=raw)
    assert names(target) == []


FULL = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from dms_mail_desktop.errors import TargetUnusable
from dms_mail_desktop.models import Point
from dms_mail_desktop.points.documents import DocumentsFolder
from dms_mail_desktop.points.facts import Letter, Place
from dms_mail_desktop.points.mime import read_message
documents = DocumentsFolder(Path(sys.argv[1]), "a")
raw = b"Subject: x\\r\\n\\r\\n" + b"x" * 400_000
try:
    while True:
        documents.stage(
            read_message(raw), Point(id="a"), Letter("", "", "", "", None, None, 0), Place("a@b", "", 0, "1"), raw=raw
        )
except TargetUnusable as error:
    print(error.full, len(list(documents.target.iterdir())), end="")
"""


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can mount a small disk")
def test_a_full_disk_is_told_and_nothing_half_written_stays(tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    command = f'mount -t tmpfs -o size=2m none {tmp_path}/disk && exec {sys.executable} -c "$0" {tmp_path}/disk .'
    done = subprocess.run(
        ["unshare", "--mount", "sh", "-c", command, FULL], capture_output=True, text=True, check=False
    )
    if "unshare" in done.stderr or "mount" in done.stderr:
        pytest.skip(done.stderr)
    full, folders = done.stdout.split()
    assert full == "True", done.stderr
    assert int(folders) >= 1


def test_the_name_of_a_folder_sorts_by_time_whatever_the_year() -> None:
    assert folder_name(datetime(1, 2, 3, 4, 5, 6, tzinfo=UTC), "abcdef" * 10) == "00010203-040506-abcdefabcdef"


def test_an_id_that_is_no_file_name_is_no_danger(target: Path) -> None:
    for point_id in ("../..", "CON", "a/b", "\ud800", "x" * 500):
        each = staged(DocumentsFolder(target, point_id), message())
        assert len(each.temp) == 42
        assert names(target) == [each.temp]
        DocumentsFolder(target, point_id).clean()


def test_a_message_without_any_date_is_named_by_the_hour_of_its_storing(documents: DocumentsFolder) -> None:
    raw = message()
    undated = Letter("", "", "", "", None, None, len(raw))
    before = datetime.now(UTC)
    each = documents.stage(read_message(raw), POINT, undated, SOURCE.place("1"), raw=raw)
    assert f"{before:%Y%m%d-%H%M%S}" <= each.final[:15] <= f"{datetime.now(UTC):%Y%m%d-%H%M%S}"


def test_long_targets_still_hold_names_that_windows_can_open() -> None:
    with TemporaryDirectory() as short:
        target = Path(short, "k" * 120)
        target.mkdir()
        raw = message(attachments=[("z" * 300 + ".pdf", "application/pdf", b"x"), ("ż" * 300 + ".pdf", "a/b", b"y")])
        each = staged(DocumentsFolder(target, "a"), raw)
        for name in names(target / each.temp):
            assert len(str(target / each.temp / name)) <= 259


@pytest.mark.parametrize("step", ["open", "rename"])
def test_a_file_that_a_virus_scanner_has_open_is_waited_for(
    documents: DocumentsFolder, target: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """As Windows refuses it."""
    each = staged(documents, message())
    refusals = iter([PermissionError(13, "in use")] * 2)
    really: Callable[..., object] = getattr(os, step)

    def refused(*arguments: object, **more: object) -> object:
        if error := next(refusals, None):
            raise error
        return really(*arguments, **more)

    monkeypatch.setattr(durable, "_PATIENCE", 5.0)
    monkeypatch.setattr(os, step, refused)
    documents.make_durable([each])
    documents.publish(each.temp, each.final)
    monkeypatch.undo()
    assert next(refusals, None) is None
    assert names(target) == [each.final]
