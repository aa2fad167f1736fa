"""document.json: what it tells, and that every one of them is as its published schema says."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from dms_mail_desktop.points.document import FORMAT, VERSION
from dms_mail_desktop.points.documents import DocumentsFolder
from dms_mail_desktop.points.facts import LeftOut, Letter, Place
from dms_mail_desktop.points.mime import read_message

from .ledgers import SENT_AT, SOURCE
from .messages import DOWNLOAD, PDF, POINT, message

SCHEMA = Path(__file__).parents[2] / "resources" / "schema" / "document.schema.json"
CORPUS = sorted((Path(__file__).parent / "corpus").glob("*.eml"))
VALIDATOR = Draft202012Validator(json.loads(SCHEMA.read_text("utf-8")))


def written(
    folder: Path, raw: bytes, *, point: Any = POINT, left_out: Any = (), letter: Letter | None = None, place: Any = None
) -> dict[str, Any]:
    """The document of a message, after a look whether it is valid and tells the truth about the files beside it."""
    documents = DocumentsFolder(folder, point.id)
    facts = letter or Letter("", "", "", "", SENT_AT, SENT_AT, len(raw))
    each = documents.stage(read_message(raw), point, facts, place or SOURCE.place("1"), raw=raw, left_out=left_out)
    text = (folder / each.temp / "document.json").read_bytes().decode("utf-8")
    document: dict[str, Any] = json.loads(text)
    VALIDATOR.validate(document)
    assert r"\u" not in text.replace(r"\\", "")
    present = {path.name for path in (folder / each.temp).iterdir()}
    told = {file["file"]: file for file in document["attachments"]}
    if document["message_file"]:
        told[document["message_file"]] = document["message"]
    assert present == {"document.json", *told}
    for name, file in told.items():
        content = (folder / each.temp / name).read_bytes()
        assert (file["size"], file["sha256"]) == (len(content), sha256(content).hexdigest())
    documents.clean()
    return document


def test_the_schema_is_one_and_is_packed_with_the_program() -> None:
    Draft202012Validator.check_schema(VALIDATOR.schema)
    packed = files("dms_mail_desktop") / "data" / "schema" / SCHEMA.name
    assert packed.read_text("utf-8") == SCHEMA.read_text("utf-8")


def described(schema: Any) -> Iterator[tuple[str, Any]]:
    """The members of all objects of the schema."""
    if isinstance(schema, dict):
        yield from schema.get("properties", {}).items()
        for each in schema.values():
            yield from described(each)
    if isinstance(schema, list):
        for each in schema:
            yield from described(each)


def test_the_schema_knows_every_member_that_is_written(tmp_path: Path) -> None:
    raw = message(attachments=[PDF, ("a.exe", "application/octet-stream", b"MZ")])
    document = written(tmp_path, raw, left_out=[None, LeftOut.EXTENSION])
    known = {name for name, _ in described(VALIDATOR.schema)}

    def members(value: Any) -> Iterator[str]:
        for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            yield from members(each)
        if isinstance(value, dict):
            yield from value

    assert set(members({name: each for name, each in document.items() if name != "fields"})) <= known


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
@pytest.mark.parametrize("point", [POINT, DOWNLOAD], ids=lambda point: point.mode)
def test_the_document_of_every_difficult_message_is_valid(tmp_path: Path, path: Path, point: Any) -> None:
    document = written(tmp_path, path.read_bytes(), point=point)
    assert bool(document["message_file"]) == bool(
        point is POINT or document["damaged"] or document["protection"] != "none"
    )


@pytest.mark.parametrize("raw", [b"", b"\r\n", b"\x00\xff" * 1000, b"Subject: =?utf-8?q?=00=ED=A0=80?=\r\n\r\n\x00"])
def test_the_document_of_no_message_at_all_is_valid_too(tmp_path: Path, raw: bytes) -> None:
    written(tmp_path, raw, letter=Letter("", "", "", "", None, None, len(raw)), place=Place("a@b", "", 0, "1"))


def test_a_document_tells_what_a_dms_imports(tmp_path: Path) -> None:
    raw = message(attachments=[PDF, ("a.exe", "application/octet-stream", b"MZ"), ("b.zip", "application/zip", b"PK")])
    before = datetime.now(UTC).replace(microsecond=0)
    document = written(tmp_path, raw, left_out=[None, LeftOut.EXTENSION, LeftOut.SIZE])
    stored_at = document.pop("stored_at")
    assert before <= datetime.fromisoformat(stored_at) <= datetime.now(UTC)
    key = read_message(raw).content_key()
    assert document == {
        "format": FORMAT,
        "version": VERSION,
        "id": sha256(f"point-a\n{key}".encode()).hexdigest()[:32],
        "point": {"id": "point-a", "name": "Faktury", "mode": "generate_documents"},
        "operators": ["jan", "łucja"],
        "fields": {
            "Temat": "Faktura FV/118/2026",
            "Nadawca": "biuro@dostawca.pl",
            "Data": "2026-07-03T08:15:00Z",
            "Treść": "Dzień dobry,\nw załączeniu faktura.",
            "Załączniki": ["Faktura żółw.pdf"],
        },
        "message": {
            "id": "<1@dostawca.pl>",
            "key": key,
            "subject": "Faktura FV/118/2026",
            "from": {"name": "Łucja Żak", "address": "biuro@dostawca.pl"},
            "reply_to": [],
            "to": [{"name": "Faktury", "address": "faktury@firma.pl"}, {"name": "", "address": "jan@firma.pl"}],
            "cc": [{"name": "", "address": "ksiegowosc@firma.pl"}],
            "sent_at": "2026-07-03T08:15:00Z",
            "received_at": "2026-07-03T08:15:00Z",
            "account": "faktury@imap.firma.pl",
            "folder": "INBOX",
            "size": len(raw),
            "sha256": sha256(raw).hexdigest(),
        },
        "protection": "none",
        "damaged": [],
        "attachments": [
            {
                "name": "Faktura żółw.pdf",
                "file": "Faktura żółw.pdf",
                "media_type": "application/pdf",
                "size": len(PDF[2]),
                "sha256": sha256(PDF[2]).hexdigest(),
                "damaged": False,
            }
        ],
        "inline": [],
        "left_out": [
            {"name": "a.exe", "media_type": "application/octet-stream", "size": 2, "reason": "extension"},
            {"name": "b.zip", "media_type": "application/zip", "size": 2, "reason": "size"},
        ],
        "message_file": "message.eml",
    }


def test_a_part_whose_field_has_no_name_is_left_out(tmp_path: Path) -> None:
    point = POINT.model_copy(update={"subject_field": "Tytuł", "body_field": "", "attachments_field": ""})
    assert set(written(tmp_path, message(), point=point)["fields"]) == {"Tytuł", "Nadawca", "Data"}


def test_the_date_is_that_of_the_arrival_where_the_message_tells_none(tmp_path: Path) -> None:
    raw = re.sub(rb"Date: .*\r\n", b"", message())
    document = written(tmp_path, raw)
    assert document["message"]["sent_at"] is None
    assert document["fields"]["Data"] == document["message"]["received_at"] == "2026-07-03T08:15:00Z"
    neither = written(tmp_path, raw, letter=Letter("", "", "", "", None, None, 0))
    assert neither["fields"]["Data"] is None


def test_images_in_the_text_are_told_and_not_stored(tmp_path: Path) -> None:
    raw = (
        b"Subject: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n"
        b'--x\r\nContent-Type: text/html\r\n\r\n<img src="cid:logo@firma">\r\n'
        b"--x\r\nContent-Type: image/png; name=logo.png\r\nContent-ID: <logo@firma>\r\n\r\nPNG\r\n--x--\r\n"
    )
    document = written(tmp_path, raw, point=DOWNLOAD)
    assert document["attachments"] == []
    assert document["inline"] == [
        {"name": "logo.png", "media_type": "image/png", "size": 3, "content_id": "logo@firma"}
    ]


def test_the_id_is_the_messages_own_in_its_point_wherever_it_lies(tmp_path: Path) -> None:
    raw = message()
    here = written(tmp_path, b"Received: by a\r\n" + raw)
    there = written(tmp_path, b"Received: by b\r\n" + raw, place=Place("x@y", "Archiwum", 9, "3"))
    assert here["id"] == there["id"]
    assert here["message"]["sha256"] != there["message"]["sha256"]
    assert written(tmp_path, message("other"))["id"] != here["id"]
    assert written(tmp_path, raw, point=POINT.model_copy(update={"id": "point-b"}))["id"] != here["id"]
