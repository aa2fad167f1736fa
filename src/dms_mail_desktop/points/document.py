"""document.json: what a folder of documents holds, as resources/schema/document.schema.json describes it."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from dms_mail_desktop.models import Point
from dms_mail_desktop.points.facts import LeftOut, Letter, Place
from dms_mail_desktop.points.mime import Address, Attachment, ParsedMessage, Written
from dms_mail_desktop.points.texts import harmless

FORMAT = "dms-mail-document"
VERSION = 1
DOCUMENT_FILE = "document.json"
MESSAGE_FILE = "message.eml"


@dataclass(frozen=True, slots=True)
class StoredFile:
    """An attachment and the file that it was written to."""

    attachment: Attachment
    file: str
    written: Written


def document_text(  # noqa: PLR0913 - all that a document tells
    parsed: ParsedMessage,
    point: Point,
    letter: Letter,
    place: Place,
    *,
    content_key: str,
    stored: Sequence[StoredFile],
    left_out: Sequence[tuple[Attachment, LeftOut]],
    original: Written,
    message_file: str | None,
    stored_at: datetime,
) -> bytes:
    """The file's content in UTF-8; `original` are the message's own octets, `message_file` the name they lie under."""
    header = parsed.header
    document = {
        "format": FORMAT,
        "version": VERSION,
        "id": sha256(f"{point.id}\n{content_key}".encode()).hexdigest()[:32],
        "stored_at": _time(stored_at),
        "point": {"id": point.id, "name": point.name, "mode": point.mode},
        "operators": point.operators,
        "fields": _fields(parsed, point, letter, [each.file for each in stored]),
        "message": {
            "id": header.message_id,
            "key": content_key,
            "subject": header.subject,
            "from": {"name": header.sender_name, "address": header.sender},
            "reply_to": _addresses(header.reply_to),
            "to": _addresses(header.to),
            "cc": _addresses(header.cc),
            "sent_at": _time(header.sent_at),
            "received_at": _time(letter.arrived_at),
            "account": place.account,
            "folder": place.folder,
            **asdict(original),
        },
        "protection": parsed.protection,
        "damaged": parsed.damaged,
        "attachments": [
            {
                "name": each.attachment.name,
                "file": each.file,
                "media_type": each.attachment.media_type,
                **asdict(each.written),
                "damaged": each.attachment.damaged,
            }
            for each in stored
        ],
        "inline": [{**_sent(image), "content_id": image.content_id} for image in parsed.inline],
        "left_out": [{**_sent(attachment), "reason": reason} for attachment, reason in left_out],
        "message_file": message_file,
    }
    return (json.dumps(_harmless(document), ensure_ascii=False, indent=2) + "\n").encode()


def _fields(parsed: ParsedMessage, point: Point, letter: Letter, files: list[str]) -> dict[str, Any]:
    """The parts of the message under the names that the point gives them; a part without a name is left out."""
    parts = {
        point.subject_field: parsed.header.subject,
        point.sender_field: parsed.header.sender,
        point.date_field: _time(parsed.header.sent_at or letter.arrived_at),
        point.body_field: parsed.body_text,
        point.attachments_field: files,
    }
    return {name: value for name, value in parts.items() if name}


def _harmless(value: Any) -> Any:
    """The value with every text in it made harmless."""
    if isinstance(value, str):
        return harmless(value)
    if isinstance(value, dict):
        return {harmless(name): _harmless(each) for name, each in value.items()}
    return [_harmless(each) for each in value] if isinstance(value, (list, tuple)) else value


def _sent(attachment: Attachment) -> dict[str, Any]:
    return {"name": attachment.name, "media_type": attachment.media_type, "size": attachment.size}


def _addresses(addresses: Sequence[Address]) -> list[dict[str, str]]:
    return [asdict(address) for address in addresses]


def _time(moment: datetime | None) -> str | None:
    """A time in UTC by ISO 8601, to the second."""
    return None if moment is None else f"{moment.replace(microsecond=0, tzinfo=None).isoformat()}Z"
